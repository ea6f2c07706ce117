"""Supervisely's images: `meta.json` with classes and tags, and `<dataset>/ann/<image>.json` beside `<dataset>/img/`.

See https://docs.supervisely.com/import-and-export/01_supervisely_format. Attributes are tags of an object; a mask is a
PNG packed with zlib, as text.
"""

from __future__ import annotations

from annotation.formats.base import Decoded, Format, Options
from annotation.formats.losses import EMPTY_UNSEEN
from annotation.formats.registry import FORMATS
from annotation.formats.source import Source
from annotation.formats.supervisely_images.decode import decode, label_files
from annotation.formats.supervisely_images.encode import Encoder
from core.text import Text


@FORMATS.register
class SuperviselyImages(Format):
    """Boxes, polygons with holes, masks, lines, points and tags, with attributes and the label schema."""

    slug = "supervisely_images"
    title = Text(en="Supervisely (images)", zh="Supervisely（图片）")
    extensions = (".json",)
    kinds = frozenset({"box", "polygon", "mask", "polyline", "points", "tag"})
    cannot_carry = (
        Text(en="Rotated boxes become polygons; answers are left out.", zh="旋转框转换为多边形；不含答案。"),
        Text(en="Sets of points are written point by point.", zh="点集写为单独的点。"),
        Text(
            en="Ids, scores and groups are left out; objects are listed in the order of drawing.",
            zh="不含编号、置信度和分组；对象按叠放次序列出。",
        ),
        Text(
            en="A choice of several becomes several tags; a lone one comes back as a choice of one. What is not ticked "
            "comes back as nothing, and of tags all attributes are left out.",
            zh="多选写为多个标签；仅选一项时读回后为单选。未勾选的复选框读回后为空；整图标签的属性省略。",
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
        return decode(source, cls.title.en)
