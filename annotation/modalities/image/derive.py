"""Decode a picture to its end and make what the browser shows: a thumbnail always, a display copy where it must."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PIL import Image

from annotation.modalities.base import Derivative, Prepared, Warned
from annotation.modalities.image import perceptual, pixels, sniff
from annotation.modalities.image.header import FAILURES, OpenPicture, refusal_of
from annotation.modalities.image.reasons import rejected, warned

THUMBNAIL = 320
"""Longest side of a thumbnail in pixels; smaller pictures keep their size."""
OVERVIEW = 2 * THUMBNAIL
LOSSLESS_PIXELS = 16_000_000
"""Above this a display copy is a JPEG: a PNG would take too long to fetch."""
TRANSPOSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def prepare(picture: OpenPicture, folder: Path) -> Prepared:
    """Raises Rejected when the pixels cannot be decoded to the last."""
    try:
        return _prepare(picture, folder)
    except MemoryError as error:
        raise rejected("too-large-to-decode") from error
    except FAILURES as error:
        raise refusal_of(error) from error


def _prepare(picture: OpenPicture, folder: Path) -> Prepared:
    needs_copy = _needs_copy(picture)
    image = picture.image
    if picture.kind is sniff.JPEG and not needs_copy:
        # Reads every byte, yet computes only as many pixels as a good thumbnail needs.
        scale = 1.5 * THUMBNAIL / max(image.size)
        image.draft(None, (max(1, int(image.width * scale)), max(1, int(image.height * scale))))
    image.load()
    view = pixels.view_of(image)
    small = _turned(pixels.overview(image, view, OVERVIEW), picture.orientation)
    profile = _profile(picture, view) if small.mode != "L" else None
    derivatives = [thumbnail(small, picture, folder, profile)]
    if needs_copy:
        derivatives.append(_display(_turned(view.convert(image), picture.orientation), picture, view, folder))
    warnings = (*picture.facts.warnings, *_observed(image, small, view))
    return Prepared(replace(picture.facts, warnings=warnings), tuple(derivatives), perceptual.hash_of(small))


def _needs_copy(picture: OpenPicture) -> bool:
    """Whether the browser would show the original wrongly or not at all.

    A rotated one gets a copy too: annotations are in its pixels, so nobody may be in doubt which way they lie.
    """
    return (
        picture.kind is sniff.TIFF
        or picture.orientation != 1
        or picture.image.mode in {"CMYK", "LAB"}
        or (picture.frames > 1 and picture.image.format != "MPO")
    )


def _observed(image: Image.Image, small: Image.Image, view: pixels.View) -> list[Warned]:
    found: list[Warned] = []
    if view.recoloured:
        found.append(warned("converted-color", mode=image.mode))
    if small.mode == "RGBA" and is_clear(small):
        found.append(warned("transparent"))
    return found


def is_clear(image: Image.Image) -> bool:
    """Whether any part is transparent."""
    lowest = image.getchannel("A").getextrema()[0]
    return isinstance(lowest, int | float) and lowest < 255


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    return image.transpose(TRANSPOSE[orientation]) if orientation in TRANSPOSE else image


def _profile(picture: OpenPicture, view: pixels.View) -> bytes | None:
    """The embedded profile where it still describes the colours; huge ones are not worth their bytes."""
    profile = picture.image.info.get("icc_profile")
    usable = isinstance(profile, bytes) and len(profile) < 65_536 and not view.recoloured
    return profile if usable else None


def thumbnail(small: Image.Image, picture: OpenPicture, folder: Path, profile: bytes | None = None) -> Derivative:
    """From a picture that is a few times as large; the exact proportions are those of the facts."""
    width, height = picture.facts.width or 1, picture.facts.height or 1
    scale = min(1.0, THUMBNAIL / max(width, height))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    image = small if small.size == size else small.resize(size, Image.Resampling.LANCZOS)
    path = folder / "thumbnail.webp"
    image.save(path, "WEBP", quality=80, method=2, icc_profile=profile or b"")
    return Derivative("thumbnail", path, ".webp")


def _display(image: Image.Image, picture: OpenPicture, view: pixels.View, folder: Path) -> Derivative:
    profile = _profile(picture, view) if image.mode != "L" else None
    lossy = picture.kind is sniff.JPEG or image.width * image.height > LOSSLESS_PIXELS
    if lossy and image.mode in {"RGB", "L"}:
        path = folder / "display.jpg"
        image.save(path, "JPEG", quality=95, subsampling=0, icc_profile=profile)
        return Derivative("display", path, ".jpg")
    path = folder / "display.png"
    image.save(path, "PNG", compress_level=4, icc_profile=profile)
    return Derivative("display", path, ".png")
