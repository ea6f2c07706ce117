"""Reading Supervisely's images, file by file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from annotation.formats.base import Decoded
from annotation.formats.gathering import Gathering, Image, number, side
from annotation.formats.labels import COLOURS, MOST_OPTIONS, Schema, SchemaGatherer, label_name
from annotation.formats.masks import BadMask
from annotation.formats.names import base
from annotation.formats.source import Source
from annotation.formats.splits import SPLITS
from annotation.formats.supervisely_images import bitmap
from annotation.kinds import Data
from annotation.kinds.box import Box
from annotation.kinds.mask import mask_data

META = "meta.json"
FOLDER, IMAGES = "ann", "img"
TYPES = {"none": "checkbox", "any_number": "number", "any_string": "text", "oneof_string": "select"}


def label_files(source: Source) -> list[str]:
    """The annotations of a project that has its `meta.json`."""
    roots = {name.removesuffix(META) for name in source.names if base(name) == META}
    found = [name for name in source.names if name.lower().endswith(".json") and name.split("/")[-2:-1] == [FOLDER]]
    return [name for name in found if any(name.startswith(root) for root in roots)]


def decode(source: Source, title: str) -> Decoded:
    """See Format.decode."""
    reader = _Reader(Gathering(source, title))
    for name in [name for name in source.names if base(name) == META]:
        reader.meta(name)
    for file in label_files(source):
        reader.read(file)
    return reader.gathering.decoded(reader.schema)


class _Reader:
    """State of one reading."""

    def __init__(self, gathering: Gathering) -> None:
        self.gathering = gathering
        self._roots: list[str] = []
        self._colours: dict[str, str] = {}
        self._options: dict[str, list[str]] = {}
        self._types: dict[str, str] = {}

    def meta(self, file: str) -> None:
        content = self.gathering.json(file)
        if not isinstance(content, dict):
            return
        self._roots.append(file.removesuffix(META))
        for each in _listed(content, "classes"):
            label = label_name(each.get("title"))
            if label:
                self.gathering.gatherer.label(label)
                colour = str(each.get("color") or "").lower()
                self._colours[label] = colour if _is_colour(colour) else COLOURS[0]
        for each in _listed(content, "tags"):
            name, values = each.get("name"), each.get("values")
            if isinstance(name, str):
                self._types[name] = TYPES.get(str(each.get("value_type")), "text")
                plain = [value for value in values if isinstance(value, str)] if isinstance(values, list) else []
                self._options[name] = plain[: MOST_OPTIONS + 1]

    def schema(self, gatherer: SchemaGatherer) -> Schema:
        """What was used, with the colours and choices that the project declares."""
        schema = gatherer.schema()
        for label in schema["labels"]:
            label["color"] = self._colours.get(label["key"], label["color"])
            for attribute in label["attributes"]:
                declared = self._options.get(attribute["key"], [])
                if attribute["type"] == "select" and 0 < len(declared) <= MOST_OPTIONS:
                    attribute["options"] = [{"key": each, "name": {"en": each, "zh": each}} for each in declared]
        return schema

    def read(self, file: str) -> None:
        content = self.gathering.json(file)
        if not isinstance(content, dict):
            return
        folder, _, last = file.rpartition("/")
        dataset = folder.rpartition("/")[0]
        root = max((root for root in self._roots if file.startswith(root)), key=len, default="")
        within = dataset.removeprefix(root).replace("/datasets/", "/")
        name = last.removesuffix(".json")
        name = f"{within}/{name}" if within and within != "dataset" else name
        sizes = content.get("size")
        sizes = sizes if isinstance(sizes, dict) else {}
        tags = _listed(content, "tags")
        split = next((each["name"] for each in tags if each.get("name") in SPLITS and each.get("value") is None), "")
        size = side(sizes.get("width")), side(sizes.get("height"))
        found = self.gathering.images.find(last.removesuffix(".json"), f"{dataset}/{IMAGES}")
        image = self.gathering.image(file, "", name, size=size, split=split, near=(found or "").rpartition("/")[0])
        if image is None:
            return
        for index, tag in enumerate(tags):
            if tag.get("name") not in SPLITS:
                image.add(f"tags[{index}]", "tag", {}, tag.get("name"))
        for index, each in enumerate(_listed(content, "objects")):
            self._object(image, f"objects[{index}]", each, index)
        self.gathering.keep(image)

    def _object(self, image: Image, place: str, each: dict[str, Any], order: int) -> None:
        attributes: dict[str, Any] = {}
        for tag in _listed(each, "tags"):
            name, value = str(tag.get("name")), tag.get("value")
            value = True if value is None else value
            if name in attributes:  # a choice of several
                said = attributes[name] if isinstance(attributes[name], list) else [str(attributes[name])]
                attributes[name] = [*said, str(value)]
            else:
                attributes[name] = value
        try:
            shapes = list(_shapes(each))
        except BadMask as error:
            image.problem(place, "bad-mask", reason=str(error))
            return
        if not shapes:
            image.problem(place, "other-task", task=str(each.get("geometryType")))
        for kind, data in shapes:
            image.add(place, kind, data, each.get("classTitle"), attributes, z=order)


def _shapes(each: dict[str, Any]) -> Iterator[tuple[str, Data]]:
    """What an object draws; nothing for a geometry that is not known here."""
    kind, points = each.get("geometryType"), each.get("points")
    rings = points if isinstance(points, dict) else {}
    outer = _points(rings.get("exterior"))
    holes = rings.get("interior")
    if kind == "rectangle" and len(outer) == 2:
        across, down = ([point[axis] for point in outer] for axis in (0, 1))
        yield "box", Box.from_bounds(min(across), min(down), max(across), max(down))
    elif kind == "polygon":
        yield (
            "polygon",
            {"points": outer, "holes": [_points(hole) for hole in holes] if isinstance(holes, list) else []},
        )
    elif kind in {"line", "point"}:
        yield ("polyline" if kind == "line" else "points"), {"points": outer}
    elif kind == "bitmap":
        yield "mask", _mask(each.get("bitmap"))
    elif kind == "graph":
        nodes = each.get("nodes")
        listed = list(nodes.values()) if isinstance(nodes, dict) else []
        yield "points", {"points": [point for node in listed for point in _points([node.get("loc")])]}


def _mask(said: object) -> Data:
    if not isinstance(said, dict):
        raise BadMask("bitmap is missing")
    origin = said.get("origin")
    if not (isinstance(origin, list) and len(origin) == 2 and all(type(each) is int for each in origin)):
        raise BadMask("origin must be two integers")
    data = mask_data(bitmap.unpacked(said.get("data")), *origin)
    if data is None:
        raise BadMask("it has no pixel")
    return data


def _points(value: object) -> list[list[float]]:
    pairs = [pair for pair in value if isinstance(pair, list) and len(pair) == 2] if isinstance(value, list) else []
    return [[number(x), number(y)] for x, y in pairs]


def _listed(content: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = content.get(key)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _is_colour(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(letter in "0123456789abcdef" for letter in text[1:])
