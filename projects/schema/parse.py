"""Read a label schema that somebody wrote, and name every problem with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from core.errors import DomainError
from projects.schema.attributes import read_attributes
from projects.schema.colours import COLOUR, TOO_SIMILAR, distance
from projects.schema.model import Label, SchemaContent
from projects.schema.problems import Problem
from projects.schema.reader import Reader
from projects.schema.sections import OF_LABEL, OF_SCHEMA

MAX_LABELS = 2000
HOTKEY = re.compile(r"[^\s\x00-\x20]")
LABEL_FIELDS = frozenset({"key", "name", "color", "hotkey", "kinds", "attributes", "retired", "retired_kinds"})


class InvalidSchema(DomainError):
    """The schema was not taken; `fields` maps places to messages, `params["problems"]` has codes to translate."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        fields: dict[str, list[str]] = {}
        for problem in problems:
            fields.setdefault(problem.path, []).append(problem.message)
        first = problems[0]
        super().__init__(
            "invalid-schema",
            f"{first.path}: {first.message}",
            fields=fields,
            problems=[problem.json() for problem in problems],
        )


def parse(content: object, *, kinds: Sequence[str] = ()) -> SchemaContent:
    """The content as values. `kinds` are those a label may allow; empty allows any. Raises InvalidSchema."""
    schema, problems = problems_in(content, kinds=kinds)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise InvalidSchema(errors)
    return schema


def problems_in(content: object, *, kinds: Sequence[str] = ()) -> tuple[SchemaContent, list[Problem]]:
    """What could be read, and everything that is wrong (errors) or unwise (warnings)."""
    problems: list[Problem] = []
    reader = Reader(content, "", problems)
    reader.only({"labels", "questions", *OF_SCHEMA.names})
    labels = tuple(_label(each, kinds) for each in reader.objects("labels", limit=MAX_LABELS))
    questions = read_attributes(reader, "questions")
    _unique_keys(reader, labels)
    _unique_hotkeys(reader, labels)
    _distinct_colours(reader, labels)
    if not labels and not questions:
        reader.problem("labels", "no-labels", severity="warning")
    return SchemaContent(labels, questions, OF_SCHEMA.read(reader)), problems


def _label(reader: Reader, kinds: Sequence[str]) -> Label:
    reader.only(LABEL_FIELDS | OF_LABEL.names)
    retired = reader.flag("retired")
    allowed = _kinds(reader, kinds)
    if not allowed and not retired:
        reader.problem("kinds", "no-kinds")
    return Label(
        key=reader.key(),
        name=reader.names(),
        color=_colour(reader),
        hotkey=_hotkey(reader),
        kinds=allowed,
        attributes=read_attributes(reader, "attributes"),
        retired=retired,
        retired_kinds=tuple(kind for kind in reader.strings("retired_kinds") if kind not in allowed),
        rules=OF_LABEL.read(reader),
    )


def _colour(reader: Reader) -> str:
    value = reader.get("color")
    if isinstance(value, str) and COLOUR.fullmatch(value):
        return value.lower()
    reader.problem("color", "bad-color")
    return "#808080"


def _hotkey(reader: Reader) -> str | None:
    value = reader.get("hotkey")
    if value is None or value == "":
        return None
    if isinstance(value, str) and HOTKEY.fullmatch(value):
        return value
    reader.problem("hotkey", "bad-hotkey")
    return None


def _kinds(reader: Reader, known: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    for kind in reader.strings("kinds"):
        if known and kind not in known:
            reader.problem("kinds", "unknown-kind", kind=kind)
        elif kind in found:
            reader.problem("kinds", "duplicate-kind", kind=kind)
        else:
            found.append(kind)
    return tuple(found)


def _unique_keys(reader: Reader, labels: Sequence[Label]) -> None:
    _first_wins(labels, lambda label: label.key, lambda at, label, _: _twice(reader, at, label))


def _twice(reader: Reader, at: int, label: Label) -> None:
    reader.problem(f"labels[{at}].key", "duplicate-key", key=label.key)


def _unique_hotkeys(reader: Reader, labels: Sequence[Label]) -> None:
    def report(at: int, label: Label, other: Label) -> None:
        reader.problem(f"labels[{at}].hotkey", "duplicate-hotkey", hotkey=label.hotkey, other=other.key)

    _first_wins(labels, lambda label: None if label.retired else label.hotkey, report)


def _first_wins(
    labels: Sequence[Label], value: Callable[[Label], Any], report: Callable[[int, Label, Label], None]
) -> None:
    """Call `report(index, label, earlier)` for every label whose value an earlier one has; None and "" never clash."""
    seen: dict[Any, Label] = {}
    for at, label in enumerate(labels):
        own = value(label)
        if own in (None, ""):
            continue
        if own in seen:
            report(at, label, seen[own])
        seen.setdefault(own, label)


def _distinct_colours(reader: Reader, labels: Sequence[Label]) -> None:
    offered = [(at, label) for at, label in enumerate(labels) if not label.retired]
    if len(offered) > 60:
        return  # nobody tells sixty colours apart; the name does it
    for place, (at, label) in enumerate(offered):
        for _, other in offered[:place]:
            if distance(label.color, other.color) < TOO_SIMILAR:
                reader.problem(f"labels[{at}].color", "similar-color", severity="warning", other=other.key)
                break
