"""Reading Open Images: rows of several tables are brought to their images in a temporary file."""

from __future__ import annotations

import json
from typing import Any

import cv2
import numpy as np

from annotation.formats.base import IMAGE_SUFFIXES, Decoded
from annotation.formats.gathering import Gathering, Image
from annotation.formats.joined import Spool
from annotation.formats.labels import label_name
from annotation.formats.names import base, folded
from annotation.formats.open_images.tables import (
    BOXES,
    CLASSES,
    FLAGS,
    IMAGES,
    MASKS,
    TAGS,
    Row,
    Table,
    is_label_picture,
    rows_of,
    tables_of,
)
from annotation.formats.pictures import codes_of
from annotation.formats.source import Source
from annotation.formats.splits import split_in
from annotation.kinds.box import Box
from annotation.kinds.mask import mask_data
from annotation.kinds.mask_runs import Mask

NAN = float("nan")


def decode(source: Source, title: str) -> Decoded:
    """See Format.decode."""
    reader = _Reader(source, title)
    tables = list(tables_of(source))
    order = (CLASSES, IMAGES, BOXES, TAGS, MASKS)
    for table in sorted(tables, key=lambda table: order.index(table.holds)):
        reader.take(table)
    reader.finish()
    return reader.gathering.decoded()


class _Reader:
    """State of one reading."""

    def __init__(self, source: Source, title: str) -> None:
        self.gathering = Gathering(source, title, is_label_picture)
        self._source = source
        self._spool = Spool()
        self._names: dict[str, str] = {}
        self._masks = {base(name): name for name in source.names if is_label_picture(name)}
        self._tables: list[Table] = []
        self._rows = 0

    def take(self, table: Table) -> None:
        self._tables.append(table)
        for line, row in rows_of(self._source, table, self.gathering.report):
            if table.holds == CLASSES:
                self._class(row)
            elif identity := row.get("ImageID", ""):
                self._image(identity, table, row)
                if table.holds != IMAGES:
                    self._rows += 1
                    text = json.dumps([len(self._tables) - 1, line, row])
                    self._spool.add_annotation(0, identity, self._rows, text)

    def _class(self, row: Row) -> None:
        label = label_name(row.get("DisplayName"))
        if label:
            self._names[row["LabelName"]] = label
            self.gathering.gatherer.label(label)

    def _image(self, identity: str, table: Table, row: Row) -> None:
        """The first that is said of an image counts."""
        subset = row.get("Subset", "") if table.holds == IMAGES else ""
        sides = [_side(row.get(key, "")) for key in ("Width", "Height")] if table.holds == IMAGES else [None, None]
        named = row.get("FileName", "") if table.holds == IMAGES else ""
        body = json.dumps([table.file, split_in(subset) or table.split, *sides, named])
        self._spool.add_image(0, identity, identity, folded(identity), body)

    def finish(self) -> None:
        """Bring all together; images that no table speaks of come last."""
        self._spool.finish()
        used: set[str] = set()
        for _, _, identity, body, rows in self._spool.images():
            file, split, width, height, named = json.loads(body)
            name, path = self._file(identity, named, split)
            folder = (path or "").rpartition("/")[0]
            split = split or split_in(*reversed(folder.split("/")))
            used.add(path or "")
            image = self.gathering.image(file, identity, name, size=(width, height), split=split, near=folder)
            if image is None:
                continue
            for _, text in rows:
                number, line, row = json.loads(text)
                self._row(image, self._tables[number], f"line {line}", row)
            self.gathering.keep(image)
        self._spool.close()
        for path in [name for name in self.gathering.images.names if name not in used]:
            image = self.gathering.image(path, "", base(path), split=split_in(*reversed(path.split("/")[:-1])))
            if image is not None:
                self.gathering.keep(image)

    def _file(self, identity: str, named: str, split: str) -> tuple[str, str | None]:
        """The name of an image and where it lies, if it does."""
        for name in [named] if named else [identity + suffix for suffix in IMAGE_SUFFIXES]:
            found = self.gathering.images.find(name, "images", split)
            if found:
                return name, found
        return named or f"{identity}.jpg", None

    def _row(self, image: Image, table: Table, place: str, row: Row) -> None:
        label = self._names.get(row.get("LabelName", "")) or row.get("LabelName")
        confidence = _number(row.get("Confidence", ""))
        score = confidence if 0 < confidence < 1 else None
        place = f"{table.file} {place}"
        if table.holds == TAGS:
            if confidence != 0:
                image.add(place, "tag", {}, label, score=score)
        elif not all(image.size):
            image.problem(place, "no-size")
        elif table.holds == BOXES:
            image.add(place, "box", _box(row, *image.size), label, _flags(row), score=score)
        else:
            self._mask(image, place, row, label)

    def _mask(self, image: Image, place: str, row: Row, label: Any) -> None:
        file = self._masks.get(base(row.get("MaskPath", "")))
        if file is None:
            image.problem(place, "missing-image", name=row.get("MaskPath"))
            return
        codes = codes_of(self._source, file, self.gathering.report, colours=False)
        if codes is None:
            return
        data = mask_data(_fitted(codes > 0, image))
        if data is None:
            image.problem(place, "bad-mask", reason="it has no pixel")
        else:
            image.add(place, "mask", data, label)


def _fitted(mask: Mask, image: Image) -> Mask:
    """Masks may have another size than their image."""
    width, height = image.size
    if mask.shape == (height, width) or not (width and height):
        return mask
    return np.asarray(cv2.resize(mask.astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST)) > 0


def _box(row: Row, width: int | None, height: int | None) -> dict[str, Any]:
    assert width
    assert height
    left, right, top, bottom = (_number(row.get(key, "")) for key in ("XMin", "XMax", "YMin", "YMax"))
    return Box.from_bounds(left * width, top * height, right * width, bottom * height)


def _flags(row: Row) -> dict[str, bool]:
    found = {name: row.get(column, "").strip() for column, name in FLAGS.items()}
    return {name: value == "1" for name, value in found.items() if value in {"0", "1"}}


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return NAN


def _side(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 10_000_000 else None
