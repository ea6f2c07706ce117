"""Pictures that say with their pixels what is labelled: read as numbers, and painted from records."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from annotation.formats.masks import MOST_PIXELS, pixels_in, rasterise
from annotation.formats.report import Report
from annotation.formats.source import Source, Unreadable
from annotation.formats.writing import count_left_out, count_losses
from annotation.kinds.mask_runs import Mask
from annotation.kinds.record import Record

LARGEST = 512 * 1024**2
"""Bytes of one picture."""
Codes = NDArray[np.uint32]


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


def png(pixels: NDArray[Any]) -> bytes:
    """A PNG of these pixels: height x width, of 8 or 16 bits, or of three channels."""
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "png")
    return stream.getvalue()


def painted(records: list[Record], width: int, height: int, report: Report) -> Iterator[tuple[Record, Mask]]:
    """Masks and polygons with their pixels in the image, from the bottom of the stack to the top; others are lost."""
    for record in sorted(records, key=lambda record: (record["z"], record["id"])):
        data = record["data"]
        if record["kind"] == "mask":
            mask = pixels_in(data, width, height)
        elif record["kind"] == "polygon":
            report.loss("polygon-as-mask")
            mask = rasterise([data["points"], *data["holes"]], width, height)
        else:
            count_left_out(record, report)
            continue
        count_losses(record, report, "attributes", "group", "score", "z")
        yield record, mask
