from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks import beside
from qa.checks.base import Answer, Check, Found, Param, Params
from qa.checks.registry import CHECKS

AREAS = frozenset({"box", "rotated_box", "polygon", "mask"})
"""What detectors give; they know nothing of lines and points."""


@CHECKS.register
class UnsupportedLabel(Check):
    """Where somebody drew an object a model that knows its label sees nothing at all."""

    slug = "unsupported-label"
    code = "I15"
    title = Text("No model sees it", "模型未检测到")
    message = Text("No model sees anything here.", "模型在此处没有任何检测结果。")
    severity = "info"
    tiers = frozenset({"submit", "batch"})
    params = (
        Param("score", Text("Seen from", "检测置信度不低于"), 0.1, 0, 1),
        Param("iou", Text("Overlap from", "重叠不低于"), 0.1, 0.01, 1),
    )
    modalities = frozenset({"image"})

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        seen = beside.proposed(answer, params["score"])
        known = {record["label"] for record, _ in seen}
        drawn = beside.placed(each for each in answer.objects() if each["label"] in known and each["kind"] in AREAS)
        supported = {one["id"] for one, _, iou in beside.overlaps(drawn, seen) if iou >= params["iou"]}
        for record, _ in drawn:
            if record["id"] not in supported and record["id"] not in answer.suggestions:
                yield Found(record["id"])
