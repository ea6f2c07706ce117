"""How sure one may be of a share that was seen in a sample."""

from __future__ import annotations

from bisect import bisect_left


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


def of_population(successes: int, trials: int, population: int, confidence: float = 0.95) -> tuple[float, float]:
    """The same for a sample drawn without putting back: exact when everything was looked at.

    The bounds are the shares of all `population` at which the seen result is just not too unlikely (hypergeometric).
    """
    if trials == 0 or population < trials:
        return clopper_pearson(successes, trials, confidence)
    from scipy.stats import hypergeom

    tail = (1 - confidence) / 2
    fewest, most = successes, population - (trials - successes)

    def too_few(good: int) -> bool:
        return bool(hypergeom.sf(successes - 1, population, good, trials) <= tail)

    def too_many(good: int) -> bool:
        return bool(hypergeom.cdf(successes, population, good, trials) <= tail)

    numbers = range(fewest, most + 1)
    low = numbers[bisect_left(numbers, True, key=lambda good: not too_few(good))]
    high = numbers[bisect_left(numbers, True, key=too_many) - 1]
    return low / population, high / population
