from __future__ import annotations

from collections.abc import Iterator

from core.text import Text
from qa.checks import boxes3d
from qa.checks.base import Answer, Check, Found, Param, Params
from qa.checks.registry import CHECKS


class _Apart(Check):
    """A picture was taken at another moment than the sweep: things that move are not where the points are."""

    code = "P22"
    message = Text(
        "Frame {number}, camera {camera}: {milliseconds} ms between sweep and picture.",
        "第 {number} 帧，相机 {camera}：扫描与图像相差 {milliseconds} 毫秒。",
    )
    tiers = frozenset({"batch"})
    modalities = boxes3d.MODALITIES
    about_asset = True

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        scene = boxes3d.scene_of(answer)
        if scene is None:
            return
        worst: dict[int, tuple[float, int]] = {}
        for number, frame in enumerate(scene.frames):
            swept = [each["time"] for each in frame["sweeps"] if each.get("time") is not None]
            for shot in frame["images"]:
                if swept and shot.get("time") is not None:
                    apart = min(abs(shot["time"] - time) for time in swept) / 1e6
                    worst[shot["camera"]] = max(worst.get(shot["camera"], (0.0, 0)), (apart, number))
        for camera, (apart, number) in sorted(worst.items()):
            if params["least"] < apart <= params.get("most", float("inf")):
                name = scene.data["cameras"][camera]["name"]
                yield Found(None, {**boxes3d.at(number), "camera": name, "milliseconds": f"{apart:.0f}"}, key=name)


@CHECKS.register
class PictureLate(_Apart):
    """Late enough to be seen in what passes by."""

    slug = "camera-time"
    title = Text("Picture and sweep apart in time", "图像与扫描时间有偏差")
    params = (
        Param("least", Text("From", "不低于"), 50, 0, 1e5, "ms"),
        Param("most", Text("Up to", "不超过"), 100, 0, 1e5, "ms"),
    )


@CHECKS.register
class PictureOfAnotherTime(_Apart):
    """So late that labels of the one do not fit the other."""

    slug = "camera-time-far"
    title = Text("Picture and sweep far apart in time", "图像与扫描时间相差过大")
    severity = "block"
    params = (Param("least", Text("From", "不低于"), 100, 0, 1e5, "ms"),)
