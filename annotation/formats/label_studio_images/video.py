"""Label Studio's JSON export of videos: boxes with keyframes, and labels of stretches of the timeline.

See https://labelstud.io/tags/video and https://labelstud.io/tags/timelinelabels. Percent of the picture; frames are
counted from 1. A keyframe that is not `enabled` is the last one before the object goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from annotation.formats.base import VIDEO_SUFFIXES, Decoded, Format, Options
from annotation.formats.gathering import Gathering, number
from annotation.formats.json_stream import elements
from annotation.formats.label_studio_images.decode import (
    box_of,
    chosen,
    declared,
    is_export,
    labels_in,
    name_of,
    size_in,
)
from annotation.formats.label_studio_images.minimal import whole
from annotation.formats.label_studio_images.tasks import Answered, Result, answers_of
from annotation.formats.label_studio_images.video_encode import VideoEncoder
from annotation.formats.registry import FORMATS
from annotation.formats.source import Source, Unreadable, beginnings
from annotation.kinds.keyframes import Keyframe, keyframe
from annotation.kinds.record import Record
from core.text import Text

RECTANGLE, TIMELINE = "videorectangle", "timelinelabels"
LANE = {"channel": None, "tier": "", "speaker": "", "parent": None, "text": ""}


def label_files(source: Source) -> Iterator[str]:
    """The JSON files that begin like an array of tasks of videos."""
    for name, start in beginnings(source, ".json"):
        head = start.removeprefix(b"\xef\xbb\xbf").lstrip()
        told = any(word.encode() in head for word in (RECTANGLE, TIMELINE, '"framesCount"', '"video"', *VIDEO_SUFFIXES))
        if told and is_export(head):
            yield name


@FORMATS.register
class LabelStudioVideos(Format):
    """Tracks of boxes at any angle with their attributes, and events."""

    slug = "label_studio_videos"
    title = Text(en="Label Studio JSON (videos)", zh="Label Studio JSON（视频）")
    extensions = (".json",)
    kinds = frozenset({"track", "segment", "tag", "answers", "relation"})
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
            en="Ids, scores, groups, z-order and frame tags are left out.",
            zh="不含编号、置信度、分组、叠放次序和帧标签。",
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
                        _task(gathering, file, f"[{index}]", whole(task))
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
    answered = Answered(video, gathering.gatherer)
    answered.take(place, results, lambda where, region: _region(answered, where, region))
    gathering.keep(video)


def _region(answered: Answered, place: str, region: list[Result]) -> Record | None:
    """The results of one region: its track or its stretches, its label, and what was answered about it."""
    video = answered.image
    shape = next((each for each in region if each.get("type") in {RECTANGLE, TIMELINE}), None)
    value = shape.get("value") if shape else None
    if shape is None or not isinstance(value, dict):
        answered.whole(place, region)
        return None
    values = [each["value"] for each in region if isinstance(each.get("value"), dict)]
    label = next((found for each in values for found in labels_in(each)), None)
    if shape["type"] == TIMELINE:
        spans = [{"start": start, "stop": stop, **LANE} for start, stop in _ranges(value)]
        added = [video.add(place, "segment", span, label, answers_of(region)) for span in spans]
        return next(iter(added), None)
    if not all(video.size):
        video.problem(place, "no-size")
        return None
    of, frames = _track(value, video.size[0] or 0, video.size[1] or 0)
    return video.add(place, "track", {"of": of, "keyframes": frames}, label, answers_of(region))


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
