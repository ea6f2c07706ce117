"""Reading CVAT for images, image by image."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol
from xml.etree.ElementTree import Element, ParseError

import numpy as np
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from annotation.formats import keypoints
from annotation.formats.base import Decoded
from annotation.formats.cvat.attributes import value_of
from annotation.formats.cvat.labels import Labels
from annotation.formats.cvat.skeletons import joint_of
from annotation.formats.gathering import Gathering, Image
from annotation.formats.source import Source, Unreadable
from annotation.formats.splits import split_in
from annotation.kinds import Data
from annotation.kinds.box import Box
from annotation.kinds.mask import mask_data
from annotation.kinds.rotated_box import normal_angle

LARGEST_MASK = 100_000_000
NOT_A_NUMBER = float("nan")


class Told(Protocol):
    """Who is told what is wrong."""

    def problem(self, place: str, code: str, /, **params: Any) -> None: ...


def decode(
    source: Source, files: Iterable[str], title: str, others: Callable[[Gathering, Labels], None] = lambda *_: None
) -> Decoded:
    """See Format.decode. `others` takes in what files of another form say."""
    reader = _Reader(Gathering(source, title))
    for file in files:
        reader.read(file)
    others(reader.gathering, reader.labels)
    return reader.gathering.decoded(reader.labels.schema)


class _Reader:
    """State of one reading."""

    def __init__(self, gathering: Gathering) -> None:
        self.gathering = gathering
        self.labels = Labels(gathering.gatherer)

    def read(self, file: str) -> None:
        report = self.gathering.report
        try:
            with self.gathering.source.open(file) as stream:
                for element in _elements(stream):
                    if element.tag == "label":
                        self.labels.define(element)
                    elif element.tag == "track":
                        report.problem(file, f"track[{element.get('id')}]", "other-task", task="track")
                    else:
                        self._image(file, element)
        except Unreadable as error:
            report.problem(file, "", error.code, **error.params)
        except DefusedXmlException:
            report.problem(file, "", "forbidden-xml")
        except (ParseError, ValueError, LookupError, RecursionError) as error:
            report.problem(file, "", "bad-xml", reason=str(error))

    def _image(self, file: str, element: Element) -> None:
        name, subset = element.get("name"), element.get("subset") or ""
        size = side_of(element.get("width")), side_of(element.get("height"))
        # Tasks of a project, each of another subset, may have images of one name.
        near = "/".join(filter(None, (file.rpartition("/")[0], "images", subset)))
        if subset and self.gathering.knows(name):
            name = f"{subset}/{name}"
        place = f"image[{element.get('id')}]"
        image = self.gathering.image(file, place, name, size=size, split=split_in(subset), near=near)
        if image is None:
            return
        for index, child in enumerate(element):
            place = f"image[{element.get('id')}].{child.tag}[{index}]"
            label = child.get("label")
            attributes = self._attributes(label or "", child)
            order = whole_of(child.get("z_order"), 0)
            group = child.get("group_id") or None
            for kind, data in _shapes(child, place, image):
                if kind == "skeleton":
                    self.labels.skeletons.names(label or "", data["points"])
                image.add(place, kind, data, label, attributes, z=order, group=group if group != "0" else None)
        self.gathering.keep(image)

    def _attributes(self, label: str, element: Element) -> dict[str, Any]:
        types = self.labels.types(label)
        found: dict[str, Any] = {"occluded": True} if element.get("occluded") == "1" else {}
        for attribute in element.iterfind("attribute"):
            name = (attribute.get("name") or "").strip()
            if name:
                found[name] = value_of(attribute.text or "", types.get(name))
        return found


def _elements(stream: Any) -> Iterator[Element]:
    """The labels, images and tracks of a file; each is forgotten when the next one is asked for."""
    depth: list[Element] = []
    for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            depth.append(element)
            continue
        depth.pop()
        if element.tag in {"image", "track"} and len(depth) == 1:
            yield element
            depth[0].clear()
        elif element.tag == "label" and depth and depth[-1].tag == "labels":
            yield element


def _shapes(element: Element, place: str, image: Image) -> Iterator[tuple[str, Data]]:
    """What an element draws; what is not known here is reported."""
    tag = element.tag
    if tag == "box":
        yield box_of(element)
    elif tag == "tag":
        yield "tag", {}
    elif tag == "mask":
        data = mask_of(element, place, image)
        if data:
            yield "mask", data
    elif tag in DRAWN:
        kind, draw = DRAWN[tag]
        yield kind, draw(element)
    elif tag != "attribute":
        image.problem(place, "other-task", task=tag)


def _ellipse(element: Element) -> Data:
    cx, cy, rx, ry = (_number(element.get(key)) for key in ("cx", "cy", "rx", "ry"))
    turn = math.radians(_number(element.get("rotation"), 0.0))
    return {"cx": cx, "cy": cy, "width": 2 * rx, "height": 2 * ry, "angle": normal_angle(turn)}


CORNERS = tuple((f"t{side}", f"b{side}") for side in ("l1", "r1", "l2", "r2"))
"""The ends of CVAT's upright edges, which goes round the box as we do: what it calls left of the back is its right."""


