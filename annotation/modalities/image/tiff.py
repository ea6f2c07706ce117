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

SUBFILE, BITS, COMPRESSION = 254, 258, 259
STRIPS, TILES = 273, 324
REDUCED, MASK = 1, 4
"""Bits of SUBFILE: a smaller copy of another page, and a page that says which pixels are transparent."""
MOST_PAGES = 10_000
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
    return [at for at, each in enumerate(directories(path)) if _is_page(each) or at == 0]


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
    starts = _numbers(found, TILES if tiled else STRIPS)
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


def _is_page(tags: ImageFileDirectory_v2) -> bool:
    return not int(tags.get(SUBFILE, 0)) & (REDUCED | MASK)


def _numbers(tags: ImageFileDirectory_v2, tag: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    value = tags.get(tag, ())
    return np.atleast_1d(np.asarray(value if isinstance(value, tuple) else (value,), dtype=np.int64))


def depth(tags: ImageFileDirectory_v2) -> int:
    """Bits of a channel."""
    return int(_numbers(tags, BITS).max(initial=1))
