"""Sorts of road users that are told by their size, and the labels of a project under which they go."""

from __future__ import annotations

import numpy as np

from annotation.geometry3d.fitting import likely
from annotation.geometry3d.sizes import Size, sort_of
from annotation.prelabel.base import Setup
from annotation.prelabel.scene_view import Floats

OFFERED = {
    "car": ("car", "van"),
    "van": ("van", "car"),
    "cyclist": ("cyclist",),
    "motorcycle": ("motorcycle", "cyclist"),
}
"""Sorts that are found well enough, and the sorts of labels they may go under. The others only compete: what looks
like a lorry is mostly a hedge (docs/decisions.md has the figures)."""


def labels_of(setup: Setup, kind: str = "cuboid") -> dict[str, str]:
    """Sort -> the label of the project under which it goes: the first that may be of the kind."""
    named: dict[str, str] = {}
    for label, kinds in setup.labels.items():
        sort = sort_of(label)
        if sort and kind in kinds:
            named.setdefault(sort.name, label)
    found = {}
    for sort_name, wanted in OFFERED.items():
        fitting = [named[name] for name in wanted if name in named]
        if fitting:
            found[sort_name] = fitting[0]
    return found


def size_of(label: str, points: Floats) -> Size:
    """The usual size of what a label names; else that of what the points look like."""
    sort = sort_of(label)
    if sort is None:
        long, wide = sorted(np.ptp(points[:, :2], axis=0).tolist(), reverse=True)
        sort, _ = likely(long, wide, float(np.ptp(points[:, 2])))
    return sort.size
