from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from core.text import Text
from qa.checks import sound
from qa.checks.base import Answer, Check, Found, Param, Params
from qa.checks.registry import CHECKS


@CHECKS.register
class SpeakerCount(Check):
    """Another number of speakers than a model told apart."""

    slug = "speaker-count"
    code = "S9"
    title = Text("Number of speakers", "说话人数不符")
    message = Text(
        "{speakers} speakers are named, {heard} were told apart.", "标注了 {speakers} 位说话人，模型区分出 {heard} 位。"
    )
    severity = "info"
    tiers = frozenset({"submit", "batch"})
    modalities = sound.MODALITIES
    params = (Param("apart", Text("Apart by at least", "相差不少于"), 1, 1, 20),)

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        named = {record["data"]["speaker"] for record in sound.segments(answer)} - {""}
        heard: dict[str, set[str]] = defaultdict(set)
        for each in answer.suggestions.values():
            if each["kind"] == "segment" and each["data"]["speaker"]:
                heard[each["source"].get("version", "")].add(each["data"]["speaker"])
        counts = [len(speakers) for speakers in heard.values()]
        if named and counts and min(abs(len(named) - count) for count in counts) >= params["apart"]:
            yield Found(None, {"speakers": len(named), "heard": min(counts, key=lambda count: abs(len(named) - count))})
