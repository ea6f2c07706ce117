"""Writing what Label Studio imports: the tasks, and the labelling interface that they were labelled with."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from annotation.formats.base import Header, Item
from annotation.formats.label_studio_images import brush
from annotation.formats.label_studio_images.vectors import vector_of
from annotation.formats.masks import cropped, filled
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.spool import LineSpool
from annotation.formats.writing import copy_image, count_left_out, count_losses
from annotation.kinds import Data
from annotation.kinds.record import Record

CONTROLS = {
    "box": ("rectanglelabels", "RectangleLabels"),
    "rotated_box": ("rectanglelabels", "RectangleLabels"),
    "ellipse": ("ellipselabels", "EllipseLabels"),
    "polygon": ("polygonlabels", "PolygonLabels"),
    "points": ("keypointlabels", "KeyPointLabels"),
    "mask": ("brushlabels", "BrushLabels"),
    "polyline": ("vectorlabels", "VectorLabels"),
}
WHOLE, ANSWERS, RELATION = "tag", "answers", "relation"
POINT = 0.5
"""Width of a key point in percent."""

Result = dict[str, Any]


class Encoder:
    """State of one writing. Videos are written alike; only their tasks and their interface are others."""

    folder = "images"

    def __init__(self, header: Header, sink: Sink, *, images: bool) -> None:
        self._header, self._sink, self._copy = header, sink, images
        self._types = types_in(header.schema)
        self._report = Report()

    def run(self, items: Iterable[Item]) -> Report:
        with closing(LineSpool()) as tasks:
            for item in items:
                self._report.items += 1
                tasks.add(self._task(item))
                if self._copy:
                    copy_image(item, f"{self.folder}/{item.name}", self._sink, self._report)
            with self._sink.create("tasks.json") as stream:
                stream.write(b"[")
                tasks.copy_to(stream)
                stream.write(b"]\n")
        view = self._interface(self._header.schema)
        indent(view)
        self._sink.write("label_config.xml", f"{tostring(view, encoding='unicode')}\n".encode())
        return self._report

    def _interface(self, schema: dict[str, Any]) -> Element:
        return _interface(schema)

    def _task(self, item: Item) -> dict[str, Any]:
        results: list[Result] = []
        if item.width and item.height:
            for record in item.records:
                results += self._results(record, item.width, item.height)
        else:
            self._report.loss("no-size", len(item.records))
        annotations = [{"result": results}] if results else []
        address = f"/data/local-files/?d={quote(f'images/{item.name}')}"
        return {"id": self._report.items, "data": {"image": address}, "annotations": annotations}

    def _results(self, record: Record, width: int, height: int) -> Iterator[Result]:
        kind = record["kind"]
        if kind not in {*CONTROLS, WHOLE, ANSWERS, RELATION}:
            count_left_out(record, self._report)
            return
        self._count_losses(record)
        self._report.records += 1
        size = {"original_width": width, "original_height": height, "image_rotation": 0, "to_name": "image"}
        if kind not in CONTROLS:
            yield from self._about_whole(record, size)
            return
        data = record["data"]
        if data.get("holes"):
            kind, data = "mask", filled(data)
        control = CONTROLS[kind][0]
        for index, place in enumerate(_places(kind, data, width, height)):
            same = {**size, "id": f"{record['id']}-{index}" if index else record["id"]}
            score = {} if record["score"] is None else {"score": record["score"]}
            value = {**place, control: [record["label"]]}
            yield {**same, "from_name": control, "type": control, "value": value, **score}
            yield from self._answers(record, same)

    def _about_whole(self, record: Record, same: Result) -> Iterator[Result]:
        """Results that are no region: a tag, answers to questions, or a relation."""
        if record["kind"] == ANSWERS:
            for number, result in enumerate(self._answers(record, same)):
                yield {**result, "id": f"{record['id']}-{number}"}
            return
        self._report.loss("attributes-dropped", int(bool(record["attributes"])))
        if record["kind"] == RELATION:
            ends = {"from_id": record["data"]["from"], "to_id": record["data"]["to"]}
            yield {**ends, "type": "relation", "direction": "right", "labels": [record["label"]]}
            return
        value = {"choices": [record["label"]]}
        yield {**same, "id": record["id"], "from_name": WHOLE, "type": "choices", "value": value}

    def _answers(self, record: Record, same: Result) -> Iterator[Result]:
        for name, answer in record["attributes"].items():
            yield {**same, "from_name": name, **answer_of(answer, self._types.get(name))}

    def _count_losses(self, record: Record) -> None:
        data = record["data"]
        count_losses(record, self._report, "group", "z")
        self._report.loss("holes-as-mask", int(bool(data.get("holes"))))
        self._report.loss("points-split", int(record["kind"] == "points" and len(data["points"]) > 1))


def _places(kind: str, data: Data, width: int, height: int) -> Iterator[dict[str, Any]]:
    """Where a shape lies, in percent; each of several points by itself."""
    across, down = 100 / width, 100 / height
    if kind == "mask":
        (rows, columns), pixels = cropped(data, width, height)
        yield {"format": "rle", "rle": list(brush.packed(pixels, columns.start, rows.start, width, height))}
    elif kind == "points":
        for x, y in data["points"]:
            yield {"x": x * across, "y": y * down, "width": POINT}
    elif kind == "ellipse":
        radii = {"radiusX": data["width"] / 2 * across, "radiusY": data["height"] / 2 * down}
        turn = math.degrees(data["angle"]) % 360
        yield {"x": data["cx"] * across, "y": data["cy"] * down, **radii, "rotation": turn}
    elif kind == "polyline":
        yield vector_of(data["points"], across, down)
    elif kind == "polygon":
        yield {"points": [[x * across, y * down] for x, y in data["points"]], "closed": True}
    else:
        x, y = (data["x"], data["y"]) if kind == "box" else corner_of(data)
        size = {"width": data["width"] * across, "height": data["height"] * down}
        turn = math.degrees(data.get("angle", 0.0)) % 360
        yield {"x": x * across, "y": y * down, **size, "rotation": turn}


def corner_of(data: Data) -> tuple[float, float]:
    """The top left corner about which Label Studio turns a box."""
    cos, sin = math.cos(data["angle"]), math.sin(data["angle"])
    width, height = data["width"] / 2, data["height"] / 2
    return data["cx"] - width * cos + height * sin, data["cy"] - width * sin - height * cos


def types_in(schema: dict[str, Any]) -> dict[str, str]:
    """The types of attributes and questions by their keys."""
    owners = [schema.get("questions", []), *(label.get("attributes", []) for label in schema.get("labels", []))]
    return {each["key"]: each["type"] for attributes in owners for each in attributes}


def answer_of(value: object, type: str | None = None) -> dict[str, Any]:
    """A result's type and value, as the control of an attribute of this type gives them."""
    if type == "text":
        return {"type": "textarea", "value": {"text": [str(value)]}}
    if isinstance(value, bool):
        return {"type": "choices", "value": {"choices": [str(value).lower()]}}
    if isinstance(value, int | float):
        return {"type": "number", "value": {"number": value}}
    return {"type": "choices", "value": {"choices": value if isinstance(value, list) else [value]}}


