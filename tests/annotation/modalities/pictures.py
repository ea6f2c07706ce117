"""Pictures that tests make: ordinary ones, and ones that somebody made to break an importer."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image


def photograph(width: int = 64, height: int = 48, seed: int = 0) -> Image.Image:
    """Smooth random shapes: like a photograph, unlike any other seed."""
    small = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), dtype=np.uint8)
    return Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def jpeg(width: int = 64, height: int = 48, seed: int = 0, **options: Any) -> bytes:
    return encoded(photograph(width, height, seed), quality=90, **options)


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def blank_png(width: int, height: int, *, bits: int = 1, colour: int = 0) -> bytes:
    """A PNG of zeros that is tiny however large it claims to be; `colour` 3 makes it a palette picture."""
    row = 1 + (width * bits + 7) // 8
    squeezer = zlib.compressobj(9)
    data = b"".join(squeezer.compress(b"\0" * row) for _ in range(height)) + squeezer.flush()
    palette = _chunk(b"PLTE", b"\x20\x40\x60" * 2) if colour == 3 else b""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + palette + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def jpeg_header_only(width: int = 65535, height: int = 65535) -> bytes:
    """A JPEG that says how large it is and then ends."""
    frame = struct.pack(">HBHHB", 17, 8, height, width, 3) + b"\x01\x22\x00\x02\x11\x01\x03\x11\x01"
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xc0" + frame + b"\xff\xd9"


def tiff(width: int = 64, height: int = 48, seed: int = 0) -> bytes:
    """Uncompressed, in one strip."""
    return encoded(photograph(width, height, seed), "TIFF")


def _entries(content: bytes) -> dict[int, int]:
    """Tag of the first directory -> where its entry lies."""
    (at,) = struct.unpack_from("<I", content, 4)
    (count,) = struct.unpack_from("<H", content, at)
    places = (at + 2 + 12 * each for each in range(count))
    return {struct.unpack_from("<H", content, place)[0]: place for place in places}


def tiff_tagged(*tags: int) -> bytes:
    """A TIFF whose directory says something else than what is there: tag, value, tag, value."""
    content = bytearray(tiff())
    for tag, value in zip(tags[::2], tags[1::2], strict=True):
        struct.pack_into("<HII", content, _entries(bytes(content))[tag] + 2, 4, 1, value)
    return bytes(content)


def bmp_header(width: int, height: int) -> bytes:
    """A BMP without its pixels."""
    content = bytearray(encoded(Image.new("RGB", (1, 1)), "BMP")[:54])
    struct.pack_into("<II", content, 18, width, height)
    return bytes(content)


def with_orientation(image: Image.Image, orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(image, "JPEG", quality=95, exif=exif)


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
