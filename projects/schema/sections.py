"""What another app understands: sections of a label schema beside labels and questions, of a label beside its fields.

They (how to transcribe, which points a skeleton has) are versioned, compared, sent to the browser and packed in
deliveries with the labels; projects itself only asks the app that declared a section whether it is sound.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from projects.schema.reader import Reader

Section = dict[str, Any]
Read = Callable[[Reader], Section]
"""The section as it shall be kept; what is wrong is told to the reader."""
Extend = Callable[[Section, Section], Section]
"""The first section with what the second has more."""


class Sections:
    """The sections that apps have declared at one place of a label schema, by name."""

    def __init__(self) -> None:
        self._readers: dict[str, Read] = {}
        self._extenders: dict[str, Extend] = {}

    def declare(self, name: str, read: Read, extend: Extend | None = None) -> None:
        """Let `read` judge the section of this name. Each has one reader, declared when its app is ready.

        `extend` makes one of two; without it a section that is there stays as it is.
        """
        self._readers[name] = read
        if extend:
            self._extenders[name] = extend

    def extended(self, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Section:
        """Our sections with what theirs have more."""
        both = {
            name: self._extenders[name](ours[name], theirs[name])
            for name in self._extenders
            if {name} <= ours.keys() & theirs.keys()
        }
        return {**theirs, **ours, **both}

    def read(self, reader: Reader) -> dict[str, Any]:
        """The sections that are there, by name. An empty one is none."""
        found = {}
        for name, read in self._readers.items():
            if reader.get(name):
                place = f"{reader.path}.{name}" if reader.path else name
                found[name] = read(Reader(reader.get(name), place, reader.problems))
        return found

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._readers)


OF_SCHEMA = Sections()
OF_LABEL = Sections()
