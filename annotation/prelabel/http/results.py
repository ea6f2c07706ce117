"""Label Studio's results as proposals: percent of the picture become pixels, its regions our kinds.

Its prediction format is described at https://labelstud.io/guide/predictions. A rectangle's rotation is in degrees,
clockwise, about its top left corner.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from annotation.kinds import KINDS, InvalidData
from annotation.kinds.base import Data
from annotation.kinds.rotated_box import normal_angle
from annotation.prelabel.base import Picture, Proposal

Values = Mapping[str, Any]


def proposals(results: object, picture: Picture, label_of: Callable[[str], str | None]) -> list[Proposal]:
    """What can be used of a prediction's `result` list; the rest is passed over."""
    found = []
    for result in results if isinstance(results, list) else []:
        if not isinstance(result, dict) or not isinstance(result.get("value"), dict):
            continue
        made = _proposal(result, picture, label_of)
        if made:
            found.append(made)
    return found


def _proposal(result: Values, picture: Picture, label_of: Callable[[str], str | None]) -> Proposal | None:
    value = result["value"]
    kind = str(result.get("type", "")).lower().removesuffix("labels") or "rectangle"
    reader = READERS.get(kind)
    names = value.get(str(result.get("type", "")).lower()) or value.get("choices") or value.get("labels")
    label = label_of(str(names[0])) if isinstance(names, list) and names else None
    if reader is None or label is None:
        return None
    try:
        slug, data = reader(value, picture.width / 100, picture.height / 100)
        KINDS[slug].validate(data)
    except (KeyError, TypeError, ValueError, InvalidData):
        return None
    score = result.get("score", value.get("score"))
    usable = isinstance(score, int | float) and not isinstance(score, bool) and 0 <= score <= 1
    return Proposal(slug, label, data, float(score) if usable else 1.0)


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


READERS: dict[str, Callable[[Values, float, float], tuple[str, Data]]] = {
    "rectangle": _rectangle,
    "polygon": _polygon,
    "polyline": _polyline,
    "vector": _polyline,
    "keypoint": _keypoint,
    "choices": _choices,
}