def _interface(schema: dict[str, Any]) -> Element:
    """The labelling interface: a control for each kind that some label is drawn as, and one for each attribute."""
    view = Element("View")
    SubElement(view, "Image", {"name": "image", "value": "$image"})
    labels = schema.get("labels", [])
    for name, tag in dict(CONTROLS.values()).items():
        drawn = {kind for kind, (control, _) in CONTROLS.items() if control == name}
        used = [label for label in labels if drawn & set(label.get("kinds", []))]
        control = SubElement(view, tag, {"name": name, "toName": "image"}) if used else None
        for label in used if control is not None else ():
            SubElement(control, "Label", {"value": label["key"], "background": label["color"]})  # type: ignore[arg-type]
    tags = [label["key"] for label in labels if WHOLE in label.get("kinds", [])]
    if tags:
        choices_of(SubElement(view, "Choices", {"name": WHOLE, "toName": "image", "choice": "multiple"}), tags)
    controls_of(view, schema, "image")
    return view


def controls_of(view: Element, schema: dict[str, Any], target: str) -> None:
    """Add the controls of attributes, which belong to a region, of questions, and of relations."""
    labels = schema.get("labels", [])
    for attribute in {each["key"]: each for label in labels for each in label.get("attributes", [])}.values():
        _control(view, attribute, {"toName": target, "perRegion": "true"})
    for question in schema.get("questions", []):
        _control(view, question, {"toName": target})
    arrows = [label["key"] for label in labels if RELATION in label.get("kinds", [])]
    relations = SubElement(view, "Relations") if arrows else None
    for key in arrows if relations is not None else ():
        SubElement(relations, "Relation", {"value": key})  # type: ignore[arg-type]


def _control(view: Element, attribute: dict[str, Any], said: dict[str, str]) -> None:
    said = {"name": attribute["key"], **said}
    kind = attribute["type"]
    if kind == "number":
        SubElement(view, "Number", said)
    elif kind == "text":
        SubElement(view, "TextArea", said)
    else:
        options = ["true", "false"] if kind == "checkbox" else [each["key"] for each in attribute["options"]]
        several = {"choice": "multiple" if kind == "multiselect" else "single"}
        choices_of(SubElement(view, "Choices", {**said, **several}), options)


def choices_of(element: Element, values: Iterable[str]) -> None:
    for value in values:
        SubElement(element, "Choice", {"value": value})
