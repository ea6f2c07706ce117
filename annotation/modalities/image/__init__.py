"""Photographs, drawings and scans."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from annotation.modalities.base import Facts, Limits, Modality, Part, Prepared
from annotation.modalities.image import derive, header, pages, sniff
from annotation.modalities.registry import MODALITIES
from core.text import Text


@MODALITIES.register
class Image(Modality):
    """The reader of large and deep pictures is loaded with the first of them: every process knows all modalities."""

    slug = "image"
    title = Text(en="Images", zh="图像")
    media_types = tuple(dict.fromkeys(kind.media_type for kind in sniff.PICTURES))
    suffixes = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".mpo")
    kinds = (
        "box",
        "rotated_box",
        "ellipse",
        "polygon",
        "mask",
        "polyline",
        "points",
        "skeleton",
        "cuboid2d",
        "relation",
        "tag",
    )
    limits = Limits(pixels=10_000_000_000, side=200_000, memory=3 * 1024**3, seconds=3600.0, file_bytes=32 * 1024**3)

    @classmethod
    def may_hold_several(cls, head: bytes) -> bool:
        return sniff.picture_of(head) is sniff.TIFF

    @classmethod
    def split(cls, path: Path, folder: Path) -> list[Part]:
        return pages.split(path, folder)

    @classmethod
    def probe(cls, path: Path, limits: Limits) -> Facts:
        with header.opened(path, limits) as picture:
            return picture.facts

    @classmethod
    def prepare(cls, files: Mapping[str, Path], folder: Path, limits: Limits) -> Prepared:
        (path,) = files.values()
        with header.opened(path, limits) as picture:
            if not picture.wants_tiles:
                return derive.prepare(picture, folder)
            from annotation.modalities.image import tiled

            return tiled.prepare(path, picture, folder)

    @classmethod
    def readers(cls) -> str:
        import pyvips

        return f"libvips {pyvips.version(0)}.{pyvips.version(1)} (large and deep pictures) and Pillow"
