from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks.base import Answer, Check, Found, Param, Params
from qa.checks.registry import CHECKS


@CHECKS.register
class UnreadSuggestions(Check):
    """Nearly all uncertain suggestions were taken over unchanged: they may not have been looked at."""

    slug = "unread-suggestions"
    code = "G8"
    title = Text("Uncertain suggestions accepted unseen", "低置信建议未经修改即采纳")
    message = Text(
        "{unchanged} of {accepted} uncertain suggestions were accepted unchanged.",
        "{accepted} 个低置信建议中有 {unchanged} 个未经修改即被采纳。",
    )
    tiers = frozenset({"submit", "batch"})
    params = (
        Param("score", Text("Uncertain below this score", "低于此分数视为不确定"), 0.6, 0, 1),
        Param("share", Text("Share accepted unchanged", "未修改采纳比例"), 0.98, 0, 1),
        Param("objects", Text("From so many objects", "最少对象数"), 5, 1, 1000),
    )

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        accepted = unchanged = 0
        for record in answer.objects():
            suggestion = answer.suggestions.get(record["id"])
            if suggestion and (suggestion["score"] or 0) < params["score"]:
                accepted += 1
                unchanged += record["data"] == suggestion["data"] and record["label"] == suggestion["label"]
        if accepted >= params["objects"] and unchanged >= params["share"] * accepted:
            yield Found(params={"unchanged": unchanged, "accepted": accepted})
