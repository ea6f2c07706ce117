"""Points as the readers give them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.modalities.scene.reasons import rejected

MOST_POINTS = 60_000_000
"""Of one frame. A sweep has 0.2 million, ten seconds of a spinning lidar 20."""


@dataclass(frozen=True, slots=True)
class Cloud:
    """The points of one file in its own order, none left out: the index of a point is its place here.

    `xyz` is n x 3, metres; float64 where the file is so precise. `intensity` is n values on the file's own scale,
    `rgb` n x 3 bytes. NaN and infinity come through.
    """

    xyz: NDArray[Any]
    intensity: NDArray[Any] | None = None
    rgb: NDArray[np.uint8] | None = None

    def __len__(self) -> int:
        return len(self.xyz)


def refuse_too_many(points: int) -> None:
    if points > MOST_POINTS:
        raise rejected("too-many-points", points=points, limit=MOST_POINTS)


def refuse_too_few_bytes(promised: int, found: int) -> None:
    if found < promised:
        raise rejected("cloud-truncated", promised=promised, found=found)
