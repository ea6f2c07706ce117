"""How sure one may be of a share that was seen in a sample."""

from __future__ import annotations


def clopper_pearson(successes: int, trials: int, confidence: float = 0.95) -> tuple[float, float]:
    """The exact two-sided confidence interval of a proportion (Clopper and Pearson, 1934).

    Returns (low, high) in [0, 1]; (0, 1) when nothing was tried.
    """
    if trials == 0:
        return 0.0, 1.0
    # Slow to load, and the web server rarely needs it.
    from scipy.stats import beta

    tail = (1 - confidence) / 2
    low = 0.0 if successes == 0 else float(beta.ppf(tail, successes, trials - successes + 1))
    high = 1.0 if successes == trials else float(beta.ppf(1 - tail, successes + 1, trials - successes))
    return low, high
