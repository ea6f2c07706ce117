from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations, pairwise

from annotation.kinds import KINDS
from annotation.kinds.keyframes import merge, split
from core.text import Text
from qa.checks import followed
from qa.checks.base import Answer, Check, Found, Param, Params, Patch, Record, change
from qa.checks.registry import CHECKS

Point = tuple[float, float]


@CHECKS.register
class TrackSwap(Check):
    """Two tracks that change places where they meet: each would move far more smoothly as the other."""

    slug = "track-swap"
    code = "V7"
    title = Text("Tracks may have swapped", "轨迹可能互换")
    message = Text(
        "At frame {frame} it goes on as the other “{label}” would.", "第 {frame} 帧起像是接续了另一个“{label}”。"
    )
    params = (
        Param("ratio", Text("Smoother the other way by a factor of", "互换后平滑程度提高至少"), 2, 1.1, 100, "x"),
    )
    modalities = followed.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for one, other in combinations(followed.tracks(answer), 2):
            if one["label"] == other["label"] and one["data"]["of"] == other["data"]["of"]:
                frame = self._frame(one, other, params["ratio"])
                if frame is not None:
                    told = {"frame": frame, "label": one["label"]}
                    yield Found(one["id"], told, self._swapped(one, other, frame), key=other["id"])

    def _frame(self, one: Record, other: Record, ratio: float) -> int | None:
        """The first frame at which the rest of the two should change places."""
        keyframes = {int(each["frame"]) for record in (one, other) for each in record["data"]["keyframes"]}
        ordered = sorted(keyframes)
        for before, frame in pairwise(ordered):
            near, near_too = (self._near(record, before, frame) for record in (one, other))
            if near is None or near_too is None:
                continue
            (expected, there), (expected_too, there_too) = near, near_too
            kept = math.dist(expected, there) + math.dist(expected_too, there_too)
            swapped = math.dist(expected, there_too) + math.dist(expected_too, there)
            apart = math.dist(there, there_too)
            if kept > ratio * swapped and kept - swapped > apart / 2 > 0:
                return frame
        return None

    def _near(self, record: Record, before: int, frame: int) -> tuple[Point, Point] | None:
        """Where a track would be in a frame if it went on as before, and where it is."""
        now, then = followed.centre(record, before), followed.centre(record, frame)
        start = next(
            (back for back in range(max(before - (frame - before), 0), before) if followed.centre(record, back)), None
        )
        earlier = followed.centre(record, start) if start is not None else None
        if now is None or then is None or earlier is None or start is None:
            return None
        steps = (frame - before) / (before - start)
        return (now[0] + (now[0] - earlier[0]) * steps, now[1] + (now[1] - earlier[1]) * steps), then

    def _swapped(self, one: Record, other: Record, frame: int) -> Patch | None:
        blend = KINDS[one["data"]["of"]].interpolate
        (a, rest), (b, rest_too) = (split(record["data"], frame, blend) for record in (one, other))
        if a is None or b is None or rest is None or rest_too is None:
            return None
        return [
            change(one, {**one, "data": merge(a, rest_too)}),
            change(other, {**other, "data": merge(b, rest)}),
        ]
