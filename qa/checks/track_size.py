from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks import followed
from qa.checks.base import Answer, Check, Found, Param, Params
from qa.checks.registry import CHECKS


@CHECKS.register
class TrackSize(Check):
    """Width or height changes at once, as nothing that comes nearer or turns does."""

    slug = "track-size"
    code = "V4"
    title = Text("Size jumps", "尺寸突变")
    message = Text(
        "Changes its size by {percent} % per frame from frame {frame}.", "从第 {frame} 帧起每帧尺寸变化 {percent}%。"
    )
    params = (
        Param("percent", Text("Change per frame more than", "每帧变化超过"), 30, 1, 1000, "%"),
        Param("pixels", Text("And more than", "且超过"), 4, 0, 1000, "px"),
    )
    modalities = followed.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for record in followed.tracks(answer):
            if record["data"]["of"] in {"points", "polyline"}:
                continue
            for one, two in followed.spans(record):
                places = [followed.bounds(record, each["data"]) for each in (one, two)]
                sides = [(each[2] - each[0], each[3] - each[1]) for each in places if each]
                if len(sides) < 2:
                    continue
                steps = two["frame"] - one["frame"]
                changes = [(abs(b - a) / steps, min(a, b)) for a, b in zip(*sides, strict=True)]
                worst = max(
                    (100 * by / side for by, side in changes if side > 0 and by > params["pixels"]), default=0.0
                )
                if worst > params["percent"]:
                    told = {"percent": round(worst), "frame": one["frame"]}
                    yield Found(record["id"], told, key=str(one["frame"]))
