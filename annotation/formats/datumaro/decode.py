"""Reading Datumaro's JSON, item by item."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from annotation.formats import keypoints
from annotation.formats.base import IMAGE_SUFFIXES, Decoded
from annotation.formats.gathering import Gathering, Image, Size, number, side
from annotation.formats.json_stream import members
from annotation.formats.labels import Schema, SchemaGatherer, label_name
from annotation.formats.masks import BadMask, counts_of, mask_record_data
from annotation.formats.names import base, stem
from annotation.formats.skeletons import Skeletons
from annotation.formats.source import Source, Unreadable, beginnings
from annotation.formats.splits import split_in
from annotation.kinds import Data
from annotation.kinds.rotated_box import normal_angle

HEAD = re.compile(rb'"categories"\s*:\s*\{|"items"\s*:\s*\[')
VIDEO = re.compile(rb'"media_type"\s*:\s*[45]\b|"video_frame"\s*:')
ARRAYS = frozenset({"items"})
ROTATION, SCORE = "rotation", "score"
"""Attributes that say what has a place of its own here."""
CORNERS = ((0, 0), (3, 0), (2, 0), (1, 0), (3, 1), (2, 1), (1, 1), (0, 1))
"""The corners of a 2D cuboid in Datumaro's order: which of our edges, and whether its top (0) or its bottom."""

Annotation = dict[str, Any]
Shape = tuple[str, Data, str]
"""Kind, data, names of key points."""


def label_files(source: Source, *, videos: bool = False) -> Iterator[str]:
    """The JSON files that begin like Datumaro's, of images or of videos."""
    for name, head in beginnings(source, ".json"):
        if videos != bool(VIDEO.search(head)):
            continue
        told = b'"label_id"' in head or b'"dm_format_version"' in head or name.split("/")[-2:-1] == ["annotations"]
        if told and head.lstrip()[:1] == b"{" and HEAD.search(head):
            yield name


def decode(source: Source, title: str) -> Decoded:
    """See Format.decode."""
    reading = Reading(Gathering(source, title))
    for file in label_files(source):
        try:
            reading.begin(file)
            for index, value in reading.items(file):
                _item(reading.gathering, file, f"items[{index}]", value, reading.known)
        except Unreadable as error:
            reading.gathering.report.problem(file, "", error.code, **error.params)
    return reading.decoded()


class Reading:
    """State of one reading: what the categories of the file that is read now say, and the skeletons of all."""

    def __init__(self, gathering: Gathering) -> None:
        self.gathering = gathering
        self.known = _Known()
        self._skeletons = Skeletons()
        self._files = 0

    def begin(self, file: str) -> None:
        """Take in the categories of a file. Raises Unreadable."""
        self.known = _Known.of(self.gathering.source, file)
        for label in self.known.declared:
            self.gathering.gatherer.label(label)
        self.known.tell(self._skeletons, self._files, self.gathering.gatherer)
        self._files += 1

    def items(self, file: str) -> Iterator[tuple[int, dict[str, Any]]]:
        with self.gathering.source.open(file) as stream:
            for key, index, value, _ in members(stream, ARRAYS):
                if key == "items" and isinstance(value, dict):
                    yield index, value

    def decoded(self) -> Decoded:
        return self.gathering.decoded(lambda gatherer: _with_templates(gatherer.schema(), self._skeletons))


def _with_templates(schema: Schema, skeletons: Skeletons) -> Schema:
    for label in schema["labels"]:
        if template := skeletons.template(label["key"]):
            label["skeleton"] = template
    return schema


