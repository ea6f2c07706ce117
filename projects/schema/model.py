"""A label schema as frozen values. `json()` gives exactly what is stored, sent to the browser and packed in deliveries.

What was removed from a schema in use stays in it as retired: valid on records that have it, not offered for new ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Scalar = str | float | bool
Value = Scalar | list[str] | None
Names = dict[str, str]

TYPES = ("select", "multiselect", "number", "text", "checkbox")
WITH_OPTIONS = ("select", "multiselect")


def _marked(content: dict[str, Any], retired: bool) -> dict[str, Any]:
    return {**content, "retired": True} if retired else content


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a select or multiselect."""

    key: str
    name: Names
    retired: bool = False

    def json(self) -> dict[str, Any]:
        return _marked({"key": self.key, "name": self.name}, self.retired)


@dataclass(frozen=True, slots=True)
class Condition:
    """An attribute applies only when an earlier attribute of the same list has one of these values."""

    attribute: str
    values: tuple[Scalar, ...]

    def json(self) -> dict[str, Any]:
        return {"attribute": self.attribute, "in": list(self.values)}


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a number means to people, from this value up to the next anchor: 7 is "good, with a heavy accent"."""

    at: float
    name: Names

    def json(self) -> dict[str, Any]:
        return {"at": self.at, "name": self.name}


@dataclass(frozen=True, slots=True)
class Attribute:
    """One question about a labelled thing, or about the whole task.

    `minimum`, `maximum`, `step`, `anchors` (rising) and `formula` (how it follows from others) concern numbers.
    """

    key: str
    name: Names
    type: str
    options: tuple[Option, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    default: Value = None
    required: bool = False
    when: Condition | None = None
    retired: bool = False
    anchors: tuple[Anchor, ...] = ()
    formula: str = ""

    def json(self) -> dict[str, Any]:
        content: dict[str, Any] = {
            "key": self.key,
            "name": self.name,
            "type": self.type,
            "options": [option.json() for option in self.options],
            "min": self.minimum,
            "max": self.maximum,
            "step": self.step,
            "default": self.default,
            "required": self.required,
            "when": self.when.json() if self.when else None,
        }
        if self.anchors:
            content["anchors"] = [anchor.json() for anchor in self.anchors]
        if self.formula:
            content["formula"] = self.formula
        return _marked(content, self.retired)

    def option(self, key: str) -> Option | None:
        return next((option for option in self.options if option.key == key), None)


@dataclass(frozen=True, slots=True)
class Label:
    """One class of things. `retired_kinds` are kinds it no longer allows but that records of it still have.

    `rules` are sections of JSON that other apps declare (`sections`): the points of its skeleton, say.
    """

    key: str
    name: Names
    color: str
    hotkey: str | None = None
    kinds: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    retired: bool = False
    retired_kinds: tuple[str, ...] = ()
    rules: Mapping[str, Any] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        content: dict[str, Any] = {
            "key": self.key,
            "name": self.name,
            "color": self.color,
            "hotkey": self.hotkey,
            "kinds": list(self.kinds),
            "attributes": [attribute.json() for attribute in self.attributes],
            **self.rules,
        }
        if self.retired_kinds:
            content["retired_kinds"] = list(self.retired_kinds)
        return _marked(content, self.retired)

    def attribute(self, key: str) -> Attribute | None:
        return next((attribute for attribute in self.attributes if attribute.key == key), None)


@dataclass(frozen=True, slots=True)
class SchemaContent:
    """Labels, questions about the whole task, and rules: sections of JSON that other apps declare (`sections`)."""

    labels: tuple[Label, ...] = ()
    questions: tuple[Attribute, ...] = field(default=())
    rules: Mapping[str, Any] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        return {
            "labels": [label.json() for label in self.labels],
            "questions": [question.json() for question in self.questions],
            **self.rules,
        }

    def label(self, key: str) -> Label | None:
        return next((label for label in self.labels if label.key == key), None)

    def question(self, key: str) -> Attribute | None:
        return next((question for question in self.questions if question.key == key), None)
