"""Run lengths of masks: column by column, zeros and ones in turn, beginning with zeros, as COCO writes them.

Nothing here makes an image of a mask unless it is asked to: sizes, overlaps, crops and shifts are sums over its spans,
the vertical strips of one column each.

Written from the description of the format at https://cocodataset.org/#format-data and the published code of
pycocotools, against which the tests compare it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Counts = NDArray[np.int64]
DEEPEST = 6
"""Letters that a count needs at most; a longer one is damaged."""


class BadRuns(ValueError):
    """Text or counts that are no run lengths."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Vertical strips of one column each: rows `tops` up to, not including, `bottoms`; sorted, none touching."""

    columns: Counts
    tops: Counts
    bottoms: Counts

    @property
    def area(self) -> int:
        return int((self.bottoms - self.tops).sum())

    def bounds(self) -> tuple[int, int, int, int]:
        """(left, top, right, bottom) of at least one span."""
        return (
            int(self.columns[0]),
            int(self.tops.min()),
            int(self.columns[-1]) + 1,
            int(self.bottoms.max()),
        )

    def shifted(self, dx: int, dy: int) -> Spans:
        return Spans(self.columns + dx, self.tops + dy, self.bottoms + dy)

    def within(self, width: int, height: int) -> Spans:
        """What lies in columns 0 to `width` and rows 0 to `height`."""
        tops, bottoms = np.maximum(self.tops, 0), np.minimum(self.bottoms, height)
        kept = (self.columns >= 0) & (self.columns < width) & (bottoms > tops)
        return Spans(self.columns[kept], tops[kept], bottoms[kept])

    def shared(self, other: Spans) -> int:
        """Pixels that both have."""
        if not self.columns.size or not other.columns.size:
            return 0
        low = min(int(self.tops.min()), int(other.tops.min()))
        height = max(int(self.bottoms.max()), int(other.bottoms.max())) - low
        starts, ends = self._flat(low, height)
        covered = np.concatenate([[0], np.cumsum(ends - starts)])
        edges = np.stack([starts, ends], axis=1).reshape(-1)
        until = np.repeat(covered, 2)[1:-1]
        there = other._flat(low, height)
        upto = [np.interp(at, edges, until, left=0, right=covered[-1]) for at in there]
        return round(float((upto[1] - upto[0]).sum()))

    def counts(self, width: int, height: int) -> list[int]:
        """The run lengths in an image of this size, in which all of it lies."""
        starts, ends = self._flat(0, height)
        apart = np.flatnonzero(starts[1:] != ends[:-1])
        begins = np.concatenate([starts[:1], starts[1:][apart]])
        closes = np.concatenate([ends[:-1][apart], ends[-1:]])
        edges = np.concatenate([[0], np.stack([begins, closes], axis=1).reshape(-1), [width * height]])
        lengths: list[int] = np.diff(edges).tolist()
        return lengths if lengths[-1] else lengths[:-1]

    def pixels(self, width: int, height: int) -> Mask:
        """The mask (height x width), in which all of it lies."""
        if not self.columns.size:
            return np.zeros((height, width), dtype=np.bool_)
        return pixels_of(np.asarray(self.counts(width, height), dtype=np.int64), width, height)

    def _flat(self, low: int, height: int) -> tuple[Counts, Counts]:
        base = self.columns * height - low
        return base + self.tops, base + self.bottoms


def spans_of(counts: Counts, height: int) -> Spans:
    """The spans of run lengths in an image of this height."""
    ends = np.cumsum(counts)
    starts, stops = ends[0::2][: len(ends) // 2], ends[1::2]
    filled = stops > starts
    starts, stops = starts[filled], stops[filled]
    first, last = starts // height, (stops - 1) // height
    pieces = last - first + 1
    owner = np.repeat(np.arange(len(starts)), pieces)
    columns = first[owner] + np.arange(len(owner)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    tops = np.maximum(starts[owner] - columns * height, 0)
    bottoms = np.minimum(stops[owner] - columns * height, height)
    return Spans(columns, tops, bottoms)


def spans_of_mask(mask: Mask) -> Spans:
    return spans_of(np.asarray(counts_of_mask(mask), dtype=np.int64), mask.shape[0])


def unpack(text: str) -> Counts:
    """Run lengths from COCO's compressed text: six bits a letter, from the third on differences to the last but one."""
    try:
        bits = np.frombuffer(text.encode("ascii"), dtype=np.uint8).astype(np.int64) - 48
    except UnicodeEncodeError:
        raise BadRuns("the compressed counts are damaged") from None
    if not bits.size or bits.min() < 0 or bits.max() > 63:
        raise BadRuns("the compressed counts are damaged")
    if bits[-1] & 0x20:
        raise BadRuns("the compressed counts are cut off")
    ends = np.flatnonzero((bits & 0x20) == 0)
    starts = np.concatenate([[0], ends[:-1] + 1])
    letters = ends - starts + 1
    if letters.max() > DEEPEST:
        raise BadRuns("the compressed counts are damaged")
    place = np.arange(len(bits)) - np.repeat(starts, letters)
    values = np.add.reduceat((bits & 0x1F) << (5 * place), starts)
    values -= np.where(bits[ends] & 0x10, np.int64(1) << (5 * letters), 0)
    for first in (1, 2):
        values[first::2] = np.cumsum(values[first::2])
    return values


def pack(counts: Sequence[int]) -> str:
    """COCO's compressed text of run lengths."""
    letters: list[str] = []
    for index, count in enumerate(counts):
        value = count - counts[index - 2] if index > 2 else count
        while True:
            bits = value & 0x1F
            value >>= 5
            last = (value == -1) if bits & 0x10 else (value == 0)
            letters.append(chr((bits if last else bits | 0x20) + 48))
            if last:
                break
    return "".join(letters)


def pixels_of(counts: Counts, width: int, height: int) -> Mask:
    """The mask (height x width) of run lengths; what they leave out is empty."""
    flat: NDArray[Any] = np.zeros(width * height, dtype=np.bool_)
    filled = np.repeat(np.arange(len(counts)) % 2 == 1, counts)
    flat[: len(filled)] = filled
    return flat.reshape(width, height).T


def counts_of_mask(mask: Mask) -> list[int]:
    """The run lengths of a mask."""
    flat = mask.T.reshape(-1)
    changes = np.flatnonzero(np.diff(flat)) + 1
    edges = np.concatenate([[0], changes, [flat.size]])
    lengths = [int(length) for length in np.diff(edges)]
    return [0, *lengths] if flat.size and flat[0] else lengths
