"""Stretches of time: an utterance, a word, a phone, a cough."""

from __future__ import annotations

from annotation.kinds import checking, time
from annotation.kinds.base import Data, InvalidData, Kind, Measure
from annotation.kinds.registry import KINDS
from core.text import Text

KEYS = ("start", "stop", *time.LANE_KEYS)


@KINDS.register
class Segment(Kind):
    """`start` and `stop` are samples of the canonical PCM, `start <= sample < stop`."""

    slug = "segment"
    title = Text(en="Segment", zh="时间段")
    spatial = False
    layered = True
    schema = {
        "type": "object",
        "properties": {"start": time.SAMPLE_SCHEMA, "stop": time.SAMPLE_SCHEMA, **time.LANE_SCHEMA},
        "required": list(KEYS),
        "additionalProperties": False,
    }

    @classmethod
    def validate(cls, data: object) -> Data:
        segment = checking.mapping(data, KEYS)
        if time.sample(segment, "start") >= time.sample(segment, "stop"):
            raise InvalidData({"stop": ["must lie behind the start"]})
        time.lane(segment)
        return segment

    @classmethod
    def measure(cls, data: Data) -> Measure:
        return Measure(duration=data["stop"] - data["start"])

    @classmethod
    def similarity(cls, a: Data, b: Data) -> float:
        """Intersection over union of the time; 0 on different channels. What is said is not compared."""
        shared = min(a["stop"], b["stop"]) - max(a["start"], b["start"])
        if shared <= 0 or not time.alike_lane(a, b):
            return 0.0
        union = max(a["stop"], b["stop"]) - min(a["start"], b["start"])
        return float(shared / union)

    @classmethod
    def interpolate(cls, a: Data, b: Data, t: float) -> Data:
        return a if t < 1 else b
