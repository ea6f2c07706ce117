"""YOLO: one text file per image, coordinates as shares of its size. Ultralytics and Darknet layouts.

See https://docs.ultralytics.com/datasets/ for the layouts and the columns.
"""

from __future__ import annotations

from collections.abc import Iterable

from annotation.formats.base import Decoded, Format, Header, Item, Option, Options
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.source import Source
from annotation.formats.yolo.decode import decode
from annotation.formats.yolo.encode import Encoder
from annotation.formats.yolo.layout import Layout
from core.text import Text

TASK = Option(
    "task",
    Text(en="What the lines hold", zh="标注行内容"),
    (
        ("auto", Text(en="As the labels ask for", zh="自动判断")),
        ("detect", Text(en="Boxes", zh="矩形框")),
        ("segment", Text(en="Polygons", zh="多边形")),
        ("obb", Text(en="Rotated boxes", zh="旋转框")),
        ("pose", Text(en="Boxes with key points", zh="矩形框与关键点")),
    ),
)
LAYOUT = Option(
    "layout",
    Text(en="Folders", zh="目录结构"),
    (
        (
            "ultralytics",
            Text(en="Ultralytics: data.yaml, images, labels", zh="Ultralytics 目录：data.yaml、images、labels"),
        ),
        ("darknet", Text(en="Darknet: obj.names, obj.data", zh="Darknet 目录：obj.names、obj.data")),
    ),
    reading=False,
)


@FORMATS.register
class Yolo(Format):
    """Boxes, polygons, rotated boxes, or boxes with the key points of skeletons."""

    slug = "yolo"
    title = Text(en="YOLO", zh="YOLO")
    extensions = (".txt",)
    kinds = frozenset({"box", "polygon", "rotated_box", "skeleton"})
    cannot_carry = (
        Text(
            en="Attributes, scores, groups, holes, z-order, points, polylines, tags and answers are left out.",
            zh="不含属性、置信度、分组、孔、叠放次序、点、折线、整图标签和答案。",
        ),
        Text(
            en="A data set holds one kind: boxes, polygons, rotated boxes or skeletons with their boxes; the others are"
            " converted to it. Lines of skeletons and places of points that are not labelled are left out.",
            zh="一个数据集只含一种类型（矩形框、多边形、旋转框或带框的骨架），其余类型将被转换。"
            "不含骨架连线及未标注点的位置。",
        ),
        Text(
            en="Coordinates are rounded to 8 digits as shares of the image's size; objects are cut at its edge.",
            zh="坐标按图片尺寸归一化并保留 8 位小数；对象按图片边缘裁剪。",
        ),
        Text(
            en="The size of an image is not written: without the image its labels cannot be read back.",
            zh="不保存图片尺寸：没有图片则无法还原标注。",
        ),
        Text(en="Images that belong to no split go to train.", zh="未划分的图片归入 train。"),
    )
    options = (TASK, LAYOUT)

    @classmethod
    def recognises(cls, source: Source) -> bool:
        layout = Layout(source)
        return bool(layout.classes) and any(layout.labels.values())

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        return decode(source, cls.chosen(options)["task"])

    @classmethod
    def encode(
        cls, header: Header, items: Iterable[Item], sink: Sink, options: Options | None = None, *, images: bool = False
    ) -> Report:
        chosen = cls.chosen(options)
        return Encoder(header, sink, task=chosen["task"], layout=chosen["layout"], images=images).run(items)
