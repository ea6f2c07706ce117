"""The pictures of cameras: looked at to the last byte, and shown in the pixels of the calibration."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image

from annotation.modalities.base import Derivative, Limits

SHOWN = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}
"""What browsers show as it is."""
TAKEN = (*SHOWN, "BMP", "TIFF")
EXIF_ORIENTATION = 0x0112


def taken(path: Path, key: str, folder: Path, limits: Limits) -> Derivative:
    """The picture as a derivative: itself where the browser shows it rightly, else a copy. Raises ValueError.

    A calibration counts in the sensor's pixels, so a picture is never turned by its EXIF data; one that a browser would
    turn is copied without them.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=TAKEN) as picture:
                if picture.width * picture.height > limits.pixels or max(picture.size) > limits.side:
                    raise ValueError("too many pixels")
                return _derivative(picture, path, key, folder)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValueError(str(error)[:100]) from error


def _derivative(picture: Image.Image, path: Path, key: str, folder: Path) -> Derivative:
    meta = {"width": picture.width, "height": picture.height}
    turned = picture.getexif().get(EXIF_ORIENTATION, 1) != 1
    if picture.format in SHOWN and not turned and picture.mode in {"RGB", "L", "RGBA", "P"}:
        if picture.format == "JPEG":
            # Every byte is read, and only as many pixels computed as it takes to know that they are there.
            picture.draft("L", (picture.width // 8, picture.height // 8))
        picture.load()
        return Derivative("image", path, SHOWN[picture.format], key, meta)
    copy = folder / f"image-{key.replace('/', '-')}.jpg"
    picture.load()
    deep = picture.mode.startswith("I") or picture.mode == "F"
    shown = picture.point(lambda value: value / 256).convert("L") if deep else picture.convert("RGB")
    shown.save(copy, "JPEG", quality=92)
    return Derivative("image", copy, ".jpg", key, meta)
