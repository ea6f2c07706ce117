"""Pascal VOC: one XML file per image. See http://host.robots.ox.ac.uk/pascal/VOC/voc2012/htmldoc/devkit_doc.html."""

from __future__ import annotations

from collections.abc import Iterable

from annotation.formats.base import Decoded, Format, Header, Item, Option, Options
from annotation.formats.losses import EMPTY_UNSEEN
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.source import Source
from annotation.formats.voc.decode import decode, label_files
from annotation.formats.voc.encode import Encoder
from core.text import Text

PIXELS = Option(
    "pixels",
    Text(en="Meaning of xmin ... ymax", zh="xmin … ymax 的含义"),
    (
        (
            "edges",
            Text(en="Edges of the box in pixels from 0, as most tools write", zh="框的边缘坐标，从 0 起（多数工具）"),
        ),
        (
            "devkit",
            Text(
                en="First and last pixel counted from 1, whole numbers, as the VOC devkit",
                zh="首末像素序号，从 1 起取整（VOC devkit）",
            ),
        ),
    ),
)


@FORMATS.register
class Voc(Format):
    """Boxes with truncated, difficult, occluded, pose and further attributes."""

    slug = "voc"
    title = Text(en="Pascal VOC", zh="Pascal VOC")
    extensions = (".xml",)
    kinds = frozenset({"box"})
    cannot_carry = (
        Text(
            en="Polygons and rotated boxes become the boxes around them; other kinds are left out.",
            zh="多边形和旋转框转换为外接矩形框；其他类型省略。",
        ),
        Text(
            en="Scores, groups, ids, z-order and answers are left out.", zh="不含置信度、分组、编号、叠放次序和答案。"
        ),
        Text(
            en="Coordinates are rounded to 2 digits, or to whole pixels with the devkit's meaning.",
            zh="坐标保留 2 位小数；采用 devkit 含义时取整。",
        ),
        Text(
            en="An unset truncated, difficult or occluded is the same as no.",
            zh="truncated、difficult、occluded 未设置等同于否。",
        ),
        EMPTY_UNSEEN,
    )
    options = (PIXELS,)

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return next(label_files(source), None) is not None

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        return decode(source, devkit=cls.chosen(options)["pixels"] == "devkit")

    @classmethod
    def encode(
        cls, header: Header, items: Iterable[Item], sink: Sink, options: Options | None = None, *, images: bool = False
    ) -> Report:
        return Encoder(sink, devkit=cls.chosen(options)["pixels"] == "devkit", images=images).run(items)
