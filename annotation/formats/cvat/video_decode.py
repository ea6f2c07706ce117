"""Reading CVAT for video, track by track."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from annotation.formats.base import VIDEO_SUFFIXES, Decoded
from annotation.formats.cvat.attributes import value_of
from annotation.formats.cvat.decode import DRAWN, box_of, mask_of, points_of, side_of, whole_of
from annotation.formats.cvat.frames import numbering, renumbered, said
from annotation.formats.cvat.labels import Labels
from annotation.formats.cvat.skeletons import joint_of
from annotation.formats.gathering import Gathering, Image
from annotation.formats.names import base, stem
from annotation.formats.source import Source, Unreadable
from annotation.kinds import Data
from annotation.kinds.keyframes import Keyframe, keyframe
from annotation.kinds.skeleton import UNLABELLED

SHAPES = {"box", "mask", *DRAWN}


def decode(source: Source, files: Iterable[str], title: str) -> Decoded:
    """See Format.decode."""
    gathering = Gathering(source, title, suffixes=VIDEO_SUFFIXES)
    labels = Labels(gathering.gatherer)
    for file in files:
        _File(gathering, labels, file).read()
    return gathering.decoded(labels.schema)


class _File:
    """One label file being read: of a task, or of a project with several."""

    def __init__(self, gathering: Gathering, labels: Labels, file: str) -> None:
        self.gathering, self.labels, self.file = gathering, labels, file
        self._meta: dict[str, Element] = {}
        self._alone: Element | None = None
        self._videos: dict[str, Image | None] = {}
        self._places: dict[str, Callable[[int], int]] = {}
        """By task: where the pictures are of its frames, of one that is a folder of them."""

    def read(self) -> None:
        report = self.gathering.report
        takers = {"label": self.labels.define, "meta": self._learn, "track": self._track, "image": self._image}
        try:
            with self.gathering.source.open(self.file) as stream:
                for element in _elements(stream):
                    takers[element.tag](element)
        except Unreadable as error:
            report.problem(self.file, "", error.code, **error.params)
        except DefusedXmlException:
            report.problem(self.file, "", "forbidden-xml")
        except (ParseError, ValueError, LookupError, RecursionError) as error:
            report.problem(self.file, "", "bad-xml", reason=str(error))
        if not self._videos and self._alone is not None:
            self._video("")  # a video in which nothing was found
        for video in self._videos.values():
            if video is not None:
                self.gathering.keep(video)

    def _learn(self, meta: Element) -> None:
        """Which videos there are: the task's own, or those of a project's tasks by their ids."""
        self._alone = meta
        for task in meta.iterfind("project/tasks/task"):
            self._meta[task.findtext("id") or ""] = task

    def _video(self, task: str) -> Image | None:
        """The video of a track; None when it cannot be one."""
        if task not in self._videos:
            meta = self._meta.get(task, self._alone)
            name = said(meta, "source", "task/source", "job/source", "task/name", "name") or f"{stem(self.file)}.mp4"
            sides = [
                side_of(said(meta, *(f"{of}original_size/{side}" for of in ("", "task/", "job/"))))
                for side in ("width", "height")
            ]
            folder = self._folder(meta)
            video = self.gathering.image(self.file, "meta", name, size=(sides[0], sides[1]), otherwise=folder)
            if video and video.media in self.gathering.images.folders:
                self._places[task] = numbering(meta, self.gathering.images.folders[video.media])
            self._videos[task] = video
        return self._videos[task]

    def _folder(self, meta: Element | None) -> str | None:
        """The folder of pictures that is the task, where CVAT wrote it or it lies there alone: its name says nothing.

        The tasks of one subset of a project share a folder; of several nobody can tell which picture is whose.
        """
        below = self.file.rpartition("/")[0]
        folders = self.gathering.images.folders
        near = [name for name, files in folders.items() if files[0].startswith(f"{below}/" if below else "")]
        subset = said(meta, "subset")
        if len(self._meta) > 1:
            fellows = [each for each in self._meta.values() if said(each, "subset") == subset]
            near = [name for name in near if base(stem(name)) == (subset or "default") and len(fellows) == 1]
        return near[0] if len(near) == 1 else None

    def _image(self, element: Element) -> None:
        self.gathering.report.problem(self.file, f"image[{element.get('id')}]", "other-task", task="image")

    def _track(self, track: Element) -> None:
        video = self._video(track.get("task_id") or "")
        if video is None:
            return
        place, label = f"track[{track.get('id')}]", track.get("label") or ""
        shapes = sorted(
            (each for each in track if each.tag in SHAPES and each.get("keyframe", "1") == "1"),
            key=lambda each: whole_of(each.get("frame"), -1),
        )
        unknown = next((each.tag for each in track if each.tag not in {*SHAPES, "track", "attribute"}), None)
        if unknown or not shapes:
            video.problem(place, "other-task", task=unknown or "track")
            return
        of, frames = _skeleton(track, shapes) if shapes[0].tag == "skeleton" else _plain(shapes, place, video)
        if not frames:
            return
        lasting, changing = self._attributes(label, shapes)
        for each in frames:
            each["attributes"] = changing.get(each["frame"], {})
        if place_of := self._places.get(track.get("task_id") or ""):
            frames = renumbered(frames, place_of)
            if not frames:
                return
        group = track.get("group_id") or ""
        video.add(
            place,
            "track",
            {"of": of, "keyframes": _tidy(frames)},
            label,
            lasting,
            z=whole_of(shapes[0].get("z_order"), 0),
            group=group if group not in {"", "0"} else None,
        )

    def _attributes(self, label: str, shapes: list[Element]) -> tuple[dict[str, Any], dict[int, dict[str, Any]]]:
        """Those of the whole track, and those of each keyframe by its frame."""
        types = self.labels.types(label)
        by_frame: dict[int, dict[str, Any]] = {}
        for shape in shapes:
            told = {(each.get("name") or "").strip(): each.text or "" for each in shape.iterfind("attribute")}
            frame = whole_of(shape.get("frame"), -1)
            by_frame[frame] = {name: value_of(text, types.get(name)) for name, text in told.items() if name}
        first, *others = by_frame.values()
        lasting = {name: value for name, value in first.items() if all(told.get(name) == value for told in others)}
        return lasting, {
            frame: {name: value for name, value in told.items() if name not in lasting}
            for frame, told in by_frame.items()
        }


def _elements(stream: Any) -> Iterator[Element]:
    """The labels, then <meta>, and the tracks of a file; each is forgotten when the next one is asked for."""
    depth: list[Element] = []
    for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            depth.append(element)
            continue
        depth.pop()
        if element.tag in {"image", "track", "meta"} and len(depth) == 1:
            yield element
            depth[0].clear()
        elif element.tag == "label" and depth and depth[-1].tag == "labels":
            yield element


def _plain(shapes: list[Element], place: str, video: Image) -> tuple[str, list[Keyframe]]:
    drawn = [(shape, found) for shape in shapes if (found := _drawn(shape, place, video)) is not None]
    kinds = [kind for _, (kind, _) in drawn]
    of = "rotated_box" if "rotated_box" in kinds else next(iter(kinds), "")
    frames = []
    for shape, (kind, data) in drawn:
        turned = _upright(data) if of == "rotated_box" and kind == "box" else data
        frames.append(_keyframe(shape, turned))
    return of, frames


def _drawn(shape: Element, place: str, video: Image) -> tuple[str, Data] | None:
    """Kind and place of a shape; None, reported, for a mask that is none."""
    if shape.tag == "box":
        return box_of(shape)
    if shape.tag == "mask":
        data = mask_of(shape, f"{place}.mask[{shape.get('frame')}]", video)
        return ("mask", data) if data else None
    kind, draw = DRAWN[shape.tag]
    return kind, draw(shape)


def _upright(data: Data) -> Data:
    """A box as a rotated one at no angle: a track is of one kind."""
    middle = {"cx": data["x"] + data["width"] / 2, "cy": data["y"] + data["height"] / 2}
    return {**middle, "width": data["width"], "height": data["height"], "angle": 0.0}


def _keyframe(shape: Element, data: Data) -> Keyframe:
    frame = whole_of(shape.get("frame"), -1)
    outside, occluded = shape.get("outside") == "1", shape.get("occluded") == "1"
    return keyframe(frame, data, outside=outside, occluded=occluded, origin="import")


def _skeleton(track: Element, shapes: list[Element]) -> tuple[str, list[Keyframe]]:
    """The skeleton at its own keyframes and at those of its points."""
    joints = {
        each.get("label") or str(number): {whole_of(p.get("frame"), -1): p for p in each.iterfind("points")}
        for number, each in enumerate(track.iterfind("track"), 1)
    }
    own = {whole_of(shape.get("frame"), -1): shape for shape in shapes}
    moved = {f for points in joints.values() for f, p in points.items() if p.get("keyframe", "1") == "1"}
    frames = []
    for frame in sorted({*own, *moved}):
        last = own[max((each for each in own if each <= frame), default=min(own))]
        inside = {(each.get("label") or str(at)): each for at, each in enumerate(last.iterfind("points"), 1)}
        found = {**inside, **{name: p for name, points in joints.items() if (p := _held(points, frame)) is not None}}
        points = {name: joint for name, each in found.items() if (joint := joint_of(each, points_of(each))) is not None}
        outside = last.get("outside") == "1" or not points
        at = keyframe(frame, {"points": points or {"?": [0, 0, UNLABELLED]}}, outside=outside, origin="import")
        frames.append({**at, "occluded": last.get("occluded") == "1"})
    return "skeleton", frames


def _held(points: dict[int, Element], frame: int) -> Element | None:
    """A point in a frame: as it is there, else as it was at the last keyframe."""
    before = [each for each in points if each <= frame]
    return points[max(before)] if before else None


def _tidy(frames: list[Keyframe]) -> list[Keyframe]:
    """Without keyframes that end what has not begun, or say twice that it is away."""
    kept: list[Keyframe] = []
    for each in frames:
        if each["outside"] and (not kept or kept[-1]["outside"]):
            continue
        if kept and kept[-1]["frame"] == each["frame"]:
            kept.pop()
        kept.append(each)
    return kept or frames[:1]
