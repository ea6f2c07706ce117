"""Layouts of scenes: one module each. Importing this package finds them all."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from annotation.modalities.base import Group, Names
from annotation.modalities.scene.layouts.base import Files, Layout
from annotation.modalities.scene.layouts.registry import LAYOUTS

LAYOUTS.discover(sys.modules[__name__])

__all__ = ["LAYOUTS", "Files", "Layout", "groups", "layout_of"]


def _in_order() -> list[type[Layout]]:
    return sorted(LAYOUTS, key=lambda layout: (layout.order, layout.slug))


def groups(source: Names, names: Sequence[str]) -> Iterator[Group]:
    """All scenes among the files, each taken by the first layout that knows it."""
    left = list(names)
    for layout in _in_order():
        found = list(layout.groups(source, left))
        yield from found
        taken = {name for group in found for name in group.files}
        left = [name for name in left if name not in taken]


def layout_of(files: Files) -> type[Layout] | None:
    """The layout that takes these files of one scene."""
    return next((layout for layout in _in_order() if any(layout.groups(files, files.names))), None)
