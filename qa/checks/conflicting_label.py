from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks.base import PICTURES, Answer, Check, Found, Param, Params
from qa.checks.pairs import overlapping
from qa.checks.registry import CHECKS


@CHECKS.register
class ConflictingLabel(Check):
    """Two labels on what looks like one object."""

    slug = "conflicting-label"
    code = "I5"
    modalities = PICTURES
    title = Text("Two labels on one object", "同一对象存在两个标签")
    message = Text("“{label}” and “{other_label}” cover the same place.", "“{label}”与“{other_label}”位于同一位置。")
    params = (Param("iou", Text("Intersection over union from", "交并比阈值"), 0.95, 0.5, 1),)

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for first, second, iou, _ in overlapping(answer.objects()):
            if first["label"] != second["label"] and iou >= params["iou"]:
                facts = {"label": second["label"], "other_label": first["label"], "other": first["id"]}
                yield Found(second["id"], facts, key=first["id"])
