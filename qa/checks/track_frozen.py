from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import median

from core.text import Text
from qa.checks import followed
from qa.checks.base import Answer, Check, Found, Param, Params, Record
from qa.checks.registry import CHECKS

FEWEST = 2
"""Other tracks that must be seen moving."""


@CHECKS.register
class TrackFrozen(Check):
    """Stays where it is to the pixel while most other things move: it may only have been copied on."""

    slug = "track-frozen"
    code = "V9"
    title = Text("Frozen while others move", "画面移动而框静止")
    message = Text(
        "Does not move for {frames} frames from frame {frame}, while others move {pixels} px per frame.",
        "从第 {frame} 帧起 {frames} 帧未动，而其他对象每帧移动 {pixels} 像素。",
    )
    params = (
        Param("frames", Text("Frames without a move from", "静止帧数不少于"), 5, 2, 10_000),
        Param("pixels", Text("Others move per frame more than", "其他对象每帧移动超过"), 3, 0.1, 1000, "px"),
    )
    modalities = followed.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        tracks = followed.tracks(answer)
        for record in tracks:
            for one, two in followed.spans(record):
                frames = two["frame"] - one["frame"]
                if frames < params["frames"] or one["data"] != two["data"]:
                    continue
                others = [each for each in tracks if each is not record]
                moves = [move for each in others if (move := _move(each, one["frame"], two["frame"])) is not None]
                if len(moves) >= FEWEST and median(moves) > params["pixels"]:
                    told = {"frames": frames, "frame": one["frame"], "pixels": round(median(moves), 1)}
                    yield Found(record["id"], told, key=str(one["frame"]))


def _move(record: Record, first: int, last: int) -> float | None:
    """Pixels per frame by which a track moves between two frames; None where it is not there in both."""
    one, two = followed.centre(record, first), followed.centre(record, last)
    return math.dist(one, two) / (last - first) if one and two else None
