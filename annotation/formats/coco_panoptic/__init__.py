"""COCO panoptic: a picture for each image in which every pixel says its segment, and a list of the segments.

See https://cocodataset.org/#format-data. The id of a segment is red + 256 green + 65536 blue; 0 is nothing.
"""

from __future__ import annotations

from annotation.formats.base import Decoded, Format, Options
from annotation.formats.coco_panoptic.decode import decode, is_label_picture, label_files
from annotation.formats.coco_panoptic.encode import Encoder
from annotation.formats.losses import EMPTY_UNSEEN
from annotation.formats.registry import FORMATS
from annotation.formats.source import Source
from core.text import Text


@FORMATS.register
class CocoPanoptic(Format):
    """Masks that do not overlap, each of a thing or of stuff."""

    slug = "coco_panoptic"
    title = Text(en="COCO panoptic", zh="COCO 全景分割")
    extensions = (".json",)
    kinds = frozenset({"mask"})
    cannot_carry = (
        Text(
            en="Each pixel has one object: where several overlap, the one on top keeps it.",
            zh="每个像素只属于一个对象：重叠处归最上层对象。",
        ),
        Text(en="Polygons become masks; other kinds are left out.", zh="多边形转换为掩码；其他类型省略。"),
        Text(
            en="Attributes but “iscrowd”, scores, groups, ids and z-order are left out.",
            zh="不含“iscrowd”以外的属性、置信度、分组、编号和叠放次序。",
        ),
        EMPTY_UNSEEN,
    )
    is_label_picture = staticmethod(is_label_picture)
    encoder = Encoder

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return next(label_files(source), None) is not None

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        cls.chosen(options)
        return decode(source, cls.title.en)
