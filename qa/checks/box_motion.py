from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from annotation.geometry3d import boxes
from core.text import Text
from qa.checks import boxes3d
from qa.checks.base import Answer, Check, Found, Param, Params, Record, change
from qa.checks.boxes3d import Box
from qa.checks.registry import CHECKS

SPEED, TURN = 60.0, 3.0
"""Of things that nothing is known of, metres and radians per second."""
HALF_TURN = math.radians(150)
SOON = 1.0
"""Seconds within which nothing turns round."""


@dataclass(frozen=True, slots=True)
class Leg:
    """The way from one keyframe to the next."""

    frame: int
    start: Box
    end: Box
    seconds: float

    @property
    def step(self) -> tuple[float, float]:
        return self.end["x"] - self.start["x"], self.end["y"] - self.start["y"]

    @property
    def speed(self) -> float:
        return math.hypot(*self.step) / self.seconds

    @property
    def turned(self) -> float:
        return _wrapped(boxes.yaw(self.end) - boxes.yaw(self.start))

    @property
    def drift(self) -> float:
        """Radians from where it heads to where it goes."""
        x, y = self.step
        return _wrapped(math.atan2(y, x) - boxes.yaw(self.start))


def _wrapped(angle: float) -> float:
    return math.remainder(angle, 2 * math.pi)


class _OfTracks(Check):
    """Looks at how tracks move in the world; when it was is in the scene, so it runs on a worker. Where the scene's
    poses are not known nothing can be said."""

    tiers = frozenset({"batch"})
    modalities = boxes3d.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        scene = boxes3d.scene_of(answer)
        if scene is None or not scene.posed:
            return
        times = boxes3d.times(answer)
        for record in boxes3d.objects(answer):
            if record["kind"] == "track":
                yield from self.look(record, _legs(record, times), params)

    def look(self, record: Record, legs: list[Leg], params: Params) -> Iterator[Found]:
        raise NotImplementedError


def _legs(record: Record, times: list[float]) -> list[Leg]:
    """Between keyframes that follow each other while it is there."""
    keys = [key for key in record["data"]["keyframes"] if key["frame"] < len(times)]
    found = []
    for one, other in pairwise(keys):
        seconds = times[other["frame"]] - times[one["frame"]]
        if not one["outside"] and not other["outside"] and seconds > 1e-3:
            found.append(Leg(other["frame"], one["data"], other["data"], seconds))
    return found


@CHECKS.register
class TooQuick(_OfTracks):
    """Faster than such a thing can be: two things under one track, or a box in the wrong place."""

    slug = "track-too-fast"
    code = "P9"
    title = Text("Too fast for the label", "速度与类别不符")
    message = Text(
        "Frame {number}: {speed} m/s is too fast for “{label}” (at most {most} m/s).",
        "第 {number} 帧：“{label}”的速度 {speed} 米/秒过快（不超过 {most} 米/秒）。",
    )
    params = (Param("percent", Text("Of the usual top speed", "占通常最高速度"), 100, 10, 500, "%"),)

    def look(self, record: Record, legs: list[Leg], params: Params) -> Iterator[Found]:
        sort = boxes3d.sort_of_record(record)
        most = (sort.speed if sort else SPEED) * params["percent"] / 100
        leg = max(legs, key=lambda each: each.speed, default=None)
        if leg and leg.speed > most:
            said = {**boxes3d.at(leg.frame), "speed": f"{leg.speed:.1f}", "label": record["label"], "most": f"{most:g}"}
            yield Found(record["id"], said)


@CHECKS.register
class Jerky(_OfTracks):
    """Speeds up, brakes or turns harder than such a thing can."""

    slug = "track-jerky"
    code = "P10"
    title = Text("Jerky movement", "运动不平滑")
    message = Text(
        "Frame {number}: {acceleration} m/s² and {turn} rad/s are more than “{label}” can do.",
        "第 {number} 帧：“{label}”的加速度 {acceleration} 米/秒²、角速度 {turn} 弧度/秒超出可能范围。",
    )
    params = (
        Param("acceleration", Text("Acceleration up to", "加速度不超过"), 12, 1, 100, "m/s²"),
        Param("percent", Text("Of the usual turning", "占通常转动速度"), 100, 10, 500, "%"),
    )

    def look(self, record: Record, legs: list[Leg], params: Params) -> Iterator[Found]:
        sort = boxes3d.sort_of_record(record)
        most = (sort.turn if sort else TURN) * params["percent"] / 100
        for before, leg in pairwise([None, *legs]):
            assert leg is not None
            turn = abs(leg.turned) / leg.seconds if abs(leg.turned) < HALF_TURN else 0.0
            acceleration = _acceleration(before, leg) if before else 0.0
            if acceleration > params["acceleration"] or turn > most:
                said = {**boxes3d.at(leg.frame), "acceleration": f"{acceleration:.1f}", "turn": f"{turn:.1f}"}
                yield Found(record["id"], {**said, "label": record["label"]})
                return


def _acceleration(before: Leg, leg: Leg) -> float:
    change = [b / leg.seconds - a / before.seconds for a, b in zip(before.step, leg.step, strict=True)]
    return math.hypot(*change) / ((before.seconds + leg.seconds) / 2)


