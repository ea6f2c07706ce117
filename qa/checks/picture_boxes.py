from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from annotation.geometry3d.outlines import bounds
from annotation.kinds.geometry import box_iou
from core.text import Text
from qa.checks import boxes3d
from qa.checks.base import Answer, Check, Found, Param, Params, Record
from qa.checks.boxes3d import Standing
from qa.checks.registry import CHECKS


class _OfPictures(Check):
    """Looks at boxes in pictures beside those in space; where the cameras were is in the scene, so it runs on a
    worker."""

    tiers = frozenset({"batch"})
    modalities = boxes3d.MODALITIES


def _drawn(answer: Answer) -> list[Record]:
    return [record for record in answer.records if record["kind"] == "picture_box"]


def _projected(scene: Any, frame: int, camera: str, box: boxes3d.Box) -> tuple[Any, float] | None:
    """Bounds in the picture and the share of the box in it; None where it is not seen there."""
    index = next((at for at, rig in enumerate(scene.rigs) if rig.name == camera), None)
    if index is None or frame >= len(scene.frames):
        return None
    lens, pose = scene.rigs[index].camera, scene.image(frame, index)
    return bounds(box, lens, pose) if lens is not None and pose is not None else None


@CHECKS.register
class PictureBoxOff(_OfPictures):
    """A box in a picture is not where the box in space falls: one of the two is wrong, or the calibration is."""

    slug = "picture-box-off"
    code = "P15"
    title = Text("Boxes in picture and space differ", "图像框与立体框不一致")
    message = Text(
        "Frame {number}, camera {camera}: overlaps by {percent} % with where the box in space falls.",
        "第 {number} 帧，相机 {camera}：与立体框的投影仅重叠 {percent}%。",
    )
    params = (Param("percent", Text("At least", "不低于"), 50, 0, 100, "%"),)

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        scene = boxes3d.scene_of(answer)
        if scene is None:
            return
        for record in _drawn(answer):
            data = record["data"]
            standing = _twin(answer, data)
            seen = _projected(scene, data["frame"], data["camera"], standing.box) if standing else None
            if seen is None:
                continue
            left, top, right, bottom = seen[0]
            one = np.array([[data["x"], data["y"], data["width"], data["height"]]])
            other = np.array([[left, top, right - left, bottom - top]])
            percent = 100 * float(box_iou(one, other)[0, 0])
            if percent < params["percent"]:
                said = {**boxes3d.at(data["frame"]), "camera": data["camera"], "percent": f"{percent:.0f}"}
                yield Found(record["id"], said)


def _twin(answer: Answer, data: dict[str, Any]) -> Standing | None:
    """The box in space that a box in a picture is of."""
    return next((each for each in boxes3d.in_frame(answer, data["frame"]) if each.record["id"] == data["of"]), None)


@CHECKS.register
class PictureBoxOrphan(Check):
    """A box in a picture is said to be of a thing that is not there in this frame."""

    slug = "picture-box-orphan"
    code = "P16"
    title = Text("Box in a picture of nothing", "图像框没有对应目标")
    message = Text(
        "Frame {number}, camera {camera}: the thing that it belongs to is not there.",
        "第 {number} 帧，相机 {camera}：其对应的目标不在该帧。",
    )
    tiers = frozenset({"submit", "batch"})
    modalities = boxes3d.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for record in _drawn(answer):
            data = record["data"]
            if data["of"] is not None and _twin(answer, data) is None:
                yield Found(record["id"], {**boxes3d.at(data["frame"]), "camera": data["camera"]})


@CHECKS.register
class PictureBoxMissing(_OfPictures):
    """A thing that the camera sees has no box in a picture in which others have one."""

    slug = "picture-box-missing"
    code = "P16"
    title = Text("No box in the picture", "图像中缺少框")
    message = Text(
        "Frame {number}, camera {camera}: seen in the picture, where others have boxes, but has none.",
        "第 {number} 帧，相机 {camera}：图像中可见，其他目标已有框，该目标没有。",
    )
    params = (
        Param("points", Text("From so many points", "最少点数"), 10, 1, 1e6),
        Param("percent", Text("Inside the picture at least", "图像内不低于"), 60, 1, 100, "%"),
        Param("pixels", Text("Shortest side at least", "最短边不低于"), 15, 1, 1000, "px"),
    )

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        scene, drawn = boxes3d.scene_of(answer), _drawn(answer)
        if scene is None or not drawn:
            return
        told: set[str] = set()
        counts = {seen.record["id"]: seen.counts for seen in boxes3d.seen(answer)}
        have = {(each["data"]["frame"], each["data"]["camera"], each["data"]["of"]) for each in drawn}
        for frame, camera in sorted({(frame, camera) for frame, camera, _ in have}):
            for each in boxes3d.in_frame(answer, frame):
                uid = each.record["id"]
                points = counts.get(uid, {}).get(frame, (0, 0.0, ""))[0]
                if uid in told or (frame, camera, uid) in have or points < params["points"]:
                    continue
                if _is_plain(_projected(scene, frame, camera, each.box), params):
                    told.add(uid)
                    yield Found(uid, {**boxes3d.at(frame), "camera": camera})


def _is_plain(seen: tuple[Any, float] | None, params: Params) -> bool:
    if seen is None:
        return False
    (left, top, right, bottom), share = seen
    return 100 * share >= params["percent"] and min(right - left, bottom - top) >= params["pixels"]
