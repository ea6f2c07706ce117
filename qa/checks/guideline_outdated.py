from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks.base import Answer, Check, Found, Params
from qa.checks.registry import CHECKS


@CHECKS.register
class GuidelineOutdated(Check):
    """The guidelines changed after the work was begun."""

    slug = "guideline-outdated"
    code = "G11"
    title = Text("Made by older guidelines", "依据旧版规范完成")
    message = Text("Made by guidelines v{made}; now v{current} holds.", "依据规范 v{made} 完成，现行为 v{current}。")
    tiers = frozenset({"submit", "batch"})

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        made, current = answer.guideline_version, answer.current_guideline
        if made is not None and current is not None and made < current:
            yield Found(params={"made": made, "current": current})
