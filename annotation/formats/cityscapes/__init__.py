"""Cityscapes: `gtFine/<split>/<city>/<frame>_gtFine_polygons.json` and pictures of the class and object of each pixel.

See https://github.com/mcordts/cityscapesScripts. Polygons are listed from the back to the front. Where there are only
pictures, masks are read from them.
"""

from __future__ import annotations

from annotation.formats.base import Decoded, Format, Options
from annotation.formats.cityscapes.decode import decode, is_label_picture, label_files
from annotation.formats.cityscapes.encode import Encoder
from annotation.formats.losses import EMPTY_UNSEEN
from annotation.formats.registry import FORMATS
from annotation.formats.source import Source
from core.text import Text


@FORMATS.register
class Cityscapes(Format):
    """Polygons in their order; pictures of classes and objects beside them."""

    slug = "cityscapes"
    title = Text(en="Cityscapes", zh="Cityscapes")
    extensions = (".json",)
    kinds = frozenset({"polygon"})
    cannot_carry = (
        Text(
            en="Masks and rotated boxes become polygons, without their holes; boxes polygons of four corners; points, "
            "lines, tags and answers are left out.",
            zh="掩码和旋转框转换为多边形（不含孔），矩形框转换为四点多边形；点、折线、整图标签和答案省略。",
        ),
        Text(
            en="Attributes but “group”, scores, groups and ids are left out; the z-order comes back as 0, 1, 2.",
            zh="不含“group”以外的属性、置信度、分组和编号；叠放次序读回后为 0、1、2。",
        ),
        Text(
            en="Images are named as those of Cityscapes: “city/frame_leftImg8bit”.",
            zh="图片按 Cityscapes 方式命名：“city/frame_leftImg8bit”。",
        ),
        Text(
            en="In the pictures the class of a pixel is that of the object on top; there are 255 classes at most.",
            zh="图片中像素的类别取最上层对象；最多 255 个类别。",
        ),
        EMPTY_UNSEEN,
    )
    is_label_picture = staticmethod(is_label_picture)
    encoder = Encoder

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return bool(label_files(source))

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        cls.chosen(options)
        return decode(source, cls.title.en)
