from __future__ import annotations

from collections.abc import Iterator

from annotation.kinds import KINDS
from annotation.kinds.base import Data
from core.text import Text
from qa.checks import followed
from qa.checks.base import Answer, Check, Found, Param, Params, Record
from qa.checks.registry import CHECKS

SAME = 0.5
"""Likeness at the keyframes from which a model speaks of the same thing."""
SHARES = (0.25, 0.5, 0.75)
"""Where between two keyframes is looked."""


@CHECKS.register
class InterpolationDoubted(Check):
    """A model agrees with two keyframes and sees the thing elsewhere between them: it did not move evenly."""

    slug = "interpolation-doubted"
    code = "V8"
    title = Text("Model sees it elsewhere between keyframes", "关键帧之间与模型不一致")
    message = Text(
        "A model sees it elsewhere in frame {frame}, between the keyframes of {first} and {last}: {alike} % alike.",
        "模型在第 {frame} 帧（关键帧 {first} 与 {last} 之间）给出的位置不同：相似度 {alike}%。",
    )
    params = (Param("alike", Text("Alike at least", "最低相似度"), 0.6, 0, 1),)
    modalities = followed.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        opinions = [each for each in answer.suggestions.values() if each["kind"] == "track"]
        for record in followed.tracks(answer):
            for one, two in followed.spans(record):
                ends = one["frame"], two["frame"]
                opinion = _about(record, ends, opinions)
                if opinion is None:
                    continue
                alike, frame = min((_alike(record, opinion, each), each) for each in _between(*ends))
                if alike < params["alike"]:
                    said = {"frame": frame, "first": ends[0], "last": ends[1], "alike": round(100 * alike)}
                    yield Found(record["id"], said, key=str(ends[0]))


def _between(first: int, last: int) -> list[int]:
    return sorted({round(first + share * (last - first)) for share in SHARES})


def _about(record: Record, ends: tuple[int, int], opinions: list[Record]) -> Record | None:
    """The suggestion that speaks of the same thing: it agrees with both keyframes."""
    kind = record["data"]["of"]
    fitting = [each for each in opinions if each["label"] == record["label"] and each["data"]["of"] == kind]
    sure = [(min(_alike(record, each, frame) for frame in ends), each) for each in fitting]
    best = max(sure, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= SAME else None


def _alike(record: Record, other: Record, frame: int) -> float:
    here, there = followed.at(record, frame), followed.at(other, frame)
    return _similarity(record["data"]["of"], here, there) if here and there else 0.0


def _similarity(kind: str, here: Data, there: Data) -> float:
    return float(KINDS[kind].similarity(here, there))
