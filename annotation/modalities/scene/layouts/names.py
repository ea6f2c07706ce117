"""Finding the files of scenes by patterns of names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from annotation.modalities.scene.layouts.base import Files
from annotation.modalities.scene.source import Shot

Found = Mapping[str, dict[str, str]]
"""Root folder ("" or ending in /) -> frame -> name."""


def by_frame(names: Iterable[str], pattern: str) -> Found:
    """Names that match `pattern` below any root, by root and the group `frame`."""
    compiled = re.compile(rf"(?P<root>(?:.*/)?){pattern}", re.IGNORECASE)
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name in names:
        match = compiled.fullmatch(name)
        if match:
            found[match["root"]].setdefault(match["frame"], name)
    return found


def below(names: Iterable[str], root: str, pattern: str) -> dict[str, dict[str, str]]:
    """Names below one root that match `pattern`, by its groups `sensor` and `frame`."""
    compiled = re.compile(re.escape(root) + pattern, re.IGNORECASE)
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name in names:
        match = compiled.fullmatch(name)
        if match:
            found[match["sensor"]].setdefault(match["frame"], name)
    return {sensor: found[sensor] for sensor in sorted(found)}


def shots_of(files: Files, shots: Mapping[str, Mapping[str, str]], frame: str) -> tuple[Shot, ...]:
    """The pictures of a frame; cameras are numbered in the order of `shots`."""
    return tuple(
        Shot(at, names[frame], files.paths[names[frame]]) for at, names in enumerate(shots.values()) if frame in names
    )


def scene_name(root: str, otherwise: str) -> str:
    """What a scene of this root is called."""
    return root.rstrip("/") or otherwise
