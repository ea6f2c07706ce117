"""COCO: one JSON file with images, categories and annotations. See https://cocodataset.org/#format-data."""

from __future__ import annotations

from annotation.formats.base import Decoded, Format, Options
from annotation.formats.coco.decode import decode, label_files
from annotation.formats.coco.encode import Encoder
from annotation.formats.losses import EMPTY_UNSEEN
from annotation.formats.registry import FORMATS
from annotation.formats.source import Source
from core.text import Text


@FORMATS.register
class Coco(Format):
    """Instances: boxes, polygons in several parts, masks, crowds and key points."""

    slug = "coco"
    title = Text(en="COCO", zh="COCO")
    extensions = (".json",)
    kinds = frozenset({"box", "polygon", "mask", "points", "skeleton"})
    cannot_carry = (
        Text(en="Polylines, tags and answers to questions are left out.", zh="不含折线、整图标签和问题答案。"),
        Text(en="Rotated boxes become polygons of four corners.", zh="旋转框转换为四点多边形。"),
        Text(
            en="Polygons with holes and crowds become masks of whole pixels.",
            zh="带孔多边形和群体区域转换为整像素掩码。",
        ),
        Text(
            en="Of skeletons, points that are not labelled lose their place; sigmas, mirror pairs and names in a second"
            " language are not kept. Points of a label with a skeleton become skeletons.",
            zh="骨架中未标注的点不保留位置；不保留 sigma、镜像点对及第二语言名称。带骨架标签的点将转换为骨架。",
        ),
        Text(
            en="Ids of records and groups, z-order, colours, keys and the rules of attributes are not kept.",
            zh="不保留记录与分组编号、叠放次序、颜色、快捷键及属性规则。",
        ),
        EMPTY_UNSEEN,
    )
    encoder = Encoder

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return bool(label_files(source))

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        cls.chosen(options)
        return decode(source)
