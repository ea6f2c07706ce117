"""LabelMe's JSON: a file beside each image, in pixels from the top left. See https://github.com/wkentaro/labelme.

A mask is a PNG of its box, whose corners are its first and its last pixel.

The rotated boxes and attributes are those of X-AnyLabeling, which writes the same files.
"""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Iterable, Iterator
from typing import Any

from annotation.formats.base import Decoded, Format, Header, Item, Options
from annotation.formats.gathering import Gathering, Image, number, side
from annotation.formats.losses import EMPTY_UNSEEN
from annotation.formats.masks import BadMask, pixels_in
from annotation.formats.names import base, stem
from annotation.formats.pictures import mask_of_png, png
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.source import Source, beginnings
from annotation.formats.writing import copy_image, count_left_out, count_losses, free_stem
from annotation.kinds import Data
from annotation.kinds.box import Box
from annotation.kinds.ellipse import Ellipse
from annotation.kinds.mask import mask_data
from annotation.kinds.record import Record
from annotation.kinds.rotated_box import RotatedBox
from core.json_text import encode
from core.text import Text

LARGEST_SIDE = 1_000_000
VERSION = "5.5.0"
"""Of LabelMe's files that these are."""


def label_files(source: Source) -> Iterator[str]:
    """The JSON files that begin like LabelMe's."""
    for name, head in beginnings(source, ".json"):
        if head.lstrip()[:1] == b"{" and b'"shapes"' in head:
            yield name


