"""Photographs, drawings and scans."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from annotation.modalities.base import Facts, Limits, Modality, Prepared
from annotation.modalities.image import derive, header, sniff
from annotation.modalities.registry import MODALITIES
from core.text import Text


@MODALITIES.register
class Image(Modality):
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

    @classmethod
    def probe(cls, path: Path, limits: Limits) -> Facts:
        with header.opened(path, limits) as picture:
            return picture.facts

    @classmethod
    def prepare(cls, files: Mapping[str, Path], folder: Path, limits: Limits) -> Prepared:
        (path,) = files.values()
        with header.opened(path, limits) as picture:
            return derive.prepare(picture, folder)
