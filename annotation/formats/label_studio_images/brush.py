"""Label Studio's brush strokes: an image of four channels, packed bit by bit (the scheme of thi.ng/rle-pack).

32 bits say how many values there are, 5 how wide a value is, less one, and four times 4 how wide the lengths are, less
one. Then runs: a bit (1 repeats one value, 0 lists values), two bits that choose a width, the length less one, values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

CHANNELS = 4
ALPHA = 3
LARGEST = 400_000_000
WIDE = 8
LENGTHS = (3, 4, 8, 16)
"""Bits of a value, and of the lengths of runs, as Label Studio's own converter chooses them."""


class BadBrush(ValueError):
    """Bytes that make no picture."""


def mask_of(packed: Sequence[Any], width: int, height: int) -> NDArray[np.bool_]:
    """The mask (height x width) of a brush region: where its alpha is more than half. Raises BadBrush."""
    try:
        bits = _Bits(bytes(packed))
        count = bits.take(32)
        if count != width * height * CHANNELS or count > LARGEST:
            raise BadBrush(f"{count} values are not {width} × {height}")
        values = _values(bits, count)
    except (ValueError, TypeError, IndexError) as error:
        raise BadBrush(str(error)) from None
    return values.reshape(height, width, CHANNELS)[:, :, ALPHA] > 127


def packed(mask: NDArray[np.bool_]) -> bytes:
    """A mask as a brush region: all four channels are 255 where it is, and runs of one value are all there is."""
    flat = mask.reshape(-1)
    ends = np.flatnonzero(np.diff(flat)) + 1
    starts = [0, *ends.tolist()]
    bits = [f"{flat.size * CHANNELS:032b}", f"{WIDE - 1:05b}", *(f"{length - 1:04b}" for length in LENGTHS)]
    for start, end in zip(starts, [*starts[1:], flat.size], strict=True):
        value, left = f"{255 if flat[start] else 0:08b}", (end - start) * CHANNELS
        while left:
            count = min(left, 1 << LENGTHS[-1])
            at = next(index for index, length in enumerate(LENGTHS) if count <= 1 << length)
            bits.append(f"1{at:02b}{count - 1:0{LENGTHS[at]}b}{value}")
            left -= count
    text = "".join(bits)
    text += "0" * (-len(text) % 8)
    return int(text, 2).to_bytes(len(text) // 8, "big")


def _values(bits: _Bits, count: int) -> NDArray[np.uint8]:
    wide = bits.take(5) + 1
    lengths = [bits.take(4) + 1 for _ in range(4)]
    values = np.zeros(count, dtype=np.uint8)
    at = 0
    while at < count:
        repeats = bits.take(1)
        end = at + 1 + bits.take(lengths[bits.take(2)])
        if end > count:
            raise BadBrush("a run reaches beyond the picture")
        values[at:end] = bits.take(wide) & 255 if repeats else [bits.take(wide) & 255 for _ in range(at, end)]
        at = end
    return values


class _Bits:
    """Numbers from a row of bits, the highest bit first."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> int:
        first, last = self._at // 8, (self._at + count + 7) // 8
        if last > len(self._data):
            raise BadBrush("it ends too early")
        number = int.from_bytes(self._data[first:last], "big")
        self._at += count
        return (number >> (8 * last - self._at)) & ((1 << count) - 1)
