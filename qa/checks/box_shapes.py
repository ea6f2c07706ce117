from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations
from statistics import median
from typing import Any

from annotation.geometry3d import boxes
from annotation.geometry3d.footprint import overlap, shared_height
from core.text import Text
from qa.checks import boxes3d
from qa.checks.base import Answer, Check, Found, Param, Params, Record, change
from qa.checks.boxes3d import Standing
from qa.checks.registry import CHECKS

SIDES = {"length": Text("length", "长"), "width": Text("width", "宽"), "height": Text("height", "高")}
MOST_FRAMES = 200
"""Frames of a scene in which boxes are compared with one another."""


class _OfBoxes(Check):
    """Looks at boxes alone: they are in the document, so it also runs at submit."""

    tiers = frozenset({"submit", "batch"})
    modalities = boxes3d.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for record in boxes3d.objects(answer):
            yield from self.look(record, params)

    def look(self, record: Record, params: Params) -> Iterator[Found]:
        raise NotImplementedError


@CHECKS.register
class UnusualSize(_OfBoxes):
    """Far from what things of such a name measure: the wrong label, or length and width mixed up."""

    slug = "box-size"
    code = "P2"
    title = Text("Unusual size for the label", "尺寸与类别不符")
    message = Text(
        "Frame {number}: a {kind} of {metres} m is unusual for “{label}” ({least} to {most} m).",
        "第 {number} 帧：“{label}”的{kind_zh}为 {metres} 米，通常为 {least} 至 {most} 米。",
    )
    params = (Param("slack", Text("Beyond the usual range by", "超出常见范围"), 0, 0, 100, "%"),)

    def look(self, record: Record, params: Params) -> Iterator[Found]:
        sort = boxes3d.sort_of_record(record)
        if sort is None:
            return
        slack = params["slack"] / 100
        for frame, box in boxes3d.shapes(record):
            for side, least, most in zip(boxes.SIZE, sort.least, sort.most, strict=True):
                if not least * (1 - slack) <= box[side] <= most * (1 + slack):
                    said = {
                        **boxes3d.at(frame),
                        "kind": SIDES[side].en,
                        "kind_zh": SIDES[side].zh,
                        "least": f"{least:g}",
                    }
                    metres = f"{box[side]:.2f}"
                    yield Found(record["id"], {**said, "most": f"{most:g}", "metres": metres, "label": record["label"]})
                    return


@CHECKS.register
class SizeVaries(_OfBoxes):
    """A vehicle does not grow: its track should have one size."""

    slug = "track-size-varies"
    code = "P3"
    title = Text("Size changes within a track", "轨迹中尺寸变化")
    message = Text("The {kind} changes by {metres} m within the track.", "轨迹中{kind_zh}变化了 {metres} 米。")
    severity = "block"
    params = (
        Param("metres", Text("At most", "不超过"), 0.1, 0, 5, "m"),
        Param("percent", Text("Or of the size", "或尺寸的"), 3, 0, 100, "%"),
    )

    def look(self, record: Record, params: Params) -> Iterator[Found]:
        sort = boxes3d.sort_of_record(record)
        drawn = boxes3d.shapes(record)
        if len(drawn) < 2 or (sort is not None and not sort.vehicle):
            return
        for side in boxes.SIZE:
            values = [box[side] for _, box in drawn]
            spread = max(values) - min(values)
            if spread > max(params["metres"], params["percent"] / 100 * median(values)):
                said = {"kind": SIDES[side].en, "kind_zh": SIDES[side].zh, "metres": f"{spread:.2f}"}
                yield Found(record["id"], said, [change(record, _one_size(record))])
                return


def _one_size(record: Record) -> Record:
    """The track with the median of its sizes."""
    drawn = [box for _, box in boxes3d.shapes(record)]
    size = {side: median(box[side] for box in drawn) for side in boxes.SIZE}
    return _keyed(record, lambda data: {**data, **size})


def _keyed(record: Record, of: Any) -> Record:
    keys = [{**key, "data": of(key["data"])} for key in record["data"]["keyframes"]]
    return {**record, "data": {**record["data"], "keyframes": keys}}


