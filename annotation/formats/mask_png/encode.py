"""Writing masks as pictures."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from annotation.formats.base import Header, Item
from annotation.formats.mask_png.palette import Palette, voc_colours
from annotation.formats.pictures import painted, png, size_to_paint
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.splits import SPLITS, split_of
from annotation.formats.spool import LineSpool
from annotation.formats.writing import copy_image, free_stem

DEFAULT = "default"


class Encoder:
    """State of one writing."""

    def __init__(self, header: Header, sink: Sink, *, images: bool) -> None:
        self._sink = sink
        self._copy = images
        self._report = Report()
        self._palette = Palette(header.schema.get("labels", []))
        self._taken: set[str] = set()
        self._lists: dict[str, LineSpool] = {}

    def run(self, items: Iterable[Item]) -> Report:
        try:
            for item in items:
                self._add(item)
            for split, names in sorted(self._lists.items()):
                with self._sink.create(f"ImageSets/Segmentation/{split}.txt") as stream:
                    for name in names:
                        stream.write(f"{name}\n".encode())
            self._sink.write("labelmap.txt", self._palette.text().encode())
        finally:
            for names in self._lists.values():
                names.close()
        return self._report

    def _add(self, item: Item) -> None:
        self._report.items += 1
        if self._copy:
            copy_image(item, f"JPEGImages/{item.name}", self._sink, self._report)
        size = size_to_paint(item, self._report)
        if size is None:
            return
        width, height = size
        name = free_stem(item, self._taken, self._report)
        split = split_of(item.meta)
        self._lists.setdefault(split if split in SPLITS else DEFAULT, LineSpool()).add(name)
        classes = np.zeros((height, width, 3), dtype=np.uint8)
        objects = np.zeros_like(classes)
        colours = voc_colours()
        for record, where, mask in painted(item.records, width, height, self._report):
            classes[where][mask] = self._palette.of(record["label"])
            objects[where][mask] = next(colours)
            self._report.records += 1
        self._sink.write(f"SegmentationClass/{name}.png", png(classes))
        self._sink.write(f"SegmentationObject/{name}.png", png(objects))
