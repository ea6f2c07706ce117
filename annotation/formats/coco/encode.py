"""Writing COCO while the items stream by: what must wait for the end of another list goes to a temporary file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing
from typing import Any, BinaryIO

from annotation.formats import keypoints
from annotation.formats.base import Header, Item
from annotation.formats.coco import areas
from annotation.formats.coco.objects import Parts, objects_of
from annotation.formats.labels import label_keys
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.splits import UNSPLIT, split_of
from annotation.formats.spool import LineSpool, LineStream
from annotation.formats.writing import copy_image
from annotation.kinds import KINDS
from annotation.kinds.record import Record
from annotation.skeletons import names_of, templates_of
from core.json_text import encode


class Encoder:
    """State of one writing."""

    def __init__(self, header: Header, sink: Sink, *, images: bool) -> None:
        self._sink = sink
        self._copy = images
        self._report = Report()
        self._info = header.info
        self._templates = templates_of(header.schema)
        self._names = keypoints.Names({label: names_of(each) for label, each in self._templates.items()})
        self._labels = {key: index + 1 for index, key in enumerate(label_keys(header.schema))}
        self._at_once = not images and not (header.has("points") or header.has("skeleton"))
        self._opened, self._file = ExitStack(), ExitStack()
        self._opened.push(self._file)
        self._spools: dict[str, tuple[LineSpool, LineSpool | LineStream]] = {}
        self._annotations = 0
        self._with_points = 0
        """Annotations that have key points with names; where all have, the file is called like COCO's own of them."""

    def run(self, items: Iterable[Item]) -> Report:
        with self._opened:
            for item in items:
                self._add(item)
            for split in self._spools or [""]:
                self._join(split)
        return self._report

    def _spools_of(self, split: str) -> tuple[LineSpool, LineSpool | LineStream]:
        """Images and annotations of one file. The first file is written while the items come, where nothing forbids it:
        a sink has one file open, and key points are filled up at the end.
        """
        if split not in self._spools:
            images = self._opened.enter_context(closing(LineSpool()))
            if self._at_once and not self._spools:
                self._spools[split] = images, LineStream(self._begin(split))
            else:
                self._spools[split] = images, self._opened.enter_context(closing(LineSpool()))
        return self._spools[split]

    def _begin(self, split: str) -> BinaryIO:
        task = "person_keypoints" if 0 < self._annotations == self._with_points else "instances"
        stream = self._file.enter_context(self._sink.create(f"annotations/{task}_{split or UNSPLIT}.json"))
        stream.write(b'{"annotations":[\n')
        return stream

    def _add(self, item: Item) -> None:
        images, annotations = self._spools_of(split_of(item.meta))
        self._report.items += 1
        number = self._report.items
        entry: dict[str, Any] = {"id": number, "file_name": item.name}
        if item.width and item.height:
            entry.update(width=item.width, height=item.height)
        images.add(entry)
        annotations.add_all(self._annotations_of(item, number))
        if self._copy:
            copy_image(item, f"images/{item.name}", self._sink, self._report)

    def _annotations_of(self, item: Item, number: int) -> list[dict[str, Any]]:
        """Boxes that say nothing else are what most images hold only, and take the short way."""
        if all(map(_is_plain_box, item.records)):
            return self._plain_boxes(item.records, number)
        return [self._annotation(parts, item, number) for parts in objects_of(item.records, self._report)]

    def _plain_boxes(self, records: Sequence[Record], number: int) -> list[dict[str, Any]]:
        first = self._annotations + 1
        self._annotations += len(records)
        self._report.records += len(records)
        return [
            {
                "id": place,
                "image_id": number,
                "category_id": self._labels.get(record["label"]) or self._category(record["label"]),
                "bbox": [box["x"], box["y"], box["width"], box["height"]],
                "area": box["width"] * box["height"],
                "iscrowd": 0,
                "segmentation": [],
            }
            for place, record in enumerate(records, first)
            for box in (record["data"],)
        ]

    def _category(self, label: str) -> int:
        return self._labels.setdefault(label, len(self._labels) + 1)

    def _annotation(self, parts: Parts, item: Item, number: int) -> dict[str, Any]:
        record, attributes, crowd = parts.first, {}, False
        self._annotations += 1
        category = self._category(record["label"])
        body: dict[str, Any] = {"id": self._annotations, "image_id": number, "category_id": category}
        if record["attributes"]:
            attributes = dict(record["attributes"])
            attributes.pop(keypoints.ATTRIBUTE, None)
            crowd = attributes.get("iscrowd") is True
            if crowd:
                del attributes["iscrowd"]
        self._geometry(parts, item, body, crowd=crowd)
        if parts.points:
            body.update(self._keypoints(parts.points))
            self._with_points += bool(self._names.of(record["label"]))
        if attributes:
            body["attributes"] = attributes
        if record["score"] is not None:
            body["score"] = record["score"]
        self._report.records += parts.count
        return body

    def _geometry(self, parts: Parts, item: Item, body: dict[str, Any], *, crowd: bool) -> None:
        segmentation, area = areas.segmentation(parts.areas, item, self._report, crowd=crowd)
        if parts.box:
            box = parts.box["data"]
            bbox = [box["x"], box["y"], box["width"], box["height"]]
            area = area or bbox[2] * bbox[3]
        else:
            bbox = _bounds(parts.areas or tuple(record for record in (parts.points,) if record))
        body["bbox"], body["area"] = bbox, area
        body["iscrowd"], body["segmentation"] = int(crowd), segmentation

    def _keypoints(self, record: Record) -> dict[str, Any]:
        points, marks = keypoints.marks_of(record)
        if keypoints.is_named(record) or self._names.of(record["label"]):
            flat = self._names.lay_out(record["label"], points, marks)
        else:
            flat = [value for (x, y), (_, seen) in zip(points, marks, strict=True) for value in (x, y, seen)]
        return {"keypoints": flat, "num_keypoints": len(points)}

    def _join(self, split: str) -> None:
        images, annotations = self._spools_of(split)
        if isinstance(annotations, LineStream):
            stream = annotations.stream
        else:
            stream = self._begin(split)
            padded = self._padded(annotations)
            padded.copy_to(stream)
            padded.close()
        stream.write(b'\n],\n"images":[\n')
        images.copy_to(stream)
        stream.write(b'\n],\n"categories":' + encode(self._categories()))
        stream.write(b',\n"licenses":[],"info":' + encode(self._info) + b"}\n")
        self._file.close()

    def _categories(self) -> list[dict[str, Any]]:
        categories: list[dict[str, Any]] = []
        for label, number in self._labels.items():
            category = {"id": number, "name": label, "supercategory": ""}
            if names := self._names.of(label):
                edges = self._templates.get(label, {}).get("edges", [])
                category.update(keypoints=names, skeleton=[[names.index(end) + 1 for end in edge] for edge in edges])
            categories.append(category)
        return categories

    def _padded(self, annotations: LineSpool) -> LineSpool:
        """The annotations, key points filled up to the number that their category has in the end."""
        if not any(self._names.of(label) for label in self._labels):
            return annotations
        length = {number: 3 * len(self._names.of(label)) for label, number in self._labels.items()}
        padded = LineSpool()
        for annotation in annotations:
            if flat := annotation.get("keypoints"):
                flat.extend([0] * (length[annotation["category_id"]] - len(flat)))
            padded.add(annotation)
        return padded


def _is_plain_box(record: Record) -> bool:
    if record["attributes"] or record["group"] or record["z"]:
        return False
    return record["kind"] == "box" and record["score"] is None


def _bounds(records: Sequence[Record]) -> list[float]:
    found = [KINDS[record["kind"]].measure(record["data"]).bounds or (0, 0, 0, 0) for record in records]
    left, top = min(b[0] for b in found), min(b[1] for b in found)
    return [left, top, max(b[2] for b in found) - left, max(b[3] for b in found) - top]
