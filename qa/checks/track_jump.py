from __future__ import annotations

import math
from collections.abc import Iterator

from core.text import Text
from qa.checks import followed
from qa.checks.base import Answer, Check, Found, Param, Params
from qa.checks.registry import CHECKS

SLOWEST = 10.0
"""Frames a second below which things may well move that far."""


@CHECKS.register
class TrackJump(Check):
    """The centre moves farther from one frame to the next than the object is large."""

    slug = "track-jump"
    code = "V3"
    title = Text("Jumps between frames", "帧间跳变")
    message = Text(
        "Moves {sizes} times its own size per frame from frame {frame}.",
        "从第 {frame} 帧起每帧移动自身大小的 {sizes} 倍。",
    )
    params = (Param("sizes", Text("Of its diagonal per frame more than", "每帧移动超过对角线的"), 1, 0.05, 100, "x"),)
    modalities = followed.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        if followed.rate(answer) < SLOWEST:
            return
        for record in followed.tracks(answer):
            for one, two in followed.spans(record):
                places = [followed.bounds(record, each["data"]) for each in (one, two)]
                known = [each for each in places if each]
                if len(known) < 2:
                    continue
                (a, b, c, d), (e, f, g, h) = known
                moved = math.dist(((a + c) / 2, (b + d) / 2), ((e + g) / 2, (f + h) / 2)) / (
                    two["frame"] - one["frame"]
                )
                size = max(math.dist((a, b), (c, d)), math.dist((e, f), (g, h)))
                if size > 0 and moved > params["sizes"] * size:
                    told = {"sizes": round(moved / size, 1), "frame": one["frame"]}
                    yield Found(record["id"], told, key=str(one["frame"]))
