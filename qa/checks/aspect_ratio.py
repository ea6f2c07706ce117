from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks.base import PICTURES, Answer, Check, Found, Param, Params
from qa.checks.registry import CHECKS


@CHECKS.register
class AspectRatio(Check):
    """A box much longer than wide, or the other way round."""

    slug = "aspect-ratio"
    code = "I3"
    modalities = PICTURES
    title = Text("Unusual proportions", "长宽比异常")
    message = Text("One side is {ratio} times the other.", "长边是短边的 {ratio} 倍。")
    severity = "info"
    params = (Param("ratio", Text("Long side to short side", "长边与短边之比"), 12, 1, 1000),)

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for record in answer.objects():
            if record["kind"] not in {"box", "rotated_box", "ellipse"}:
                continue
            width, height = record["data"]["width"], record["data"]["height"]
            ratio = max(width, height) / max(min(width, height), 1e-9)
            if ratio > params["ratio"]:
                yield Found(record["id"], {"ratio": round(ratio, 1)})
