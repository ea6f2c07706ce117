"""VGG Image Annotator (VIA) 1 and 2: one JSON file for all images, in pixels from the top left.

See https://www.robots.ox.ac.uk/~vgg/software/via/. A region has attributes and no label: the label is the attribute
that is called so, or else the first one that is text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any

from annotation.formats.base import Decoded, Format, Header, Item, Options
from annotation.formats.gathering import Gathering, Image, number
from annotation.formats.losses import EMPTY_UNSEEN
from annotation.formats.masks import pixels_in, polygons_of_mask
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.source import Source, beginnings
from annotation.formats.spool import LineSpool
from annotation.formats.writing import copy_image, count_left_out, count_losses
from annotation.kinds import Data
from annotation.kinds.record import Record
from annotation.kinds.rotated_box import RotatedBox
from annotation.kinds.turned import normal_angle
from core.json_text import encode
from core.text import Text

LABELS = ("label", "class", "category", "type", "name")
"""Attributes that hold the label, the most telling first."""
AS_POLYGON = {"rotated_box": "rotated-box-as-polygon", "mask": "mask-as-polygon"}
SHAPE = {
    "rect": "box",
    "polygon": "polygon",
    "polyline": "polyline",
    "point": "points",
    "circle": "ellipse",
    "ellipse": "ellipse",
}
PROJECT = "_via_img_metadata"


def label_files(source: Source) -> Iterator[str]:
    """The JSON files that begin like VIA's."""
    for name, head in beginnings(source, ".json"):
        if head.lstrip()[:1] == b"{" and (b'"_via_' in head or (b'"regions"' in head and b'"filename"' in head)):
            yield name


@FORMATS.register
class Via(Format):
    """Boxes, circles, ellipses, polygons, lines and points with their attributes."""

    slug = "via"
    title = Text(en="VGG Image Annotator (VIA) JSON", zh="VIA 标注（VGG）")
    extensions = (".json",)
    kinds = frozenset({"box", "ellipse", "polygon", "polyline", "points"})
    cannot_carry = (
        Text(
            en="Rotated boxes and masks become polygons; holes, tags and answers are left out.",
            zh="旋转框和掩码转换为多边形；不含孔、整图标签和答案。",
        ),
        Text(en="Sets of points are written point by point.", zh="点集写为单独的点。"),
        Text(en="Ids, scores, groups and z-order are left out.", zh="不含编号、置信度、分组和叠放次序。"),
        EMPTY_UNSEEN,
    )

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return next(label_files(source), None) is not None

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        cls.chosen(options)
        gathering = Gathering(source, cls.title.en)
        for file in label_files(source):
            content = gathering.json(file)
            images = content.get(PROJECT, content) if isinstance(content, dict) else None
            for key, each in images.items() if isinstance(images, dict) else ():
                if isinstance(each, dict) and "filename" in each:
                    _image(gathering, file, str(key), each)
        return gathering.decoded()

    @classmethod
    def encode(
        cls, header: Header, items: Iterable[Item], sink: Sink, options: Options | None = None, *, images: bool = False
    ) -> Report:
        cls.chosen(options)
        report = Report()
        with closing(LineSpool()) as written:
            for item in items:
                report.items += 1
                written.add([item.name, _content(item, report)])
                if images:
                    copy_image(item, item.name, sink, report)
            with sink.create("via_project.json") as stream:
                stream.write(b'{"_via_settings":{},"_via_attributes":{"region":{},"file":{}},"_via_img_metadata":{')
                for index, (name, content) in enumerate(written):
                    stream.write(b",\n" if index else b"")
                    stream.write(encode(f"{name}-1") + b":" + encode(content))
                stream.write(b"}}\n")
        return report


def _image(gathering: Gathering, file: str, key: str, content: dict[str, Any]) -> None:
    image = gathering.image(file, key, content["filename"])
    if image is None:
        return
    regions = content.get("regions")
    listed = list(regions.values()) if isinstance(regions, dict) else regions
    for index, region in enumerate(listed if isinstance(listed, list) else []):
        shape = region.get("shape_attributes") if isinstance(region, dict) else None
        if isinstance(shape, dict):
            _region(image, f"{key}.regions[{index}]", shape, region.get("region_attributes"))
    gathering.keep(image)


