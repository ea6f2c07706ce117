"""Things that are followed over time: one record with keyframes, of any kind that has a place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, get_args

from annotation.kinds import checking, keyframes
from annotation.kinds.base import Data, InvalidData, Kind, Measure, Use
from annotation.kinds.keyframes import Keyframe, state_at
from annotation.kinds.record import Origin, check_attributes
from annotation.kinds.registry import KINDS
from core.text import Text

MOST_KEYFRAMES = 100_000
ORIGINS = get_args(Origin)
SAMPLES = 200
"""Frames in which two tracks are compared."""


@KINDS.register
class Track(Kind):
    """`of` is the slug of the kind; the label schema sees a track of boxes as a box. Frames are those of a scene or a
    video, from 0, as its modality counts them; what is there in one frame only ends in the next.

    The record's own attributes are those that never change; those of a keyframe hold until the next one.
    """

    slug = "track"
    title = Text(en="Track", zh="轨迹")
    spatial = False
    stands_for = "of"
    schema = {
        "type": "object",
        "properties": {
            "of": {"type": "string"},
            "keyframes": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "type": "object",
                    "properties": {
                        "frame": {"type": "integer", "minimum": 0},
                        "data": {"type": "object", "additionalProperties": True},
                        "outside": {"type": "boolean"},
                        "occluded": {"type": "boolean"},
                        "attributes": {"type": "object", "additionalProperties": True},
                        "origin": {"type": "string", "enum": list(ORIGINS)},
                    },
                    "required": list(keyframes.KEYS),
                    "additionalProperties": False,
                },
            },
        },
        "required": ["of", "keyframes"],
        "additionalProperties": False,
    }

    @classmethod
    def validate(cls, data: object) -> Data:
        track = checking.mapping(data, ("of", "keyframes"))
        kind = KINDS.get(track["of"]) if isinstance(track["of"], str) else None
        if kind is None or not kind.trackable:
            raise InvalidData({"of": ["must be a kind that can be tracked"]})
        frames = track["keyframes"]
        if not isinstance(frames, list) or not 0 < len(frames) <= MOST_KEYFRAMES:
            raise InvalidData({"keyframes": [f"must be a list of 1 to {MOST_KEYFRAMES} keyframes"]})
        last = -1
        for index, each in enumerate(frames):
            try:
                last = _checked(each, kind, last)
            except InvalidData as error:
                raise InvalidData(checking.below(f"keyframes[{index}]", error)) from None
        if frames[0]["outside"]:
            raise InvalidData({"keyframes[0].outside": ["ends what has not begun"]})
        return track

    @classmethod
    def measure(cls, data: Data) -> Measure:
        """Frames in which it is there, up to its last keyframe."""
        end = data["keyframes"][-1]["frame"]
        spans = ((first, end if last is None else last) for first, last in keyframes.lives(data))
        return Measure(duration=float(sum(last - first + 1 for first, last in spans)))

    @classmethod
    def similarity(cls, a: Data, b: Data) -> float:
        """The mean similarity over the frames in which either is there, up to the last keyframe; at most 200 frames."""
        if a["of"] != b["of"]:
            return 0.0
        kind = KINDS[a["of"]]
        total, count = 0.0, 0
        for frame in _compared(a, b):
            one, other = state_at(a, frame, kind.interpolate), state_at(b, frame, kind.interpolate)
            if one or other:
                count += 1
            if one and other:
                total += kind.similarity(one["data"], other["data"])
        return total / count if count else 0.0

    @classmethod
    def uses(cls, label: str, data: Data, attributes: Mapping[str, Any]) -> Iterable[Use]:
        seen = cls.seen_as(data)
        changing = (each["attributes"] for each in data["keyframes"] if each["attributes"])
        return (Use(label, seen, attributes), *(Use(label, seen, each) for each in changing))

    @classmethod
    def reattributed(cls, data: Data, change: Callable[[Mapping[str, Any]], dict[str, Any]]) -> Data:
        if not any(each["attributes"] for each in data["keyframes"]):
            return data
        return {**data, "keyframes": [{**each, "attributes": change(each["attributes"])} for each in data["keyframes"]]}

    @classmethod
    def interpolate(cls, a: Data, b: Data, t: float) -> Data:
        """A track is in time already."""
        return a if t < 1 else b

    @classmethod
    def translate(cls, data: Data, dx: float, dy: float) -> Data:
        kind = KINDS[data["of"]]
        moved = [{**each, "data": kind.translate(each["data"], dx, dy)} for each in data["keyframes"]]
        return {**data, "keyframes": moved}


def at(data: Data, frame: int) -> Keyframe | None:
    """The track in a frame: {frame, data, outside, occluded, attributes, origin}, or None where it is not there."""
    return state_at(data, frame, KINDS[data["of"]].interpolate)


def _checked(each: object, kind: type[Kind], last: int) -> int:
    """The frame of a sound keyframe."""
    found = checking.mapping(each, keyframes.KEYS)
    frame = checking.whole(found, "frame", most=checking.MOST_FRAMES)
    if frame <= last:
        raise InvalidData({"frame": ["must be later than the one before"]})
    for flag in ("outside", "occluded"):
        if not isinstance(found[flag], bool):
            raise InvalidData({flag: ["must be true or false"]})
    if found["origin"] not in ORIGINS:
        raise InvalidData({"origin": [f"must be one of {', '.join(sorted(ORIGINS))}"]})
    if fault := check_attributes(found["attributes"]):
        raise InvalidData({"attributes": [fault]})
    try:
        kind.validate(found["data"])
    except InvalidData as error:
        raise InvalidData(checking.below("data", error)) from None
    return frame


def _compared(a: Data, b: Data) -> list[int]:
    first = min(a["keyframes"][0]["frame"], b["keyframes"][0]["frame"])
    last = max(a["keyframes"][-1]["frame"], b["keyframes"][-1]["frame"])
    if last - first < SAMPLES:
        return list(range(first, last + 1))
    return [first + (last - first) * each // (SAMPLES - 1) for each in range(SAMPLES)]
