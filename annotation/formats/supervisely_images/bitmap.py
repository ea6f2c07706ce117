"""A mask as Supervisely has it: a PNG of one channel or four, packed with zlib, in base64."""

from __future__ import annotations

import base64
import binascii
import zlib

import numpy as np

from annotation.formats.masks import BadMask
from annotation.formats.pictures import mask_of_png, png
from annotation.kinds.mask_runs import Mask

LARGEST = 256 * 1024**2
"""Bytes of the PNG once it is unpacked."""


def unpacked(text: object) -> Mask:
    """The pixels of a mask; raises BadMask."""
    if not isinstance(text, str):
        raise BadMask("data must be text")
    try:
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(base64.b64decode(text, validate=True), LARGEST)
        if unpacking.unconsumed_tail:
            raise BadMask("the mask is too large")
        return mask_of_png(content)
    except (binascii.Error, zlib.error) as error:
        raise BadMask(str(error)) from None


def packed(mask: Mask) -> str:
    return base64.b64encode(zlib.compress(png(mask.astype(np.uint8) * 255))).decode("ascii")