@dataclass(slots=True)
class _Known:
    """What the categories of a file say."""

    labels: list[str | None] = field(default_factory=list)
    points: dict[int, list[str]] = field(default_factory=dict)
    declared: list[str] = field(default_factory=list)
    """Labels of objects, without those of the points of a skeleton."""
    joined: dict[int, object] = field(default_factory=dict)
    """Numbers of labels that have labels for their points below them, with what joins those."""
    skeletons: Skeletons = field(default_factory=Skeletons)
    file: int = 0

    @classmethod
    def of(cls, source: Source, file: str) -> _Known:
        with source.open(file) as stream:
            categories = next((value for key, _, value, _ in members(stream, frozenset()) if key == "categories"), None)
        known = cls()
        if not isinstance(categories, dict):
            return known
        listed = _listed(_inside(categories, "label"), "labels")
        known.labels = [label_name(each.get("name")) for each in listed]
        for each in _listed(_inside(categories, "points"), "items"):
            names, label = each.get("labels"), each.get("label_id")
            if isinstance(names, list) and isinstance(label, int):
                known.points[label] = keypoints.names_of({"keypoints": names})
        skeletons = {known.labels[at] for at in known.points if 0 <= at < len(known.labels)}
        parents = {each.get("parent") for each in listed}
        for each in _listed(_inside(categories, "points"), "items"):
            at = each.get("label_id")
            if at in known.points and 0 <= at < len(known.labels) and known.labels[at] in parents:
                known.joined[at] = each.get("joints")
        pairs = zip(known.labels, listed, strict=True)
        known.declared = [label for label, each in pairs if label and each.get("parent") not in skeletons]
        return known

    def tell(self, skeletons: Skeletons, file: int, gatherer: SchemaGatherer) -> None:
        """What the skeletons of this file are made of; also of those that no image has yet."""
        self.skeletons, self.file = skeletons, file
        for at, joints in self.joined.items():
            if label := self.labels[at]:
                skeletons.category(label, (file, at), {"keypoints": self.points[at], "skeleton": joints})
                gatherer.label(label, ["skeleton"])

    def label(self, annotation: Annotation) -> str | None:
        at = annotation.get("label_id")
        return self.labels[at] if isinstance(at, int) and 0 <= at < len(self.labels) else None


def _item(gathering: Gathering, file: str, place: str, item: dict[str, Any], known: _Known) -> None:
    said = _inside(item, "image")
    size = said.get("size")
    height, width = (side(each) for each in size) if isinstance(size, list) and len(size) == 2 else (None, None)
    subset = stem(base(file))
    folder = f"{file.rpartition('/')[0].rpartition('/')[0]}/images/{subset}".lstrip("/")
    name = _name(gathering, item.get("id"), said.get("path"), folder)
    image = gathering.image(file, place, name, size=(width, height), split=split_in(subset), near=folder)
    if image is None:
        return
    for index, annotation in enumerate(_listed(item, "annotations")):
        _annotation(image, f"{place}.annotations[{index}]", annotation, known)
    gathering.keep(image)


def _name(gathering: Gathering, identity: object, path: object, folder: str) -> object:
    """The path in the file; where there is none, the id with the suffix of the image that is there."""
    if isinstance(path, str) and path.strip():
        return path
    if not isinstance(identity, str):
        return identity
    there = (identity + each for each in IMAGE_SUFFIXES if gathering.images.find(identity + each, folder))
    return next(there, f"{identity}.jpg")


@dataclass(frozen=True, slots=True)
class Drawn:
    """An annotation as what it draws and what is said of it."""

    kind: str
    data: Data
    attributes: dict[str, Any]
    score: float | None
    z: int


def shape_of(annotation: Annotation, known: _Known, size: Size) -> Drawn | None:
    """None for a type that is not known here. Raises BadMask."""
    attributes = dict(_inside(annotation, "attributes"))
    given = attributes.get(SCORE)
    score = attributes.pop(SCORE) if isinstance(given, int | float) and 0 <= given <= 1 else None
    turn = attributes.pop(ROTATION, 0) if annotation.get("type") in {"bbox", "ellipse"} else 0
    shape = _shape(annotation, known, size, number(turn))
    if shape is None:
        return None
    kind, data, names = shape
    if names:
        attributes[keypoints.ATTRIBUTE] = names
    order = annotation.get("z_order")
    z = order if isinstance(order, int) and abs(order) < 2**31 else 0
    return Drawn(kind, data, attributes, None if score is None else float(score), z)


def _annotation(image: Image, place: str, annotation: Annotation, known: _Known) -> None:
    try:
        drawn = shape_of(annotation, known, image.size)
    except BadMask as error:
        image.problem(place, "bad-mask", reason=str(error))
        return
    if drawn is None:
        image.problem(place, "other-task", task=str(annotation.get("type")))
        return
    group = annotation.get("group")
    image.add(
        place,
        drawn.kind,
        drawn.data,
        known.label(annotation),
        drawn.attributes,
        score=drawn.score,
        group=str(group) if isinstance(group, int) and group else None,
        z=drawn.z,
    )


