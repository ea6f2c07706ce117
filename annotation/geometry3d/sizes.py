"""How large and how fast things of a class are, by words in the name of a label. The browser has the same sizes."""

from __future__ import annotations

import re
from dataclasses import dataclass

Size = tuple[float, float, float]
"""Length, width, height in metres."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of road user: its usual size and the smallest and largest that are met, metres per second that it can
    reach, and radians per second that it can turn."""

    name: str
    words: re.Pattern[str]
    size: Size
    least: Size
    most: Size
    speed: float
    turn: float
    vehicle: bool = False


def _sort(
    name: str, words: str, size: Size, least: Size, most: Size, speed: float, turn: float, *, vehicle: bool = False
) -> Sort:
    return Sort(name, re.compile(words, re.IGNORECASE), size, least, most, speed, turn, vehicle)


SORTS = (
    _sort("bus", r"bus|coach|公交", (11.2, 2.9, 3.4), (6, 2.2, 2.4), (20, 3.3, 4.5), 40, 1.2, vehicle=True),
    _sort("trailer", r"trailer|挂车", (12, 2.9, 3.8), (3, 1.5, 1), (20, 3.3, 4.6), 40, 1.2, vehicle=True),
    _sort("truck", r"truck|lorry|卡车|货车", (7, 2.5, 2.9), (4.5, 1.8, 1.8), (20, 3.2, 4.6), 40, 1.2, vehicle=True),
    _sort("van", r"van|面包车", (5.1, 2, 2.2), (3.5, 1.6, 1.6), (7.5, 2.6, 3.2), 60, 1.2, vehicle=True),
    _sort("pedestrian", r"pedestrian|person|行人|people", (0.7, 0.7, 1.75), (0.2, 0.2, 0.9), (1.4, 1.2, 2.2), 6, 3),
    _sort("motorcycle", r"motor|摩托", (2.1, 0.8, 1.5), (1.4, 0.4, 0.9), (2.8, 1.3, 2.1), 60, 1.5),
    _sort("cyclist", r"cyclist|rider|bicycle|bike|骑", (1.8, 0.7, 1.7), (1.2, 0.3, 0.9), (2.3, 1.1, 2.1), 18, 2),
    _sort("cone", r"cone|锥", (0.4, 0.4, 0.8), (0.1, 0.1, 0.3), (0.8, 0.8, 1.2), 0.5, 3),
    _sort("barrier", r"barrier|护栏", (0.6, 2.2, 1), (0.1, 0.3, 0.3), (20, 20, 3), 0.5, 3),
    _sort(
        "car", r"car|vehicle|suv|sedan|taxi|轿车|汽车", (4.6, 1.9, 1.65), (3, 1.4, 1.1), (6.5, 2.4, 2.3), 60, 1.2,
        vehicle=True,
    ),
)  # fmt: skip


def sort_of(label: str) -> Sort | None:
    """The sort that a label names; None when it says nothing that is known."""
    return next((sort for sort in SORTS if sort.words.search(label)), None)
