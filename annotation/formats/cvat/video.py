"""CVAT for video 1.1: one XML file for each video. Frames are those of the file, from 0; pixels from the top left.

See https://docs.cvat.ai/docs/dataset_management/formats/format-cvat/. A track is a list of keyframes; one with
`outside` ends it from its frame on. A skeleton is a track of tracks, one for each of its points.
"""

from __future__ import annotations

from collections.abc import Iterator

from annotation.formats.base import Decoded, Format, Options
from annotation.formats.cvat.video_decode import decode
from annotation.formats.cvat.video_encode import Encoder
from annotation.formats.registry import FORMATS
from annotation.formats.source import Source, beginnings
from core.text import Text


def label_files(source: Source) -> Iterator[str]:
    """The XML files that begin like those of a video."""
    for name, head in beginnings(source, ".xml", 65536):
        if b"<annotations" in head and (b"<track" in head or b"<mode>interpolation</mode>" in head):
            yield name


@FORMATS.register
class CvatVideo(Format):
    """Tracks of every kind of shape, with attributes and the label schema."""

    slug = "cvat_video"
    title = Text(en="CVAT for video 1.1", zh="CVAT for video 1.1")
    extensions = (".xml",)
    kinds = frozenset({"track"})
    modalities = frozenset({"video"})
    cannot_carry = (
        Text(en="Events, frame tags and tags are left out.", zh="不含事件、帧标签和整段标签。"),
        Text(en="Holes of polygons are left out.", zh="不含多边形的孔。"),
        Text(
            en="Scores, ids, answers and who made a keyframe are left out; groups get numbers.",
            zh="不含置信度、编号、答案和关键帧来源；分组改为数字。",
        ),
        Text(en="Coordinates are rounded to 3 digits, angles to 6.", zh="坐标保留 3 位小数，角度保留 6 位。"),
        Text(en="A rotated box at no angle comes back as an upright one.", zh="角度为零的旋转框读回后为矩形框。"),
        Text(
            en="An attribute that changes at no keyframe comes back as one of the whole track.",
            zh="在各关键帧均不变化的属性读回后为整条轨迹的属性。",
        ),
    )
    encoder = Encoder

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return next(label_files(source), None) is not None

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        cls.chosen(options)
        return decode(source, label_files(source), cls.title.en)
