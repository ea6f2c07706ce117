"""Label Studio's brush strokes: an image of four channels, packed bit by bit (the scheme of thi.ng/rle-pack).

32 bits say how many values there are, 5 how wide a value is, less one, and four times 4 how wide the lengths are, less
one. Then runs: a bit (1 repeats one value, 0 lists values), two bits that choose a width, the length less one, values.
"""

from __future__ import annotations

import base64
import io
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from PIL import Image

from annotation.kinds import Data
from annotation.kinds.mask import mask_data
from annotation.kinds.mask_runs import Mask

CHANNELS = 4
ALPHA = 3
HALF = 127
LARGEST = 400_000_000
WIDE = 8
LENGTHS = (3, 4, 8, 16)
"""Bits of a value, and of the lengths of runs, as Label Studio's own converter chooses them."""


class BadBrush(ValueError):
    """Bytes that make no picture."""


def mask_of(packed: Sequence[Any], width: int, height: int) -> Data | None:
    """The mask of a brush region: where its alpha is more than half. None where there is not one such pixel. Raises
    BadBrush."""
    try:
        bits = _Bits(bytes(packed))
        count = bits.take(32)
        if count != width * height * CHANNELS or count > LARGEST:
            raise BadBrush(f"{count} values are not {width} × {height}")
        runs = _opaque(bits, count)
    except (ValueError, TypeError, IndexError) as error:
        raise BadBrush(str(error)) from None
    if not runs:
        return None
    top, bottom = runs[0][0] // width, (runs[-1][1] - 1) // width + 1
    pixels = np.zeros((bottom - top) * width, dtype=np.bool_)
    for start, end in runs:
        pixels[start - top * width : end - top * width] = True
    return mask_data(pixels.reshape(-1, width), 0, top)


def bitmask_of(address: object, width: int, height: int) -> Data | None:
    """The mask of a bitmask region, a PNG inside a data: address: what is opaque, or of one without transparency what
    is not black. Raises BadBrush."""
    head, _, text = str(address).partition(",")
    try:
        if not head.startswith("data:image/png") or not head.endswith(";base64"):
            raise BadBrush("it is no PNG")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(base64.b64decode(text, validate=True)), formats=["PNG"]) as image:
                if image.size != (width, height) or width * height * CHANNELS > LARGEST:
                    raise BadBrush(f"{image.width} × {image.height} is not {width} × {height}")
                pixels = np.asarray(image.convert("RGBA"))
    except BadBrush:
        raise
    except Exception as error:  # Pillow raises nearly everything on broken files
        raise BadBrush(str(error)) from None
    opaque: Mask = pixels[..., ALPHA] > HALF
    if opaque.all():
        opaque = np.any(pixels[..., :ALPHA], axis=-1)
    return mask_data(opaque)


def packed(mask: Mask, left: int, top: int, width: int, height: int) -> bytes:
    """A mask whose first pixel is (left, top) as a brush region of an image of this size: all four channels are 255
    where it is, and runs of one value are all there is."""
    bits = [f"{width * height * CHANNELS:032b}", f"{WIDE - 1:05b}", *(f"{length - 1:04b}" for length in LENGTHS)]
    at = 0
    for start, end in _rows(mask, left, top, width):
        bits += _repeated(0, start - at)
        bits += _repeated(255, end - start)
        at = end
    bits += _repeated(0, width * height - at)
    text = "".join(bits)
    text += "0" * (-len(text) % 8)
    return int(text, 2).to_bytes(len(text) // 8, "big")


def _rows(mask: Mask, left: int, top: int, width: int) -> Iterator[tuple[int, int]]:
    """The runs of a mask through the rows of its image; those that reach from one row into the next are one."""
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    (rows, starts), (_, ends) = np.nonzero(edges == 1), np.nonzero(edges == -1)
    base = (rows + top) * width + left
    before: tuple[int, int] | None = None
    for start, end in zip((base + starts).tolist(), (base + ends).tolist(), strict=True):
        if before and before[1] == start:
            before = before[0], end
            continue
        if before:
            yield before
        before = start, end
    if before:
        yield before


def _repeated(value: int, pixels: int) -> Iterator[str]:
    left = pixels * CHANNELS
    while left:
        count = min(left, 1 << LENGTHS[-1])
        at = next(index for index, length in enumerate(LENGTHS) if count <= 1 << length)
        yield f"1{at:02b}{count - 1:0{LENGTHS[at]}b}{value:08b}"
        left -= count


def _opaque(bits: _Bits, count: int) -> list[tuple[int, int]]:
    """The runs of pixels, row by row, whose alpha is more than half."""
    wide = bits.take(5) + 1
    lengths = [bits.take(4) + 1 for _ in range(4)]
    runs: list[tuple[int, int]] = []

    def add(start: int, end: int) -> None:
        if runs and runs[-1][1] == start:
            start = runs.pop()[0]
        runs.append((start, end))

    at = 0
    while at < count:
        repeats = bits.take(1)
        end = at + 1 + bits.take(lengths[bits.take(2)])
        if end > count:
            raise BadBrush("a run reaches beyond the picture")
        if repeats:
            first, last = -(-(at - ALPHA) // CHANNELS), -(-(end - ALPHA) // CHANNELS)
            if bits.take(wide) & 255 > HALF and last > first:
                add(first, last)
        else:
            for place in range(at, end):
                if bits.take(wide) & 255 > HALF and place % CHANNELS == ALPHA:
                    add(place // CHANNELS, place // CHANNELS + 1)
        at = end
    return runs


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
