"""What is written: a picture or a film with a few objects, in each format that datumaro reads."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from annotation.formats import FORMATS, Header, Item, Media
from annotation.formats.labels import SchemaGatherer
from annotation.formats.sink import FolderSink
from annotation.kinds import KINDS
from annotation.kinds.keyframes import keyframe, state_at
from annotation.kinds.mask import mask_data
from annotation.kinds.record import Record, new_record, stable_id

WIDTH, HEIGHT, FRAMES = 64, 48, 6
Seen = tuple[str, str, tuple[float, ...]]
"""Kind in datumaro's words, label, and left, top, width, height rounded to a tenth of a pixel."""
THEIRS = {"box": "bbox", "polygon": "polygon", "mask": "mask", "skeleton": "points", "tag": "label"}


def _box(at: int, label: str, x: int, y: int) -> Record:
    data = {"x": x, "y": y, "width": 20, "height": 12}
    return new_record(id=stable_id(at), kind="box", label=label, data=data)


def _polygon(at: int, label: str, x: int) -> Record:
    data = {"points": [[x, 5], [x + 20, 5], [x + 20, 25], [x, 25]], "holes": []}
    return new_record(id=stable_id(at), kind="polygon", label=label, data=data)


def _mask(at: int, label: str, x: int, y: int) -> Record:
    data = mask_data(np.ones((8, 12), bool), x, y)
    assert data is not None
    return new_record(id=stable_id(at), kind="mask", label=label, data=data)


BOXES = (_box(1, "car", 4, 6), _box(2, "dog", 30, 20))
POLYGONS = (_polygon(3, "dog", 30), _polygon(4, "car", 5))
MASKS = (_mask(5, "road", 10, 30), _mask(6, "car", 30, 10))
SKELETON = (
    new_record(
        id=stable_id(9), kind="skeleton", label="dog", data={"points": {"nose": [10, 10, 2], "tail": [20, 15, 1]}}
    ),
)
TAGS = (new_record(id=stable_id(7), kind="tag", label="rain", data={}),)


def _track(of: str, first: Any, last: Any) -> tuple[Record, ...]:
    frames = [keyframe(0, first), keyframe(FRAMES - 1, last)]
    return (new_record(id=stable_id(8), kind="track", label="car", data={"of": of, "keyframes": frames}),)


BOX_TRACK = _track("box", {"x": 1, "y": 2, "width": 20, "height": 10}, {"x": 11, "y": 2, "width": 20, "height": 10})
MASK_TRACK = _track("mask", MASKS[0]["data"], MASKS[0]["data"])


@dataclass(frozen=True, slots=True)
class Case:
    """One of our formats, and what datumaro calls it."""

    ours: str
    theirs: str
    records: tuple[Record, ...]
    options: Mapping[str, str] = field(default_factory=dict)
    split: str = ""
    below: str = ""
    """The folder that their reader is given, below ours."""
    drawn_as: str = ""
    """What their reader makes of all that is drawn, where the format knows only that."""

    @property
    def is_video(self) -> bool:
        return any(record["kind"] == "track" for record in self.records)

    def write(self, folder: Path) -> None:
        items = self._items()
        gatherer = SchemaGatherer()
        for item in items:
            for record in item.records:
                gatherer.record(record)
        with FolderSink(folder) as sink:
            header = Header(gatherer.schema(), kinds=None)
            FORMATS[self.ours].encode(header, items, sink, dict(self.options), images=not self.is_video)

    def _items(self) -> list[Item]:
        meta = {"split": self.split} if self.split else {}
        if self.is_video:
            facts = {"frames": FRAMES, "rate": 25}
            return [Item("clip.mp4", WIDTH, HEIGHT, list(self.records), None, facts=facts, meta=meta)]
        full = Item("a.png", WIDTH, HEIGHT, list(self.records), Media("a.png", _picture), meta=meta)
        return [full, Item("b.png", WIDTH, HEIGHT, [], Media("b.png", _picture), meta=meta)]

    def wanted(self) -> list[set[Seen]]:
        """What has to be seen in each picture, those with nothing left out."""
        if not self.is_video:
            return [{self._seen(record["kind"], record["label"], record["data"]) for record in self.records}]
        return [set(self._in_frame(frame)) for frame in range(FRAMES)]

    def _in_frame(self, frame: int) -> Iterator[Seen]:
        for record in self.records:
            track = record["data"]
            state = state_at(track, frame, KINDS[track["of"]].interpolate)
            if state:
                yield self._seen(track["of"], record["label"], state["data"])

    def _seen(self, kind: str, label: str, data: Mapping[str, Any]) -> Seen:
        if kind == "tag":
            return "label", label, ()
        x, y, right, bottom = KINDS[kind].measure(dict(data)).bounds or (0, 0, 0, 0)
        place = (round(float(x), 1), round(float(y), 1), round(float(right - x), 1), round(float(bottom - y), 1))
        return self.drawn_as or THEIRS[kind], label, place


def _picture() -> io.BytesIO:
    stream = io.BytesIO()
    Image.new("RGB", (WIDTH, HEIGHT)).save(stream, "png")
    stream.seek(0)
    return stream


CASES = (
    Case("coco", "coco_instances", (*BOXES, *POLYGONS, *MASKS)),
    Case("coco", "coco_person_keypoints", SKELETON),
    Case("coco_panoptic", "coco_panoptic", MASKS),
    Case("yolo", "yolo", BOXES, {"task": "detect"}),
    Case("yolo", "yolo", BOXES, {"task": "detect", "layout": "darknet"}),
    Case("voc", "voc", BOXES),
    Case("cvat", "cvat", (*BOXES, *POLYGONS, *MASKS, *TAGS)),
    Case("datumaro", "datumaro", (*BOXES, *POLYGONS, *MASKS, *TAGS)),
    Case("kitti_2d", "kitti_detection", BOXES),
    Case("cityscapes", "cityscapes", (_polygon(3, "road", 30),), drawn_as="mask"),
    Case("open_images", "open_images", (*BOXES, *TAGS), split="train"),
    Case("mask_png", "voc_segmentation", MASKS),
    Case("class_folders", "imagenet_with_subset_dirs", TAGS, split="train"),
    Case("mot", "mot_seq", BOX_TRACK, below="clip"),
    Case("mots", "mots", MASK_TRACK),
)
