from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks.base import Answer, Check, Found, Params, change
from qa.checks.registry import CHECKS


@CHECKS.register
class LostRelation(Check):
    """A relation of which an end is not there any more, as when two people work on one image at once."""

    slug = "lost-relation"
    code = "I22"
    title = Text("Relation without an end", "关系缺少一端")
    message = Text("What it points from or to is not there.", "它的起点或终点已不存在。")
    severity = "block"

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        there = {record["id"] for record in answer.objects()}
        for record in answer.objects():
            if record["kind"] == "relation" and not {record["data"]["from"], record["data"]["to"]} <= there:
                yield Found(record["id"], fix=[change(record, None)])
