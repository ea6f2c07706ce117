from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks.base import Answer, Check, Found, Params
from qa.checks.registry import CHECKS


@CHECKS.register
class UnconfirmedEmpty(Check):
    """Nothing is labelled and nobody said that there is nothing to label; or both were said."""

    slug = "unconfirmed-empty"
    code = "G5"
    title = Text("Empty without confirmation", "无标注且未确认为空")
    message = Text("Nothing is labelled: confirm that there is nothing to label.", "没有任何标注：请确认确实无需标注。")
    severity = "block"
    tiers = frozenset({"submit", "batch"})

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        if not answer.objects() and not any(record["kind"] in {"empty", "answers"} for record in answer.records):
            yield Found()
