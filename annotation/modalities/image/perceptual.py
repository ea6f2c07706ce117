"""A hash that stays nearly the same when a picture is scaled or saved again (pHash, 64 bits)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

SIDE = 32
LOW = 8
FLAT = 2.0
"""Grey levels: pictures that vary less have nothing to recognise them by."""


def _cosines() -> npt.NDArray[np.float64]:
    """The first LOW rows of the DCT-II matrix of size SIDE."""
    frequency = np.arange(LOW)[:, None]
    position = np.arange(SIDE)[None, :]
    return np.cos(np.pi * frequency * (2 * position + 1) / (2 * SIDE))


COSINES = _cosines()


def hash_of(image: Image.Image) -> str:
    """16 hex digits: signs of the 8 x 8 lowest frequencies about their median; "" for a picture of one colour."""
    if image.mode == "RGBA":
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    grey = image.convert("L").resize((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    values = np.asarray(grey, dtype=np.float64)
    if float(values.std()) < FLAT:
        return ""
    spectrum = (COSINES @ values @ COSINES.T).ravel()
    bits = spectrum > np.median(spectrum[1:])
    return f"{int.from_bytes(np.packbits(bits).tobytes()):016x}"


def distance(a: int, b: int) -> int:
    """Bits in which two hashes differ."""
    return (a ^ b).bit_count()
