from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks import beside
from qa.checks.base import Answer, Check, Found, Param, Params, change
from qa.checks.registry import CHECKS


@CHECKS.register
class LabelDoubted(Check):
    """A model is very sure that an object is something else: a light that is red, another sign."""

    slug = "label-doubted"
    code = "I16"
    title = Text("A model says another label", "模型判断为其他标签")
    message = Text("A model says “{label}” with {percent} %.", "模型判断为“{label}”（{percent}%）。")
    tiers = frozenset({"submit", "batch"})
    params = (
        Param("score", Text("Sure from", "置信度不低于"), 0.95, 0.1, 1),
        Param("iou", Text("The same object: overlap from", "视为同一对象的重叠不低于"), 0.7, 0.1, 1),
    )
    modalities = frozenset({"image"})

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        sure = beside.proposed(answer, params["score"])
        pairs = [
            (one, other)
            for one, other, iou in beside.overlaps(beside.placed(answer.objects()), sure)
            if iou >= params["iou"]
        ]
        agreed = {record["id"] for record, other in pairs if record["label"] == other["label"]}
        for record, other in pairs:
            if record["id"] not in agreed:
                agreed.add(record["id"])
                told = {"label": other["label"], "percent": round(100 * other["score"])}
                fix = [change(record, {**record, "label": other["label"]})]
                yield Found(record["id"], told, fix, key=other["label"])
