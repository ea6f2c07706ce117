"""Datumaro's JSON of videos: an item for each frame in which something is, with the video's path and the frame's index.

Objects of one track share the attribute `track_id`; `occluded` and `keyframe` are attributes too, as in what CVAT
exports. Frames are counted from 0. We add the size of the picture and how many frames there are to `video_frame`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotation.formats.base import VIDEO_SUFFIXES, Decoded, Format, Item, Options
from annotation.formats.datumaro.decode import Annotation, Reading, label_files, shape_of
from annotation.formats.datumaro.encode import DEFAULT, TYPES, Encoder
from annotation.formats.gathering import Gathering, Image, side
from annotation.formats.masks import BadMask
from annotation.formats.names import base, stem
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.sequences import Seen, frames_of, states, track_of
from annotation.formats.source import Source, Unreadable
from annotation.formats.splits import split_in, split_of
from annotation.formats.writing import copy_image, count_left_out, count_losses, free_stem
from annotation.kinds.record import Record
from core.text import Text

TRACK, OCCLUDED, KEYFRAME, OUTSIDE = "track_id", "occluded", "keyframe", "outside"


class VideoEncoder(Encoder):
    """The same of videos."""

    media_type = 4

    def _item(self, item: Item) -> None:
        self._report.items += 1
        subset = split_of(item.meta) or DEFAULT
        spool, name = self._spool(subset), free_stem(item, self._taken, self._report)
        said: dict[str, Any] = {"video_path": item.name, "frames": frames_of(item)}
        if item.width and item.height:
            said["size"] = [item.height, item.width]
        by_frame: dict[int, list[Annotation]] = {0: []}
        for number, record in enumerate(self._tracks(item), 1):
            for frame, annotation in self._frames(record, number, item):
                by_frame.setdefault(frame, []).append(annotation)
        for frame, found in sorted(by_frame.items()):
            media = {**said, "frame_index": frame}
            about = {"annotations": found, "attr": {"frame": frame}, "video_frame": media}
            spool.add({"id": f"{name}/{frame:06d}", **about})
        if self._copy:
            copy_image(item, f"videos/{subset}/{item.name}", self._sink, self._report)

    def _tracks(self, item: Item) -> Iterator[Record]:
        for record in item.records:
            if record["kind"] == "track" and record["data"]["of"] in TYPES:
                self._report.records += 1
                count_losses(record, self._report, "group")
                yield record
            else:
                count_left_out(record, self._report)

    def _frames(self, record: Record, number: int, item: Item) -> Iterator[tuple[int, Annotation]]:
        """The track in each of its frames; what gets lost is counted once, not for every frame."""
        marks = {each["frame"] for each in record["data"]["keyframes"]}
        report, of = self._report, record["data"]["of"]
        for state in states(record, frames_of(item)):
            said = {TRACK: number, OCCLUDED: state["occluded"], KEYFRAME: state["frame"] in marks}
            attributes = {**record["attributes"], **state["attributes"], **said}
            there: Any = {**record, "kind": of, "data": state["data"], "attributes": attributes, "group": None}
            annotation = self._annotation(there, item, {}, number)
            report.records -= int(self._report is report and annotation is not None)
            self._report = Report()
            if annotation is not None:
                yield state["frame"], annotation
        self._report = report


@dataclass(slots=True)
class _Track:
    """One object as it is read, frame by frame."""

    label: str | None
    kind: str
    z: int
    seen: dict[int, Seen] = field(default_factory=dict)


@dataclass(slots=True)
class _Video:
    """A video while its frames are read."""

    image: Image
    frames: int | None
    tracks: dict[tuple[object, str], _Track] = field(default_factory=dict)

    def add(self, frame: int, annotation: Annotation, reading: Reading, place: str) -> None:
        attributes = {**annotation.get("attributes", {})}
        if attributes.pop(OUTSIDE, False) is True:
            return
        identity, occluded = attributes.pop(TRACK, None), attributes.pop(OCCLUDED, False) is True
        attributes.pop(KEYFRAME, None)
        try:
            shape = shape_of({**annotation, "attributes": attributes}, reading.known, self.image.size)
        except BadMask as error:
            self.image.problem(place, "bad-mask", reason=str(error))
            return
        if shape is None or shape.kind == "tag":
            self.image.problem(place, "other-task", task=str(annotation.get("type")))
            return
        # A box at no angle in one frame is still the same rotated box.
        kind, data = ("rotated_box", _upright(shape.data)) if shape.kind == "box" else (shape.kind, shape.data)
        key = (place if identity is None else identity, kind)
        track = self.tracks.setdefault(key, _Track(reading.known.label(annotation), kind, shape.z))
        track.seen[frame] = data, occluded, shape.attributes

    def keep(self) -> None:
        for (identity, _), track in sorted(self.tracks.items(), key=lambda each: _number(each[0][0])):
            lasting, seen = _lasting(track.seen)
            of = track.kind
            if of == "rotated_box" and not any(data["angle"] for data, _, _ in seen.values()):
                of, seen = "box", {frame: (_box(data), *rest) for frame, (data, *rest) in seen.items()}  # type: ignore[misc]
            data = track_of(of, seen, self.frames)
            self.image.add(f"track {identity}", "track", data, track.label, lasting, z=track.z)


def _number(identity: object) -> float:
    """Tracks in the order of their numbers; what has none comes last."""
    return identity if isinstance(identity, int) else math.inf


def _upright(data: Mapping[str, Any]) -> dict[str, Any]:
    middle = {"cx": data["x"] + data["width"] / 2, "cy": data["y"] + data["height"] / 2}
    return {**middle, "width": data["width"], "height": data["height"], "angle": 0.0}


def _box(data: Mapping[str, Any]) -> dict[str, Any]:
    corner = {"x": data["cx"] - data["width"] / 2, "y": data["cy"] - data["height"] / 2}
    return {**corner, "width": data["width"], "height": data["height"]}


def _lasting(seen: Mapping[int, Seen]) -> tuple[dict[str, Any], dict[int, Seen]]:
    """Attributes that are the same in all frames, and the frames with the others."""
    first, *others = (attributes for _, _, attributes in seen.values())
    lasting = {key: value for key, value in first.items() if all(each.get(key) == value for each in others)}
    rest: dict[int, Seen] = {
        frame: (data, occluded, {key: value for key, value in attributes.items() if key not in lasting})
        for frame, (data, occluded, attributes) in seen.items()
    }
    return lasting, rest


@FORMATS.register
class DatumaroVideos(Format):
    """Tracks of everything that is drawn, with attributes and order."""

    slug = "datumaro_videos"
    title = Text(en="Datumaro JSON (videos)", zh="Datumaro JSON（视频）")
    extensions = (".json",)
    kinds = frozenset({"track"})
    modalities = frozenset({"video"})
    cannot_carry = (
        Text(
            en="There is an object for every frame: keyframes come back where they are needed, within 0.01 pixels.",
            zh="逐帧写出对象：读回时按需生成关键帧，误差 0.01 像素。",
        ),
        Text(en="Events, tags and answers are left out; ids and groups too.", zh="不含事件、标签、答案、编号和分组。"),
        Text(en="Polygons with holes become masks of whole pixels.", zh="带孔多边形转换为整像素掩码。"),
        Text(en="Masks are cut at the edge of the picture.", zh="掩码按画面边缘裁剪。"),
        Text(en="A rotated box at no angle comes back as an upright one.", zh="角度为零的旋转框读回后为矩形框。"),
        Text(
            en="Of the label schema names remain; types of attributes are guessed from their values.",
            zh="标签体系仅保留名称；属性类型按取值推断。",
        ),
    )
    encoder = VideoEncoder

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return next(label_files(source, videos=True), None) is not None

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        cls.chosen(options)
        reading = Reading(Gathering(source, cls.title.en, suffixes=VIDEO_SUFFIXES))
        for file in label_files(source, videos=True):
            try:
                _read(reading, file)
            except Unreadable as error:
                reading.gathering.report.problem(file, "", error.code, **error.params)
        return reading.decoded()


def _read(reading: Reading, file: str) -> None:
    reading.begin(file)
    videos: dict[str, _Video | None] = {}
    subset = stem(base(file))
    folder = f"{file.rpartition('/')[0].rpartition('/')[0]}/videos/{subset}".lstrip("/")
    for index, item in reading.items(file):
        said = item.get("video_frame")
        frame = said.get("frame_index") if isinstance(said, dict) else None
        if not isinstance(said, dict) or not isinstance(frame, int) or frame < 0:
            reading.gathering.report.problem(file, f"items[{index}]", "missing-field", field="video_frame")
            continue
        name = str(said.get("video_path") or "")
        if name not in videos:
            size = said.get("size")
            height, width = (side(each) for each in size) if isinstance(size, list) and len(size) == 2 else (None, None)
            image = reading.gathering.image(
                file, f"items[{index}]", name, size=(width, height), split=split_in(subset), near=folder
            )
            videos[name] = _Video(image, side(said.get("frames"))) if image else None
        video = videos[name]
        for at, annotation in enumerate(item.get("annotations") or []) if video else ():
            if video and isinstance(annotation, dict):
                video.add(frame, annotation, reading, f"items[{index}].annotations[{at}]")
    for each in videos.values():
        if each is not None:
            each.keep()
            reading.gathering.keep(each.image)