@CHECKS.register
class Flipped(Check):
    """Front and rear change places from one keyframe to the next."""

    slug = "track-flips"
    code = "P11"
    title = Text("Front and rear change places", "前后颠倒")
    message = Text("Frame {number}: turned by {degrees}° at once.", "第 {number} 帧：方向突变 {degrees}°。")
    severity = "block"
    tiers = frozenset({"submit", "batch"})
    modalities = boxes3d.MODALITIES
    params = (Param("frames", Text("Between keyframes up to so many frames apart", "关键帧间隔不超过"), 10, 1, 1000),)

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for record in boxes3d.objects(answer):
            for (before, one), (frame, other) in pairwise(boxes3d.shapes(record)):
                turned = abs(_wrapped(boxes.yaw(other) - boxes.yaw(one)))
                if turned > HALF_TURN and frame - before <= params["frames"]:
                    said = {**boxes3d.at(frame), "degrees": f"{math.degrees(turned):.0f}"}
                    yield Found(record["id"], said, [change(record, _straightened(record))])
                    break


def _straightened(record: Record) -> Record:
    """The track with those keyframes turned round that look the other way than most."""
    keys = record["data"]["keyframes"]
    flipped = [False]
    for one, other in pairwise(keys):
        turned = abs(_wrapped(boxes.yaw(other["data"]) - boxes.yaw(one["data"])))
        flipped.append(flipped[-1] != (turned > math.pi / 2))
    fewer = sum(flipped) <= len(flipped) / 2
    made = [
        {**key, "data": boxes.turned_round(key["data"])} if turned == fewer else key
        for key, turned in zip(keys, flipped, strict=True)
    ]
    return {**record, "data": {**record["data"], "keyframes": made}}


@CHECKS.register
class HeadsElsewhere(_OfTracks):
    """It goes where it does not look."""

    slug = "track-heading"
    code = "P12"
    title = Text("Heading differs from the way", "朝向与运动方向不一致")
    message = Text(
        "Frame {number}: heads {degrees}° away from where it goes at {speed} m/s.",
        "第 {number} 帧：以 {speed} 米/秒运动，朝向偏离运动方向 {degrees}°。",
    )
    params = (
        Param("degrees", Text("At most", "不超过"), 30, 1, 180, "°"),
        Param("speed", Text("From this speed", "速度不低于"), 2, 0.1, 50, "m/s"),
    )

    def look(self, record: Record, legs: list[Leg], params: Params) -> Iterator[Found]:
        for leg in legs:
            degrees = abs(math.degrees(leg.drift))
            if leg.speed > params["speed"] and degrees > params["degrees"] and not _reverses(record):
                said = {**boxes3d.at(leg.frame), "degrees": f"{degrees:.0f}", "speed": f"{leg.speed:.1f}"}
                yield Found(record["id"], said)
                return


def _reverses(record: Record) -> bool:
    return any(
        "revers" in str(value).lower() or ("revers" in key.lower() and value is True)
        for key, value in record["attributes"].items()
    )


@CHECKS.register
class Sideways(_OfTracks):
    """Vehicles do not go sideways."""

    slug = "track-sideways"
    code = "P13"
    title = Text("Vehicle goes sideways", "车辆横向移动")
    message = Text("Frame {number}: goes sideways at {speed} m/s.", "第 {number} 帧：横向速度 {speed} 米/秒。")
    params = (
        Param("sideways", Text("At most", "不超过"), 1.5, 0.1, 20, "m/s"),
        Param("speed", Text("From this speed", "速度不低于"), 5, 0.1, 50, "m/s"),
    )

    def look(self, record: Record, legs: list[Leg], params: Params) -> Iterator[Found]:
        sort = boxes3d.sort_of_record(record)
        if sort is None or not sort.vehicle:
            return
        for leg in legs:
            sideways = abs(leg.speed * math.sin(leg.drift))
            if leg.speed > params["speed"] and sideways > params["sideways"]:
                yield Found(record["id"], {**boxes3d.at(leg.frame), "speed": f"{sideways:.1f}"})
                return


STANDS = frozenset({"static", "stationary", "parked", "stopped", "still"})


@CHECKS.register
class MovesThoughStill(_OfTracks):
    """Said to stand, and yet it moves."""

    slug = "track-not-still"
    code = "P14"
    title = Text("Stands, and yet moves", "静止目标发生移动")
    message = Text("Said to stand still, but moves by {metres} m.", "标为静止，但移动了 {metres} 米。")
    params = (Param("metres", Text("At most", "不超过"), 0.5, 0.01, 20, "m"),)

    def look(self, record: Record, legs: list[Leg], params: Params) -> Iterator[Found]:
        if not _stands(record["attributes"]) or not legs:
            return
        first = legs[0].start
        far = max(math.hypot(leg.end["x"] - first["x"], leg.end["y"] - first["y"]) for leg in legs)
        if far > params["metres"]:
            yield Found(record["id"], {"metres": f"{far:.2f}"})


def _stands(attributes: dict[str, Any]) -> bool:
    """By an attribute of such a name that is true, or one whose value is such a name."""
    return any(
        (key.lower() in STANDS and value in (True, "true", "yes")) or str(value).lower() in STANDS
        for key, value in attributes.items()
    )
