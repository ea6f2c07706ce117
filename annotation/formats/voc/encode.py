"""Writing Pascal VOC."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from annotation.formats.base import Item
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.splits import SPLITS, UNSPLIT, split_of
from annotation.formats.spool import LineSpool
from annotation.formats.voc.objects import object_of
from annotation.formats.writing import copy_image, count_left_out, free_stem
from annotation.kinds import KINDS, Data
from annotation.kinds.box import Box
from annotation.kinds.record import Record

CONVERTED = {"polygon": "polygon-as-box", "mask": "mask-as-box", "rotated_box": "rotated-box-as-box"}


class Encoder:
    """State of one writing."""

    def __init__(self, sink: Sink, *, devkit: bool, images: bool) -> None:
        self._sink = sink
        self._devkit = devkit
        self._copy = images
        self._report = Report()
        self._taken: set[str] = set()
        self._lists: dict[str, LineSpool] = {}

    def run(self, items: Iterable[Item]) -> Report:
        try:
            for item in items:
                self._add(item)
            for split, names in sorted(self._lists.items()):
                with self._sink.create(f"ImageSets/Main/{split}.txt") as stream:
                    for name in names:
                        stream.write(f"{name}\n".encode())
        finally:
            for names in self._lists.values():
                names.close()
        return self._report

    def _add(self, item: Item) -> None:
        name = free_stem(item, self._taken, self._report)
        root = self._annotation(item)
        self._sink.write(f"Annotations/{name}.xml", tostring(root, encoding="utf-8") + b"\n")
        split = split_of(item.meta)
        self._lists.setdefault(split if split in SPLITS else UNSPLIT, LineSpool()).add(name)
        self._report.items += 1
        if self._copy:
            copy_image(item, f"JPEGImages/{item.name}", self._sink, self._report)

    def _annotation(self, item: Item) -> Element:
        root = Element("annotation")
        SubElement(root, "folder").text = "JPEGImages"
        SubElement(root, "filename").text = item.name
        SubElement(SubElement(root, "source"), "database").text = "Unknown"
        size = SubElement(root, "size")
        for tag, value in (("width", item.width), ("height", item.height), ("depth", 3)):
            SubElement(size, tag).text = str(value or 0)
        SubElement(root, "segmented").text = "0"
        for record, data in self._boxes(item.records):
            root.append(object_of(record, data, devkit=self._devkit))
            self._report.records += 1
        indent(root)
        return root

    def _boxes(self, records: list[Record]) -> Iterator[tuple[Record, Data]]:
        for record in records:
            kind = record["kind"]
            if kind == "box":
                data = record["data"]
            elif kind in CONVERTED:
                self._report.loss(CONVERTED[kind])
                data = Box.from_bounds(*(KINDS[kind].measure(record["data"]).bounds or (0, 0, 0, 0)))
            else:
                count_left_out(record, self._report)
                continue
            self._count_losses(record)
            yield record, data

    def _count_losses(self, record: Record) -> None:
        lost = (
            ("score-dropped", record["score"] is not None),
            ("group-dropped", record["group"]),
            ("z-order-dropped", record["z"]),
        )
        for code, is_lost in lost:
            if is_lost:
                self._report.loss(code)
