from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks.base import PICTURES, Answer, Check, Found, Param, Params, change, measure
from qa.checks.registry import CHECKS


@CHECKS.register
class TruncationFlag(Check):
    """Touches the edge of the image but is not marked as truncated. Only for labels with such an attribute."""

    slug = "truncation-flag"
    code = "I13"
    modalities = PICTURES
    title = Text("Touches the edge, not marked truncated", "贴边但未标记截断")
    message = Text(
        "Touches the edge of the image but is not marked as truncated.", "对象触及图像边缘，但未标记为截断。"
    )
    params = (Param("border", Text("Distance to the edge", "距边缘"), 2, 0, 50, "px"),)

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        if answer.width is None or answer.height is None:
            return
        asked = {
            key
            for key, label in answer.labels().items()
            if any(a["key"] == "truncated" and a["type"] == "checkbox" for a in label["attributes"])
        }
        for record in answer.objects():
            bounds = measure(record).bounds
            if record["label"] not in asked or bounds is None or record["attributes"].get("truncated"):
                continue
            left, top, right, bottom = bounds
            if min(left, top, answer.width - right, answer.height - bottom) <= params["border"]:
                attributes = {**record["attributes"], "truncated": True}
                yield Found(record["id"], fix=[change(record, {**record, "attributes": attributes})])
