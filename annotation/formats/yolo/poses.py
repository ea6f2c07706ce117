"""Key points in lines of YOLO: how many, what they are called, and which change places in a mirror."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from annotation.formats import keypoints
from annotation.kinds.record import Record
from annotation.kinds.skeleton import Skeleton
from annotation.skeletons import Template, drawn_as, names_of


class Poses:
    """What the settings of a data set say of key points."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        shape = settings.get("kpt_shape")
        if not (isinstance(shape, list) and len(shape) == 2 and shape[1] in (2, 3) and isinstance(shape[0], int)):
            shape = [0, 3]
        self.dimensions: int = shape[1]
        self._count = min(max(shape[0], 0), keypoints.MOST)
        self._names = settings.get("kpt_names")
        self._flip = settings.get("flip_idx")

    def names(self, number: int) -> list[str]:
        """Of the class of this number; the same for all classes where the settings give one list."""
        found = self._names.get(number) if isinstance(self._names, dict) else self._names
        given = list(found)[: self._count] if isinstance(found, list) else []
        return keypoints.unique([*given, *(str(index + 1) for index in range(len(given), self._count))])

    def template(self, number: int) -> dict[str, Any]:
        names = self.names(number)
        flip = self._flip if isinstance(self._flip, list) and len(self._flip) == len(names) else []
        pairs = [(at, to) for at, to in enumerate(flip) if isinstance(to, int) and at < to < len(names)]
        mirror = [[names[at], names[to]] for at, to in pairs if flip[to] == at]
        return drawn_as(names or ["1"], mirror=mirror)

    def joints(self, number: int, values: list[float], size: tuple[int, int]) -> dict[str, list[float]]:
        """The marked points by name; with three dimensions the third says whether a point is marked, and hidden."""
        step = self.dimensions
        groups = [values[at : at + step] for at in range(0, len(values), step)]
        flat = [number for x, y, *seen in groups for number in (x * size[0], y * size[1], _visibility(seen))]
        return keypoints.joints(flat, self.names(number)) or {}


def _visibility(seen: list[float]) -> int:
    value = seen[0] if seen else keypoints.VISIBLE
    return keypoints.UNMARKED if value <= 0 else keypoints.OCCLUDED if value <= 1 else keypoints.VISIBLE


def paired(records: Sequence[Record]) -> Iterator[tuple[Record, Record | None]]:
    """Each object with the skeleton that stands in its line: its own, or that of its box's group."""
    grouped = {
        (str(each["group"]), each["label"]): each for each in records if each["kind"] == "skeleton" and each["group"]
    }
    boxes = {(str(each["group"]), each["label"]) for each in records if each["kind"] == "box"}
    for record in records:
        key = (str(record["group"]), record["label"])
        if record["kind"] == "box":
            yield record, grouped.pop(key, None)
        elif record["kind"] != "skeleton":
            yield record, None
        elif key not in boxes or record["group"] is None:
            yield record, record


def columns(template: Template | None, record: Record | None, count: int) -> tuple[list[float], int]:
    """x, y, visibility of `count` points in the order of the template, and how many the template does not know."""
    names = names_of(template) if template else []
    marked = Skeleton.marked(record["data"]) if record else {}
    flat = [value for name in names for value in marked.get(name, [0.0, 0.0, 0])]
    return flat + [0.0] * (3 * count - len(flat)), len(marked.keys() - set(names))


def settings(templates: Mapping[str, Template], classes: Iterable[str]) -> list[str]:
    """Lines of data.yaml. One order of mirroring serves all classes, so it is given only where all agree."""
    count = max((len(names_of(each)) for each in templates.values()), default=1)
    lines = [f"kpt_shape: [{count}, 3]"]
    flips = {tuple(_flip(each, count)) for each in templates.values()}
    if len(flips) == 1:
        lines.append(f"flip_idx: {list(flips.pop())}")
    lines.append("kpt_names:")
    for number, key in enumerate(classes):
        names = names_of(templates[key]) if key in templates else []
        lines.append(f"  {number}: {json.dumps(names, ensure_ascii=False)}")
    return lines


def _flip(template: Template, count: int) -> list[int]:
    names, order = names_of(template), list(range(count))
    for one, other in template["mirror"]:
        order[names.index(one)], order[names.index(other)] = names.index(other), names.index(one)
    return order