@FORMATS.register
class LabelMe(Format):
    """Boxes, rotated boxes, circles, polygons, masks, lines and points; tags as flags of the image."""

    slug = "labelme"
    title = Text(en="LabelMe JSON", zh="LabelMe JSON")
    extensions = (".json",)
    kinds = frozenset({"box", "rotated_box", "ellipse", "polygon", "mask", "polyline", "points", "tag"})
    cannot_carry = (
        Text(en="Holes of polygons and answers are left out.", zh="不含多边形的孔和答案。"),
        Text(en="Sets of points are written point by point.", zh="点集写为单独的点。"),
        Text(
            en="Ids, scores and z-order are left out; groups get numbers.",
            zh="不含编号、置信度和叠放次序；分组改为数字。",
        ),
        Text(en="Ellipses that are no circles become polygons.", zh="非正圆的椭圆转换为多边形。"),
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
            if isinstance(content, dict):
                _image(gathering, file, content)
        return gathering.decoded()

    @classmethod
    def encode(
        cls, header: Header, items: Iterable[Item], sink: Sink, options: Options | None = None, *, images: bool = False
    ) -> Report:
        cls.chosen(options)
        report = Report()
        taken: set[str] = set()
        for item in items:
            name = free_stem(item, taken, report)
            report.items += 1
            sink.write(f"{name}.json", encode(_content(item, report)) + b"\n")
            if images:
                copy_image(item, item.name, sink, report)
        return report


def _image(gathering: Gathering, file: str, content: dict[str, Any]) -> None:
    """A file is named after its image; the path inside it is that of whoever labelled it."""
    said = content.get("imagePath")
    suffix = base(said.replace("\\", "/")).rpartition(".")[2] if isinstance(said, str) and "." in said else "jpg"
    width, height = (side(content.get(key)) for key in ("imageWidth", "imageHeight"))
    image = gathering.image(file, "imagePath", f"{stem(file)}.{suffix}", size=(width, height))
    if image is None:
        return
    flags = content.get("flags")
    for name, is_set in flags.items() if isinstance(flags, dict) else ():
        if is_set is True:
            image.add("flags", "tag", {}, name)
    shapes = content.get("shapes")
    for index, shape in enumerate(shapes if isinstance(shapes, list) else []):
        if isinstance(shape, dict):
            _shape(image, f"shapes[{index}]", shape)
    gathering.keep(image)


def _shape(image: Image, place: str, shape: dict[str, Any]) -> None:
    given = shape.get("points")
    pairs = [each for each in given if isinstance(each, list) and len(each) == 2] if isinstance(given, list) else []
    points = [[number(x), number(y)] for x, y in pairs]
    kind = shape.get("shape_type") or "polygon"
    flags, attributes = shape.get("flags"), shape.get("attributes")
    found = {**(flags if isinstance(flags, dict) else {}), **(attributes if isinstance(attributes, dict) else {})}
    try:
        drawn = _drawn(str(kind), points, shape.get("mask"))
    except BadMask as error:
        image.problem(place, "bad-mask", reason=str(error))
        return
    if drawn is None:
        image.problem(place, "other-task", task=str(kind))
        return
    group = shape.get("group_id")
    image.add(place, *drawn, shape.get("label"), found, group=None if group is None else str(group)[:64])


def _drawn(kind: str, points: list[list[float]], picture: object) -> tuple[str, Data] | None:
    """What a shape draws; None for those that are not known here. Raises BadMask."""
    if kind == "mask":
        return "mask", _mask(points, picture)
    if kind == "rectangle" and points:
        across, down = ([point[axis] for point in points] for axis in (0, 1))
        return "box", Box.from_bounds(min(across), min(down), max(across), max(down))
    if kind == "rotation" and len(points) == 4:
        return "rotated_box", RotatedBox.from_corners(points)
    if kind == "circle" and len(points) == 2:
        return "ellipse", _circle(*points)
    if kind == "polygon":
        return "polygon", {"points": points, "holes": []}
    if kind in {"line", "linestrip"}:
        return "polyline", {"points": points}
    return ("points", {"points": points}) if kind in {"point", "points"} else None


def _circle(middle: list[float], rim: list[float]) -> Data:
    side = 2 * math.dist(middle, rim)
    return {"cx": middle[0], "cy": middle[1], "width": side, "height": side, "angle": 0.0}


def _mask(points: list[list[float]], picture: object) -> Data:
    if len(points) != 2 or not all(abs(each) < LARGEST_SIDE for each in points[0]) or not isinstance(picture, str):
        raise BadMask("it has no corners or no picture")
    try:
        content = base64.b64decode(picture, validate=True)
    except binascii.Error as error:
        raise BadMask(str(error)) from None
    data = mask_data(mask_of_png(content), *(round(each) for each in points[0]))
    if data is None:
        raise BadMask("it has no pixel")
    return data


def _content(item: Item, report: Report) -> dict[str, Any]:
    shapes: list[dict[str, Any]] = []
    groups: dict[str, int] = {}
    flags: dict[str, bool] = {}
    for record in item.records:
        kind = record["kind"]
        if kind == "tag":
            flags[record["label"]] = True
            count_losses(record, report, "attributes", "group")
        elif kind in LabelMe.kinds:
            shapes += _shapes(record, groups, report)
        else:
            count_left_out(record, report)
            continue
        report.records += 1
        count_losses(record, report, "score", "z")
    return {
        "version": VERSION,
        "flags": flags,
        "shapes": shapes,
        "imagePath": base(item.name),
        "imageData": None,
        "imageHeight": item.height or 0,
        "imageWidth": item.width or 0,
    }


def is_round(data: Data) -> bool:
    return math.isclose(data["width"], data["height"], rel_tol=1e-6)


def _shapes(record: Record, groups: dict[str, int], report: Report) -> Iterator[dict[str, Any]]:
    """A record as shapes: one, or a shape for each of several points."""
    kind, data = record["kind"], record["data"]
    report.loss("holes-dropped", int(bool(data.get("holes"))))
    report.loss("points-split", int(kind == "points" and len(data["points"]) > 1))
    attributes = record["attributes"]
    same = {
        "label": record["label"],
        "group_id": groups.setdefault(record["group"], len(groups) + 1) if record["group"] else None,
        "description": "",
        "flags": {key: value for key, value in attributes.items() if isinstance(value, bool)},
        "attributes": {key: value for key, value in attributes.items() if not isinstance(value, bool)},
    }
    if kind == "box":
        x, y = data["x"], data["y"]
        corners = [[x, y], [x + data["width"], y + data["height"]]]
        yield {**same, "points": corners, "shape_type": "rectangle"}
    elif kind == "rotated_box":
        turn = data["angle"] % (2 * math.pi)
        yield {**same, "points": RotatedBox.corners(data), "shape_type": "rotation", "direction": turn}
    elif kind == "ellipse" and is_round(data):
        middle = [data["cx"], data["cy"]]
        yield {**same, "points": [middle, [data["cx"] + data["width"] / 2, data["cy"]]], "shape_type": "circle"}
    elif kind == "ellipse":
        report.loss("ellipse-as-polygon")
        yield {**same, "points": Ellipse.outline(data), "shape_type": "polygon"}
    elif kind == "points":
        for point in data["points"]:
            yield {**same, "points": [point], "shape_type": "point"}
    elif kind == "mask":
        x, y, width, height = (data[key] for key in ("x", "y", "width", "height"))
        picture = base64.b64encode(png(pixels_in({**data, "x": 0, "y": 0}, width, height))).decode("ascii")
        corners = [[x, y], [x + width - 1, y + height - 1]]
        yield {**same, "points": corners, "shape_type": "mask", "mask": picture}
    else:
        yield {**same, "points": data["points"], "shape_type": "polygon" if kind == "polygon" else "linestrip"}
