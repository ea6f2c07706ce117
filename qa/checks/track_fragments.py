from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks import followed
from qa.checks.base import Answer, Check, Found, Param, Params, change
from qa.checks.registry import CHECKS


@CHECKS.register
class TrackFragments(Check):
    """Two tracks of one thing, one after the other."""

    slug = "track-fragments"
    code = "V6"
    title = Text("One object in two tracks", "同一对象被拆为两条轨迹")
    message = Text(
        "Goes on where another “{label}” ends {frames:frame|frames} before (IoU {iou}).",
        "接续 {frames} 帧前结束的另一个“{label}”（IoU {iou}）。",
    )
    params = (
        Param("seconds", Text("At most apart", "最大间隔"), 1, 0, 60, "s"),
        Param("iou", Text("Intersection over union from", "交并比不低于"), 0.5, 0.1, 1),
    )
    modalities = followed.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for first, second, iou in followed.handed_over(answer, params["seconds"]):
            if first["label"] == second["label"] and iou >= params["iou"]:
                frames = followed.begins(second) - (followed.ends(first) or 0)
                told = {"label": first["label"], "frames": frames, "iou": round(iou, 2)}
                fix = [change(first, followed.joined(first, second)), change(second, None)]
                yield Found(second["id"], told, fix, key=first["id"])
