from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks.base import Answer, Check, Found, Params
from qa.checks.registry import CHECKS


@CHECKS.register
class NearDuplicate(Check):
    """The image looks almost the same as another of the project (perceptual hash)."""

    slug = "near-duplicate"
    code = "I19"
    title = Text("Nearly the same image twice", "近似重复图像")
    message = Text("This image looks almost the same as {other}.", "该图像与 {other} 几乎相同。")
    severity = "info"
    tiers = frozenset({"batch"})

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        other = answer.asset.get("near_duplicate_of")
        if other:
            yield Found(params={"other": other})
