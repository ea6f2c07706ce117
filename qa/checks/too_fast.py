from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks.base import Answer, Check, Found, Param, Params
from qa.checks.registry import CHECKS


@CHECKS.register
class TooFast(Check):
    """Far less active time per object than the project's median: the work may not have been looked at."""

    slug = "too-fast"
    code = "G7"
    title = Text("Work too fast", "作业过快")
    message = Text(
        "Done in {seconds} s; work of this size usually takes {typical} s.",
        "仅用 {seconds} 秒完成，同等工作量通常需要 {typical} 秒。",
    )
    tiers = frozenset({"submit", "batch"})
    params = (
        Param("share", Text("Share of the usual time", "占通常用时的比例"), 0.3, 0, 1),
        Param("objects", Text("From so many objects", "最少对象数"), 3, 1, 1000),
    )

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        objects = len(answer.objects())
        if answer.typical_seconds is None or objects < params["objects"]:
            return
        typical = answer.typical_seconds * objects
        if answer.seconds < params["share"] * typical:
            yield Found(params={"seconds": answer.seconds, "typical": round(typical)})
