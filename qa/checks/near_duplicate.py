from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks.base import Answer, Check, Found, Params
from qa.checks.registry import CHECKS


@CHECKS.register
class NearDuplicate(Check):
    """The file looks or sounds almost the same as another of the project (perceptual hash)."""

    slug = "near-duplicate"
    code = "I19"
    title = Text("Nearly the same file twice", "近似重复文件")
    message = Text("This is almost the same as {other}.", "该文件与 {other} 几乎相同。")
    severity = "info"
    tiers = frozenset({"batch"})

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        other = answer.asset.get("near_duplicate_of")
        if other:
            yield Found(params={"other": other})
