"""Moments: a break, a tone, a click."""

from __future__ import annotations

import math

from annotation.kinds import checking, time
from annotation.kinds.base import Data, Kind, Measure
from annotation.kinds.registry import KINDS
from core.text import Text

KEYS = ("at", *time.LANE_KEYS)
CLOSENESS = 480.0
"""Samples apart at which two are alike by 1/e: 10 ms at 48 kHz, 30 ms at 16 kHz."""


@KINDS.register
class TimePoint(Kind):
    """`at` is a sample of the canonical PCM."""

    slug = "time_point"
    title = Text(en="Point in time", zh="时间点")
    spatial = False
    schema = {
        "type": "object",
        "properties": {"at": time.SAMPLE_SCHEMA, **time.LANE_SCHEMA},
        "required": list(KEYS),
        "additionalProperties": False,
    }

    @classmethod
    def validate(cls, data: object) -> Data:
        point = checking.mapping(data, KEYS)
        time.sample(point, "at")
        time.lane(point)
        return point

    @classmethod
    def measure(cls, data: Data) -> Measure:
        return Measure()

    @classmethod
    def similarity(cls, a: Data, b: Data) -> float:
        """exp(-distance / CLOSENESS); 0 on different channels."""
        return math.exp(-abs(a["at"] - b["at"]) / CLOSENESS) if time.alike_lane(a, b) else 0.0

    @classmethod
    def interpolate(cls, a: Data, b: Data, t: float) -> Data:
        return a if t < 1 else b
