"""Reading COCO panoptic: the list of segments tells what a colour means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from annotation.formats.base import Decoded
from annotation.formats.gathering import Gathering, Image, side
from annotation.formats.labels import label_name
from annotation.formats.names import base, stem
from annotation.formats.pictures import Codes, codes_of
from annotation.formats.source import Source, beginnings
from annotation.formats.splits import split_in
from annotation.kinds.mask import mask_data

SEGMENTS = re.compile(rb'"segments_info"|"isthing"')
CROWD = "iscrowd"


def label_files(source: Source) -> Iterator[str]:
    """The JSON files that speak of segments in their beginning, or are called so."""
    for name, head in beginnings(source, ".json"):
        if head.lstrip()[:1] == b"{" and (SEGMENTS.search(head) or base(name).startswith("panoptic_")):
            yield name


def is_label_picture(name: str) -> bool:
    """See Format.is_label_picture."""
    return any(part == "panoptic" or part.startswith("panoptic_") for part in name.split("/")[:-1])


def decode(source: Source, title: str) -> Decoded:
    """See Format.decode."""
    gathering = Gathering(source, title, is_label_picture)
    stuff: dict[str, None] = {}
    for file in label_files(source):
        content = gathering.json(file)
        if isinstance(content, dict):
            _File(gathering, file, content, stuff).read()
    decoded = gathering.decoded(lambda gatherer: gatherer.schema(["mask"]))
    return replace(decoded, header=replace(decoded.header, info={"stuff": list(stuff)} if stuff else {}))


class _File:
    """One label file being read."""

    def __init__(self, gathering: Gathering, file: str, content: dict[str, Any], stuff: dict[str, None]) -> None:
        self.gathering, self.file, self.content = gathering, file, content
        self._labels: dict[object, str] = {}
        for index, each in enumerate(_listed(content, "categories")):
            label = label_name(each.get("name"))
            if label is None:
                gathering.report.problem(file, f"categories[{index}]", "missing-field", field="name")
                continue
            self._labels[_key(each.get("id"))] = label
            gathering.gatherer.label(label)
            if each.get("isthing") == 0:
                stuff.setdefault(label)

    def read(self) -> None:
        segments = {_key(each.get("image_id")): each for each in _listed(self.content, "annotations")}
        split = split_in(base(self.file))
        for index, each in enumerate(_listed(self.content, "images")):
            size = side(each.get("width")), side(each.get("height"))
            place = f"images[{index}]"
            image = self.gathering.image(self.file, place, each.get("file_name"), size=size, split=split)
            if image is None:
                continue
            annotation = segments.pop(_key(each.get("id")), None)
            if annotation is not None:
                self._segments(image, annotation)
            self.gathering.keep(image)
        for identity in segments:
            self.gathering.report.problem(self.file, "annotations", "unknown-image", id=identity)

    def _segments(self, image: Image, annotation: dict[str, Any]) -> None:
        file = self._picture(annotation.get("file_name"))
        if file is None:
            image.problem("annotations", "missing-image", name=annotation.get("file_name"))
            return
        codes = codes_of(self.gathering.source, file, self.gathering.report)
        if codes is None:
            return
        if all(image.size) and codes.shape != image.size[::-1]:
            image.problem("annotations", "bad-mask", reason="its size differs from the image's")
            return
        image.size = codes.shape[1], codes.shape[0]
        # The id has red as its lowest byte, the packed colour as its highest.
        ids = ((codes >> 16) | (codes & 0xFF00) | ((codes & 0xFF) << 16)).astype(np.uint32)
        for index, segment in enumerate(_listed(annotation, "segments_info")):
            self._segment(image, f"{image.name}.segments_info[{index}]", segment, ids)

    def _segment(self, image: Image, place: str, segment: dict[str, Any], ids: Codes) -> None:
        label = self._labels.get(_key(segment.get("category_id")))
        if label is None:
            image.problem(place, "unknown-category", id=segment.get("category_id"))
            return
        data = mask_data(np.asarray(ids == segment.get("id")))
        if data is None:
            image.problem(place, "bad-mask", reason="it has no pixel")
            return
        image.add(place, "mask", data, label, {CROWD: True} if segment.get("iscrowd") == 1 else {})

    def _picture(self, name: object) -> str | None:
        """Where the picture of the segments lies: in the folder called like the label file, or beside it."""
        if not isinstance(name, str):
            return None
        folder = self.file.rpartition("/")[0]
        beside = f"{folder}/" if folder else ""
        places = (f"{stem(self.file)}/{name}", f"{beside}panoptic/{name}", f"{beside}{name}", name)
        return next((place for place in places if place in self.gathering.source.names), None)


def _listed(content: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = content.get(key)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _key(value: object) -> object:
    return value if isinstance(value, int | str) else None
