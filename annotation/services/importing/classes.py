"""The names that files give to labels, attributes and options, and the project's keys for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from projects.schema import Attribute, SchemaContent

Names = dict[str, str]


def as_key(name: str) -> str:
    """A name as a key of the label schema: what is not allowed in one becomes a dash."""
    return re.sub(r"[^\w .\-]+", "-", name).strip(" .-_")[:100].rstrip(" .-_")


@dataclass(frozen=True, slots=True)
class Known:
    """An attribute of the project: its key, its type, and the keys of its options by their names."""

    key: str
    type: str
    options: Names

    def value(self, given: object) -> object:
        """What a file says as an attribute of this type would say it; as it is where that cannot be."""
        if isinstance(given, str):
            given = _option(self.options, given)
        if isinstance(given, list):
            given = [_option(self.options, each) for each in given]
            return given[0] if self.type == "select" and len(given) == 1 else given
        if self.type == "multiselect" and isinstance(given, str):
            return [given]
        if self.type in {"text", "select"} and isinstance(given, bool | int | float):
            return _option(self.options, str(given).lower())
        if self.type == "checkbox" and isinstance(given, str):
            return YES_OR_NO.get(given.casefold(), given)
        return given


YES_OR_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class Classes:
    """From the names of the files to the keys of the project. A key itself goes before a name that is like it."""

    def __init__(self, content: SchemaContent) -> None:
        self._keys = _by_name((label.key, label.name) for label in content.labels)
        self._attributes = {label.key: _known(label.attributes) for label in content.labels}
        self._attributes[""] = _known(content.questions)

    def key(self, name: str) -> str | None:
        return self._keys.get(name) or self._keys.get(name.casefold())

    def attribute(self, label: str, name: str) -> str | None:
        """The key of an attribute of this label, or for "" of a question."""
        known = self._known(label, name)
        return known.key if known else None

    def option(self, label: str, attribute: str, name: str) -> str:
        """The key of an option; the name itself where the project has none."""
        known = self._known(label, attribute)
        return _option(known.options, name) if known else name

    def attributes(self, label: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """Attributes under the project's keys; those it does not know as a schema would hold them."""
        result: dict[str, Any] = {}
        for name, value in given.items():
            known = self._known(label, name)
            if known is None:
                result.setdefault(as_key(name) or name, value)
            else:
                result[known.key] = known.value(value)
        return result

    def _known(self, label: str, name: str) -> Known | None:
        attributes = self._attributes.get(label, {})
        return attributes.get(name) or attributes.get(name.casefold()) or attributes.get(as_key(name))


def _option(options: Names, name: str) -> str:
    return options.get(name) or options.get(name.casefold()) or name


def _known(attributes: Sequence[Attribute]) -> dict[str, Known]:
    options = {each.key: _by_name((option.key, option.name) for option in each.options) for each in attributes}
    types = {each.key: each.type for each in attributes}
    names = _by_name((each.key, each.name) for each in attributes)
    return {name: Known(key, types[key], options[key]) for name, key in names.items()}


def _by_name(things: Iterable[tuple[str, Mapping[str, str]]]) -> Names:
    found: Names = {}
    keys: Names = {}
    for key, names in things:
        keys[key] = key
        for name in (key, *names.values()):
            found.setdefault(name.casefold(), key)
    return {**found, **keys}
