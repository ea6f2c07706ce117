"""Binary TextGrids: big-endian, texts as one byte per character where they are ASCII and else as UTF-16."""

from __future__ import annotations

import struct

from annotation.formats.textgrid.grid import Grid, Malformed, Mark, Tier, tiled

MAGIC = b"ooBinaryFile"
WIDE = 0xFFFF
"""In place of a length: UTF-16 follows, with a length of its own."""


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> bytes:
        piece = self._data[self._at : self._at + count]
        if len(piece) < count:
            raise Malformed(f"it ends at byte {len(self._data)}, in the middle of a value")
        self._at += count
        return piece

    def number(self) -> float:
        return float(struct.unpack(">d", self.take(8))[0])

    def count(self) -> int:
        value = int(struct.unpack(">i", self.take(4))[0])
        if value < 0 or value > len(self._data):
            raise Malformed(f"{value} cannot be a number of things here")
        return value

    def name(self) -> str:
        return self.take(self.take(1)[0]).decode("ascii", "replace")

    def text(self) -> str:
        length = int(struct.unpack(">H", self.take(2))[0])
        if length != WIDE:
            return self.take(length).decode("latin-1")
        length = int(struct.unpack(">H", self.take(2))[0])
        return self.take(2 * length).decode("utf-16-be", "replace")


def read(data: bytes) -> Grid:
    """Raises Malformed."""
    values = _Reader(data[len(MAGIC) :])
    if not data.startswith(MAGIC) or values.name() != "TextGrid":
        raise Malformed("it is no binary TextGrid")
    grid = Grid(values.number(), values.number())
    if values.take(1) == b"\0":
        return grid
    for _ in range(values.count()):
        points = values.name() == "TextTier"
        tier = Tier(values.text(), points)
        values.number()
        values.number()
        for _ in range(values.count()):
            start = values.number()
            stop = None if points else values.number()
            tier.marks.append(Mark(start, stop, values.text()))
        grid.tiers.append(tier)
    return grid


def written(grid: Grid) -> bytes:
    parts = [MAGIC, _name("TextGrid"), struct.pack(">dd?i", grid.start, grid.stop, True, len(grid.tiers))]
    for tier in grid.tiers:
        marks = tier.marks if tier.points else tiled(tier, grid)
        parts += [_name("TextTier" if tier.points else "IntervalTier"), _text(tier.name)]
        parts.append(struct.pack(">ddi", grid.start, grid.stop, len(marks)))
        for mark in marks:
            times = [mark.start] if mark.stop is None else [mark.start, mark.stop]
            parts += [struct.pack(f">{len(times)}d", *times), _text(mark.text)]
    return b"".join(parts)


def _name(text: str) -> bytes:
    return bytes([len(text)]) + text.encode("ascii")


def _text(text: str) -> bytes:
    if text.isascii():
        return struct.pack(">H", len(text)) + text.encode("ascii")
    wide = text.encode("utf-16-be")
    return struct.pack(">HH", WIDE, len(wide) // 2) + wide
