"""The base of kinds that concern the whole image and have no geometry."""

from __future__ import annotations

from typing import Any, ClassVar

from annotation.kinds import checking
from annotation.kinds.base import Data, Kind, Measure


class Whole(Kind):
    """`data` is always {}."""

    spatial = False
    whole = True
    schema: ClassVar[dict[str, Any]] = {"type": "object", "properties": {}, "additionalProperties": False}

    @classmethod
    def validate(cls, data: object) -> Data:
        return checking.mapping(data, ())

    @classmethod
    def measure(cls, data: Data) -> Measure:
        return Measure()

    @classmethod
    def similarity(cls, a: Data, b: Data) -> float:
        """Always 1: what may differ are label and attributes."""
        return 1.0

    @classmethod
    def interpolate(cls, a: Data, b: Data, t: float) -> Data:
        return a if t < 1 else b
