"""Checks of JSON values that name the exact place of what is wrong."""

from __future__ import annotations

import math
from collections.abc import Sequence

from annotation.kinds.base import Data, InvalidData

LIMIT = 1e7
"""No image has so many pixels along a side; larger coordinates are mistakes or attacks."""
MOST_POINTS = 100_000

POINT_SCHEMA = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}


def mapping(data: object, keys: Sequence[str]) -> Data:
    """`data` as a mapping of exactly these keys."""
    if not isinstance(data, dict):
        raise InvalidData({"": ["must be an object"]})
    if len(data) != len(keys) or not all(map(data.__contains__, keys)):
        wrong = {key: ["is missing"] for key in keys if key not in data}
        wrong.update({str(key): ["is not known here"] for key in data if key not in keys})
        raise InvalidData(wrong)
    return data


def numbers(data: object, keys: Sequence[str]) -> Data:
    """`data` as a mapping of exactly these keys to finite numbers."""
    found = mapping(data, keys)
    for key in keys:
        value = found[key]
        if not finite(value):
            raise InvalidData({key: [_why_not_a_number(value)]})
    return found


def finite(value: object) -> bool:
    """Whether it is a number (no boolean) that is finite and within any image's reach."""
    kind = type(value)
    return (kind is float or kind is int) and -LIMIT <= value <= LIMIT  # type: ignore[operator]


def size(data: Data, key: str) -> None:
    """Refuse a number under `key` that is not above 0."""
    if data[key] <= 0:
        raise InvalidData({key: ["must be greater than 0"]})


def points(value: object, path: str, least: int) -> None:
    """Refuse what is not a list of at least `least` finite [x, y]."""
    if not isinstance(value, list):
        raise InvalidData({path: ["must be a list of [x, y]"]})
    if len(value) < least:
        raise InvalidData({path: [f"must have at least {least} points"]})
    if len(value) > MOST_POINTS:
        raise InvalidData({path: [f"must have at most {MOST_POINTS} points"]})
    for index, point in enumerate(value):
        if not (isinstance(point, list) and len(point) == 2):
            raise InvalidData({f"{path}[{index}]": ["must be [x, y]"]})
        if not (finite(point[0]) and finite(point[1])):
            axis = 1 if finite(point[0]) else 0
            raise InvalidData({f"{path}[{index}][{axis}]": [_why_not_a_number(point[axis])]})


def _why_not_a_number(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "must be a number"
    if isinstance(value, float) and not math.isfinite(value):
        return "must be finite"
    return f"must lie between {-LIMIT:.0f} and {LIMIT:.0f}"
