"""Folders of pictures that are one video each, as cameras, MOTChallenge and CVAT give them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

SUFFIXES = (".jpg", ".jpeg", ".png")
SUFFIX = ".mov"
"""Of the video that is made of them."""
SAYS_NOTHING = frozenset({"images", "image", "img", "img1", "frames"})
"""Folders whose names every sequence has."""
NUMBERS = re.compile(r"(\d+)")


def natural(name: str) -> list[tuple[int, str]]:
    """Numbers by what they count, the rest letter by letter: `2.jpg` goes before `10.jpg`."""
    parts = NUMBERS.split(name)
    return [(int(part), "") if at % 2 else (0, part) for at, part in enumerate(parts)]


def videos_in(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Name of the video -> its pictures, in order: every folder with two or more pictures, below it not counted."""
    names = list(names)
    folders: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        if name.lower().endswith(SUFFIXES):
            folders[name.rpartition("/")[0]].append(name)
    found: dict[str, tuple[str, ...]] = {}
    taken = set(names)
    for folder, files in sorted(folders.items()):
        if len(files) > 1:
            called = _called(folder) + SUFFIX
            called = called if called not in taken else f"{folder} (pictures){SUFFIX}"
            taken.add(called)
            found[called] = tuple(sorted(files, key=natural))
    return found


def _called(folder: str) -> str:
    parts = [part for part in folder.split("/") if part.lower() not in SAYS_NOTHING]
    return "/".join(filter(None, parts)) or folder or "pictures"
