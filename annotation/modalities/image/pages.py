"""Take a TIFF of several pages apart: a file for each, with the bytes of its pixels as they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from PIL.TiffImagePlugin import ImageFileDirectory_v2

from annotation.modalities.base import Part
from annotation.modalities.image import tiff
from annotation.modalities.image.header import FAILURES, refusal_of
from annotation.modalities.image.reasons import rejected

KEPT = frozenset({
    256, 257, 258, 259, 262, 266, 270, 271, 272, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 292, 293, 296, 305,
    306, 317, 318, 319, 320, 322, 323, 324, 325, 332, 338, 339, 340, 341, 347, 529, 530, 531, 532, 34675,
})  # fmt: skip
"""Tags that say how the pixels of a page are to be read and seen. Others may point elsewhere in the old file."""
PAGE_NUMBER, SHORT, LONG, LONG8 = 297, 3, 4, 16
PIECE = 1 << 20


def split(path: Path, folder: Path) -> list[Part]:
    """The pages in their order; none when there is only one. Raises Rejected."""
    try:
        return _split(path, folder)
    except FAILURES as error:
        raise refusal_of(error) from error


def _split(path: Path, folder: Path) -> list[Part]:
    wanted = tiff.pages(path)
    if len(wanted) < 2:
        return []
    found: list[Part] = []
    digits = len(str(len(wanted)))
    left = path.stat().st_size
    with path.open("rb") as source:
        for number, directory in enumerate(_chosen(path, wanted), 1):
            name = f"page-{number:0{digits}}.tif"
            page = _Page(directory, number, len(wanted))
            left -= page.size
            if left < 0:
                raise rejected("broken", detail="its pages lie upon each other")
            page.write(source, folder / name)
            found.append(Part(name, folder / name))
    return found


def _chosen(path: Path, wanted: list[int]) -> Iterator[ImageFileDirectory_v2]:
    chosen = set(wanted)
    return (each for at, each in enumerate(tiff.directories(path)) if at in chosen)


class _Page:
    """One page on its way into a file of its own."""

    def __init__(self, old: ImageFileDirectory_v2, number: int, of: int) -> None:
        tiled = tiff.TILES in old
        self._places = tiff.TILES if tiled else tiff.STRIPS
        self._starts = tiff.numbers(old, self._places).tolist()
        self._sizes = tiff.numbers(old, tiff.TILE_SIZES if tiled else tiff.STRIP_SIZES).tolist()
        if len(self._starts) != len(self._sizes) or not self._sizes or min(self._sizes) < 0:
            raise rejected("broken", detail=f"page {number} does not say where its pixels are")
        self._head = old._get_ifh()
        self._new = ImageFileDirectory_v2(self._head)
        for tag in KEPT & set(old):
            self._new.tagtype[tag] = old.tagtype[tag]
            self._new[tag] = old[tag]
        # So that pages that look alike, as empty ones do, are files of their own.
        self._new.tagtype[PAGE_NUMBER] = SHORT
        self._new[PAGE_NUMBER] = (number - 1, of)
        self._new.tagtype[self._places] = LONG8 if len(self._head) > 8 else LONG

    @property
    def size(self) -> int:
        return sum(self._sizes)

    def write(self, source: BinaryIO, path: Path) -> None:
        """Head, directory, pixels."""
        relative, at = [], 0
        for size in self._sizes:
            relative.append(at)
            at += size
        self._new[self._places] = tuple(relative)
        behind = len(self._head) + len(self._new.tobytes(len(self._head)))
        if self._places == tiff.TILES:  # to those of strips Pillow adds it by itself
            self._new[self._places] = tuple(behind + each for each in relative)
        with path.open("wb") as file:
            self._new.save(file)
            for start, size in zip(self._starts, self._sizes, strict=True):
                source.seek(start)
                _copy(source, file, size)


def _copy(source: BinaryIO, file: BinaryIO, size: int) -> None:
    while size > 0:
        piece = source.read(min(size, PIECE))
        if not piece:
            raise rejected("truncated")
        file.write(piece)
        size -= len(piece)
