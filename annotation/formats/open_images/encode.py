"""Writing Open Images: the rows of each table wait in a temporary file, as a sink has one file open."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from contextlib import ExitStack, closing

import numpy as np

from annotation.formats.base import Header, Item
from annotation.formats.labels import label_keys
from annotation.formats.masks import MOST_PIXELS, cropped
from annotation.formats.open_images.tables import BOXES, CLASSES, COLUMNS, FLAGS, FOLDER, IMAGES, MASKS, TAGS
from annotation.formats.pictures import png
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.splits import split_of
from annotation.formats.spool import LineSpool
from annotation.formats.writing import copy_image, count_left_out, count_losses, free_stem
from annotation.kinds import KINDS
from annotation.kinds.record import Record

FILES = {
    BOXES: "annotations-bbox",
    TAGS: "annotations-human-imagelabels",
    MASKS: "annotations-object-segmentation",
}
SUBSETS = {"val": "validation"}
DIGITS = 8


class Encoder:
    """State of one writing."""

    def __init__(self, header: Header, sink: Sink, *, images: bool) -> None:
        self._sink, self._copy = sink, images
        self._report = Report()
        self._labels = dict.fromkeys(label_keys(header.schema))
        self._taken: set[str] = set()
        self._opened = ExitStack()
        self._rows: dict[tuple[str, str], LineSpool] = {}

    def run(self, items: Iterable[Item]) -> Report:
        with self._opened:
            for item in items:
                self._item(item)
            for (holds, subset), rows in self._rows.items():
                name = "image_ids_and_rotation" if holds == IMAGES else f"{subset}-{FILES[holds]}"
                self._table(name, holds, rows)
            self._table("class-descriptions", CLASSES, [[label, label] for label in self._labels])
        return self._report

    def _table(self, name: str, holds: str, rows: Iterable[list[str]]) -> None:
        with self._sink.create(f"annotations/{name}.csv") as stream:
            text = io.TextIOWrapper(stream, "utf-8", newline="", write_through=True)
            table = csv.writer(text, lineterminator="\n")
            table.writerow(COLUMNS[holds])
            table.writerows(rows)
            text.detach()

    def _add(self, holds: str, subset: str, row: list[str]) -> None:
        key = (holds, "" if holds == IMAGES else subset)
        if key not in self._rows:
            self._rows[key] = self._opened.enter_context(closing(LineSpool()))
        self._rows[key].add(row)

    def _item(self, item: Item) -> None:
        self._report.items += 1
        split = split_of(item.meta)
        subset = SUBSETS.get(split, split) or "default"
        identity = free_stem(item, self._taken, self._report)
        sides = [str(side or "") for side in (item.width, item.height)]
        self._add(IMAGES, subset, [identity, subset if split else "", *sides, item.name])
        for index, record in enumerate(item.records):
            self._record(record, item, identity, subset, index)
        if self._copy:
            copy_image(item, f"images/{subset}/{item.name}", self._sink, self._report)

    def _record(self, record: Record, item: Item, identity: str, subset: str, index: int) -> None:
        kind = record["kind"]
        if kind not in {"tag", "box", "rotated_box", "mask", "polygon"}:
            count_left_out(record, self._report)
            return
        self._labels.setdefault(record["label"])
        sure = "1" if record["score"] is None else str(record["score"])
        if kind == "tag":
            count_losses(record, self._report, "attributes", "group")
            self._add(TAGS, subset, [identity, "verification", record["label"], sure])
        elif not (item.width and item.height):
            self._report.loss("no-size")
            return
        elif kind in {"box", "rotated_box"}:
            self._box(record, item.width, item.height, [identity, "xclick", record["label"], sure], subset)
        elif not self._mask(record, item.width, item.height, identity, subset, index):
            return
        self._report.records += 1

    def _box(self, record: Record, width: int, height: int, start: list[str], subset: str) -> None:
        self._report.loss("rotated-box-as-box", int(record["kind"] == "rotated_box"))
        attributes = record["attributes"]
        kept = {name for name in FLAGS.values() if isinstance(attributes.get(name), bool)}
        self._report.loss("attributes-dropped", int(bool(set(attributes) - kept)))
        count_losses(record, self._report, "group", "z")
        flags = [str(int(attributes[name])) if name in kept else "-1" for name in FLAGS.values()]
        self._add(BOXES, subset, [*start, *_edges(record, width, height), *flags])

    def _mask(self, record: Record, width: int, height: int, identity: str, subset: str, index: int) -> bool:
        if width * height > MOST_PIXELS:
            self._report.loss("too-large-to-paint")
            return False
        self._report.loss("polygon-as-mask", int(record["kind"] == "polygon"))
        where, inside = cropped(record["data"], width, height)
        if not inside.any():
            self._report.loss("outside-dropped")
            return False
        count_losses(record, self._report, "attributes", "group", "score", "z")
        name = f"{identity.replace('/', '_')}_{self._report.items:06d}_{index:04d}.png"
        pixels = np.zeros((height, width), dtype=np.uint8)
        pixels[where][inside] = 255
        self._sink.write(f"{FOLDER}/{subset}/{name}", png(pixels))
        box = f"{index:08x}"
        row = [name, identity, record["label"], box, *_edges(record, width, height), ""]
        self._add(MASKS, subset, row)
        return True


def _edges(record: Record, width: int, height: int) -> list[str]:
    """XMin, XMax, YMin, YMax as shares of the image."""
    left, top, right, bottom = KINDS[record["kind"]].measure(record["data"]).bounds or (0, 0, 0, 0)
    shares = (left / width, right / width, top / height, bottom / height)
    return [f"{share:.{DIGITS}f}".rstrip("0").rstrip(".") for share in shares]
