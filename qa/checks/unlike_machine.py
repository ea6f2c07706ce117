from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from annotation.kinds import KINDS
from annotation.transcription import rules_of
from annotation.transcription.distance import align, rate_of, words_of
from core.text import Text
from qa.checks import sound
from qa.checks.base import Answer, Check, Found, Param, Params, Record
from qa.checks.registry import CHECKS

SAME_PLACE = 0.5
"""Intersection over union from which a suggestion speaks of the utterance."""


@CHECKS.register
class UnlikeMachine(Check):
    """What is written is far from what every recogniser heard at the place: one of them is wrong.

    The text before a suggestion was edited is what counts, so a transcript that was made from it is compared, too.
    """

    slug = "unlike-machine"
    code = "S7"
    title = Text("Far from what was recognised", "与识别结果差异大")
    message = Text(
        "{percent} % of the words differ from “{heard}”; {run} in a row are missing or added.",
        "{percent}% 的词与识别结果“{heard}”不同；最多连续 {run} 个词缺失或多余。",
    )
    tiers = frozenset({"submit", "batch"})
    modalities = sound.MODALITIES
    params = (
        Param("percent", Text("Words that differ", "不同的词"), 50, 5, 500, "%"),
        Param("run", Text("Missing or added in a row", "连续缺失或多余的词"), 5, 1, 1000),
        Param("words", Text("From so many words", "最少词数"), 4, 1, 100),
    )

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        heard = [each for each in answer.suggestions.values() if each["kind"] == "segment" and each["data"]["text"]]
        if not heard:
            return
        rules = rules_of(answer.schema)
        for record in sound.segments(answer):
            said = words_of(record["data"]["text"], rules)
            if len(said) < params["words"]:
                continue
            texts = (each["data"]["text"] for each in heard if _same_place(record, each))
            nearest = min(((*_apart(said, words_of(text, rules)), text) for text in texts), default=None)
            if nearest is not None and (nearest[0] > params["percent"] or nearest[1] >= params["run"]):
                percent, run, text = nearest
                yield Found(record["id"], {"percent": percent, "run": run, "heard": text[:60]})


def _apart(said: list[str], heard: list[str]) -> tuple[int, int]:
    """How many words differ, in percent, and the longest run of missing or added ones."""
    steps = align(said, heard)
    runs = (len(list(part)) for odd, part in groupby(steps, lambda step: step.edit in ("insert", "delete")) if odd)
    return round(100 * (rate_of(steps).value or 0.0)), max(runs, default=0)


def _same_place(record: Record, other: Record) -> bool:
    alike = record["label"] == other["label"]
    return alike and KINDS["segment"].similarity(record["data"], other["data"]) >= SAME_PLACE
