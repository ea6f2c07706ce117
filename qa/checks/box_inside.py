from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks.base import PICTURES, Answer, Check, Found, Param, Params
from qa.checks.pairs import overlapping
from qa.checks.registry import CHECKS


@CHECKS.register
class BoxInside(Check):
    """A small box wholly inside a larger one of the same label."""

    slug = "box-inside"
    code = "I6"
    modalities = PICTURES
    title = Text("Box inside a box of the same label", "同标签框内嵌套")
    message = Text("Lies inside another “{label}”.", "位于另一个“{label}”框内。")
    params = (
        Param("covered", Text("Share covered from", "被覆盖比例"), 0.95, 0.5, 1),
        Param("ratio", Text("Area ratio below", "面积比低于"), 0.3, 0, 1),
    )

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for first, second, _, covered in overlapping(answer.objects()):
            if first["label"] != second["label"] or covered < params["covered"]:
                continue
            small, large = sorted((first, second), key=lambda box: box["data"]["width"] * box["data"]["height"])
            areas = [box["data"]["width"] * box["data"]["height"] for box in (small, large)]
            if areas[0] < params["ratio"] * areas[1]:
                yield Found(small["id"], {"label": small["label"], "other": large["id"]}, key=large["id"])
