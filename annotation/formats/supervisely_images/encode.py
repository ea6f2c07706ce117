"""Writing Supervisely's images."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from annotation.formats.base import Header, Item
from annotation.formats.labels import SchemaGatherer
from annotation.formats.masks import pixels_in
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.splits import SPLITS, split_of
from annotation.formats.supervisely_images import bitmap
from annotation.formats.supervisely_images.decode import FOLDER, IMAGES, META, TYPES
from annotation.formats.writing import copy_image, count_left_out, count_losses
from annotation.kinds.record import Record
from annotation.kinds.rotated_box import RotatedBox
from core.json_text import encode

DATASET = "dataset"
"""Of images that lie in no folder."""
SHAPES = {"box": "rectangle", "polygon": "polygon", "polyline": "line", "points": "point", "mask": "bitmap"}
VALUE_TYPES = {kind: value for value, kind in TYPES.items()} | {"multiselect": "oneof_string"}
DRAWN = {*SHAPES, "rotated_box"}


class Encoder:
    """State of one writing."""

    def __init__(self, header: Header, sink: Sink, *, images: bool) -> None:
        self._sink, self._copy = sink, images
        self._report = Report()
        self._schema = header.schema
        self._used = SchemaGatherer()
        self._tags: dict[str, None] = {}

    def run(self, items: Iterable[Item]) -> Report:
        for item in items:
            self._item(item)
        self._sink.write(META, encode(self._meta()) + b"\n")
        return self._report

    def _item(self, item: Item) -> None:
        self._report.items += 1
        folder, _, name = item.name.rpartition("/")
        folder = folder.replace("/", "/datasets/") or DATASET
        split = split_of(item.meta)
        tags = [split] if split in SPLITS else []
        objects: list[dict[str, Any]] = []
        for record in sorted(item.records, key=lambda record: record["z"]):
            if record["kind"] == "tag":
                tags.append(record["label"])
                count_losses(record, self._report, "attributes", "group", "score")
            elif record["kind"] in DRAWN:
                objects += self._objects(record)
            else:
                count_left_out(record, self._report)
                continue
            self._report.records += 1
        self._tags.update(dict.fromkeys(tags))
        said = {
            "description": "",
            "tags": [{"name": tag, "value": None} for tag in tags],
            "size": {"height": item.height or 0, "width": item.width or 0},
            "objects": objects,
        }
        self._sink.write(f"{folder}/{FOLDER}/{name}.json", encode(said) + b"\n")
        if self._copy:
            copy_image(item, f"{folder}/{IMAGES}/{name}", self._sink, self._report)

    def _objects(self, record: Record) -> Iterator[dict[str, Any]]:
        """A record as objects: one, or one for each of several points."""
        count_losses(record, self._report, "group", "score")
        kind = "polygon" if record["kind"] == "rotated_box" else record["kind"]
        self._report.loss("rotated-box-as-polygon", int(record["kind"] == "rotated_box"))
        self._report.loss("points-split", int(kind == "points" and len(record["data"]["points"]) > 1))
        self._used.label(record["label"], [kind])
        self._used.attributes(record["label"], record["attributes"])
        tags = [tag for name, value in record["attributes"].items() for tag in _tags(name, value)]
        said = {"classTitle": record["label"], "geometryType": SHAPES[kind], "description": "", "tags": tags}
        for geometry in _geometries(record):
            yield {**said, **geometry}

    def _meta(self) -> dict[str, Any]:
        """Classes and tags of the schema, and what was used besides."""
        used = {label["key"]: label for label in self._used.schema()["labels"]}
        labels = {label["key"]: label for label in self._schema.get("labels", [])}
        classes = []
        types: dict[str, tuple[str, list[str]]] = dict.fromkeys(self._tags, ("none", []))
        for key, label in {**used, **labels}.items():
            drawn = set(used.get(key, label).get("kinds") or ())
            shapes = {SHAPES[kind] for kind in drawn if kind in SHAPES}
            shape = shapes.pop() if len(shapes) == 1 else "any"
            colour = label.get("color") or "#ffffff"
            classes.append({"title": key, "shape": shape, "color": colour, "geometry_config": {}})
            for attribute in (*used.get(key, {}).get("attributes", ()), *label.get("attributes", ())):
                options = [option["key"] for option in attribute["options"]]
                types[attribute["key"]] = (VALUE_TYPES[attribute["type"]], options)
        tags = [
            {"name": name, "value_type": kind, "color": "#888888", **({"values": values} if values else {})}
            for name, (kind, values) in types.items()
        ]
        return {"classes": classes, "tags": tags, "projectType": "images"}


def _tags(name: str, value: Any) -> Iterator[dict[str, Any]]:
    """An attribute as tags: one, or one for each of several choices; none where it is not ticked."""
    if isinstance(value, bool):
        yield from [{"name": name, "value": None}] if value else []
    else:
        for each in value if isinstance(value, list) else [value]:
            yield {"name": name, "value": each}


def _geometries(record: Record) -> Iterator[dict[str, Any]]:
    kind, data = record["kind"], record["data"]
    if kind == "mask":
        pixels = pixels_in({**data, "x": 0, "y": 0}, data["width"], data["height"])
        yield {"bitmap": {"data": bitmap.packed(pixels), "origin": [data["x"], data["y"]]}}
    elif kind == "points":
        for point in data["points"]:
            yield {"points": {"exterior": [point], "interior": []}}
    else:
        if kind == "box":
            outer = [[data["x"], data["y"]], [data["x"] + data["width"], data["y"] + data["height"]]]
        else:
            outer = RotatedBox.corners(data) if kind == "rotated_box" else data["points"]
        yield {"points": {"exterior": outer, "interior": data.get("holes", [])}}
