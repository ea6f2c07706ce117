from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks import followed
from qa.checks.base import Answer, Check, Found, Param, Params, change
from qa.checks.registry import CHECKS


@CHECKS.register
class TrackLabel(Check):
    """One thing under two labels: a track ends, and one of another label goes on in its place."""

    slug = "track-label"
    code = "V1"
    title = Text("Label changes along the way", "轨迹中途更换标签")
    message = Text(
        "Goes on where a track of “{other}” ends (IoU {iou}).", "接续一条“{other}”的轨迹（IoU {iou}），标签不同。"
    )
    severity = "block"
    params = (
        Param("seconds", Text("At most apart", "最大间隔"), 0.5, 0, 10, "s"),
        Param("iou", Text("Intersection over union from", "交并比不低于"), 0.6, 0.1, 1),
    )
    modalities = followed.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for first, second, iou in followed.handed_over(answer, params["seconds"]):
            if first["label"] != second["label"] and iou >= params["iou"]:
                fix = [change(second, {**second, "label": first["label"]})]
                yield Found(second["id"], {"other": first["label"], "iou": round(iou, 2)}, fix, key=first["id"])
