"""Key points as files list them: a place for every point of the category, (0, 0, 0) for those that are not marked.

Where the category names its points, they are a skeleton. Where it does not, they are a points record of the marked
ones; its text attribute `keypoints` says which they are where that is not plain: "2 (hidden), 3".
"""

from __future__ import annotations

import re
from typing import Any

from annotation.kinds.record import Record
from annotation.kinds.skeleton import Skeleton

ATTRIBUTE = "keypoints"
HIDDEN = " (hidden)"
UNMARKED, OCCLUDED, VISIBLE = 0, 1, 2
MOST = 1000


def names_of(category: dict[str, Any]) -> list[str]:
    """The key point names of a COCO category; numbers where it has none."""
    names = category.get("keypoints")
    if not isinstance(names, list) or len(names) > MOST:
        return []
    return unique(names)


def unique(names: list[Any]) -> list[str]:
    """Each as a key that a template may have; numbered where it cannot be one or is taken."""
    found: dict[str, None] = {}
    for index, name in enumerate(names):
        key = clean(name) if isinstance(name, str) else ""
        found.setdefault(key if key and key not in found else f"{key} {index + 1}".strip())
    return list(found)


def clean(name: str) -> str:
    return re.sub(r"[^\w .\-]+|\s+", " ", name).strip(" ._-")[:60].strip(" ._-")


def joints(values: list[Any], names: list[str]) -> dict[str, list[Any]] | None:
    """The marked points by name; None when the list is not made of (x, y, v)."""
    if len(values) % 3 or len(values) > 3 * MOST:
        return None
    triples = [values[at : at + 3] for at in range(0, len(values), 3)]
    if any(visibility not in (UNMARKED, OCCLUDED, VISIBLE) for _, _, visibility in triples):
        return None
    every = unique([*names, *(str(index + 1) for index in range(len(names), len(triples)))])
    return {name: joint for name, joint in zip(every, triples, strict=False) if joint[2] != UNMARKED}


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


def marks_of(record: Record) -> tuple[list[list[Any]], list[tuple[str, int]]]:
    """The places of the marked points of a record, and name and visibility of each."""
    if record["kind"] == Skeleton.slug:
        marked = Skeleton.marked(record["data"])
        return [joint[:2] for joint in marked.values()], [(name, int(joint[2])) for name, joint in marked.items()]
    points = record["data"]["points"]
    return points, parse(record["attributes"].get(ATTRIBUTE), len(points))


def is_named(record: Record) -> bool:
    return record["kind"] == Skeleton.slug or bool(record["attributes"].get(ATTRIBUTE))


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
