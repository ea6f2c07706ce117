"""What the directories of a TIFF file say: its pages, and whether the file holds the pixels that they promise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from annotation.modalities.image.reasons import rejected
from core.text import Text

SUBFILE, BITS, COMPRESSION, DESCRIPTION = 254, 258, 259, 270
STRIPS, STRIP_SIZES, TILES, TILE_SIZES = 273, 279, 324, 325
REDUCED, MASK = 1, 4
"""Bits of SUBFILE: a smaller copy of another page, and a page that says which pixels are transparent."""
MOST_PAGES = 10_000
SLIDE = "Aperio"
"""So the description of a scanned slide begins; its other pages are smaller copies and photographs of the glass."""
UNREADABLE = {
    33003: "JPEG 2000",
    33004: "JPEG 2000",
    33005: "JPEG 2000",
    34712: "JPEG 2000",
    34887: "LERC",
    34892: "lossy JPEG (DNG)",
    50002: "JPEG XL",
    52546: "JPEG XL",
}
"""Names of compressions that neither Pillow nor libvips unpacks here."""


def pages(path: Path) -> list[int]:
    """The places of the directories that are pages of their own, not smaller copies or masks of others."""
    found = enumerate(directories(path))
    first = next(found, None)
    if first is None or str(first[1].get(DESCRIPTION, "")).startswith(SLIDE):
        return [0]
    return [0, *(at for at, each in found if not int(each.get(SUBFILE, 0)) & (REDUCED | MASK))]


def check(path: Path, page: int = 0) -> None:
    """Raises Rejected when a page is packed in a way that cannot be read, or the file ends before its pixels do."""
    size = path.stat().st_size
    with _opened(path) as (_, head):
        if ImageFileDirectory_v2(head).next >= size:
            raise rejected("truncated")
    found = next((each for at, each in enumerate(directories(path)) if at == page), None)
    if found is None:
        return
    packed = found.get(COMPRESSION, 1)
    if packed in UNREADABLE:
        raise rejected("unsupported-compression", detail=UNREADABLE[packed])
    tiled = TILES in found
    starts = numbers(found, TILES if tiled else STRIPS)
    missing = np.flatnonzero(starts >= size)
    if missing.size:
        kind = Text(en="tile", zh="图块") if tiled else Text(en="strip", zh="条带")
        raise rejected("cut-off", kind=kind, number=int(missing[0]) + 1, count=len(starts), page=page + 1)


def directories(path: Path) -> Iterator[ImageFileDirectory_v2]:
    """The directories one after another, as far as they can be read; a ring of them ends where it closes."""
    seen: set[int] = set()
    with _opened(path) as (file, head):
        at = ImageFileDirectory_v2(head).next
        while at and at not in seen and len(seen) < MOST_PAGES:
            seen.add(at)
            found = ImageFileDirectory_v2(head)
            try:
                file.seek(at)
                found.load(file)
            except (OSError, ValueError, SyntaxError):
                return
            yield found
            at = found.next


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, bytes]]:
    with path.open("rb") as file:
        head = file.read(8)
        yield file, head + (file.read(8) if b"\x2b" in head[2:4] else b"")


def numbers(tags: ImageFileDirectory_v2, tag: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """What a tag says, one number or many; none when it is not there."""
    value = tags.get(tag, ())
    return np.atleast_1d(np.asarray(value if isinstance(value, tuple) else (value,), dtype=np.int64))


def depth(tags: ImageFileDirectory_v2) -> int:
    """Bits of a channel."""
    return int(numbers(tags, BITS).max(initial=1))
