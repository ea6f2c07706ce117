"""CVAT's attributes: text in the file, whose type the label says in <meta>."""

from __future__ import annotations

import json
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from annotation.formats.labels import LONGEST, MOST_OPTIONS

TYPES = {"checkbox": "checkbox", "number": "number", "select": "select", "radio": "select", "text": "text"}
Definition = dict[str, Any]


def definition_of(element: Element) -> Definition | None:
    """An <attribute> of a label as an attribute of a label schema; None when it has no name."""
    key = (element.findtext("name") or "").strip()
    if not 0 < len(key) <= LONGEST:
        return None
    kind = TYPES.get((element.findtext("input_type") or "").strip(), "text")
    values = (element.findtext("values") or "").split("\n")
    options = list(dict.fromkeys(value.strip() for value in values if value.strip()))
    if kind == "select" and not 0 < len(options) <= MOST_OPTIONS:
        kind = "text"
    text = element.findtext("default_value") or ""
    default = value_of(text, kind) if text else None
    return {
        "key": key,
        "name": {"en": key, "zh": key},
        "type": kind,
        "options": [{"key": each, "name": {"en": each, "zh": each}} for each in options] if kind == "select" else [],
        "min": None,
        "max": None,
        "step": None,
        "default": None if kind == "select" and default not in options else default,
        "required": False,
        "when": None,
    }


def value_of(text: str, kind: str | None) -> Any:
    """The value of an attribute of this type; true and false of one nobody declared are taken as such."""
    plain = text.strip().lower()
    if kind == "checkbox" or (kind is None and plain in {"true", "false"}):
        return plain in {"true", "1"}
    if kind == "number":
        try:
            number = float(text)
        except ValueError:
            return text
        return int(number) if number.is_integer() and abs(number) < 2**53 else number
    return text


def text_of(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def define(parent: Element, attribute: Definition, *, mutable: bool = False) -> None:
    """Add the definition of an attribute to a label's <attributes>; `mutable` when it changes within a track."""
    element = SubElement(parent, "attribute")
    kind = attribute["type"] if attribute["type"] in TYPES else "text"
    options = [option["key"] for option in attribute["options"]]
    default = attribute["default"]
    for tag, text in (
        ("name", attribute["key"]),
        ("mutable", str(mutable)),
        ("input_type", kind),
        ("default_value", "" if default is None else text_of(default)),
        ("values", "\n".join(options) if kind == "select" else ("false" if kind == "checkbox" else "")),
    ):
        SubElement(element, tag).text = text