@CHECKS.register
class Overlapping(Check):
    """Two things cannot be in one place. Those above one another, as on a bridge, do not count."""

    slug = "boxes-overlap"
    code = "P8"
    title = Text("Boxes overlap", "框重叠")
    message = Text(
        "Frame {number}: overlaps with another box by {percent} % (seen from above).",
        "第 {number} 帧：与另一个框重叠 {percent}%（俯视）。",
    )
    severity = "block"
    tiers = frozenset({"submit", "batch"})
    modalities = boxes3d.MODALITIES
    params = (
        Param("vehicles", Text("Vehicles, from", "车辆，不低于"), 5, 0, 100, "%"),
        Param("others", Text("Others, from", "其他，不低于"), 30, 0, 100, "%"),
    )

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        frames = max(1, int(answer.asset.get("frames", 1)))
        told: set[tuple[str, str]] = set()
        for frame in range(0, frames, max(1, frames // MOST_FRAMES)):
            for one, other in combinations(boxes3d.in_frame(answer, frame), 2):
                pair = (one.record["id"], other.record["id"])
                percent = 0.0 if pair in told else 100 * _shared(one, other)
                both = all(_is_vehicle(each) for each in (one, other))
                if percent >= params["vehicles" if both else "others"] and percent > 0:
                    told.add(pair)
                    said = {**boxes3d.at(frame), "percent": f"{percent:.0f}"}
                    yield Found(other.record["id"], said, key=one.record["id"])


def _is_vehicle(each: Standing) -> bool:
    sort = boxes3d.sort_of_record(each.record)
    return sort is not None and sort.vehicle


def _shared(one: Standing, other: Standing) -> float:
    reach = one.box["length"] + one.box["width"] + other.box["length"] + other.box["width"]
    if abs(one.box["x"] - other.box["x"]) + abs(one.box["y"] - other.box["y"]) > reach:
        return 0.0
    return overlap(one.box, other.box) if shared_height(one.box, other.box) > 0 else 0.0


@CHECKS.register
class Tilted(_OfBoxes):
    """Rolled or pitched further than roads are, where the label schema does not say that boxes may be tilted."""

    slug = "box-tilted"
    code = "P18"
    title = Text("Tilted box", "框倾斜")
    message = Text("Frame {number}: tilted by {degrees}°.", "第 {number} 帧：倾斜 {degrees}°。")
    severity = "block"
    params = (Param("degrees", Text("At most", "不超过"), 5, 0, 90, "°"),)

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        if not answer.schema.get("scene", {}).get("tilt"):
            yield from super().run(answer, params)

    def look(self, record: Record, params: Params) -> Iterator[Found]:
        for frame, box in boxes3d.shapes(record):
            upright = 1 - 2 * (box["qx"] ** 2 + box["qy"] ** 2)
            degrees = math.degrees(math.acos(max(-1.0, min(1.0, upright))))
            if degrees > params["degrees"]:
                yield Found(
                    record["id"], {**boxes3d.at(frame), "degrees": f"{degrees:.0f}"}, [change(record, _upright(record))]
                )
                return


def _upright(record: Record) -> Record:
    if record["kind"] == "cuboid":
        return {**record, "data": boxes.level(record["data"])}
    return _keyed(record, boxes.level)


@CHECKS.register
class OutOfRange(Check):
    """Further away than objects are asked for, or within the vehicle itself."""

    slug = "box-out-of-range"
    code = "P17"
    title = Text("Box out of range", "框超出范围")
    message = Text(
        "Frame {number}: {distance} m from the vehicle; from {least} to {most} m is asked for.",
        "第 {number} 帧：距离车辆 {distance} 米，要求为 {least} 至 {most} 米。",
    )
    severity = "block"
    tiers = frozenset({"batch"})
    modalities = boxes3d.MODALITIES
    params = (
        Param("most", Text("Farthest", "最远"), 150, 1, 1000, "m"),
        Param("least", Text("Nearest", "最近"), 1, 0, 50, "m"),
    )

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        scene = boxes3d.scene_of(answer)
        if scene is None:
            return
        for record in boxes3d.objects(answer):
            away = [(frame, _away(scene, frame, box)) for frame, box in _where(record, len(scene.frames))]
            # What stands through the whole scene need only be near at some time.
            far = (
                min(away, key=lambda each: each[1])
                if record["kind"] == "cuboid"
                else max(away, key=lambda each: each[1])
            )
            near = min(away, key=lambda each: each[1])
            wrong = far if far[1] > params["most"] else near if near[1] < params["least"] else None
            if wrong:
                said = {**boxes3d.at(wrong[0]), "distance": f"{wrong[1]:.0f}"}
                yield Found(record["id"], {**said, "least": f"{params['least']:g}", "most": f"{params['most']:g}"})


def _where(record: Record, frames: int) -> list[tuple[int, boxes3d.Box]]:
    if record["kind"] == "cuboid":
        return [(frame, record["data"]) for frame in range(frames)]
    return [(frame, box) for frame, box in boxes3d.shapes(record) if frame < frames] or [
        (0, boxes3d.shapes(record)[0][1])
    ]


def _away(scene: Any, frame: int, box: boxes3d.Box) -> float:
    place = scene.ego(frame).t
    return math.hypot(box["x"] - place[0], box["y"] - place[1])
