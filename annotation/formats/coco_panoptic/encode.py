"""Writing COCO panoptic: a list and a folder of pictures for each split."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack, closing
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.formats.base import Header, Item
from annotation.formats.coco_panoptic.decode import CROWD
from annotation.formats.labels import label_keys
from annotation.formats.masks import Window
from annotation.formats.pictures import painted, png, size_to_paint
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.splits import UNSPLIT, split_of
from annotation.formats.spool import LineSpool
from annotation.formats.writing import copy_image, free_stem
from core.json_text import encode

Spools = tuple[LineSpool, LineSpool]
"""Images and annotations of one split."""


class Encoder:
    """State of one writing."""

    def __init__(self, header: Header, sink: Sink, *, images: bool) -> None:
        self._sink, self._copy = sink, images
        self._report = Report()
        self._labels = {key: index + 1 for index, key in enumerate(label_keys(header.schema))}
        self._stuff = set(header.info.get("stuff") or ())
        self._taken: set[str] = set()
        self._opened = ExitStack()
        self._spools: dict[str, Spools] = {}

    def run(self, items: Iterable[Item]) -> Report:
        with self._opened:
            for item in items:
                self._item(item)
            for split, spools in (self._spools or {"": self._new()}).items():
                self._list(split, spools)
        return self._report

    def _new(self) -> Spools:
        first, second = (self._opened.enter_context(closing(LineSpool())) for _ in range(2))
        return first, second

    def _item(self, item: Item) -> None:
        self._report.items += 1
        split, name = split_of(item.meta), free_stem(item, self._taken, self._report)
        if split not in self._spools:
            self._spools[split] = self._new()
        images, annotations = self._spools[split]
        number = self._report.items
        entry: dict[str, Any] = {"id": number, "file_name": item.name}
        if item.width and item.height:
            entry |= {"width": item.width, "height": item.height}
        if size := size_to_paint(item, self._report):
            width, height = size
            pixels = np.zeros((height, width), dtype=np.uint32)
            segments = self._painted(item, pixels)
            annotations.add({"image_id": number, "file_name": f"{name}.png", "segments_info": segments})
            self._sink.write(f"annotations/{_called(split)}/{name}.png", png(_colours(pixels)))
        images.add(entry)
        if self._copy:
            copy_image(item, f"images/{item.name}", self._sink, self._report)

    def _painted(self, item: Item, pixels: NDArray[np.uint32]) -> list[dict[str, Any]]:
        """Paint the segments, ids from 1, and list those of which something is to be seen."""
        assert item.width
        assert item.height
        found: list[tuple[int, bool, Window]] = []
        for record, where, mask in painted(item.records, item.width, item.height, self._report, {CROWD}):
            category = self._labels.setdefault(record["label"], len(self._labels) + 1)
            found.append((category, record["attributes"].get(CROWD) is True, where))
            pixels[where][mask] = len(found)
            self._report.records += 1
        segments = []
        for identity, (category, crowd, where) in enumerate(found, 1):
            rows, columns = np.nonzero(pixels[where] == identity)
            if not rows.size:
                self._report.loss("covered-dropped")
                self._report.records -= 1
                continue
            left, top = int(columns.min()), int(rows.min())
            sides = [int(columns.max()) - left + 1, int(rows.max()) - top + 1]
            bbox = [left + where[1].start, top + where[0].start, *sides]
            segment = {"id": identity, "category_id": category, "area": rows.size, "bbox": bbox, "iscrowd": int(crowd)}
            segments.append(segment)
        return segments

    def _list(self, split: str, spools: Spools) -> None:
        images, annotations = spools
        categories = [
            {"id": number, "name": label, "supercategory": "", "isthing": int(label not in self._stuff)}
            for label, number in self._labels.items()
        ]
        with self._sink.create(f"annotations/{_called(split)}.json") as stream:
            stream.write(b'{"info":{},"licenses":[],"categories":' + encode(categories) + b',"images":[\n')
            images.copy_to(stream)
            stream.write(b'\n],"annotations":[\n')
            annotations.copy_to(stream)
            stream.write(b"\n]}\n")


def _called(split: str) -> str:
    return f"panoptic_{split or UNSPLIT}"


def _colours(ids: NDArray[np.uint32]) -> NDArray[np.uint8]:
    return np.stack([ids & 255, ids >> 8 & 255, ids >> 16 & 255], axis=-1).astype(np.uint8)
