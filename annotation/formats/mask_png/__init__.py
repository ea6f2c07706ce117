"""Masks as pictures: one colour per class, a second picture with one colour per object, and a list of the colours."""

from __future__ import annotations

from annotation.formats.base import Decoded, Format, Options
from annotation.formats.losses import EMPTY_UNSEEN
from annotation.formats.mask_png.decode import decode, is_label_picture, palette_file
from annotation.formats.mask_png.encode import Encoder
from annotation.formats.registry import FORMATS
from annotation.formats.source import Source
from core.text import Text


@FORMATS.register
class MaskPng(Format):
    """`labelmap.txt`, `SegmentationClass/` and `SegmentationObject/`, as the VOC devkit and CVAT lay them out."""

    slug = "mask_png"
    title = Text(en="Masks (PNG)", zh="掩码图片（PNG）")
    extensions = (".png",)
    kinds = frozenset({"mask"})
    cannot_carry = (
        Text(
            en="Each pixel has one object: where several overlap, the one on top keeps it.",
            zh="每个像素只属于一个对象：重叠处归最上层对象。",
        ),
        Text(en="Polygons become masks; other kinds are left out.", zh="多边形转换为掩码；其他类型省略。"),
        Text(
            en="Attributes, scores, groups, ids and z-order are left out.",
            zh="不含属性、置信度、分组、编号和叠放次序。",
        ),
        EMPTY_UNSEEN,
    )

    is_label_picture = staticmethod(is_label_picture)
    encoder = Encoder

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return palette_file(source) is not None

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        cls.chosen(options)
        return decode(source)
