"""A small picture of the waveform for lists."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 320, 96
COLOUR = (74, 134, 214, 255)
"""Readable on light and dark grounds alike."""
QUIETEST = 0.05
"""A recording below this share of full scale is not blown up to look loud."""


def draw(peaks: Path, meta: dict[str, Any], path: Path) -> None:
    """The outline of every channel in a band of its own, from the file of peaks."""
    channels = meta["channels"]
    level = next((each for each in reversed(meta["levels"]) if each["bins"] >= WIDTH), meta["levels"][0])
    values = np.fromfile(peaks, "<i2", level["bins"] * channels * 2, offset=level["offset"])
    outline = values.reshape(level["bins"], channels, 2).astype(np.float64) / 32768
    scale = max(QUIETEST, float(np.abs(outline).max()))
    image = Image.new("RGBA", (WIDTH, HEIGHT), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    band = HEIGHT / channels
    for channel in range(channels):
        middle = (channel + 0.5) * band
        for column, (low, high) in enumerate(_columns(outline[:, channel])):
            top, bottom = (middle - value / scale * band * 0.45 for value in (high, low))
            pen.line((column, round(top), column, round(max(top + 1, bottom))), fill=COLOUR)
    image.save(path, "WEBP", quality=80, method=2)


def _columns(outline: NDArray[np.float64]) -> list[tuple[float, float]]:
    edges = np.linspace(0, len(outline), WIDTH + 1)
    result = []
    for left, right in pairwise(edges):
        part = outline[int(left) : max(int(left) + 1, int(np.ceil(right)))]
        result.append((float(part[:, 0].min()), float(part[:, 1].max())))
    return result
