"""Made pictures whose content is known to the pixel."""

from __future__ import annotations

from typing import Any

import numpy as np

from annotation.prelabel.base import Labelled, Picture, Pixels

WIDTH, HEIGHT = 320, 240


def texture(seed: int, width: int, height: int) -> Pixels:
    """Smooth random patches: something that can be followed, unlike noise."""
    random = np.random.default_rng(seed)
    coarse = random.integers(0, 255, (height // 6 + 2, width // 6 + 2, 3)).astype(np.float64)
    fine = np.kron(coarse, np.ones((6, 6, 1)))[:height, :width]
    for axis in (0, 1):
        fine = (fine + np.roll(fine, 1, axis) + np.roll(fine, -1, axis)) / 3
    return fine.astype(np.uint8)


def scene(x: float, y: float, *, size: int = 60, background: int = 1) -> Pixels:
    """A bright textured square at a whole-pixel place on a darker texture."""
    pixels = (texture(background, WIDTH, HEIGHT) // 3).astype(np.uint8)
    left, top = round(x), round(y)
    pixels[top : top + size, left : left + size] = 120 + texture(99, size, size) // 2
    return pixels


def picture(key: str, pixels: Pixels, *boxes: dict[str, Any], label: str = "car", **more: Any) -> Picture:
    labelled = [Labelled("box", label, box) for box in boxes]
    return Picture(key, key, pixels.shape[1], pixels.shape[0], lambda: pixels, labelled=labelled, **more)


def box(x: float, y: float, width: float = 60, height: float = 60) -> dict[str, float]:
    return {"x": x, "y": y, "width": width, "height": height}
