"""A hash that stays nearly the same when a recording is coded again, made louder or cut a little shorter at its ends.

As of a picture: the signs of the lowest frequencies of the spectrogram, 64 bits. Only what telephones carry counts, and
silence at either end does not.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

SIDE, LOW = 32, 8
"""Moments and bands that are looked at, and frequencies of their pattern that make the hash."""
LOWEST, HIGHEST = 150.0, 3600.0
"""Hertz."""
LOUD, RANGE = 30.0, 50.0
"""Decibels below the loudest moment: the sound begins and ends there, and nothing below counts."""
LEAST_SECONDS = 0.5
MOST_FRAMES = 60_000
Levels = NDArray[np.float64]
COSINES: Levels = np.cos(np.pi * np.arange(LOW)[:, None] * (2 * np.arange(SIDE)[None, :] + 1) / (2 * SIDE))
"""The first rows of the DCT-II matrix."""


def hash_of(spectrogram: Path, meta: dict[str, Any], rate: int) -> str:
    """16 hex digits; "" where too little is heard to recognise it by."""
    fitting = [level for level in meta["levels"] if level["frames"] <= MOST_FRAMES]
    level = fitting[0] if fitting else meta["levels"][-1]
    found = _sounding(_bands(spectrogram, meta, level))
    if len(found) * level["hop"] < LEAST_SECONDS * rate:
        return ""
    edges = np.linspace(0, len(found), SIDE + 1)
    table = np.stack([_mean(found, start, stop) for start, stop in pairwise(edges)])
    values = (COSINES @ table @ COSINES.T).ravel()
    return f"{int.from_bytes(np.packbits(values > np.median(values[1:])).tobytes()):016x}"


def _bands(spectrogram: Path, meta: dict[str, Any], level: dict[str, Any]) -> Levels:
    """Decibels of SIDE bands for each frame, the loudest channel of each."""
    shape = (level["frames"], meta["channels"], meta["bins"])
    held = np.memmap(spectrogram, np.uint8, "r", level["offset"], shape)
    edges = np.geomspace(LOWEST, HIGHEST, SIDE + 1) / meta["top"] * meta["bins"]
    bins = np.minimum(np.floor(edges).astype(int), meta["bins"] - 1)
    loudest = held.max(axis=1)
    bands = [loudest[:, low : max(low + 1, high)].max(axis=1) for low, high in pairwise(bins)]
    found: Levels = meta["floor"] + meta["step"] * np.stack(bands, axis=1).astype(float)
    return found


def _sounding(bands: Levels) -> Levels:
    """From where it is first heard to where it is last heard."""
    levels = bands.max(axis=1)
    peak = float(levels.max())
    heard = np.flatnonzero(levels > peak - LOUD)
    if peak <= -90 or not len(heard):
        return bands[:0]
    return np.maximum(bands[heard[0] : heard[-1] + 1], peak - RANGE)


def _mean(frames: Levels, start: float, stop: float) -> Levels:
    first, last = int(start), max(int(start) + 1, round(stop))
    mean: Levels = frames[first:last].mean(axis=0)
    return mean
