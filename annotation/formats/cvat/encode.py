"""Writing CVAT for images: the images wait in a temporary file, as a sink has one file open."""

from __future__ import annotations

import math
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Set
from types import MappingProxyType
from typing import IO
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from annotation.formats.base import Header, Item
from annotation.formats.cvat import skeletons
from annotation.formats.cvat.attributes import define, text_of
from annotation.formats.cvat.decode import CORNERS
from annotation.formats.labels import Schema
from annotation.formats.masks import filled, pixels_in
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.splits import split_of
from annotation.formats.spool import IN_MEMORY
from annotation.formats.writing import copy_image, count_left_out, count_losses
from annotation.kinds import Data
from annotation.kinds.mask_runs import counts_of_mask
from annotation.kinds.record import Record
from annotation.kinds.skeleton import HIDDEN, UNLABELLED

CARRIED = frozenset(
    {"box", "rotated_box", "ellipse", "polygon", "polyline", "points", "skeleton", "cuboid2d", "tag", "mask"}
)
HEAD = b'<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n<version>1.1</version>\n'


class Encoder:
    """State of one writing."""

    def __init__(self, header: Header, sink: Sink, *, images: bool) -> None:
        self._header, self._sink, self._copy = header, sink, images
        self._report = Report()

    def run(self, items: Iterable[Item]) -> Report:
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as waiting:
            for item in items:
                self._add(item, waiting)
            waiting.seek(0)
            with self._sink.create("annotations.xml") as stream:
                stream.write(HEAD + text(self._meta()))
                shutil.copyfileobj(waiting, stream, 1 << 20)
                stream.write(b"</annotations>\n")
        return self._report

    def _add(self, item: Item, waiting: IO[bytes]) -> None:
        said = {"id": str(self._report.items), "name": item.name}
        said |= {"subset": split} if (split := split_of(item.meta)) else {}
        said |= {"width": str(item.width or 0), "height": str(item.height or 0)}
        image = Element("image", said)
        groups: dict[str, int] = {}
        for record in item.records:
            self._object(image, record, groups)
        waiting.write(text(image))
        self._report.items += 1
        if self._copy:
            copy_image(item, f"images/{item.name}", self._sink, self._report)

    def _object(self, image: Element, record: Record, groups: dict[str, int]) -> None:
        kind, data = record["kind"], record["data"]
        if kind not in CARRIED:
            count_left_out(record, self._report)
            return
        place = drawn(kind, data)
        if kind == "polygon" and data["holes"]:
            self._report.loss("holes-as-mask")
            place = "mask", _mask(filled(data))
        attributes = dict(record["attributes"])
        occluded = attributes.pop("occluded") if isinstance(attributes.get("occluded"), bool) else False
        said = {"label": record["label"], "source": "manual"}
        said |= {"occluded": "1" if occluded else "0", "z_order": str(record["z"])} if kind != "tag" else {}
        if record["group"]:
            said["group_id"] = str(groups.setdefault(record["group"], len(groups) + 1))
        element = SubElement(image, place[0], {**said, **place[1]})
        if kind == "skeleton":
            _joints(element, data)
        for name, value in attributes.items():
            SubElement(element, "attribute", {"name": name}).text = text_of(value)
        count_losses(record, self._report, "score")
        self._report.records += 1

    def _meta(self) -> Element:
        meta = Element("meta")
        SubElement(meta, "task").append(labels_of(self._header.schema))
        return meta


def labels_of(schema: Schema, changing: Mapping[str, Set[str]] = MappingProxyType({})) -> Element:
    """The <labels> of a file; `changing` are the attributes of each label that change within tracks."""
    labels = Element("labels")
    for label in schema.get("labels", []):
        element = SubElement(labels, "label")
        SubElement(element, "name").text = label["key"]
        SubElement(element, "color").text = label.get("color") or ""
        SubElement(element, "type").text = "any"
        attributes = SubElement(element, "attributes")
        for attribute in label.get("attributes", []):
            mutable = attribute["key"] in changing.get(label["key"], ())
            define(attributes, attribute, mutable=mutable)
        if template := label.get("skeleton"):
            skeletons.define(labels, element, label["key"], template)
    return labels


def _joints(element: Element, data: Data) -> None:
    """The points of a skeleton; where nobody says where one is, it is outside."""
    for name, (x, y, seen) in data["points"].items():
        said = {"outside": "1" if seen == UNLABELLED else "0", "occluded": "1" if seen == HIDDEN else "0"}
        SubElement(element, "points", {"label": name, **said, "points": f"{_digits(x)},{_digits(y)}"})


def drawn(kind: str, data: Data) -> tuple[str, dict[str, str]]:
    """The element of a shape and where it lies."""
    if kind in {"tag", "skeleton"}:
        return kind, {}
    if kind == "mask":
        return kind, _mask(data)
    if kind == "ellipse":
        sides = {"cx": data["cx"], "cy": data["cy"], "rx": data["width"] / 2, "ry": data["height"] / 2}
        place = {key: _digits(value) for key, value in sides.items()}
        return kind, {**place, "rotation": _digits(math.degrees(data["angle"]) % 360, 6)}
    if kind == "cuboid2d":
        return "cuboid", _cuboid(data)
    if kind in {"polygon", "polyline", "points"}:
        return kind, {"points": ";".join(f"{_digits(x)},{_digits(y)}" for x, y in data["points"])}
    if kind == "box":
        return "box", _edges(data["x"], data["y"], data["width"], data["height"])
    left, top = data["cx"] - data["width"] / 2, data["cy"] - data["height"] / 2
    turn = math.degrees(data["angle"]) % 360
    return "box", {**_edges(left, top, data["width"], data["height"]), "rotation": _digits(turn, 6)}


def _edges(x: float, y: float, width: float, height: float) -> dict[str, str]:
    edges = {"xtl": x, "ytl": y, "xbr": x + width, "ybr": y + height}
    return {name: _digits(value) for name, value in edges.items()}


def _cuboid(data: Data) -> dict[str, str]:
    said: dict[str, str] = {}
    for ends, (x, *heights) in zip(CORNERS, data["edges"], strict=True):
        for end, y in zip(ends, heights, strict=True):
            said |= {f"x{end}": _digits(x), f"y{end}": _digits(y)}
    return said


def _mask(data: Data) -> dict[str, str]:
    """A mask's run lengths, row by row inside the box around it."""
    width, height = data["width"], data["height"]
    # COCO counts down the columns; those of the turned mask are our rows.
    runs = counts_of_mask(pixels_in({**data, "x": 0, "y": 0}, width, height).T)
    place = {"left": data["x"], "top": data["y"], "width": width, "height": height}
    return {"rle": ", ".join(map(str, runs)), **{key: str(value) for key, value in place.items()}}


def _digits(value: float, digits: int = 3) -> str:
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def text(element: Element) -> bytes:
    indent(element)
    return f"{tostring(element, encoding='unicode')}\n".encode()
