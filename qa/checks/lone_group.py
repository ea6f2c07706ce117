from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from core.text import Text
from qa.checks.base import Answer, Check, Found, Params, change
from qa.checks.registry import CHECKS


@CHECKS.register
class LoneGroup(Check):
    """A group with a single member: its other members were deleted."""

    slug = "lone-group"
    code = "G6"
    title = Text("Group of one", "仅含一个成员的组")
    message = Text("The rest of this object's group is gone.", "该对象所在组的其他成员已不存在。")
    severity = "info"

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        members = Counter(record["group"] for record in answer.objects() if record["group"])
        for record in answer.objects():
            if record["group"] and members[record["group"]] == 1:
                yield Found(record["id"], fix=[change(record, {**record, "group": None})])
