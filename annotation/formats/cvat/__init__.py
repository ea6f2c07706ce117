"""CVAT for images 1.1: one XML file for all images. Pixels from the top left; rotation in degrees, clockwise. A file of
tracks, which are over images too, is taken as well: see `flattened`.

See https://docs.cvat.ai/docs/dataset_management/formats/format-cvat/ and, for the elements, "XML annotation format".
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from annotation.formats.base import Decoded, Format, Options
from annotation.formats.cvat import flattened, video
from annotation.formats.cvat.decode import decode
from annotation.formats.cvat.encode import CARRIED, Encoder
from annotation.formats.losses import EMPTY_UNSEEN
from annotation.formats.registry import FORMATS
from annotation.formats.source import Source, beginnings
from core.text import Text


def label_files(source: Source) -> Iterator[str]:
    """The XML files that begin like CVAT's."""
    for name, head in beginnings(source, ".xml", 1024):
        if b"<annotations" in head:
            yield name


@FORMATS.register
class Cvat(Format):
    """Boxes at any angle, ellipses, polygons, masks, lines, points, skeletons, cuboids and tags; the label schema."""

    slug = "cvat"
    title = Text(en="CVAT for images 1.1", zh="CVAT for images 1.1")
    extensions = (".xml",)
    kinds = CARRIED
    cannot_carry = (
        Text(
            en="Polygons with holes become masks of whole pixels.",
            zh="带孔多边形转换为整像素掩码。",
        ),
        Text(
            en="Scores, ids and answers are left out; groups get numbers.", zh="不含置信度、编号和答案；分组改为数字。"
        ),
        Text(en="Coordinates are rounded to 3 digits, angles to 6.", zh="坐标保留 3 位小数，角度保留 6 位。"),
        Text(en="A rotated box at no angle comes back as an upright one.", zh="角度为零的旋转框读回后为矩形框。"),
        Text(
            en="Of skeletons, sigmas, mirror pairs and names in a second language are not kept.",
            zh="不保留骨架的 sigma、镜像点对和第二语言名称。",
        ),
        Text(en="A choice of several comes back as text.", zh="多选属性读回后为文本。"),
        EMPTY_UNSEEN,
    )
    encoder = Encoder

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return next(label_files(source), None) is not None

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        cls.chosen(options)
        tracks = list(video.label_files(source))
        files = [name for name in label_files(source) if name not in tracks]
        return decode(source, files, cls.title.en, partial(flattened.read, files=tracks))
