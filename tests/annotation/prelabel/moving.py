"""A film of a thing with a texture that moves evenly over the ground, and where it is in each frame."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from annotation.kinds.base import Data
from annotation.prelabel.base import Picture, Pixels
from tests.annotation.modalities import videos

SIDE = 60
COUNT = 40
TEXTURE = np.random.default_rng(5).integers(0, 255, (12, 12, 3), np.uint8).repeat(5, 0).repeat(5, 1)
GROUND = np.random.default_rng(6).integers(90, 120, (240, 320, 3), np.uint8)


def place(number: int) -> Data:
    """Where the thing is."""
    return {"x": 20.0 + 5 * number, "y": 60.0 + 2 * number, "width": float(SIDE), "height": float(SIDE)}


def scene(number: int) -> Pixels:
    image, box = GROUND.copy(), place(number)
    x, y = int(box["x"]), int(box["y"])
    image[y : y + SIDE, x : x + SIDE] = TEXTURE[: max(0, 240 - y), : max(0, 320 - x)]
    return image


def encoded(path: Path) -> Path:
    with av.open(str(path), "w") as file:
        stream: Any = file.add_stream("libx264", rate=25, options={"g": "12", "bf": "2"})
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for number in range(COUNT):
            image: Any = av.VideoFrame.from_ndarray(scene(number), format="bgr24").reformat(format="yuv420p")
            image.pts, image.time_base = number, Fraction(1, 25)
            file.mux(stream.encode(image))
        file.mux(stream.encode(None))
    return path


def watched(path: Path, folder: Path) -> Picture:
    result = videos.prepared(path, folder)
    files = {each.role: each for each in result.derivatives}

    def file(role: str, key: str) -> AbstractContextManager[Path]:
        return nullcontext(files[role].path)

    facts = result.facts
    assert facts.width
    assert facts.height
    return Picture(
        "v", path.name, facts.width, facts.height, lambda: GROUND, file=file, about=lambda role, key: files[role].meta
    )