def _shape(annotation: Annotation, known: _Known, size: Size, turn: float) -> Shape | None:
    """What an annotation draws; None for a type that is not known here. Raises BadMask."""
    kind = annotation.get("type")
    flat = annotation.get("points")
    values = [number(each) for each in flat] if isinstance(flat, list) else []
    pairs = [values[at : at + 2] for at in range(0, len(values), 2)]
    if kind == "label":
        return "tag", {}, ""
    if kind == "cuboid_2d":
        return "cuboid2d", _cuboid(flat), ""
    if kind == "bbox":
        return _box(annotation.get("bbox"), turn)
    if kind == "ellipse":
        return "ellipse", _ellipse(values, turn), ""
    if kind == "polygon":
        return "polygon", {"points": pairs, "holes": []}, ""
    if kind == "polyline":
        return "polyline", {"points": pairs}, ""
    if kind == "skeleton" and annotation.get("label_id") in known.joined:
        return _skeleton(annotation["label_id"], values, known)
    if kind in {"points", "skeleton"}:
        return _points(annotation, values, known)
    return ("mask", _mask(annotation, *size), "") if kind == "mask" else None


def _box(given: object, turn: float) -> Shape:
    numbers = [number(each) for each in given] if isinstance(given, list) and len(given) == 4 else [math.nan] * 4
    x, y, width, height = numbers
    if not turn:
        return "box", {"x": x, "y": y, "width": width, "height": height}, ""
    centre = {"cx": x + width / 2, "cy": y + height / 2, "width": width, "height": height}
    return "rotated_box", {**centre, "angle": normal_angle(math.radians(turn))}, ""


def _ellipse(values: list[float], turn: float) -> Data:
    left, top, right, bottom = values if len(values) == 4 else [math.nan] * 4
    centre = {"cx": (left + right) / 2, "cy": (top + bottom) / 2}
    return {**centre, "width": right - left, "height": bottom - top, "angle": normal_angle(math.radians(turn))}


def _cuboid(given: object) -> Data:
    """Edges stand upright here: one that leans is where its middle is."""
    corners = [each for each in given if isinstance(each, list) and len(each) == 2] if isinstance(given, list) else []
    if len(corners) != len(CORNERS):
        return {"edges": []}
    places = dict(zip(CORNERS, ([number(part) for part in corner] for corner in corners), strict=True))
    edges = []
    for edge in range(4):
        (x, top), (other, bottom) = places[edge, 0], places[edge, 1]
        edges.append([(x + other) / 2, min(top, bottom), max(top, bottom)])
    return {"edges": edges}


def _skeleton(label: int, values: list[float], known: _Known) -> Shape:
    """Its points in threes, in the order of the category."""
    known.skeletons.annotation((known.file, label), values)
    return "skeleton", {"points": keypoints.joints(values, known.points[label]) or {}}, ""


def _points(annotation: Annotation, values: list[float], known: _Known) -> Shape:
    """Points with their visibility beside them, or as a skeleton's in threes."""
    seen = annotation.get("visibility")
    if annotation.get("type") == "points":
        marks = seen if isinstance(seen, list) and 2 * len(seen) == len(values) else [2] * (len(values) // 2)
        values = [each for at, mark in enumerate(marks) for each in (*values[2 * at : 2 * at + 2], mark)]
    label = annotation.get("label_id")
    names = known.points.get(label, []) if isinstance(label, int) else []
    found, said = keypoints.read(values, names) or ([], "")
    return "points", {"points": found}, said


def _mask(annotation: Annotation, width: int | None, height: int | None) -> Data:
    counts, _, rows = counts_of(_inside(annotation, "rle"), width, height)
    data = mask_record_data(counts, rows)
    if data is None:
        raise BadMask("it has no pixel")
    return data


def _inside(value: dict[str, Any], key: str) -> dict[str, Any]:
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def _listed(value: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = value.get(key)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
