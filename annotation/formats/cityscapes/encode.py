"""Writing Cityscapes: polygons, and three pictures of what they cover."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

from annotation.formats.base import Header, Item
from annotation.formats.cityscapes.classes import DEFAULT_SPLIT, GROUP, INSTANCES, Classes
from annotation.formats.cityscapes.decode import ENDING, IMAGES
from annotation.formats.masks import outlines_in, window
from annotation.formats.names import stem
from annotation.formats.pictures import png, size_to_paint
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.splits import split_of
from annotation.formats.writing import copy_image, count_left_out, count_losses, free_stem
from annotation.kinds import KINDS
from annotation.kinds.geometry import Points
from annotation.kinds.record import Record
from annotation.kinds.rotated_box import RotatedBox
from core.json_text import encode

CITY = "images"


class Encoder:
    """State of one writing."""

    def __init__(self, header: Header, sink: Sink, *, images: bool) -> None:
        self._sink, self._copy = sink, images
        self._report = Report()
        self._classes = Classes(header.schema.get("labels", []))
        self._taken: set[str] = set()

    def run(self, items: Iterable[Item]) -> Report:
        for item in items:
            self._item(item)
        return self._report

    def _item(self, item: Item) -> None:
        self._report.items += 1
        split = split_of(item.meta) or DEFAULT_SPLIT
        name = free_stem(item, self._taken, self._report).removesuffix(ENDING)
        name = f"{split}/{name}" if "/" in name else f"{split}/{CITY}/{name}"
        if size := size_to_paint(item, self._report):
            self._labels(item, name, *size)
        if self._copy:
            suffix = item.name[len(stem(item.name)) :]
            copy_image(item, f"{IMAGES}/{name}{ENDING}{suffix}", self._sink, self._report)

    def _labels(self, item: Item, name: str, width: int, height: int) -> None:
        ids = np.zeros((height, width), dtype=np.uint8)
        objects = np.zeros((height, width), dtype=np.uint16)
        colours = np.zeros((height, width, 3), dtype=np.uint8)
        counts: Counter[int] = Counter()
        listed = []
        for record in sorted(item.records, key=lambda record: record["z"]):
            rings = list(self._rings(record, width, height))
            known = self._classes.of(record["label"]) if rings else None
            if known is None:
                self._report.loss("too-many-classes", int(bool(rings)))
                continue
            self._report.records += 1
            number, colour = known
            grouped = record["attributes"].get(GROUP) is True
            lone = self._classes.is_thing(record["label"]) and not grouped
            code = number * INSTANCES + counts[number] if lone else number
            counts[number] += int(lone)
            for ring in rings:
                listed.append({"label": record["label"] + (GROUP if grouped else ""), "polygon": ring})
                where, inside = window([ring], width, height)
                for picture, value in ((ids, number), (objects, min(code, 65535)), (colours, colour)):
                    picture[where][inside] = value
        said = {"imgHeight": height, "imgWidth": width, "objects": listed}
        self._sink.write(f"gtFine/{name}_gtFine_polygons.json", encode(said) + b"\n")
        for ending, picture in (("labelIds", ids), ("instanceIds", objects), ("color", colours)):
            self._sink.write(f"gtFine/{name}_gtFine_{ending}.png", png(picture))

    def _rings(self, record: Record, width: int, height: int) -> Iterator[Points]:
        """The outlines of a record; none for one that is left out."""
        kind, data = record["kind"], record["data"]
        if kind not in {"polygon", "mask", "box", "rotated_box"}:
            count_left_out(record, self._report)
            return
        count_losses(record, self._report, "group", "score")
        self._report.loss("attributes-dropped", int(bool(set(record["attributes"]) - {GROUP})))
        if kind == "polygon":
            self._report.loss("holes-dropped", int(bool(data["holes"])))
            yield data["points"]
        elif kind == "mask":
            self._report.loss("mask-as-polygon")
            for ring, holes in outlines_in(data, width, height):
                self._report.loss("holes-dropped", int(bool(holes)))
                yield ring
        elif kind == "rotated_box":
            self._report.loss("rotated-box-as-polygon")
            yield RotatedBox.corners(data)
        else:
            self._report.loss("box-as-polygon")
            left, top, right, bottom = KINDS[kind].measure(data).bounds or (0, 0, 0, 0)
            yield [[left, top], [right, top], [right, bottom], [left, bottom]]
