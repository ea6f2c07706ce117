"""What a label schema says about scenes beside its labels: the section `scene`."""

from __future__ import annotations

from typing import Any

from projects.schema.reader import Reader

FIELDS = frozenset({"tilt"})
"""`tilt`: boxes may be turned about all three axes, not only about the upright one."""


def read_scene(reader: Reader) -> dict[str, Any]:
    reader.only(FIELDS)
    return {"tilt": True} if reader.flag("tilt") else {}
