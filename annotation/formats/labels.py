"""Label schemas as formats see them: most files know only class names, so the rest is gathered from what is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from annotation.kinds import KINDS
from annotation.kinds.record import LARGEST

COLOURS = (
    "#4363d8", "#e6194b", "#3cb44b", "#f58231", "#911eb4", "#42d4f4", "#f032e6", "#808000", "#469990", "#9a6324",
    "#800000", "#000075", "#bfef45", "#fabed4", "#aaffc3", "#dcbeff", "#ffe119", "#ffd8b1", "#a9a9a9", "#2f4f4f",
)  # fmt: skip
MOST_OPTIONS = 50
"""Different texts of one attribute, up to which they are offered as a choice."""
LONGEST = 100
QUESTIONS = ""
"""In place of a label: the questions about the whole."""

Schema = dict[str, Any]


def label_keys(schema: Schema) -> list[str]:
    """Keys of the labels in their order."""
    return [label["key"] for label in schema.get("labels", [])]


def label_name(value: object) -> str | None:
    """A class name from a file as the key of a label, or None when it cannot be one."""
    if not isinstance(value, str):
        return None
    name = "".join(letter for letter in value if letter.isprintable()).strip()
    return name if 0 < len(name) <= LONGEST else None


class SchemaGatherer:
    """Gathers labels, the kinds they are drawn as and the attributes they have, and makes a label schema of them."""

    def __init__(self) -> None:
        self._kinds: dict[str, set[str]] = {}
        self._values: dict[str, dict[str, _Values]] = {}
        self.free_texts: set[str] = set()
        """Attributes that are free text, however few different texts there are."""

    def label(self, key: str, kinds: Iterable[str] = ()) -> None:
        self._kinds.setdefault(key, set()).update(kinds)

    def attributes(self, key: str, attributes: Mapping[str, Any]) -> None:
        seen = self._values.setdefault(key, {})
        for name, value in attributes.items():
            seen.setdefault(name, _Values()).add(value)

    def record(self, record: Any) -> None:
        if record["kind"] == "answers":
            self.attributes(QUESTIONS, record["attributes"])
        for use in KINDS[record["kind"]].uses(record["label"], record["data"], record["attributes"]):
            self.label(use.label, [use.kind])
            if use.attributes:
                self.attributes(use.label, use.attributes)

    def schema(self, kinds: Iterable[str] = ("box",)) -> Schema:
        """The content of a label schema; labels nobody used get `kinds`."""
        return {
            "labels": [
                {
                    "key": key,
                    "name": {"en": key, "zh": key},
                    "color": COLOURS[index % len(COLOURS)],
                    "hotkey": str(index + 1) if index < 9 else None,
                    "kinds": sorted(used or kinds),
                    "attributes": self._gathered(key),
                }
                for index, (key, used) in enumerate(self._kinds.items())
            ],
            "questions": self._gathered(QUESTIONS),
        }

    def _gathered(self, key: str) -> list[dict[str, Any]]:
        values = sorted(self._values.get(key, {}).items())
        return [each.attribute(name, free=name in self.free_texts) for name, each in values]


class _Values:
    """What one attribute was seen to hold."""

    def __init__(self) -> None:
        self._types: set[str] = set()
        self._texts: dict[str, None] = {}

    def add(self, value: object) -> None:
        self._types.add(_type_of(value))
        texts = value if isinstance(value, list) else [value]
        for text in texts:
            if isinstance(text, str) and len(self._texts) <= MOST_OPTIONS:
                self._texts[text] = None

    def attribute(self, key: str, *, free: bool = False) -> dict[str, Any]:
        kind = next(iter(self._types)) if len(self._types) == 1 else "text"
        if self._types == {"select", "multiselect"}:  # one of several chosen is still a choice of several
            kind = "multiselect"
        if kind == "select" and free:
            kind = "text"
        if kind in {"select", "multiselect"} and (len(self._texts) > MOST_OPTIONS or not all(self._texts)):
            kind = "text"
        options = [{"key": text, "name": {"en": text, "zh": text}} for text in sorted(self._texts)]
        return {
            "key": key,
            "name": {"en": key, "zh": key},
            "type": kind,
            "options": options if kind in {"select", "multiselect"} else [],
            "min": None,
            "max": None,
            "step": None,
            "default": None,
            "required": False,
            "when": None,
        }


def _type_of(value: object) -> str:
    if isinstance(value, bool):
        return "checkbox"
    if isinstance(value, int | float):
        return "number"
    return "multiselect" if isinstance(value, list) else "select"


def clean_attributes(value: object) -> tuple[dict[str, Any], list[str]]:
    """The attributes that a record can hold, and the names of those it cannot (objects, lists of anything but text).

    Whole numbers beyond 53 bits are ids; they come as text, because a browser would round them.
    """
    if not isinstance(value, dict):
        return {}, []
    fine: dict[str, Any] = {}
    wrong: list[str] = []
    for key, item in value.items():
        if item is None:
            continue
        if _is_attribute(item) and 0 < len(key) <= LONGEST:
            fine[key] = str(item) if isinstance(item, int) and abs(item) > LARGEST else item
        else:
            wrong.append(key)
    return fine, wrong


def _is_attribute(value: object) -> bool:
    if isinstance(value, list):
        return len(value) <= 1000 and all(isinstance(item, str) and len(item) <= 1000 for item in value)
    if isinstance(value, float):
        return value == value and abs(value) != float("inf")
    return isinstance(value, bool | int) or (isinstance(value, str) and len(value) <= 10_000)
