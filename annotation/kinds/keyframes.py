"""What can be done with the keyframes of a track, whatever it is a track of. Pure functions of its `data`.

A track begins at its first keyframe and stays as it is after the last. A keyframe with `outside` ends it from its frame
on, until a later one begins it again. Between two keyframes that are not outside the kind interpolates; occluded
and the attributes that change over time hold from a keyframe to the next.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from annotation.kinds.base import Data

Keyframe = dict[str, Any]
Blend = Callable[[Data, Data, float], Data]
"""`interpolate` of the kind that is tracked."""
KEYS = ("frame", "data", "outside", "occluded", "attributes", "origin")


def keyframe(
    frame: int,
    data: Data,
    *,
    outside: bool = False,
    occluded: bool = False,
    attributes: Mapping[str, Any] | None = None,
    origin: str = "human",
) -> Keyframe:
    return {
        "frame": frame,
        "data": data,
        "outside": outside,
        "occluded": occluded,
        "attributes": dict(attributes or {}),
        "origin": origin,
    }


def state_at(data: Data, frame: int, blend: Blend) -> Keyframe | None:
    """The track in a frame, as a keyframe of that frame; None where it is not there.

    What is neither a keyframe nor the same as the one before has the origin "interpolation".
    """
    frames = data["keyframes"]
    place = bisect_right(frames, frame, key=lambda each: int(each["frame"]))
    if place == 0 or frames[place - 1]["outside"]:
        return None
    before: Keyframe = frames[place - 1]
    if before["frame"] == frame:
        return before
    after = frames[place] if place < len(frames) else None
    if after is None or after["outside"]:
        return {**before, "frame": frame, "origin": "interpolation"}
    t = (frame - before["frame"]) / (after["frame"] - before["frame"])
    return {**before, "frame": frame, "data": blend(before["data"], after["data"], t), "origin": "interpolation"}


def lives(data: Data) -> list[tuple[int, int | None]]:
    """(first frame, last frame) of each time that it is there; the last is None when it never ends."""
    found: list[tuple[int, int | None]] = []
    begun: int | None = None
    for each in data["keyframes"]:
        if begun is None and not each["outside"]:
            begun = each["frame"]
        elif begun is not None and each["outside"]:
            found.append((begun, each["frame"] - 1))
            begun = None
    return found if begun is None else [*found, (begun, None)]


def with_keyframe(data: Data, new: Keyframe) -> Data:
    """The track with a keyframe put in. One that a person made is only replaced by a person's."""
    frames = data["keyframes"]
    old = next((each for each in frames if each["frame"] == new["frame"]), None)
    if old is not None and old["origin"] == "human" and new["origin"] != "human":
        return data
    rest = [each for each in frames if each["frame"] != new["frame"]]
    return {**data, "keyframes": _sorted([*rest, new])}


def without_keyframe(data: Data, frame: int) -> Data | None:
    """The track without the keyframe of a frame; None when nothing is left of it."""
    return _tidy(data, [each for each in data["keyframes"] if each["frame"] != frame])


def trim(data: Data, first: int, last: int, blend: Blend) -> Data | None:
    """Only what happens from `first` to `last`, both included; None when it is not there then."""
    kept = [each for each in data["keyframes"] if first <= each["frame"] <= last]
    start = state_at(data, first, blend)
    if start is not None and not (kept and kept[0]["frame"] == first):
        kept.insert(0, start)
    end = state_at(data, last, blend)
    if end is not None and state_at(data, last + 1, blend) is not None:
        if kept[-1]["frame"] != last:
            kept.append(end)
        kept.append({**end, "frame": last + 1, "outside": True})
    elif end is not None:
        kept += [each for each in data["keyframes"] if each["frame"] == last + 1]
    return _tidy(data, kept)


def split(data: Data, frame: int, blend: Blend) -> tuple[Data | None, Data | None]:
    """What happens before `frame`, and what happens from it on; None for nothing."""
    frames = data["keyframes"]
    first, last = frames[0]["frame"], frames[-1]["frame"]
    before = trim(data, first, frame - 1, blend) if frame > first else None
    kept = [each for each in frames if each["frame"] >= frame]
    start = state_at(data, frame, blend)
    if start is not None and not (kept and kept[0]["frame"] == frame):
        kept.insert(0, start)
    return before, _tidy(data, kept) if frame <= last or start is not None else None


def merge(a: Data, b: Data) -> Data:
    """Both as one track of a's kind. Where both have a keyframe a person's wins, else one that is there, else a's.

    Raises ValueError when they are tracks of different kinds.
    """
    if a["of"] != b["of"]:
        raise ValueError("tracks of different kinds cannot be one")
    found: dict[int, Keyframe] = {}
    for each in (*a["keyframes"], *b["keyframes"]):
        old = found.get(each["frame"])
        if old is None or _rank(each) > _rank(old):
            found[each["frame"]] = each
    whole = _tidy(a, _sorted(found.values()))
    assert whole is not None
    return whole


def _rank(each: Keyframe) -> tuple[bool, bool]:
    return each["origin"] == "human", not each["outside"]


def _sorted(frames: Iterable[Keyframe]) -> list[Keyframe]:
    return sorted(frames, key=lambda each: int(each["frame"]))


def _tidy(data: Data, frames: list[Keyframe]) -> Data | None:
    """Without keyframes that end what has not begun."""
    kept: list[Keyframe] = []
    for each in frames:
        if not each["outside"] or (kept and not kept[-1]["outside"]):
            kept.append(each)
    return {**data, "keyframes": kept} if kept else None