def _cuboid(element: Element) -> Data:
    """Edges stand upright: one that leans is where its middle is."""
    edges = []
    for ends in CORNERS:
        xs, ys = ([_number(element.get(f"{axis}{end}")) for end in ends] for axis in ("x", "y"))
        edges.append([sum(xs) / 2, min(ys), max(ys)])
    return {"edges": edges}


def box_of(element: Element) -> tuple[str, Data]:
    left, top, right, bottom = (_number(element.get(edge)) for edge in ("xtl", "ytl", "xbr", "ybr"))
    turn = _number(element.get("rotation"), 0.0)
    if not turn:
        return "box", Box.from_bounds(left, top, right, bottom)
    centre = {"cx": (left + right) / 2, "cy": (top + bottom) / 2}
    return "rotated_box", {
        **centre,
        "width": right - left,
        "height": bottom - top,
        "angle": normal_angle(math.radians(turn)),
    }


def points_of(element: Element) -> list[list[float]]:
    pairs = (pair.split(",") for pair in (element.get("points") or "").split(";") if pair.strip())
    return [[_number(part) for part in pair] for pair in pairs]


def _skeleton(element: Element) -> Data:
    """Its points by name, numbered where they have none."""
    points = {}
    for number, point in enumerate(element.iterfind("points"), 1):
        name = keypoints.clean(point.get("label") or "") or str(number)
        if joint := joint_of(point, points_of(point)):
            points[name] = joint
    return {"points": points}


DRAWN: dict[str, tuple[str, Callable[[Element], Data]]] = {
    "polygon": ("polygon", lambda element: {"points": points_of(element), "holes": []}),
    "polyline": ("polyline", lambda element: {"points": points_of(element)}),
    "points": ("points", lambda element: {"points": points_of(element)}),
    "ellipse": ("ellipse", _ellipse),
    "cuboid": ("cuboid2d", _cuboid),
    "skeleton": ("skeleton", _skeleton),
}
"""Element -> the kind of it, and how its place is read."""


def mask_of(element: Element, place: str, image: Told) -> Data | None:
    """Run lengths row by row inside a box, first of what is not there; None, reported, when they are no mask."""
    left, top, width, height = (whole_of(element.get(key), -1) for key in ("left", "top", "width", "height"))
    try:
        counts = [int(part) for part in (element.get("rle") or "").split(",")]
    except ValueError:
        counts = [-1]
    if min(counts) < 0 or min(width, height) <= 0 or sum(counts) != width * height or width * height > LARGEST_MASK:
        image.problem(place, "bad-mask", reason=f"{width} × {height}")
        return None
    pixels = np.repeat(np.arange(len(counts)) % 2 == 1, counts).reshape(height, width)
    data = mask_data(pixels, left, top)
    if data is None:
        image.problem(place, "bad-mask", reason="it has no pixel")
    return data


def _number(text: str | None, default: float = NOT_A_NUMBER) -> float:
    try:
        value = float(text or "")
    except ValueError:
        return default
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def whole_of(text: str | None, default: int) -> int:
    value = _number(text)
    return value if isinstance(value, int) else default


def side_of(text: str | None) -> int | None:
    value = whole_of(text, 0)
    return value if 0 < value < 10_000_000 else None
