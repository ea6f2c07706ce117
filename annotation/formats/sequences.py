"""Formats that tell tracks frame by frame: frames put together to tracks with few keyframes, and taken apart again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from annotation.formats.base import Item
from annotation.kinds import KINDS
from annotation.kinds.base import Data
from annotation.kinds.keyframes import Keyframe, keyframe, state_at
from annotation.kinds.record import Record

Seen = tuple[Data, bool, Mapping[str, Any]]
"""Where something is in a frame, whether it is hidden there, and attributes."""


def frames_of(item: Item) -> int:
    """How many frames a video has; where nobody knows, as many as its records speak of."""
    known = item.facts.get("frames")
    if known:
        return int(known)
    tracks = (record["data"]["keyframes"] for record in item.records if record["kind"] == "track")
    return max((each["frame"] + int(not each["outside"]) for frames in tracks for each in frames), default=0)


def states(record: Record, frames: int) -> Iterator[Keyframe]:
    """A track in every frame in which it is there."""
    data = record["data"]
    blend = KINDS[data["of"]].interpolate
    for frame in range(data["keyframes"][0]["frame"], frames):
        state = state_at(data, frame, blend)
        if state is not None:
            yield state


def track_of(of: str, seen: Mapping[int, Seen], frames: int | None, near: float = 0.01) -> Data:
    """A track of what was seen, by frame, without the keyframes that follow from those around them.

    `frames` is the length of the video, at whose end nothing has to end; `near` is how far off a coordinate may be.
    """
    kept: list[Keyframe] = []
    for run in _runs(sorted(seen)):
        states = [_keyframe(frame, seen[frame]) for frame in run]
        kept += _thinned(states, of, near)
        if frames is None or run[-1] + 1 < frames:
            kept.append({**states[-1], "frame": run[-1] + 1, "outside": True})
    return {"of": of, "keyframes": kept}


def _keyframe(frame: int, seen: Seen) -> Keyframe:
    data, occluded, attributes = seen
    return keyframe(frame, data, occluded=occluded, attributes=attributes, origin="import")


def _runs(frames: list[int]) -> Iterator[list[int]]:
    """Frames that follow one another."""
    run: list[int] = []
    for frame in frames:
        if run and frame != run[-1] + 1:
            yield run
            run = []
        run.append(frame)
    if run:
        yield run


def _thinned(states: list[Keyframe], of: str, near: float) -> list[Keyframe]:
    """The fewest, greedily: as far as what lies between follows from both ends."""
    kept = [states[0]]
    start = 0
    for at in range(1, len(states)):
        if at - start > 1 and not _follows(states, start, at, of, near):
            start = at - 1
            kept.append(states[start])
    # A track stays as it is until it ends.
    return (
        kept
        if _same(kept[-1], states[-1]) and _close(kept[-1]["data"], states[-1]["data"], 0.0)
        else [*kept, states[-1]]
    )


def _same(one: Keyframe, other: Keyframe) -> bool:
    """Whether all is the same but the place."""
    return bool(one["occluded"] == other["occluded"] and one["attributes"] == other["attributes"])


def _follows(states: list[Keyframe], start: int, end: int, of: str, near: float) -> bool:
    one, two = states[start], states[end]
    blend = KINDS[of].interpolate
    for at in range(start + 1, end):
        each = states[at]
        t = (each["frame"] - one["frame"]) / (two["frame"] - one["frame"])
        if not _same(one, each) or not _close(blend(one["data"], two["data"], t), each["data"], near):
            return False
    return True


def _close(a: Data, b: Data, near: float) -> bool:
    pairs: Iterable[tuple[Any, Any]] = ((a[key], b[key]) for key in a)
    return a.keys() == b.keys() and all(
        abs(x - y) <= near if isinstance(x, int | float) and isinstance(y, int | float) else x == y for x, y in pairs
    )
