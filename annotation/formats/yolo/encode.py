"""Writing YOLO text files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain

from annotation.formats.base import Header, Item
from annotation.formats.labels import label_keys
from annotation.formats.masks import outlines_in
from annotation.formats.names import folded, stem
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.splits import SPLITS, split_of
from annotation.formats.spool import LineSpool
from annotation.formats.writing import copy_image, count_left_out
from annotation.formats.yolo import poses
from annotation.kinds import KINDS, Data
from annotation.kinds.box import Box
from annotation.kinds.record import Record
from annotation.kinds.rotated_box import RotatedBox
from annotation.skeletons import names_of, templates_of

DIGITS = 8
CONVERTED = {
    ("detect", "polygon"): "polygon-as-box",
    ("detect", "rotated_box"): "rotated-box-as-box",
    ("segment", "box"): "box-as-polygon",
    ("segment", "rotated_box"): "rotated-box-as-polygon",
    ("obb", "polygon"): "polygon-as-box",
    ("detect", "mask"): "mask-as-box",
    ("obb", "mask"): "mask-as-box",
    ("pose", "polygon"): "polygon-as-box",
    ("pose", "rotated_box"): "rotated-box-as-box",
    ("pose", "mask"): "mask-as-box",
    ("detect", "skeleton"): "skeleton-as-box",
    ("segment", "skeleton"): "skeleton-as-box",
    ("obb", "skeleton"): "skeleton-as-box",
}


class Encoder:
    """State of one writing."""

    def __init__(self, header: Header, sink: Sink, *, task: str, layout: str, images: bool) -> None:
        self._sink = sink
        self._copy = images
        self._report = Report()
        self._classes = {key: index for index, key in enumerate(label_keys(header.schema))}
        self._task = _task_for(header) if task == "auto" else task
        self._darknet = layout == "darknet"
        self._templates = templates_of(header.schema)
        self._joints = max((len(names_of(each)) for each in self._templates.values()), default=1)
        self._lists: dict[str, LineSpool] = {}
        self._taken: set[str] = set()

    def run(self, items: Iterable[Item]) -> Report:
        try:
            for item in items:
                self._add(item)
            self._finish_darknet() if self._darknet else self._finish_ultralytics()
        finally:
            for spool in self._lists.values():
                spool.close()
        return self._report

    def _add(self, item: Item) -> None:
        split = split_of(item.meta)
        split = split if split in SPLITS else "train"
        name = self._unique(f"{split}/{item.name}").removeprefix(split + "/")
        image = f"obj_{split}_data/{name}" if self._darknet else f"images/{split}/{name}"
        label = stem(image if self._darknet else f"labels/{split}/{name}") + ".txt"
        lines = list(self._lines(item))
        self._sink.write(label, "".join(line + "\n" for line in lines).encode())
        self._lists.setdefault(split, LineSpool()).add(image)
        self._report.items += 1
        self._report.records += len(lines)
        if self._copy:
            copy_image(item, image, self._sink, self._report)

    def _unique(self, name: str) -> str:
        """The name, or one with another stem when the label file of another image has it already."""
        if folded(stem(name)) in self._taken:
            name = f"{stem(name)}_{name.rpartition('.')[2]}.{name.rpartition('.')[2]}"
            self._report.loss("renamed")
        self._taken.add(folded(stem(name)))
        return name

    def _lines(self, item: Item) -> Iterator[str]:
        if not (item.width and item.height):
            if item.records:
                self._report.loss("no-size")
            return
        if self._task == "pose":
            yield from self._poses(item, item.width, item.height)
            return
        for record in item.records:
            for points in self._carried(record, item.width, item.height):
                number = self._classes.setdefault(record["label"], len(self._classes))
                yield " ".join([str(number), *points])

    def _poses(self, item: Item, width: int, height: int) -> Iterator[str]:
        """A line for each object: its box, or what lies around its points, and the points of its skeleton."""
        for record, skeleton in poses.paired(item.records):
            for box in self._carried({**record, "group": None}, width, height):
                flat, unknown = poses.columns(self._templates.get(record["label"]), skeleton, self._joints)
                if unknown:
                    self._report.loss("joints-dropped")
                number = self._classes.setdefault(record["label"], len(self._classes))
                places = [
                    [*_shares(flat[at : at + 2], width, height), _text(flat[at + 2])] for at in range(0, len(flat), 3)
                ]
                yield " ".join([str(number), *box, *chain.from_iterable(places)])

    def _carried(self, record: Record, width: int, height: int) -> Iterator[list[str]]:
        """The columns after the class for each line that the record makes."""
        kind = record["kind"]
        if kind == "mask" and self._task == "segment":
            self._report.loss("mask-as-polygon")
            for ring, holes in outlines_in(record["data"], width, height):
                data: Data = {"points": ring, "holes": holes}
                yield from self._carried({**record, "kind": "polygon", "data": data}, width, height)
            return
        if kind not in {"box", "polygon", "mask", "rotated_box", "skeleton"}:
            count_left_out(record, self._report)
            return
        self._count_losses(record)
        if self._task == "obb":
            yield _shares([n for point in RotatedBox.corners(_as_rotated(record)) for n in point], width, height)
            return
        data = _as_polygon(record) if self._task == "segment" else _as_box(record)
        target = KINDS["polygon" if self._task == "segment" else "box"]
        parts = target.clip(data, width, height)
        if parts != [data]:
            self._report.loss("clipped" if parts else "outside-dropped")
        for part in parts:
            yield _shares(_numbers(part), width, height)

    def _count_losses(self, record: Record) -> None:
        report = self._report
        converted = CONVERTED.get((self._task, record["kind"]))
        lost = {
            converted: converted,
            "attributes-dropped": record["attributes"],
            "group-dropped": record["group"],
            "score-dropped": record["score"] is not None,
            "z-order-dropped": record["z"],
            "holes-dropped": record["kind"] == "polygon" and self._task == "segment" and record["data"]["holes"],
        }
        for code, is_lost in lost.items():
            if code and is_lost:
                report.loss(code)

    def _finish_ultralytics(self) -> None:
        lines = ["path: ."]
        for split in SPLITS:
            if split in self._lists or split != "test":
                there = split if split in self._lists else next(iter(self._lists), "train")
                lines.append(f"{split}: images/{there}")
        lines += [f"task: {self._task}", f"nc: {len(self._classes)}", "names:"]
        lines += [f"  {number}: {json.dumps(key)}" for key, number in self._classes.items()]
        if self._task == "pose":
            lines += poses.settings(self._templates, self._classes)
        self._sink.write("data.yaml", ("\n".join(lines) + "\n").encode())

    def _finish_darknet(self) -> None:
        self._sink.write("obj.names", "".join(key + "\n" for key in self._classes).encode())
        lines = [f"classes = {len(self._classes)}"]
        names = {"train": "train", "val": "valid", "test": "test"}
        for split, spool in sorted(self._lists.items()):
            lines.append(f"{names[split]} = data/{split}.txt")
            with self._sink.create(f"{split}.txt") as stream:
                for image in spool:
                    stream.write(f"data/{image}\n".encode())
        lines += ["names = data/obj.names", "backup = backup/"]
        self._sink.write("obj.data", ("\n".join(lines) + "\n").encode())


def _task_for(header: Header) -> str:
    """Skeletons or polygons if there may be any, else rotated boxes if there may be any, else boxes."""
    if header.has("skeleton"):
        return "pose"
    if header.has("polygon") or header.has("mask"):
        return "segment"
    return "obb" if header.has("rotated_box") else "detect"


def _as_box(record: Record) -> Data:
    if record["kind"] == "box":
        return record["data"]
    return Box.from_bounds(*(KINDS[record["kind"]].measure(record["data"]).bounds or (0, 0, 0, 0)))


def _as_polygon(record: Record) -> Data:
    if record["kind"] == "polygon":
        return {**record["data"], "holes": []}
    return {"points": RotatedBox.corners(_as_rotated(record)), "holes": []}


def _as_rotated(record: Record) -> Data:
    if record["kind"] == "rotated_box":
        return record["data"]
    box = _as_box(record)
    return {
        "cx": box["x"] + box["width"] / 2,
        "cy": box["y"] + box["height"] / 2,
        "width": box["width"],
        "height": box["height"],
        "angle": 0.0,
    }


def _numbers(data: Data) -> list[float]:
    """Flat x, y of a polygon; centre and size of a box."""
    if "points" in data:
        return [n for point in data["points"] for n in point]
    return [data["x"] + data["width"] / 2, data["y"] + data["height"] / 2, data["width"], data["height"]]


def _shares(numbers: list[float], width: int, height: int) -> list[str]:
    sides = (width, height)
    return [_text(number / sides[index % 2]) for index, number in enumerate(numbers)]


def _text(value: float) -> str:
    text = f"{value:.{DIGITS}f}".rstrip("0").rstrip(".")
    return text if text not in {"", "-0"} else "0"
