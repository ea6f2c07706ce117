"""Label Studio's results as proposals: percent of the picture become pixels, its regions our kinds.

Its prediction format is described at https://labelstud.io/guide/predictions. A rectangle's rotation is in degrees,
clockwise, about its top left corner.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from annotation.kinds import KINDS, InvalidData
from annotation.kinds.base import Data
from annotation.kinds.rotated_box import normal_angle
from annotation.prelabel.base import Picture, Proposal, Refused

Values = Mapping[str, Any]
Reader = Callable[[Values, float, float], tuple[str, Data]]
MOST_REGIONS = 5000
"""Of one picture; more is a mistake of the model."""
SAME_SHAPE = 0.02
"""Width to height may differ by so much from what the server saw; rounding of a smaller copy."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads the prediction of one picture; what cannot be used is counted in `refused` with its reason."""

    picture: Picture
    label_of: Callable[[str], str | None]
    """A class of the model -> label of the project, or None."""
    fits: Callable[[str, str], bool]
    """Whether a label may be drawn as a kind."""
    refused: Counter[Refused]

    def proposals(self, prediction: Values) -> list[Proposal]:
        """What can be used of {"result": [...], "score": ...}; a region without a score has the prediction's."""
        results = prediction.get("result")
        if not isinstance(results, list):
            self.refused[Refused("broken", "result")] += 1
            return []
        if len(results) > MOST_REGIONS:
            self.refused[Refused("too-many", str(MOST_REGIONS))] += len(results) - MOST_REGIONS
        found = []
        for result in results[:MOST_REGIONS]:
            made = self._proposal(result, prediction.get("score"))
            if isinstance(made, Proposal):
                found.append(made)
            else:
                self.refused[made] += 1
        return found

    def _proposal(self, result: Any, score: Any) -> Proposal | Refused:
        if not isinstance(result, dict) or not isinstance(result.get("value"), dict):
            return Refused("broken", str(result)[:40])
        value, kind = result["value"], str(result.get("type", "")).lower()
        reader = READERS.get(kind.removesuffix("labels") or "rectangle")
        if reader is None:
            return Refused("region", kind[:40])
        names = value.get(kind) or value.get("choices") or value.get("labels")
        name = str(names[0])[:100] if isinstance(names, list) and names else ""
        label = self.label_of(name)
        if label is None:
            return Refused("label", name)
        if self._is_of_another_size(result):
            return Refused("size", f"{result['original_width']} x {result['original_height']}")
        own = result.get("score", value.get("score"))
        return self._placed(reader, value, label, _share(own, _share(score, 1.0)))

    def _placed(self, reader: Reader, value: Values, label: str, score: float) -> Proposal | Refused:
        """The region in pixels, cut at the picture's edge."""
        width, height = self.picture.width, self.picture.height
        try:
            slug, data = reader(value, width / 100, height / 100)
            KINDS[slug].validate(data)
        except (KeyError, IndexError, TypeError, ValueError, InvalidData):
            return Refused("broken", label)
        if not self.fits(label, slug):
            return Refused("kind", f"{label}: {slug}")
        parts = [data] if KINDS[slug].whole else KINDS[slug].clip(data, width, height)
        if len(parts) != 1:
            return Refused("outside", label)
        return Proposal(slug, label, parts[0], score)

    def _is_of_another_size(self, result: Values) -> bool:
        """Whether the server saw a picture of another shape: then shares of its sides mean something else here."""
        width, height = result.get("original_width"), result.get("original_height")
        if not isinstance(width, int) or not isinstance(height, int) or min(width, height) <= 0:
            return False
        return abs(self.picture.width * height / (self.picture.height * width) - 1) > SAME_SHAPE


def _share(value: Any, otherwise: float) -> float:
    usable = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
    return float(value) if usable else otherwise


def _rectangle(value: Values, x: float, y: float) -> tuple[str, Data]:
    left, top, width, height = (_number(value[key]) for key in ("x", "y", "width", "height"))
    left, top, width, height = left * x, top * y, width * x, height * y
    turn = math.radians(_number(value.get("rotation") or 0))
    if abs(normal_angle(turn)) < 1e-9:
        return "box", {"x": left, "y": top, "width": width, "height": height}
    cos, sin = math.cos(turn), math.sin(turn)
    return "rotated_box", {
        "cx": left + cos * width / 2 - sin * height / 2,
        "cy": top + sin * width / 2 + cos * height / 2,
        "width": width,
        "height": height,
        "angle": normal_angle(turn),
    }


def _polygon(value: Values, x: float, y: float) -> tuple[str, Data]:
    return "polygon", {"points": _points(value, x, y), "holes": []}


def _polyline(value: Values, x: float, y: float) -> tuple[str, Data]:
    return "polyline", {"points": _points(value, x, y)}


def _keypoint(value: Values, x: float, y: float) -> tuple[str, Data]:
    return "points", {"points": [[_number(value["x"]) * x, _number(value["y"]) * y]]}


def _choices(value: Values, x: float, y: float) -> tuple[str, Data]:
    return "tag", {}


def _points(value: Values, x: float, y: float) -> list[list[float]]:
    return [[_number(point[0]) * x, _number(point[1]) * y] for point in value["points"]]


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


READERS: dict[str, Reader] = {
    "rectangle": _rectangle,
    "polygon": _polygon,
    "polyline": _polyline,
    "vector": _polyline,
    "keypoint": _keypoint,
    "choices": _choices,
}
