"""Label Studio's JSON export of videos: boxes with keyframes, and labels of stretches of the timeline.

See https://labelstud.io/tags/video and https://labelstud.io/tags/timelinelabels. Percent of the picture; frames are
counted from 1. A keyframe that is not `enabled` is the last one before the object goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from annotation.formats.base import VIDEO_SUFFIXES, Decoded, Format, Options
from annotation.formats.gathering import Gathering, Image, number
from annotation.formats.json_stream import elements
from annotation.formats.label_studio_images.decode import (
    answers_of,
    box_of,
    chosen,
    declared,
    labels_in,
    name_of,
    size_in,
)
from annotation.formats.label_studio_images.video_encode import VideoEncoder
from annotation.formats.registry import FORMATS
from annotation.formats.source import Source, Unreadable, beginnings
from annotation.kinds.keyframes import Keyframe, keyframe
from core.text import Text

RECTANGLE, TIMELINE = "videorectangle", "timelinelabels"
LANE = {"channel": None, "tier": "", "speaker": "", "parent": None, "text": ""}

Result = dict[str, Any]


def label_files(source: Source) -> Iterator[str]:
    """The JSON files that begin like an array of tasks of videos."""
    for name, start in beginnings(source, ".json"):
        head = start.removeprefix(b"\xef\xbb\xbf").lstrip()
        told = any(word.encode() in head for word in (RECTANGLE, TIMELINE, '"video"', *VIDEO_SUFFIXES))
        if told and head[:1] == b"[" and b'"data"' in head and b'"annotations"' in head:
            yield name


@FORMATS.register
class LabelStudioVideos(Format):
    """Tracks of boxes at any angle with their attributes, and events."""

    slug = "label_studio_videos"
    title = Text(en="Label Studio JSON (videos)", zh="Label Studio JSON（视频）")
    extensions = (".json",)
    kinds = frozenset({"track", "segment"})
    modalities = frozenset({"video"})
    cannot_carry = (
        Text(
            en="Tracks of other things than boxes become tracks of the boxes around them.",
            zh="非矩形框轨迹转换为外接矩形框轨迹。",
        ),
        Text(
            en="Attributes of keyframes and what is hidden are left out.",
            zh="不含关键帧属性和遮挡。",
        ),
        Text(
            en="Ids, scores, groups, z-order, frame tags, tags and answers are left out.",
            zh="不含编号、置信度、分组、叠放次序、帧标签、整段标签和答案。",
        ),
        Text(en="Rows of events are left out.", zh="不含事件所在的行。"),
    )
    encoder = VideoEncoder

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return next(label_files(source), None) is not None

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        cls.chosen(options)
        gathering = Gathering(source, cls.title.en, suffixes=VIDEO_SUFFIXES)
        declared(gathering)
        for file in label_files(source):
            try:
                with source.open(file) as stream:
                    for index, task in enumerate(elements(stream)):
                        _task(gathering, file, f"[{index}]", task)
            except Unreadable as error:
                gathering.report.problem(file, "", error.code, **error.params)
        return gathering.decoded()


def _task(gathering: Gathering, file: str, place: str, task: object) -> None:
    data = task.get("data") if isinstance(task, dict) else None
    if not isinstance(task, dict) or not isinstance(data, dict):
        gathering.report.problem(file, place, "missing-field", field="data")
        return
    best, count = chosen(task)
    results = [each for each in best.get("result") or [] if isinstance(each, dict)]
    name = name_of(gathering, file, data, VIDEO_SUFFIXES)
    video = gathering.image(file, f"{place}.data", name, size=size_in(results))
    if video is None:
        return
    if count > 1:
        video.problem(f"{place}.annotations", "several-answers", count=count)
    regions: dict[object, list[Result]] = {}
    for index, each in enumerate(results):
        regions.setdefault(each.get("id") or index, []).append(each)
    for index, region in enumerate(regions.values()):
        _region(video, f"{place}.result[{index}]", region)
    gathering.keep(video)


def _region(video: Image, place: str, region: list[Result]) -> None:
    """The results of one region: its track or its stretches, its label, and what was answered about it."""
    shape = next((each for each in region if each.get("type") in {RECTANGLE, TIMELINE}), None)
    value = shape.get("value") if shape else None
    if shape is None or not isinstance(value, dict):
        video.problem(place, "other-task", task=str(region[0].get("type")))
        return
    values = [each["value"] for each in region if isinstance(each.get("value"), dict)]
    label = next((found for each in values for found in labels_in(each)), None)
    if shape["type"] == TIMELINE:
        for start, stop in _ranges(value):
            video.add(place, "segment", {"start": start, "stop": stop, **LANE}, label, answers_of(region))
        return
    if not all(video.size):
        video.problem(place, "no-size")
        return
    of, frames = _track(value, video.size[0] or 0, video.size[1] or 0)
    video.add(place, "track", {"of": of, "keyframes": frames}, label, answers_of(region))


def _ranges(value: dict[str, Any]) -> Iterator[tuple[int, int]]:
    """First frame and the one behind the last, of stretches whose ends are counted from 1 and belong to them."""
    found = value.get("ranges")
    for each in found if isinstance(found, list) else []:
        start, end = (each.get(key) for key in ("start", "end")) if isinstance(each, dict) else (None, None)
        if isinstance(start, int) and isinstance(end, int):
            yield start - 1, end


def _track(value: dict[str, Any], width: int, height: int) -> tuple[str, list[Keyframe]]:
    listed = value.get("sequence")
    found = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    found = [each for each in found if isinstance(each.get("frame"), int) and each["frame"] > 0]
    # Of two that say something of one frame the later one counts.
    by_frame = {int(each["frame"]) - 1: each for each in sorted(found, key=lambda each: int(each["frame"]))}
    turned = any(number(each.get("rotation") or 0) for each in by_frame.values())
    frames: list[Keyframe] = []
    for frame, each in by_frame.items():
        data = box_of(each, width / 100, height / 100, turned=turned)[1]
        frames.append(keyframe(frame, data, origin="import"))
        if each.get("enabled") is False and frame + 1 not in by_frame:
            frames.append(keyframe(frame + 1, data, outside=True, origin="import"))
    return "rotated_box" if turned else "box", frames
