from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks.base import Answer, Check, Found, Params, change
from qa.checks.registry import CHECKS


@CHECKS.register
class EmptyContradicted(Check):
    """Confirmed as empty, yet there are objects."""

    slug = "empty-contradicted"
    code = "G5"
    title = Text("Confirmed empty, yet labelled", "已确认为空却有标注")
    message = Text("Confirmed as empty, yet it has {count:object|objects}.", "已确认为空，但存在 {count} 个对象。")
    severity = "block"

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        empty = next((record for record in answer.records if record["kind"] == "empty"), None)
        if empty and answer.objects():
            yield Found(empty["id"], {"count": len(answer.objects())}, fix=[change(empty, None)])
