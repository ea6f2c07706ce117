"""A picture as tiles at halved sizes, packed in one file from which browsers fetch what they show. docs/images.md
describes it."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyvips
from numpy.typing import NDArray

SIDE = 512
"""Pixels of a tile's side."""
NAME = re.compile(r"_files/(\d+)/(\d+)_(\d+)\.\w+$")
LOCAL = struct.Struct("<4s5H3I2H")
"""The head of an entry of a zip file, before its name; the last two numbers are the lengths of name and extra."""


@dataclass(frozen=True, slots=True)
class Pyramid:
    """`levels` are (width, height) from the full size down; `places` (offset, length) of each tile in the file, level
    by level and row by row."""

    path: Path
    levels: tuple[tuple[int, int], ...]
    places: NDArray[np.int64]

    def grid(self, level: int) -> tuple[int, int]:
        """Columns and rows."""
        width, height = self.levels[level]
        return -(-width // SIDE), -(-height // SIDE)

    def whole(self, level: int) -> NDArray[np.uint8 | np.uint16]:
        """All tiles of a level put together: height x width x channels."""
        first = sum(columns * rows for columns, rows in map(self.grid, range(level)))
        columns, rows = self.grid(level)
        lines = []
        with self.path.open("rb") as file:
            for row in range(rows):
                tiles = []
                for offset, length in self.places[first + row * columns : first + (row + 1) * columns]:
                    file.seek(offset)
                    tile = pyvips.Image.new_from_buffer(file.read(length), "").numpy()
                    tiles.append(tile if tile.ndim == 3 else tile[:, :, None])
                lines.append(np.concatenate(tiles, axis=1))
        return np.concatenate(lines)

    def table(self) -> bytes:
        """Where each tile lies: all offsets as 64-bit floats, then all lengths as 32-bit integers, deflated."""
        offsets, lengths = self.places.T
        return zlib.compress(offsets.astype("<f8").tobytes() + lengths.astype("<u4").tobytes(), 6)


def write(image: pyvips.Image, path: Path, suffix: str) -> Pyramid:
    """Cut the picture into tiles, reading it once from top to bottom. Raises pyvips.Error."""
    image.dzsave(
        str(path), layout="dz", container="zip", imagename="tiles", tile_size=SIDE, overlap=0, depth="onetile",
        suffix=suffix, region_shrink="mean", keep="none",
    )  # fmt: skip
    levels = [(image.width, image.height)]
    while max(levels[-1]) > SIDE:
        width, height = levels[-1]
        levels.append((-(-width // 2), -(-height // 2)))
    return Pyramid(path, tuple(levels), _places(path, levels))


def _places(path: Path, levels: list[tuple[int, int]]) -> NDArray[np.int64]:
    grids = [(-(-width // SIDE), -(-height // SIDE)) for width, height in levels]
    firsts = np.cumsum([0, *(columns * rows for columns, rows in grids)])
    places = np.zeros((int(firsts[-1]), 2), np.int64)
    with zipfile.ZipFile(path) as archive, path.open("rb") as file:
        for entry in archive.infolist():
            if not (found := NAME.search(entry.filename)):
                continue
            depth, column, row = (int(number) for number in found.groups())
            level = len(levels) - 1 - depth
            file.seek(entry.header_offset)
            *_, name, extra = LOCAL.unpack(file.read(LOCAL.size))
            start = entry.header_offset + LOCAL.size + name + extra
            places[firsts[level] + row * grids[level][0] + column] = start, entry.compress_size
    return places
