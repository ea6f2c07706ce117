"""Small pictures along a video: for the timeline and the thumbnail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from annotation.modalities.base import Derivative
from annotation.modalities.video.ffmpeg import Frame

MOST = 160
COLUMNS = 16
SMALL = (128, 96)
"""Room for one picture of the strip."""
THUMBNAIL = 320
"""Longest side of a thumbnail in pixels."""

Pixels = NDArray[np.uint8]


class Strip:
    """Keeps pictures of frames at even distances, at most 160 however long the video turns out to be."""

    def __init__(self) -> None:
        self._kept: list[tuple[int, Pixels]] = []
        self._every = 1

    def see(self, number: int, frame: Frame, rotation: int) -> None:
        if number % self._every:
            return
        picture = np.rot90(frame.rgb(*_within(frame.width, frame.height, THUMBNAIL)), -rotation // 90)
        self._kept.append((number, np.ascontiguousarray(picture)))
        if len(self._kept) > MOST:
            self._every *= 2
            self._kept = self._kept[::2]

    def write(self, folder: Path) -> list[Derivative]:
        self._thumbnail(folder / "thumbnail.webp")
        small = [_small(picture) for _, picture in self._kept]
        height, width = small[0].shape[:2]
        rows = -(-len(small) // COLUMNS)
        sheet = np.zeros((rows * height, min(COLUMNS, len(small)) * width, 3), np.uint8)
        for place, picture in enumerate(small):
            y, x = place // COLUMNS * height, place % COLUMNS * width
            sheet[y : y + height, x : x + width] = picture[:height, :width]
        Image.fromarray(sheet).save(folder / "strip.jpg", quality=78)
        meta: dict[str, Any] = {
            "width": width, "height": height, "columns": COLUMNS, "count": len(small), "every": self._every,
        }  # fmt: skip
        return [
            Derivative("thumbnail", folder / "thumbnail.webp", ".webp"),
            Derivative("strip", folder / "strip.jpg", ".jpg", meta=meta),
        ]

    def _thumbnail(self, path: Path) -> None:
        """Of a frame in the middle: films begin in the dark."""
        _, picture = self._kept[len(self._kept) // 2]
        Image.fromarray(picture).save(path, quality=80)


def _small(picture: Pixels) -> Pixels:
    image = Image.fromarray(picture)
    image.thumbnail(SMALL)
    return np.asarray(image)


def _within(width: int, height: int, side: int) -> tuple[int, int]:
    scale = min(1.0, side / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))
