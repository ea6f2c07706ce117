"""Writing Datumaro's JSON: a file for each subset."""

from __future__ import annotations

import math
from collections.abc import Iterable
from contextlib import ExitStack, closing
from typing import Any

from annotation.formats import keypoints
from annotation.formats.base import Header, Item
from annotation.formats.datumaro.decode import CORNERS, ROTATION, SCORE
from annotation.formats.labels import label_keys
from annotation.formats.masks import filled, segmentation_of
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.splits import split_of
from annotation.formats.spool import LineSpool
from annotation.formats.writing import copy_image, count_left_out, free_stem
from annotation.kinds import Data
from annotation.kinds.record import Record
from annotation.skeletons import names_of, templates_of
from core.json_text import encode

TYPES = {
    "tag": "label",
    "box": "bbox",
    "rotated_box": "bbox",
    "ellipse": "ellipse",
    "polygon": "polygon",
    "polyline": "polyline",
    "points": "points",
    "skeleton": "skeleton",
    "mask": "mask",
    "cuboid2d": "cuboid_2d",
}
DEFAULT = "default"
VERSION = "1.0"


class Encoder:
    """State of one writing. Videos are written alike; only their items are others."""

    media_type = 2

    def __init__(self, header: Header, sink: Sink, *, images: bool) -> None:
        self._sink, self._copy = sink, images
        self._report = Report()
        self._labels = {key: index for index, key in enumerate(label_keys(header.schema))}
        self._attributes = {
            label["key"]: [each["key"] for each in label.get("attributes", [])]
            for label in header.schema.get("labels", [])
        }
        self._templates = templates_of(header.schema)
        self._names = keypoints.Names({label: names_of(each) for label, each in self._templates.items()})
        self._taken: set[str] = set()
        self._opened = ExitStack()
        self._spools: dict[str, LineSpool] = {}

    def run(self, items: Iterable[Item]) -> Report:
        with self._opened:
            for item in items:
                self._item(item)
            for subset, spool in (self._spools or {DEFAULT: self._opened.enter_context(closing(LineSpool()))}).items():
                with self._sink.create(f"annotations/{subset}.json") as stream:
                    head = f'{{"dm_format_version":"{VERSION}","media_type":{self.media_type},"infos":{{}},'
                    stream.write(head.encode())
                    stream.write(b'"categories":' + encode(self._categories()) + b',\n"items":[\n')
                    spool.copy_to(stream)
                    stream.write(b"\n]}\n")
        return self._report

    def _item(self, item: Item) -> None:
        self._report.items += 1
        subset = split_of(item.meta) or DEFAULT
        spool = self._spool(subset)
        groups: dict[str, int] = {}
        found = [self._annotation(record, item, groups, at) for at, record in enumerate(item.records)]
        image: dict[str, Any] = {"path": item.name}
        if item.width and item.height:
            image["size"] = [item.height, item.width]
        identity = free_stem(item, self._taken, self._report)
        annotations = [each for each in found if each]
        spool.add({"id": identity, "annotations": annotations, "attr": {}, "image": image})
        if self._copy:
            copy_image(item, f"images/{subset}/{item.name}", self._sink, self._report)

    def _spool(self, subset: str) -> LineSpool:
        if subset not in self._spools:
            self._spools[subset] = self._opened.enter_context(closing(LineSpool()))
        return self._spools[subset]

    def _annotation(self, record: Record, item: Item, groups: dict[str, int], at: int) -> dict[str, Any] | None:
        """None for what is left out."""
        kind, data = record["kind"], record["data"]
        if kind not in TYPES:
            count_left_out(record, self._report)
            return None
        if kind == "polygon" and data["holes"]:
            self._report.loss("holes-as-mask")
            kind, data = "mask", filled(data)
        if kind == "mask" and not (item.width and item.height):
            self._report.loss("no-size")
            return None
        self._report.records += 1
        attributes = dict(record["attributes"])
        if record["score"] is not None:
            attributes[SCORE] = record["score"]
        if kind in {"rotated_box", "ellipse"}:
            attributes[ROTATION] = math.degrees(data["angle"]) % 360
        if kind == "points":
            attributes.pop(keypoints.ATTRIBUTE, None)
        return {
            "id": at,
            "type": TYPES[kind],
            "attributes": attributes,
            "group": groups.setdefault(record["group"], len(groups) + 1) if record["group"] else 0,
            "label_id": self._labels.setdefault(record["label"], len(self._labels)),
            "z_order": record["z"],
            **self._place(kind, data, record, item),
        }

    def _place(self, kind: str, data: Data, record: Record, item: Item) -> dict[str, Any]:
        if kind == "box":
            return {"bbox": [data["x"], data["y"], data["width"], data["height"]]}
        if kind == "rotated_box":
            width, height = data["width"], data["height"]
            return {"bbox": [data["cx"] - width / 2, data["cy"] - height / 2, width, height]}
        if kind == "ellipse":
            width, height = data["width"] / 2, data["height"] / 2
            return {"points": [data["cx"] - width, data["cy"] - height, data["cx"] + width, data["cy"] + height]}
        if kind == "cuboid2d":
            return {"points": [[data["edges"][edge][0], data["edges"][edge][1 + end]] for edge, end in CORNERS]}
        if kind == "mask":
            return {"rle": segmentation_of(data, item.width or 0, item.height or 0)}
        if kind in {"points", "skeleton"}:
            flat = self._names.lay_out(record["label"], *keypoints.marks_of(record))
            if kind == "skeleton":
                return {"points": flat, "points_attributes": [{}] * (len(flat) // 3)}
            points = [each for at in range(0, len(flat), 3) for each in flat[at : at + 2]]
            return {"points": points, "visibility": flat[2::3]}
        return {"points": [each for point in data["points"] for each in point]} if kind != "tag" else {}

    def _categories(self) -> dict[str, Any]:
        labels = [
            {"name": label, "parent": "", "attributes": self._attributes.get(label, [])} for label in self._labels
        ]
        # A skeleton is a label with a label for each of its points below it.
        labels += [
            {"name": name, "parent": label, "attributes": []}
            for label in self._labels
            if label in self._templates
            for name in self._names.of(label)
        ]
        named = [
            {"label_id": number, "labels": self._names.of(label), "joints": self._joints(label)}
            for label, number in self._labels.items()
            if self._names.of(label)
        ]
        return {"label": {"labels": labels, "attributes": []}, "points": {"items": named}}

    def _joints(self, label: str) -> list[list[int]]:
        """What joins the points of a skeleton, as numbers of points from 1."""
        names = self._names.of(label)
        edges = self._templates.get(label, {}).get("edges", [])
        return [[names.index(end) + 1 for end in edge] for edge in edges]
