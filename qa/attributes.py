"""Reads attribute values by the label schema: which apply, which are missing, which are wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Attribute = dict[str, Any]


def applies(attribute: Attribute, values: dict[str, Any]) -> bool:
    """Whether the attribute is asked, given the other values (its `when` condition holds)."""
    when = attribute.get("when")
    if not when:
        return True
    value = values.get(when["attribute"])
    given = value if isinstance(value, list) else [value]
    return any(item in when["in"] for item in given)


def is_empty(value: object) -> bool:
    return value is None or value == "" or value == []


def problem(attribute: Attribute, value: object) -> str | None:
    """What is wrong with a given value: option, range or type; None when it fits."""
    kind = attribute["type"]
    keys = {option["key"] for option in attribute.get("options", [])}
    if kind == "select":
        return None if value in keys else "option"
    if kind == "multiselect":
        return None if isinstance(value, list) and set(value) <= keys else "option"
    if kind == "number":
        return _number_problem(attribute, value)
    if kind == "checkbox":
        return None if isinstance(value, bool) else "type"
    return None if isinstance(value, str) else "type"


def _number_problem(attribute: Attribute, value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "type"
    low, high = attribute.get("min"), attribute.get("max")
    if (low is not None and value < low) or (high is not None and value > high):
        return "range"
    return None


def asked(attributes: list[Attribute], values: dict[str, Any]) -> Iterator[Attribute]:
    """The attributes that apply."""
    return (attribute for attribute in attributes if applies(attribute, values))
