"""Label Studio's JSON export of images, the short one (JSON-MIN) too: an array of tasks. Percent of the image; boxes
turn about their top left corner, clockwise in degrees. See https://labelstud.io/guide/export and https://labelstud.io/tags/rectanglelabels.
"""

from __future__ import annotations

from collections.abc import Iterator

from annotation.formats.base import Decoded, Format, Options
from annotation.formats.label_studio_images import video
from annotation.formats.label_studio_images.decode import decode, is_export
from annotation.formats.label_studio_images.encode import Encoder
from annotation.formats.losses import EMPTY_UNSEEN
from annotation.formats.registry import FORMATS
from annotation.formats.source import Source, beginnings
from core.text import Text


def label_files(source: Source) -> Iterator[str]:
    """The JSON files that begin like an array of Label Studio's tasks."""
    for name, start in beginnings(source, ".json"):
        head = start.removeprefix(b"\xef\xbb\xbf").lstrip()
        told = any(word in head for word in (b'"original_width"', b'"image"', b".jpg", b".png"))
        if told and is_export(head):
            yield name


@FORMATS.register
class LabelStudioImages(Format):
    """Boxes at any angle, ellipses, polygons, lines, masks, key points, relations; choices of the whole image as tags,
    other answers about it as answers, those about a region as attributes."""

    slug = "label_studio_images"
    title = Text(en="Label Studio JSON (images)", zh="Label Studio JSON（图片）")
    extensions = (".json",)
    kinds = frozenset(
        {"box", "rotated_box", "ellipse", "polygon", "polyline", "mask", "points", "tag", "answers", "relation"}
    )
    cannot_carry = (
        Text(en="Polygons with holes become masks of whole pixels.", zh="带孔多边形转换为整像素掩码。"),
        Text(en="Sets of points are written point by point.", zh="点集写为单独的点。"),
        Text(en="Ids, groups and z-order are left out.", zh="不含编号、分组和叠放次序。"),
        Text(en="A rotated box at no angle comes back as an upright one.", zh="角度为零的旋转框读回后为矩形框。"),
        EMPTY_UNSEEN,
    )
    encoder = Encoder

    @classmethod
    def recognises(cls, source: Source) -> bool:
        videos = set(video.label_files(source))
        return any(name not in videos for name in label_files(source))

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        cls.chosen(options)
        return decode(source, label_files(source), cls.title.en)
