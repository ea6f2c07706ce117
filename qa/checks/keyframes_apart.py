from __future__ import annotations

from collections.abc import Iterator

from annotation.kinds import KINDS
from core.text import Text
from qa.checks import followed
from qa.checks.base import Answer, Check, Found, Param, Params
from qa.checks.registry import CHECKS


@CHECKS.register
class KeyframesApart(Check):
    """A long way between two keyframes of something that moves: nobody has looked at what lies between."""

    slug = "keyframes-apart"
    code = "V8"
    title = Text("Long way without a keyframe", "关键帧间隔过长")
    message = Text(
        "{frames} frames without a keyframe from frame {frame}.", "从第 {frame} 帧起 {frames} 帧没有关键帧。"
    )
    params = (
        Param("frames", Text("Frames at most", "最多帧数"), 15, 1, 10_000),
        Param("alike", Text("Where it moves: alike less than", "相似度低于此值视为移动"), 0.6, 0, 1),
    )
    modalities = followed.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for record in followed.tracks(answer):
            kind = KINDS[record["data"]["of"]]
            for one, two in followed.spans(record):
                frames = two["frame"] - one["frame"]
                if frames > params["frames"] and kind.similarity(one["data"], two["data"]) < params["alike"]:
                    yield Found(record["id"], {"frames": frames, "frame": one["frame"]}, key=str(one["frame"]))
