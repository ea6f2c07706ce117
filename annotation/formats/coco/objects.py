"""Which records make one COCO annotation: the parts of a group, when COCO can hold them together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from annotation.formats.keypoints import ATTRIBUTE
from annotation.formats.report import Report
from annotation.formats.writing import count_left_out
from annotation.kinds import KINDS
from annotation.kinds.record import Record
from annotation.kinds.rotated_box import RotatedBox

CARRIED = frozenset({"box", "polygon", "mask", "points", "skeleton"})
AREAS = frozenset({"polygon", "mask"})
MARKED = frozenset({"points", "skeleton"})


@dataclass(slots=True)
class Parts:
    """One object: at most one box, any number of polygons and masks, at most one set of key points."""

    first: Record
    box: Record | None = None
    areas: tuple[Record, ...] = ()
    """Polygons and masks."""
    points: Record | None = None
    count: int = 1

    @classmethod
    def of(cls, record: Record) -> Parts:
        kind = record["kind"]
        if kind == "box":
            return cls(record, record)
        return cls(record, None, (record,)) if kind in AREAS else cls(record, None, (), record)

    def add(self, record: Record) -> bool:
        """Take the record in, unless its place is taken or it says something else than the others."""
        if not _agree(self.first, record):
            return False
        if record["kind"] in AREAS:
            self.areas = (*self.areas, record)
        elif record["kind"] == "box" and self.box is None:
            self.box = record
        elif record["kind"] in MARKED and self.points is None:
            self.points = record
        else:
            return False
        self.count += 1
        return True


def objects_of(records: list[Record], report: Report) -> Iterator[Parts]:
    """The objects of an image in the order of their first records; what COCO cannot hold is counted as a loss."""
    objects: list[Parts] = []
    groups: dict[tuple[str, str], Parts] = {}
    for record in records:
        carried = record if record["kind"] in CARRIED and not record["z"] else _carried(record, report)
        if carried is None:
            continue
        if not carried["group"]:
            objects.append(Parts.of(carried))
            continue
        key = (carried["group"], carried["label"])
        if key in groups and groups[key].add(carried):
            continue
        objects.append(Parts.of(carried))
        groups.setdefault(key, objects[-1])
    for parts in objects:
        if parts.count == 1 and parts.first["group"]:
            report.loss("group-dropped")
        yield parts


def _carried(record: Record, report: Report) -> Record | None:
    """The record in a kind that COCO has, or None."""
    kind = record["kind"]
    if kind not in CARRIED and kind != "rotated_box":
        count_left_out(record, report)
        return None
    if record["z"]:
        report.loss("z-order-dropped")
    if kind != "rotated_box":
        return record
    report.loss("rotated-box-as-polygon")
    corners = RotatedBox.corners(KINDS[kind].validate(record["data"]))
    return {**record, "kind": "polygon", "data": {"points": corners, "holes": []}}


def _agree(one: Record, other: Record) -> bool:
    return one["score"] == other["score"] and _attributes(one) == _attributes(other)


def _attributes(record: Record) -> dict[str, object]:
    return {key: value for key, value in record["attributes"].items() if key != ATTRIBUTE}
