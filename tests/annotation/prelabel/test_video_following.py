"""Boxes that are followed until they are lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from annotation.prelabel.base import Pixels
from annotation.prelabel.opencv import cv
from annotation.prelabel.video.following import Thing, follow
from annotation.prelabel.video.frames import Frames
from tests.annotation.prelabel.moving import SIDE, TEXTURE, place


class Film(Frames):
    """Pictures in memory."""

    def __init__(self, pictures: Sequence[Pixels]) -> None:
        self._pictures = pictures
        self.height, self.width = pictures[0].shape
        self.shrink = 1.0

    def __len__(self) -> int:
        return len(self._pictures)

    def read(self, numbers: Sequence[int]) -> Iterator[tuple[int, Pixels]]:
        return ((number, self._pictures[number]) for number in numbers)


def test_the_ground_that_a_thing_has_left_is_not_followed_in_its_place() -> None:
    chance = np.random.default_rng(7)
    ground = cv.resize(chance.integers(60, 180, (24, 32), np.uint8), (320, 240), interpolation=cv.INTER_CUBIC)
    gone = 24
    film = []
    for number in range(80):
        picture = np.clip(ground + chance.normal(0, 2, ground.shape), 0, 255).astype(np.uint8)
        if number < gone:
            box = place(number)
            # It is swallowed bit by bit: by a tunnel, or by what stands before it.
            left, top, width = int(box["x"]), int(box["y"]), min(SIDE, 3 * SIDE - 6 * number)
            picture[top : top + SIDE, left : left + max(0, width)] = TEXTURE[:, : max(0, width), 0]
        film.append(picture)
    trail = follow(Film(film), [Thing("a", place(5), 0, 79)], 5, lambda *_: None)["a"]
    assert {*range(20)} <= set(trail.boxes)
    assert max(trail.boxes) < 34
    assert len(trail.ended) == 1
