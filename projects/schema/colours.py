"""Colours of labels: how far apart people see them, and a palette that colour-blind eyes can tell apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
TOO_SIMILAR = 8.0
"""CIE76 distance below which two labels look alike on a photograph."""

PALETTE = (
    "#4363d8", "#f58231", "#3cb44b", "#e6194b", "#911eb4", "#42d4f4", "#ffe119", "#f032e6", "#469990", "#9a6324",
    "#bfef45", "#fabed4", "#000075", "#800000", "#aaffc3", "#808000", "#dcbeff", "#a9a9a9", "#ffd8b1", "#fffac8",
)  # fmt: skip
"""Ordered so that any first n differ as much as possible, also for red-green colour-blindness."""


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _cube(value: float) -> float:
    return value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116


@lru_cache(maxsize=1024)
def lab(colour: str) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of `#rrggbb`."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    x = _cube((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047)
    y = _cube(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    z = _cube((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(a: str, b: str) -> float:
    """CIE76 colour difference; about 2 is just noticeable side by side."""
    return float(sum((p - q) ** 2 for p, q in zip(lab(a), lab(b), strict=True)) ** 0.5)


def told_apart(colour: str, used: Iterable[str]) -> str:
    """The colour itself where people tell it from those in use, else the next one."""
    taken = [other for other in used if COLOUR.fullmatch(other)]
    stays = COLOUR.fullmatch(colour) and all(distance(colour, other) > TOO_SIMILAR for other in taken)
    return colour if stays else next_colour(taken)


def next_colour(used: Iterable[str]) -> str:
    """The colour of the palette, or else of a wheel, that is farthest from those in use."""
    taken = [colour for colour in used if COLOUR.fullmatch(colour)]
    if not taken:
        return PALETTE[0]
    free = [colour for colour in PALETTE if all(distance(colour, other) > TOO_SIMILAR for other in taken)]
    if free:
        return free[0]
    wheel = (f"#{red:02x}{green:02x}{blue:02x}" for red in _STEPS for green in _STEPS for blue in _STEPS)
    return max(wheel, key=lambda colour: min(distance(colour, other) for other in taken))


_STEPS = range(24, 256, 33)
