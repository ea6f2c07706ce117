"""Turn whatever a picture holds into 8-bit grey, RGB or RGBA as people should see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms

Conversion = Callable[[Image.Image], Image.Image]


@dataclass(frozen=True, slots=True)
class View:
    """How to see a picture: a conversion that works on any strip of it."""

    convert: Conversion
    recoloured: bool = False
    """Whether colours were converted, so that an embedded profile no longer applies."""


def view_of(image: Image.Image) -> View:
    """The conversion for a decoded picture."""
    if image.mode == "CMYK":
        return View(_from_profile(image, "CMYK"), recoloured=True)
    if image.mode == "LAB":
        return View(_from_lab(), recoloured=True)
    if image.mode in {"P", "PA"}:
        mode = "RGBA" if image.mode == "PA" or "transparency" in image.info else "RGB"
        return View(lambda strip: strip.convert(mode))
    if image.mode in {"L", "RGB", "RGBA"}:
        keyed = "transparency" in image.info
        return View((lambda strip: strip.convert("RGBA")) if keyed else _same)
    if image.mode in {"LA", "La", "RGBa"}:
        return View(_with_alpha)
    return View(lambda strip: strip.convert("L" if strip.mode == "1" else "RGB"))


def _same(strip: Image.Image) -> Image.Image:
    return strip


def _with_alpha(strip: Image.Image) -> Image.Image:
    if strip.mode == "La":
        strip = strip.convert("LA")
    return strip.convert("RGBA")


def _from_profile(image: Image.Image, mode: str) -> Conversion:
    """By the embedded profile when it is a usable one; else by the plain formula."""
    profile = image.info.get("icc_profile")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            transform = ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
        else:
            return lambda strip: _applied(transform, strip)
    return lambda strip: strip.convert("RGB")


def _from_lab() -> Conversion:
    transform = ImageCms.buildTransform(ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), "LAB", "RGB")
    return lambda strip: _applied(transform, strip)


def _applied(transform: ImageCms.ImageCmsTransform, strip: Image.Image) -> Image.Image:
    result = ImageCms.applyTransform(strip, transform)
    if result is None:
        raise ValueError("the colour profile gives no picture")
    return result


def overview(image: Image.Image, view: View, longest: int) -> Image.Image:
    """The picture reduced to about `longest` pixels per side, strip by strip: it is never in memory converted.

    Sides are reduced by whole factors of their own; whoever wants exact proportions scales the result.
    """
    width, height = image.size
    across, down = max(1, width // longest), max(1, height // longest)
    if across == down == 1:
        return view.convert(image)
    rows = down * max(1, (1 << 22) // (width * down))
    result: Image.Image | None = None
    for top in range(0, height, rows):
        bottom = min(height, top + rows)
        strip = view.convert(image.crop((0, top, width, bottom))).reduce((across, down))
        if result is None:
            result = Image.new(strip.mode, (strip.width, -(-height // down)))
        result.paste(strip, (0, top // down))
    assert result is not None  # a picture has at least one row
    return result
