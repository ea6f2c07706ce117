"""What CVAT's <meta> says of labels: their order, colours and attributes."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from annotation.formats import keypoints
from annotation.formats.cvat.attributes import Definition, definition_of
from annotation.formats.cvat.skeletons import Skeletons
from annotation.formats.labels import Schema, SchemaGatherer, label_name

KINDS = {
    "rectangle": "box",
    "polygon": "polygon",
    "polyline": "polyline",
    "points": "points",
    "ellipse": "ellipse",
    "cuboid": "cuboid2d",
    "mask": "mask",
    "skeleton": "skeleton",
    "tag": "tag",
}
"""Types of labels that are drawn as one kind."""
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


class Labels:
    """Labels as they come up in the files of one reading."""

    def __init__(self, gatherer: SchemaGatherer) -> None:
        self._gatherer = gatherer
        self._defined: dict[str, dict[str, Definition]] = {}
        self._colours: dict[str, str] = {}
        self.skeletons = Skeletons()

    def define(self, element: Element) -> None:
        """Take a <label> in; one that is a point of a skeleton is none of the schema."""
        key = label_name(element.findtext("name"))
        if key is None:
            return
        if parent := (element.findtext("parent") or "").strip():
            self.skeletons.names(parent, filter(None, [keypoints.clean(key)]))
            return
        self.skeletons.drawing(key, element.findtext("svg") or "")
        kind = (element.findtext("type") or "").strip()
        self._gatherer.label(key, [KINDS[kind]] if kind in KINDS else ())
        colour = (element.findtext("color") or "").strip()
        if COLOUR.fullmatch(colour):
            self._colours[key] = colour.lower()
        found = (definition_of(each) for each in element.iterfind("attributes/attribute"))
        self._defined.setdefault(key, {}).update({each["key"]: each for each in found if each})

    def types(self, label: str) -> dict[str, str]:
        """The types of a label's attributes."""
        return {name: each["type"] for name, each in self._defined.get(label, {}).items()}

    def schema(self, gatherer: SchemaGatherer) -> Schema:
        """What was used, with the colours and attributes that the files define."""
        schema = gatherer.schema()
        for label in schema["labels"]:
            label["color"] = self._colours.get(label["key"], label["color"])
            defined = self._defined.get(label["key"], {})
            used = {each["key"]: each for each in label["attributes"]}
            label["attributes"] = list({**used, **defined}.values())
            if template := self.skeletons.template(label["key"]):
                label["skeleton"] = template
        return schema
