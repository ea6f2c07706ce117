"""Pictures that say with their pixels what is labelled: read as numbers, and painted from records."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Set
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from annotation.formats.base import Item
from annotation.formats.masks import MOST_PIXELS, BadMask, Window, cropped
from annotation.formats.report import Report
from annotation.formats.source import Source, Unreadable
from annotation.formats.writing import count_left_out, count_losses
from annotation.kinds.mask_runs import Mask
from annotation.kinds.record import Record

LARGEST = 512 * 1024**2
"""Bytes of one picture."""
Codes = NDArray[np.uint32]
Colour = tuple[int, int, int]


def hex_colour(text: str) -> Colour:
    value = int(text.lstrip("#"), 16)
    return value >> 16, value >> 8 & 255, value & 255


def codes_of(source: Source, file: str, report: Report, *, colours: bool = True) -> Codes | None:
    """The pixels of a PNG as numbers: red * 65536 + green * 256 + blue, or without `colours` the values themselves.

    None, with the reason reported, when it cannot be read.
    """
    try:
        content = source.read(file, LARGEST)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
                if image.width * image.height > MOST_PIXELS:
                    report.problem(file, "", "too-large", limit=MOST_PIXELS)
                    return None
                return _packed(image) if colours else _values(image)
    except Unreadable as error:
        report.problem(file, "", error.code, **error.params)
    except Exception as error:  # Pillow raises nearly everything on broken files
        report.problem(file, "", "not-readable", reason=str(error))
    return None


def _packed(image: Image.Image) -> Codes:
    pixels = np.asarray(image.convert("RGB"), dtype=np.uint32)
    return (pixels[..., 0] << 16 | pixels[..., 1] << 8 | pixels[..., 2]).astype(np.uint32)


def _values(image: Image.Image) -> Codes:
    """Of a picture with one channel; the indices of a palette, the red of a picture in colour."""
    pixels = np.asarray(image if image.mode not in {"LA", "CMYK"} else image.convert("L"))
    return (pixels if pixels.ndim == 2 else pixels[..., 0]).astype(np.uint32)


def mask_of_png(content: bytes) -> Mask:
    """The pixels of a PNG that are neither black nor transparent; raises BadMask."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise BadMask("the mask is too large")
                transparent = image.mode in {"RGBA", "LA"}
                pixels = np.asarray(image.getchannel("A") if transparent else image.convert("L"))
    except BadMask:
        raise
    except Exception as error:  # Pillow raises nearly everything on broken files
        raise BadMask(str(error)) from None
    return np.asarray(pixels > 0)


def png(pixels: NDArray[Any]) -> bytes:
    """A PNG of these pixels: height x width, of 8 or 16 bits, or of three channels."""
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "png")
    return stream.getvalue()


def size_to_paint(item: Item, report: Report) -> tuple[int, int] | None:
    """Width and height of an image that can be painted as a whole; None, counted as a loss, where it cannot."""
    if not (item.width and item.height):
        report.loss("no-size", int(bool(item.records)))
        return None
    if item.width * item.height > MOST_PIXELS:
        report.loss("too-large-to-paint")
        return None
    return item.width, item.height


def painted(
    records: list[Record], width: int, height: int, report: Report, kept: Set[str] = frozenset()
) -> Iterator[tuple[Record, Window, Mask]]:
    """Masks and polygons with their place in the image and their pixels there, from the bottom of the stack to the top;
    others are lost. `kept` are the attributes for which the format has a place."""
    for record in sorted(records, key=lambda record: (record["z"], record["id"])):
        if record["kind"] not in {"mask", "polygon"}:
            count_left_out(record, report)
            continue
        report.loss("polygon-as-mask", int(record["kind"] == "polygon"))
        count_losses(record, report, "group", "score", "z")
        report.loss("attributes-dropped", int(bool(set(record["attributes"]) - kept)))
        yield record, *cropped(record["data"], width, height)
