"""COCO key points as a points record: the points that are marked, and an attribute that names them.

COCO lists every key point of a category, with (0, 0, 0) for those that are not marked. A record holds only the marked
ones; its text attribute `keypoints` says which they are: "nose, left_eye (hidden)".
"""

from __future__ import annotations

import re
from typing import Any

ATTRIBUTE = "keypoints"
HIDDEN = " (hidden)"
UNMARKED, OCCLUDED, VISIBLE = 0, 1, 2
MOST = 1000


def names_of(category: dict[str, Any]) -> list[str]:
    """The key point names of a COCO category; numbers where it has none."""
    names = category.get("keypoints")
    if not isinstance(names, list) or len(names) > MOST:
        return []
    return [
        clean(name) if isinstance(name, str) and clean(name) else str(index + 1) for index, name in enumerate(names)
    ]


def clean(name: str) -> str:
    return re.sub(r"\s*[,()]\s*|\s+", " ", name).strip()[:60]


def read(values: list[Any], names: list[str]) -> tuple[list[list[Any]], str] | None:
    """The marked points and the text that names them; None when the list is not made of (x, y, v).

    The text is empty when all points are visible and the names are only numbers in order.
    """
    if len(values) % 3 or not values or len(values) > 3 * MOST:
        return None
    points: list[list[Any]] = []
    said: list[str] = []
    for index in range(len(values) // 3):
        x, y, visibility = values[3 * index : 3 * index + 3]
        if visibility not in (UNMARKED, OCCLUDED, VISIBLE):
            return None
        if visibility != UNMARKED:
            points.append([x, y])
            name = names[index] if index < len(names) else str(index + 1)
            said.append(name + (HIDDEN if visibility == OCCLUDED else ""))
    plain = said == [str(index + 1) for index in range(len(said))]
    return points, "" if plain else ", ".join(said)


def parse(text: object, count: int) -> list[tuple[str, int]]:
    """(name, visibility) of each of `count` points, from the attribute; numbers and visible where it does not fit."""
    if isinstance(text, str):
        marks = []
        for part in text.split(", "):
            hidden = part.endswith(HIDDEN)
            marks.append((part.removesuffix(HIDDEN), OCCLUDED if hidden else VISIBLE))
        if len(marks) == count and len({name for name, _ in marks}) == count and all(name for name, _ in marks):
            return marks
    return [(str(index + 1), VISIBLE) for index in range(count)]


class Names:
    """The key point names of each category while annotations are written; they grow as new ones come up."""

    def __init__(self, known: dict[str, list[str]] | None = None) -> None:
        self._names: dict[str, list[str]] = {label: list(names) for label, names in (known or {}).items()}

    def of(self, label: str) -> list[str]:
        return self._names.get(label, [])

    def lay_out(self, label: str, points: list[list[Any]], marks: list[tuple[str, int]]) -> list[Any]:
        """The flat list of (x, y, v) with every point at its name's place."""
        names = self._names.setdefault(label, [])
        names.extend(name for name, _ in marks if name not in names)
        flat: list[Any] = [0, 0, 0] * len(names)
        for (x, y), (name, visibility) in zip(points, marks, strict=True):
            at = 3 * names.index(name)
            flat[at : at + 3] = [x, y, visibility]
        return flat
