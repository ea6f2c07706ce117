"""Reading the <track>s of CVAT: what each follows, its keyframes, and attributes of the whole and of each keyframe."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from annotation.formats.cvat.attributes import value_of
from annotation.formats.cvat.decode import DRAWN, Told, box_of, mask_of, points_of, whole_of
from annotation.formats.cvat.labels import Labels
from annotation.formats.cvat.skeletons import joint_of
from annotation.formats.gathering import Gathering
from annotation.formats.source import Unreadable
from annotation.kinds import Data
from annotation.kinds.keyframes import Keyframe, keyframe
from annotation.kinds.skeleton import UNLABELLED

SHAPES = {"box", "mask", *DRAWN}


@dataclass(frozen=True, slots=True)
class Track:
    """As the file says it, by its own numbers of frames."""

    number: str
    label: str
    of: str
    keyframes: list[Keyframe]
    lasting: dict[str, Any]
    """Attributes of the whole track."""
    z: int
    group: str | None

    @property
    def place(self) -> str:
        return f"track[{self.number}]"


def read_elements(gathering: Gathering, file: str, takers: Mapping[str, Callable[[Element], None]]) -> None:
    """Give the elements of a file to who takes them, by their tags; what is wrong with the file is reported."""
    report = gathering.report
    try:
        with gathering.source.open(file) as stream:
            for element in _elements(stream):
                takers[element.tag](element)
    except Unreadable as error:
        report.problem(file, "", error.code, **error.params)
    except DefusedXmlException:
        report.problem(file, "", "forbidden-xml")
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        report.problem(file, "", "bad-xml", reason=str(error))


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


def track_in(track: Element, labels: Labels, told: Told) -> Track | None:
    """None, mostly reported, when there is nothing in it that can be followed."""
    place, label = f"track[{track.get('id')}]", track.get("label") or ""
    shapes = sorted(
        (each for each in track if each.tag in SHAPES and each.get("keyframe", "1") == "1"),
        key=lambda each: whole_of(each.get("frame"), -1),
    )
    unknown = next((each.tag for each in track if each.tag not in {*SHAPES, "track", "attribute"}), None)
    if unknown or not shapes:
        told.problem(place, "other-task", task=unknown or "track")
        return None
    of, frames = _skeleton(track, shapes) if shapes[0].tag == "skeleton" else _plain(shapes, place, told)
    if not frames:
        return None
    lasting, changing = _attributes(labels.types(label), shapes)
    for each in frames:
        each["attributes"] = changing.get(each["frame"], {})
    group = track.get("group_id") or ""
    order = whole_of(shapes[0].get("z_order"), 0)
    known = group if group not in {"", "0"} else None
    return Track(track.get("id") or "", label, of, frames, lasting, order, known)


def _attributes(types: dict[str, str], shapes: list[Element]) -> tuple[dict[str, Any], dict[int, dict[str, Any]]]:
    """Those of the whole track, and those of each keyframe by its frame."""
    by_frame: dict[int, dict[str, Any]] = {}
    for shape in shapes:
        told = {(each.get("name") or "").strip(): each.text or "" for each in shape.iterfind("attribute")}
        frame = whole_of(shape.get("frame"), -1)
        by_frame[frame] = {name: value_of(text, types.get(name)) for name, text in told.items() if name}
    first, *others = by_frame.values()
    lasting = {name: value for name, value in first.items() if all(told.get(name) == value for told in others)}
    return lasting, {
        frame: {name: value for name, value in told.items() if name not in lasting} for frame, told in by_frame.items()
    }


def _plain(shapes: list[Element], place: str, told: Told) -> tuple[str, list[Keyframe]]:
    drawn = [(shape, found) for shape in shapes if (found := _drawn(shape, place, told)) is not None]
    kinds = [kind for _, (kind, _) in drawn]
    of = "rotated_box" if "rotated_box" in kinds else next(iter(kinds), "")
    frames = []
    for shape, (kind, data) in drawn:
        turned = _upright(data) if of == "rotated_box" and kind == "box" else data
        frames.append(_keyframe(shape, turned))
    return of, frames


def _drawn(shape: Element, place: str, told: Told) -> tuple[str, Data] | None:
    """Kind and place of a shape; None, reported, for a mask that is none."""
    if shape.tag == "box":
        return box_of(shape)
    if shape.tag == "mask":
        data = mask_of(shape, f"{place}.mask[{shape.get('frame')}]", told)
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


def tidy(frames: list[Keyframe]) -> list[Keyframe]:
    """Without keyframes that end what has not begun, or say twice that it is away."""
    kept: list[Keyframe] = []
    for each in frames:
        if each["outside"] and (not kept or kept[-1]["outside"]):
            continue
        if kept and kept[-1]["frame"] == each["frame"]:
            kept.pop()
        kept.append(each)
    return kept or frames[:1]
