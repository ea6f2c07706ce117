"""WADA-SNR: the signal-to-noise ratio from the distribution of amplitudes alone.

After Kim & Stern, "Robust signal-to-noise ratio estimation based on waveform amplitude distribution analysis",
Interspeech 2008: clean speech is taken as gamma distributed with shape 0.4 and random sign, noise as Gaussian. Then
log(mean |z|) - mean(log |z|) depends on the ratio only; the table of it is integrated here instead of copied.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import special

SHAPE = 0.4
RATIOS = np.arange(-20, 101, 2)
"""dB for which the statistic is integrated; between them it is all but straight."""
QUANTILES = 1000
TINY = 1e-10


@dataclass
class Shape:
    """What the statistic needs of everything that was read."""

    count: int = 0
    total: float = 0.0
    logs: float = 0.0

    def add(self, values: NDArray[np.float32]) -> None:
        """Exact zeros tell of digital silence and not of noise; they are left out."""
        sizes = np.abs(values[values != 0]).astype(np.float64)
        self.count += len(sizes)
        self.total += float(sizes.sum())
        self.logs += float(np.log(np.maximum(sizes, TINY)).sum())

    def snr(self) -> float | None:
        """In dB, between -20 and 100; None without sound."""
        if not self.count or self.total <= 0:
            return None
        found = float(np.log(self.total / self.count) - self.logs / self.count)
        return round(float(np.interp(found, table(), RATIOS)), 1)


@lru_cache(maxsize=1)
def table() -> NDArray[np.float64]:
    """The statistic at each ratio; rising."""
    ranks = (np.arange(QUANTILES) + 0.5) / QUANTILES
    speech = special.gammaincinv(SHAPE, ranks)
    power = SHAPE * (SHAPE + 1)
    values = [_statistic(speech, deviation) for deviation in np.sqrt(power / 10 ** (RATIOS / 10))]
    return np.maximum.accumulate(np.array(values))


def _statistic(speech: NDArray[np.float64], deviation: float) -> float:
    """Of speech amplitudes with Gaussian noise of this deviation, averaged over both."""
    ratio = speech / deviation
    folded = deviation * np.sqrt(2 / np.pi) * np.exp(-(ratio**2) / 2) + speech * special.erf(ratio / np.sqrt(2))
    return float(np.log(folded.mean()) - _log_mean(speech, ratio, deviation))


def _log_mean(speech: NDArray[np.float64], ratio: NDArray[np.float64], deviation: float) -> float:
    """Mean of log |s + n|: its square is noncentral chi-square of one degree, a Poisson mixture of central ones."""
    half = ratio**2 / 2
    near = half < 200
    terms = np.arange(400)
    means = half[near][:, None]
    weights = np.exp(special.xlogy(terms, means) - special.gammaln(terms + 1) - means)
    logs = np.empty(len(speech))
    logs[near] = (weights @ special.digamma(terms + 0.5) + np.log(2 * deviation**2)) / 2
    logs[~near] = np.log(speech[~near]) - 1 / (4 * half[~near])
    return float(logs.mean())
