"""Reading Label Studio's export, task by task."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from annotation.formats.base import IMAGE_SUFFIXES, Decoded
from annotation.formats.gathering import Gathering, Image, Size, number, side
from annotation.formats.json_stream import elements
from annotation.formats.label_studio_images import brush, vectors
from annotation.formats.label_studio_images.minimal import is_minimal, whole
from annotation.formats.label_studio_images.tasks import Answered, Result, answers_of
from annotation.formats.labels import label_name
from annotation.formats.names import base
from annotation.formats.source import Source, Unreadable
from annotation.kinds import Data
from annotation.kinds.record import Record
from annotation.kinds.rotated_box import normal_angle

UPLOADED = re.compile(r"^[0-9a-f]{8}-(?=.)")
"""What Label Studio puts before the name of an uploaded file."""
LARGEST_CONFIG = 1 << 20
SHAPES = ("rectangle", "polygon", "keypoint", "brush", "bitmask", "ellipse", "vector")
CONTROLS = {
    "RectangleLabels": "box",
    "EllipseLabels": "ellipse",
    "PolygonLabels": "polygon",
    "KeyPointLabels": "points",
    "BrushLabels": "mask",
    "BitmaskLabels": "mask",
    "VectorLabels": "polyline",
    "TimelineLabels": "segment",
}
"""Elements of the labelling interface whose labels are drawn as one kind."""


def decode(source: Source, files: Iterable[str], title: str) -> Decoded:
    """See Format.decode."""
    gathering = Gathering(source, title)
    declared(gathering)
    for file in files:
        try:
            with source.open(file) as stream:
                for index, task in enumerate(elements(stream)):
                    _task(gathering, file, f"[{index}]", whole(task))
        except Unreadable as error:
            gathering.report.problem(file, "", error.code, **error.params)
    return gathering.decoded()


def is_export(head: bytes) -> bool:
    """Whether a file begins like an array of tasks; what a task is about comes after its annotations, maybe late."""
    if is_minimal(head):
        return True
    about = any(word in head for word in (b'"data"', b'"from_name"', b'"original_width"'))
    return head[:1] == b"[" and about and (b'"annotations"' in head or b'"completions"' in head)


def declared(gathering: Gathering) -> None:
    """The labels of a labelling interface among the files, in its order."""
    for name in gathering.source.names:
        if not name.lower().endswith(".xml"):
            continue
        try:
            root = fromstring(gathering.source.read(name, LARGEST_CONFIG), forbid_dtd=True)
        except (Unreadable, DefusedXmlException, ParseError, ValueError, LookupError, RecursionError):
            continue
        for control in root.iter() if root.tag == "View" else ():
            kinds = {CONTROLS[control.tag]} if control.tag in CONTROLS else set()
            for element in control.iterfind("Label"):
                if key := label_name(element.get("value")):
                    gathering.gatherer.label(key, kinds)


def _task(gathering: Gathering, file: str, place: str, task: object) -> None:
    data = task.get("data") if isinstance(task, dict) else None
    if not isinstance(task, dict) or not isinstance(data, dict):
        gathering.report.problem(file, place, "missing-field", field="data")
        return
    best, count = chosen(task)
    results = [each for each in best.get("result") or [] if isinstance(each, dict)]
    size = size_in(results)
    image = gathering.image(file, f"{place}.data", name_of(gathering, file, data), size=size)
    if image is None:
        return
    if count > 1:
        image.problem(f"{place}.annotations", "several-answers", count=count)
    answered = Answered(image, gathering.gatherer)
    answered.take(place, results, lambda where, region: _region(answered, where, region))
    gathering.keep(image)


def size_in(results: list[Result]) -> Size:
    """The size of the picture, where a result says it."""
    sizes = ((side(each.get("original_width")), side(each.get("original_height"))) for each in results)
    return next((size for size in sizes if all(size)), (None, None))


def chosen(task: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """The annotation that counts, and how many there are."""
    listed = task.get("annotations") or task.get("completions")
    done = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    done = [each for each in done if not each.get("was_cancelled") and isinstance(each.get("result"), list)]
    best = max(done, key=lambda each: (each.get("ground_truth") is True, str(each.get("updated_at") or "")), default={})
    return best, len(done)


def name_of(
    gathering: Gathering, file: str, data: dict[str, Any], suffixes: tuple[str, ...] = IMAGE_SUFFIXES
) -> str | None:
    """The name of the task's image or video: as it is among the files, else without what Label Studio put before it."""
    texts = [value for value in data.values() if isinstance(value, str)]
    pictures = (text for text in texts if urlsplit(text).path.lower().endswith(suffixes) or "?d=" in text)
    address = next(pictures, data.get("image") or data.get("video"))
    if not isinstance(address, str):
        return None
    parts = urlsplit(address)
    local = parse_qs(parts.query).get("d")
    path = (local[0] if local else unquote(parts.path)).lstrip("/").removeprefix("images/").removeprefix("videos/")
    short = base(path)
    names = [path, short, UPLOADED.sub("", short)]
    folder = file.rpartition("/")[0]
    there = (name for name in names if gathering.images.find(name, folder))
    return next(there, path if local else names[-1])


