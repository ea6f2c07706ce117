"""Prepare a picture that is too large or too deep for the browser to take as it is: as tiles, at every size."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyvips
from numpy.typing import NDArray
from PIL import Image

from annotation.modalities.base import Derivative, Facts, Prepared
from annotation.modalities.image import deep, derive, perceptual, tiles, vips
from annotation.modalities.image.header import FAILURES, OpenPicture, refusal_of
from annotation.modalities.image.reasons import warned

JPEG = ".jpg[Q=90,subsample_mode=off]"
CLEAR = ".png[compression=4]"
"""Where parts are transparent, which no JPEG can be."""
DEEP = ".png[compression=4,filter=sub]"
TYPES = {JPEG: "image/jpeg", CLEAR: "image/png", DEEP: "image/png"}


@dataclass(frozen=True, slots=True)
class Cut:
    """A picture in tiles, and what its values mean where they are more than eight bits."""

    pyramid: tiles.Pyramid
    suffix: str
    channels: int
    scale: deep.Scale | None = None
    levels: deep.Levels | None = None

    def whole(self, level: int) -> Image.Image:
        """A level as people first see it."""
        values: NDArray[Any] = self.pyramid.whole(level)
        if self.levels is not None:
            values = deep.shown(values, self.levels)
        return Image.fromarray(np.ascontiguousarray(values[:, :, 0] if values.shape[2] == 1 else values))

    def about(self) -> dict[str, Any]:
        """What the browser needs to know before it fetches a tile."""
        told = {
            "side": tiles.SIDE,
            "levels": [list(size) for size in self.pyramid.levels],
            "media_type": TYPES[self.suffix],
            "channels": self.channels,
            "bits": 16 if self.scale else 8,
        }
        if self.scale and self.levels:
            told |= {
                "offset": self.scale.offset,
                "slope": self.scale.slope,
                "range": [self.levels.least, self.levels.most],
                "window": [self.levels.low, self.levels.high],
                "histogram": self.levels.bars,
            }
        return told


def prepare(path: Path, picture: OpenPicture, folder: Path) -> Prepared:
    """Raises Rejected."""
    try:
        return _prepared(path, picture, folder)
    except pyvips.Error as error:
        raise vips.refusal_of(error) from error
    except FAILURES as error:
        raise refusal_of(error) from error


def _prepared(path: Path, picture: OpenPicture, folder: Path) -> Prepared:
    cut = _cut(path, picture, folder / "tiles.zip")
    pyramid = cut.pyramid
    shown = cut.whole(_level_of(pyramid, derive.LOSSLESS_PIXELS))
    small = shown.copy()
    small.thumbnail((derive.OVERVIEW, derive.OVERVIEW), Image.Resampling.BOX)
    table = folder / "tiles.bin"
    table.write_bytes(pyramid.table())
    derivatives = [
        derive.thumbnail(small, picture, folder),
        _display(shown, folder, exact=shown.size == pyramid.levels[0]),
        Derivative("tiles", pyramid.path, ".zip", meta=cut.about()),
        Derivative("tile_table", table, ".bin"),
    ]
    return Prepared(_facts(picture, cut, small), tuple(derivatives), perceptual.hash_of(small))


def _cut(path: Path, picture: OpenPicture, out: Path) -> Cut:
    if picture.is_deep:
        return _cut_deep(path, picture, out)
    image = vips.coloured(vips.opened(path, picture.kind))
    suffix = CLEAR if image.bands in (2, 4) else JPEG
    with vips.watched(image):
        return Cut(tiles.write(image, out, suffix), suffix, image.bands)


def _cut_deep(path: Path, picture: OpenPicture, out: Path) -> Cut:
    scale = deep.scale_of(lambda: _opened(path, picture))
    image = scale.stored(_opened(path, picture))
    with vips.watched(image):
        levels = deep.levels_of(image)
    image = scale.stored(_opened(path, picture))
    with vips.watched(image):
        return Cut(tiles.write(image, out, DEEP), DEEP, image.bands, scale, levels)


def _opened(path: Path, picture: OpenPicture) -> pyvips.Image:
    """By libvips, or what Pillow makes of it: libvips does not unpack values of twelve bits."""
    if picture.bits in (16, 32, 64):
        return vips.opened(path, picture.kind)
    return pyvips.Image.new_from_array(np.asarray(picture.image))


def _level_of(pyramid: tiles.Pyramid, most: int) -> int:
    """The largest level of no more than so many pixels."""
    return next(at for at, (width, height) in enumerate(pyramid.levels) if width * height <= most)


def _display(image: Image.Image, folder: Path, *, exact: bool) -> Derivative:
    """One picture for whoever does not draw tiles: every pixel where they are not too many, else all of it smaller."""
    if exact or image.mode not in ("L", "RGB"):
        image.save(folder / "display.png", "PNG", compress_level=4)
        return Derivative("display", folder / "display.png", ".png")
    image.save(folder / "display.jpg", "JPEG", quality=92, subsampling=0)
    return Derivative("display", folder / "display.jpg", ".jpg")


def _facts(picture: OpenPicture, cut: Cut, small: Image.Image) -> Facts:
    found = []
    meta: dict[str, Any] = {"tiled": True}
    if cut.scale and cut.levels:
        low, high = (round(cut.scale.value(each), 3) for each in (cut.levels.low, cut.levels.high))
        meta["display_range"] = [low, high]
        found.append(warned("scaled-depth", bits=picture.bits, low=f"{low:g}", high=f"{high:g}"))
    if small.mode in ("LA", "RGBA") and derive.is_clear(small):
        found.append(warned("transparent"))
    facts, (width, height) = picture.facts, cut.pyramid.levels[0]
    return replace(facts, width=width, height=height, meta={**facts.meta, **meta}, warnings=(*facts.warnings, *found))
