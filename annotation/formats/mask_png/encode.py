"""Writing masks as pictures."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from annotation.formats.base import Header, Item
from annotation.formats.mask_png.palette import Palette, voc_colours
from annotation.formats.masks import pixels_in, rasterise
from annotation.formats.names import folded, stem
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.splits import SPLITS, split_of
from annotation.formats.spool import LineSpool
from annotation.formats.writing import copy_image
from annotation.kinds.mask_runs import Mask
from annotation.kinds.record import Record

DROPPED = {"tag": "tag-dropped", "answers": "answers-dropped"}
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
        if not (item.width and item.height):
            if item.records:
                self._report.loss("no-size")
            return
        name = stem(item.name)
        if folded(name) in self._taken:
            name = item.name
            self._report.loss("renamed")
        self._taken.add(folded(name))
        split = split_of(item.meta)
        self._lists.setdefault(split if split in SPLITS else DEFAULT, LineSpool()).add(name)
        classes = np.zeros((item.height, item.width, 3), dtype=np.uint8)
        objects = np.zeros_like(classes)
        colours = voc_colours()
        for record, mask in self._masks(item.records, item.width, item.height):
            classes[mask] = self._palette.of(record["label"])
            objects[mask] = next(colours)
            self._report.records += 1
        self._sink.write(f"SegmentationClass/{name}.png", _png(classes))
        self._sink.write(f"SegmentationObject/{name}.png", _png(objects))

    def _masks(self, records: list[Record], width: int, height: int) -> Iterator[tuple[Record, Mask]]:
        """From the bottom of the stack to the top."""
        for record in sorted(records, key=lambda record: (record["z"], record["id"])):
            kind, data = record["kind"], record["data"]
            if kind == "mask":
                mask = pixels_in(data, width, height)
            elif kind == "polygon":
                self._report.loss("polygon-as-mask")
                mask = rasterise([data["points"], *data["holes"]], width, height)
            else:
                if kind != "empty":
                    self._report.loss(DROPPED.get(kind, "kind-not-carried"))
                continue
            self._count_losses(record)
            yield record, mask

    def _count_losses(self, record: Record) -> None:
        lost = {
            "attributes-dropped": record["attributes"],
            "group-dropped": record["group"],
            "score-dropped": record["score"] is not None,
            "z-order-dropped": record["z"],
        }
        for code, is_lost in lost.items():
            if is_lost:
                self._report.loss(code)


def _png(pixels: NDArray[np.uint8]) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "png")
    return stream.getvalue()
