"""Tracks of a video, for the checks that look at how things move."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from annotation.kinds import KINDS
from annotation.kinds.base import Bounds, Data
from annotation.kinds.keyframes import Keyframe, lives, state_at
from qa.checks.base import Answer, Record

MODALITIES = frozenset({"video"})


def tracks(answer: Answer) -> list[Record]:
    return [record for record in answer.records if record["kind"] == "track"]


def rate(answer: Answer) -> float:
    """Frames a second."""
    return float(answer.asset.get("rate") or 25.0)


def last_frame(answer: Answer) -> int | None:
    frames = answer.asset.get("frames")
    return int(frames) - 1 if frames else None


def at(record: Record, frame: int) -> Data | None:
    """What a track is in a frame; None where it is not there."""
    data = record["data"]
    state = state_at(data, frame, KINDS[data["of"]].interpolate)
    return state["data"] if state else None


def bounds(record: Record, data: Data) -> Bounds | None:
    """Where something of a track's kind lies."""
    return KINDS[record["data"]["of"]].measure(data).bounds


def centre(record: Record, frame: int) -> tuple[float, float] | None:
    data = at(record, frame)
    found = bounds(record, data) if data else None
    return ((found[0] + found[2]) / 2, (found[1] + found[3]) / 2) if found else None


def spans(record: Record) -> Iterator[tuple[Keyframe, Keyframe]]:
    """Neighbouring keyframes between which the track is there."""
    for one, two in pairwise(record["data"]["keyframes"]):
        if not one["outside"] and not two["outside"]:
            yield one, two


def ends(record: Record) -> int | None:
    """The last frame in which it is there; None when it never ends."""
    found = lives(record["data"])
    return found[-1][1] if found else None


def begins(record: Record) -> int:
    return int(record["data"]["keyframes"][0]["frame"])


def iou(one: Bounds, other: Bounds) -> float:
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    shared = max(width, 0.0) * max(height, 0.0)
    areas = [(each[2] - each[0]) * (each[3] - each[1]) for each in (one, other)]
    union = sum(areas) - shared
    return shared / union if union > 0 else 0.0


def continued(first: Record, second: Record) -> float:
    """How well a track that begins lies where one that has ended would be by then, moving on as it did."""
    end = ends(first)
    last = at(first, end) if end is not None else None
    here = bounds(second, second["data"]["keyframes"][0]["data"])
    if end is None or last is None or here is None:
        return 0.0
    before = centre(first, end - 1)
    now = centre(first, end)
    steps = begins(second) - end
    place = bounds(first, last)
    if place is None or now is None:
        return 0.0
    dx, dy = ((now[0] - before[0]) * steps, (now[1] - before[1]) * steps) if before else (0.0, 0.0)
    moved = place[0] + dx, place[1] + dy, place[2] + dx, place[3] + dy
    return max(iou(moved, here), iou(place, here))


def handed_over(answer: Answer, seconds: float) -> Iterator[tuple[Record, Record, float]]:
    """Pairs of tracks of one kind, the second of which begins shortly after the first ends, and how well it goes on."""
    starting = sorted(tracks(answer), key=begins)
    reach = max(1, round(seconds * rate(answer)))
    for first in starting:
        end = ends(first)
        if end is None:
            continue
        for second in starting:
            near = end < begins(second) <= end + reach
            if near and second is not first and first["data"]["of"] == second["data"]["of"]:
                yield first, second, continued(first, second)


def joined(first: Record, second: Record) -> dict[str, Any]:
    """Both as one track that is there in between, too."""
    kept = list(first["data"]["keyframes"])
    if kept[-1]["outside"]:
        kept.pop()
    return {**first, "data": {**first["data"], "keyframes": [*kept, *second["data"]["keyframes"]]}}
