"""Sections of a label schema beside labels and questions: rules that another app understands.

They (how to transcribe, say) are versioned, compared, sent to the browser and packed in deliveries with the labels;
projects itself only asks the app that declared a section whether it is sound.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from projects.schema.reader import Reader

Read = Callable[[Reader], dict[str, Any]]
"""The section as it shall be kept; what is wrong is told to the reader."""

_SECTIONS: dict[str, Read] = {}


def declare_section(name: str, read: Read) -> None:
    """Let `read` judge the section of this name. There is one reader per section, declared when its app is ready."""
    _SECTIONS[name] = read


def read_sections(reader: Reader) -> dict[str, Any]:
    """The sections that are there, by name. An empty one is none."""
    found = {}
    for name, read in _SECTIONS.items():
        if reader.get(name):
            found[name] = read(Reader(reader.get(name), name, reader.problems))
    return found


def section_names() -> frozenset[str]:
    return frozenset(_SECTIONS)
