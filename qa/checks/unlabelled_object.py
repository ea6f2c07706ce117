from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks import beside
from qa.checks.base import Answer, Check, Found, Param, Params, change
from qa.checks.registry import CHECKS


@CHECKS.register
class UnlabelledObject(Check):
    """A model is sure of an object where nobody drew one: it may have been overlooked."""

    slug = "unlabelled-object"
    code = "I14"
    title = Text("Object perhaps overlooked", "可能漏标")
    message = Text(
        "A model sees “{label}” here with {percent} %, and nothing is drawn.",
        "模型在此处检测到“{label}”（{percent}%），但未标注。",
    )
    tiers = frozenset({"submit", "batch"})
    params = (
        Param("score", Text("Sure from", "置信度不低于"), 0.9, 0.1, 1),
        Param("iou", Text("Drawn there: overlap from", "视为已标注的重叠不低于"), 0.3, 0.01, 1),
    )
    modalities = frozenset({"image"})

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        sure = beside.proposed(answer, params["score"])
        pairs = beside.overlaps(sure, beside.placed(answer.objects()))
        drawn = {one["id"] for one, _, iou in pairs if iou >= params["iou"]}
        there = {record["id"] for record in answer.records}
        for suggestion, (left, top, right, bottom) in sure:
            if suggestion["id"] in drawn or suggestion["id"] in there:
                continue
            told = {"label": suggestion["label"], "percent": round(100 * suggestion["score"])}
            told |= {"x": round((left + right) / 2), "y": round((top + bottom) / 2)}
            yield Found(None, told, [change(None, suggestion)], key=suggestion["id"])
