"""Datumaro's own JSON: `annotations/<subset>.json` with categories and items, images in `images/<subset>/`.

See https://openvinotoolkit.github.io/datumaro/latest/docs/data-formats/formats/datumaro.html. It is what CVAT exports
as "Datumaro 1.0", too: the turn of a box is there an attribute in degrees.
"""

from __future__ import annotations

from annotation.formats.base import Decoded, Format, Options
from annotation.formats.datumaro import video  # noqa: F401 - registers the format of videos
from annotation.formats.datumaro.decode import decode, label_files
from annotation.formats.datumaro.encode import Encoder
from annotation.formats.losses import EMPTY_UNSEEN
from annotation.formats.registry import FORMATS
from annotation.formats.source import Source
from core.text import Text


@FORMATS.register
class Datumaro(Format):
    """Everything that is drawn in an image, with attributes, groups, scores and order."""

    slug = "datumaro"
    title = Text(en="Datumaro JSON", zh="Datumaro JSON")
    extensions = (".json",)
    kinds = frozenset(
        {"box", "rotated_box", "ellipse", "polygon", "polyline", "points", "skeleton", "mask", "tag", "cuboid2d"}
    )
    cannot_carry = (
        Text(en="Polygons with holes become masks of whole pixels.", zh="带孔多边形转换为整像素掩码。"),
        Text(en="Ids and answers are left out; groups get numbers.", zh="不含编号和答案；分组改为数字。"),
        Text(en="A rotated box at no angle comes back as an upright one.", zh="角度为零的旋转框读回后为矩形框。"),
        Text(
            en="Of the label schema names remain; types of attributes are guessed from their values.",
            zh="标签体系仅保留名称；属性类型按取值推断。",
        ),
        Text(en="Captions and boxes in space are left out when read.", zh="读入时忽略描述文字和三维框。"),
        Text(
            en="Of skeletons, points that are not labelled lose their place; sigmas, mirror pairs and names in a second"
            " language are not kept.",
            zh="骨架中未标注的点不保留位置；不保留容差、镜像点对和另一种语言的名称。",
        ),
        EMPTY_UNSEEN,
    )
    encoder = Encoder

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return next(label_files(source), None) is not None

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        cls.chosen(options)
        return decode(source, cls.title.en)