def _region(image: Image, place: str, shape: dict[str, Any], attributes: object) -> None:
    found = dict(attributes) if isinstance(attributes, dict) else {}
    named = [name for name in (*LABELS, *found) if isinstance(found.get(name), str) and found[name].strip()]
    label = found.pop(named[0]) if named else None
    kind = SHAPE.get(str(shape.get("name")))
    if kind is None:
        image.problem(place, "other-task", task=str(shape.get("name")))
        return
    # Checkboxes come as {"option": true, ...}.
    plain = {
        name: [option for option, on in value.items() if on is True] if isinstance(value, dict) else value
        for name, value in found.items()
    }
    image.add(place, kind, _data(kind, shape), label, plain)


def _data(kind: str, shape: dict[str, Any]) -> Data:
    if kind == "box":
        return {key: number(shape.get(key)) for key in ("x", "y", "width", "height")}
    if kind == "points":
        return {"points": [[number(shape.get("cx")), number(shape.get("cy"))]]}
    if kind == "ellipse":
        return _ellipse(shape)
    across, down = shape.get("all_points_x"), shape.get("all_points_y")
    pairs = zip(across, down, strict=False) if isinstance(across, list) and isinstance(down, list) else ()
    points = [[number(x), number(y)] for x, y in pairs]
    if kind == "polyline":
        return {"points": points}
    # VIA 1 repeats the first point at the end.
    return {"points": points[:-1] if len(points) > 3 and points[0] == points[-1] else points, "holes": []}


def _ellipse(shape: dict[str, Any]) -> Data:
    """A circle has one radius `r`; versions before 2.0.6 know no `theta`."""
    across, down = (number(shape.get(key, shape.get("r"))) for key in ("rx", "ry"))
    return {
        "cx": number(shape.get("cx")),
        "cy": number(shape.get("cy")),
        "width": 2 * across,
        "height": 2 * down,
        "angle": normal_angle(number(shape.get("theta", 0))),
    }


def _content(item: Item, report: Report) -> dict[str, Any]:
    regions: list[dict[str, Any]] = []
    for record in item.records:
        kind = record["kind"]
        if kind not in {*SHAPE.values(), *AS_POLYGON}:
            count_left_out(record, report)
            continue
        report.records += 1
        count_losses(record, report, "group", "score", "z")
        attributes = {"label": record["label"], **{k: v for k, v in record["attributes"].items() if k != "label"}}
        told = {name: dict.fromkeys(v, True) if isinstance(v, list) else v for name, v in attributes.items()}
        regions += [{"shape_attributes": shape, "region_attributes": told} for shape in _shapes(record, report)]
    return {"filename": item.name, "size": -1, "regions": regions, "file_attributes": {}}


def _shapes(record: Record, report: Report) -> Iterator[dict[str, Any]]:
    """A record as shapes: one, or a shape for each of several points."""
    kind, data = record["kind"], record["data"]
    if kind in AS_POLYGON:
        report.loss(AS_POLYGON[kind])
    report.loss("holes-dropped", int(bool(data.get("holes"))))
    report.loss("points-split", int(kind == "points" and len(data["points"]) > 1))
    if kind == "box":
        yield {"name": "rect", **data}
    elif kind == "points":
        for x, y in data["points"]:
            yield {"name": "point", "cx": x, "cy": y}
    elif kind == "ellipse":
        radii = {"rx": data["width"] / 2, "ry": data["height"] / 2}
        yield {"name": "ellipse", "cx": data["cx"], "cy": data["cy"], **radii, "theta": data["angle"]}
    elif kind == "mask":
        for ring, holes in polygons_of_mask(pixels_in({**data, "x": 0, "y": 0}, data["width"], data["height"])):
            report.loss("holes-dropped", int(bool(holes)))
            yield _line("polygon", [[x + data["x"], y + data["y"]] for x, y in ring])
    else:
        points = RotatedBox.corners(data) if kind == "rotated_box" else data["points"]
        yield _line("polyline" if kind == "polyline" else "polygon", points)


def _line(name: str, points: list[list[float]]) -> dict[str, Any]:
    return {"name": name, "all_points_x": [x for x, _ in points], "all_points_y": [y for _, y in points]}
