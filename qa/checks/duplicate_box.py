from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks.base import PICTURES, Answer, Check, Found, Param, Params, change
from qa.checks.pairs import overlapping
from qa.checks.registry import CHECKS


@CHECKS.register
class DuplicateBox(Check):
    """Two boxes of one label on the same object."""

    slug = "duplicate-box"
    code = "I4"
    modalities = PICTURES
    title = Text("Duplicate box", "重复的框")
    message = Text(
        "Covers the same place as another “{label}” (IoU {iou}).", "与另一个“{label}”几乎重合（IoU {iou}）。"
    )
    severity = "block"
    params = (Param("iou", Text("Intersection over union from", "交并比阈值"), 0.9, 0.5, 1),)

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for first, second, iou, _ in overlapping(answer.objects()):
            if first["label"] == second["label"] and iou >= params["iou"]:
                facts = {"label": first["label"], "iou": round(iou, 2), "other": first["id"]}
                yield Found(second["id"], facts, fix=[change(second, None)], key=first["id"])
