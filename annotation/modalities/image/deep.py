"""Pictures of more than eight bits a channel: their values on 16 bits, and which of them are first shown from black to
white."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyvips
from numpy.typing import NDArray

LOW, HIGH = 0.5, 99.5
"""Percentiles that are first shown black and white: a few hot pixels must not darken everything."""
STEPS = 65_535
BARS = 256
"""Of the histogram that the browser shows."""
HUGE = 3e38
"""Beyond is no number: what computes with 32 bits means infinity."""

Opener = Callable[[], pyvips.Image]


@dataclass(frozen=True, slots=True)
class Scale:
    """A value of the file is `offset + slope * stored`; what is stored are whole numbers of 16 bits."""

    offset: float = 0.0
    slope: float = 1.0

    def stored(self, image: pyvips.Image) -> pyvips.Image:
        """The values on 16 bits, in one grey channel or three colours."""
        image = _channels(image)
        if image.format in ("float", "double"):
            image = (image.abs() < HUGE).ifthenelse(image, self.offset)
        if image.format != "ushort":
            image = ((image - self.offset) / self.slope).rint().cast("ushort")
        # What it is called decides how many bits are written.
        return image.copy(interpretation="grey16" if image.bands == 1 else "rgb16")

    def value(self, stored: float) -> float:
        return self.offset + self.slope * stored


@dataclass(frozen=True, slots=True)
class Levels:
    """Stored values: the least and the most, those first shown as black and white, and how many lie between."""

    least: int
    most: int
    low: int
    high: int
    bars: list[int]


def scale_of(opened: Opener) -> Scale:
    image = opened()
    match image.format:
        case "ushort" | "uchar":
            return Scale()
        case "short":
            return Scale(offset=-32768.0)
    image = _channels(image)
    finite = (image.abs() < HUGE).ifthenelse(image, 0) if image.format in ("float", "double") else image
    figures = finite.stats()
    least, most = float(figures.getpoint(0, 0)[0]), float(figures.getpoint(1, 0)[0])
    if image.format in ("int", "uint") and most - least <= STEPS:
        return Scale(offset=least)
    return Scale(offset=least, slope=(most - least) / STEPS or 1.0)


def levels_of(image: pyvips.Image) -> Levels:
    """Of stored values, by a look at all of them."""
    counts = image.hist_find().numpy().astype(np.int64)
    counts = counts.reshape(-1, image.bands).sum(axis=1)
    seen = np.flatnonzero(counts)
    least, most = int(seen[0]), int(seen[-1])
    upto = np.cumsum(counts) / counts.sum()
    low, high = (int(np.searchsorted(upto, share / 100)) for share in (LOW, HIGH))
    bars = np.add.reduceat(counts[least : most + 1], _starts(least, most))
    return Levels(least, most, low, max(high, low + 1), [int(bar) for bar in bars])


def _starts(least: int, most: int) -> NDArray[np.int64]:
    """Where the bars of the histogram begin among the values."""
    return np.unique(np.linspace(0, most - least + 1, BARS, endpoint=False).astype(np.int64))


def shown(values: NDArray[np.uint16], levels: Levels) -> NDArray[np.uint8]:
    """Stored values as they are first seen."""
    spread = np.float32(255.0 / (levels.high - levels.low))
    scaled = (values.astype(np.float32) - np.float32(levels.low)) * spread
    result: NDArray[np.uint8] = np.clip(scaled + 0.5, 0, 255).astype(np.uint8)
    return result


def _channels(image: pyvips.Image) -> pyvips.Image:
    return image.extract_band(0, n=3) if image.bands >= 3 else image.extract_band(0)
