"""An <object> of Pascal VOC as a record, and back."""

from __future__ import annotations

import json
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from annotation.formats.labels import LONGEST, clean_attributes
from annotation.kinds import Data
from annotation.kinds.record import Record

FLAGS = ("truncated", "difficult", "occluded")
POSE = "pose"
UNSPECIFIED = "Unspecified"
EDGES = ("xmin", "ymin", "xmax", "ymax")
DIGITS = 2


def box_of(element: Element, *, devkit: bool) -> dict[str, Any]:
    """The <bndbox> as data of a box; NaN stands where no number is, for the kind to refuse."""
    box = element.find("bndbox")
    left, top, right, bottom = (_number(box.findtext(edge) if box is not None else None) for edge in EDGES)
    if devkit:
        left, top = left - 1, top - 1
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}


def _number(text: str | None) -> float:
    try:
        value = float(text or "nan")
    except ValueError:
        return float("nan")
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def attributes_of(element: Element) -> tuple[dict[str, Any], list[str]]:
    """The attributes of an object, and the names of those that cannot be held."""
    found: dict[str, Any] = {}
    for flag in FLAGS:
        if (element.findtext(flag) or "").strip().lower() in {"1", "true", "yes"}:
            found[flag] = True
    pose = (element.findtext(POSE) or "").strip()
    if pose and pose != UNSPECIFIED:
        found[POSE] = pose
    for attribute in element.iterfind("attributes/attribute"):
        name, value = (attribute.findtext("name") or "").strip(), attribute.find("value")
        if name and value is not None:
            found[name] = _value(value)
    return clean_attributes(found)


def _value(element: Element) -> Any:
    """The value by its type where the file says one; other tools' true and false are taken as such."""
    text = element.text or ""
    if element.get("type") == "json":
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return text
    if element.get("type") is None and text.strip().lower() in {"true", "false"}:
        return text.strip().lower() == "true"
    return text


def object_of(record: Record, data: Data, *, devkit: bool) -> Element:
    """The record as an <object> with the box `data`."""
    attributes = dict(record["attributes"])
    element = Element("object")
    _text(element, "name", record["label"])
    pose = attributes.get(POSE)
    if isinstance(pose, str) and pose.strip() == pose and pose not in {"", UNSPECIFIED}:
        del attributes[POSE]
        _text(element, POSE, pose)
    else:
        _text(element, POSE, UNSPECIFIED)
    for flag in FLAGS:
        value = attributes.get(flag)
        if isinstance(value, bool):
            del attributes[flag]
        _text(element, flag, "1" if value is True else "0")
    box = SubElement(element, "bndbox")
    for edge, text in zip(EDGES, edges_of(data, devkit=devkit), strict=True):
        _text(box, edge, text)
    if attributes:
        _attributes(element, attributes)
    return element


def edges_of(data: Data, *, devkit: bool) -> list[str]:
    """xmin, ymin, xmax, ymax as text."""
    left, top = data["x"], data["y"]
    right, bottom = left + data["width"], top + data["height"]
    if devkit:
        x, y = round(left) + 1, round(top) + 1
        return [str(x), str(y), str(max(round(right), x)), str(max(round(bottom), y))]
    return [
        f"{value:.{DIGITS}f}".rstrip("0").rstrip(".").replace("-0", "0", value == 0)
        for value in (left, top, right, bottom)
    ]


def _attributes(element: Element, attributes: dict[str, Any]) -> None:
    parent = SubElement(element, "attributes")
    for name, value in attributes.items():
        attribute = SubElement(parent, "attribute")
        _text(attribute, "name", name[:LONGEST])
        plain = isinstance(value, str) and value.lower() not in {"true", "false"}
        _text(attribute, "value", value if plain else json.dumps(value, ensure_ascii=False))
        if not plain:
            attribute[1].set("type", "json")


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = "".join(letter for letter in text if letter in "\t\n\r" or letter >= " ")