def _region(answered: Answered, place: str, region: list[Result]) -> Record | None:
    """The results of one region: its shape, its label, and what was answered about it."""
    image = answered.image
    shape = next((each for each in region if str(each.get("type")).startswith(SHAPES)), None)
    values = [each["value"] for each in region if isinstance(each.get("value"), dict)]
    if shape is None:
        answered.whole(place, region)
        return None
    label = next((found for value in values for found in labels_in(value)), None)
    attributes = answers_of(region)
    scores = (each.get("score") for each in region)
    score = next((s for s in scores if isinstance(s, int | float) and not isinstance(s, bool) and 0 <= s <= 1), None)
    drawn = [image.add(place, *each, label, attributes, score=score) for each in _shapes(image, place, shape)]
    return next(iter(drawn), None)


def labels_in(value: dict[str, Any]) -> list[Any]:
    return next((found for key, found in value.items() if key.endswith("labels") and isinstance(found, list)), [])


def _shapes(image: Image, place: str, result: Result) -> Iterator[tuple[str, Data]]:
    kind, value = str(result["type"]), result.get("value")
    width, height = image.size
    if not width or not height or not isinstance(value, dict):
        image.problem(place, "no-size" if isinstance(value, dict) else "missing-field", field="value")
        return
    across, down = width / 100, height / 100
    if kind.startswith("rectangle"):
        yield box_of(value, across, down)
    elif kind.startswith("ellipse"):
        yield "ellipse", ellipse_of(value, across, down)
    elif kind.startswith("polygon"):
        points = value.get("points")
        pairs = [each for each in points if isinstance(each, list)] if isinstance(points, list) else []
        scaled = [[number(part) * by for part, by in zip(pair, (across, down), strict=False)] for pair in pairs]
        # One that nobody has closed is a line.
        yield ("polyline", {"points": scaled}) if value.get("closed") is False else _polygon(scaled)
    elif kind.startswith("vector"):
        yield from vectors.shapes_of(value, across, down)
    elif kind.startswith("keypoint"):
        yield "points", {"points": [[number(value.get("x")) * across, number(value.get("y")) * down]]}
    elif kind.startswith(("brush", "bitmask")):
        yield from _painted(image, place, value, width, height)
    else:
        image.problem(place, "other-task", task=kind)


def _polygon(points: list[list[float]]) -> tuple[str, Data]:
    return "polygon", {"points": points, "holes": []}


def box_of(value: dict[str, Any], across: float, down: float, *, turned: bool = False) -> tuple[str, Data]:
    """A box; one at an angle, or any that is to be `turned`, as a rotated one."""
    x, width = (number(value.get(key)) * across for key in ("x", "width"))
    y, height = (number(value.get(key)) * down for key in ("y", "height"))
    turn = math.radians(number(value.get("rotation") or 0))
    if turn == 0 and not turned:
        return "box", {"x": x, "y": y, "width": width, "height": height}
    cos, sin = math.cos(turn), math.sin(turn)
    centre = {"cx": x + (width * cos - height * sin) / 2, "cy": y + (width * sin + height * cos) / 2}
    return "rotated_box", {**centre, "width": width, "height": height, "angle": normal_angle(turn)}


def ellipse_of(value: dict[str, Any], across: float, down: float) -> Data:
    """Label Studio turns an ellipse about its middle."""
    return {
        "cx": number(value.get("x")) * across,
        "cy": number(value.get("y")) * down,
        "width": 2 * number(value.get("radiusX")) * across,
        "height": 2 * number(value.get("radiusY")) * down,
        "angle": normal_angle(math.radians(number(value.get("rotation") or 0))),
    }


def _painted(image: Image, place: str, value: dict[str, Any], width: int, height: int) -> Iterator[tuple[str, Data]]:
    try:
        if "imageDataURL" in value:
            data = brush.bitmask_of(value["imageDataURL"], width, height)
        else:
            data = brush.mask_of(value.get("rle") or [], width, height)
    except brush.BadBrush as error:
        image.problem(place, "bad-mask", reason=str(error))
        return
    if data is None:
        image.problem(place, "bad-mask", reason="it has no pixel")
        return
    yield "mask", data
