"""Up to which frequency a recording holds sound: a cliff tells of a telephone, an MP3, an upsampled file."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from annotation.modalities.audio.pcm import Pcm
from annotation.modalities.audio.pyramid import powers

BANDS = 128
WIDTH = 4
"""Bands beside the cliff that are compared."""
DROP = 15.0
"""Decibels that make a cliff."""
FLATNESS = 8.0
"""Decibels by which what lies above a cliff may still rise: it is floor, not sound."""


def measure(pcm: Pcm, loud: Sequence[float], frame: int) -> list[float]:
    """Per channel, the highest frequency with sound in Hz; `loud` is the power of frames to look at."""
    length = max(256, 2 ** (frame - 1).bit_length())
    window = np.hanning(frame + 1)[:-1].astype(np.float32)
    sums = np.zeros((pcm.channels, length // 2))
    counts = np.zeros(pcm.channels)
    frames = pcm.samples // frame
    for power in powers(pcm, frame, frames, window, length):
        # A sine's power is half its square, and the window takes its share: near enough to choose frames by.
        level = power.sum(axis=2) / 2
        for channel in range(pcm.channels):
            chosen = level[:, channel] >= loud[channel]
            sums[channel] += power[chosen, channel].sum(axis=0)
            counts[channel] += np.count_nonzero(chosen)
    return [cliff(total / max(1, count)) * pcm.rate / 2 for total, count in zip(sums, counts, strict=True)]


def cliff(spectrum: NDArray[np.float64]) -> float:
    """Share of the spectrum (0 to 1) below its cliff; 1 when there is none."""
    bands = np.array([part.mean() for part in np.array_split(spectrum, min(BANDS, len(spectrum)))])
    level = 10 * np.log10(np.maximum(bands, 1e-14))
    best, place = 0.0, len(level)
    for at in range(WIDTH, len(level) - WIDTH):
        below, above = level[at - WIDTH : at].mean(), level[at : at + WIDTH].mean()
        rises = level[at + 1 :].max() - above
        if below - above > max(best, DROP) and rises < FLATNESS:
            best, place = below - above, at
    return place / len(level)
