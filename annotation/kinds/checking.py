"""Checks of JSON values that name the exact place of what is wrong."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from annotation.kinds.base import Data, InvalidData

LIMIT = 1e7
"""No image has so many pixels along a side, no map grid so many metres; larger coordinates are mistakes or attacks."""
MOST_POINTS = 100_000
MOST_FRAMES = 10_000_000
"""Frames of the longest recording: two days at 60 a second."""

POINT_SCHEMA = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
POINT3D_SCHEMA = {"type": "array", "items": {"type": "number"}, "minItems": 3, "maxItems": 3}
Coordinate = Annotated[float, Meta(ge=-LIMIT, le=LIMIT)]
Extent = Annotated[float, Meta(gt=0, le=LIMIT)]
"""What `finite` and `size` let through, compiled."""
AXES = {2: "[x, y]", 3: "[x, y, z]"}


def compiled(**fields: Any) -> Any:
    """A compiled mapping of exactly these fields."""
    return msgspec.defstruct("data", list(fields.items()), forbid_unknown_fields=True)


def compiled_points(least: int) -> Any:
    """What `points` lets through of [x, y], compiled."""
    return Annotated[list[tuple[Coordinate, Coordinate]], Meta(min_length=least, max_length=MOST_POINTS)]


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


def below(path: str, error: InvalidData) -> dict[str, list[str]]:
    """What an error says of a part, with the path of that part put before its own."""
    return {f"{path}.{inner}" if inner else path: messages for inner, messages in error.fields.items()}


def whole(data: Data, key: str, least: int = 0, most: int = 2**53 - 1) -> int:
    """The whole number under `key`, within limits."""
    value = data[key]
    if type(value) is not int or not least <= value <= most:
        raise InvalidData({key: [f"must be a whole number between {least} and {most}"]})
    return value


def points(value: object, path: str, least: int, axes: int = 2) -> None:
    """Refuse what is not a list of at least `least` finite [x, y], or [x, y, z] with three axes."""
    if not isinstance(value, list):
        raise InvalidData({path: [f"must be a list of {AXES[axes]}"]})
    if len(value) < least:
        raise InvalidData({path: [f"must have at least {least} points"]})
    if len(value) > MOST_POINTS:
        raise InvalidData({path: [f"must have at most {MOST_POINTS} points"]})
    for index, point in enumerate(value):
        if not (isinstance(point, list) and len(point) == axes):
            raise InvalidData({f"{path}[{index}]": [f"must be {AXES[axes]}"]})
        if not all(map(finite, point)):
            axis = next(axis for axis in range(axes) if not finite(point[axis]))
            raise InvalidData({f"{path}[{index}][{axis}]": [_why_not_a_number(point[axis])]})


def _why_not_a_number(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "must be a number"
    if isinstance(value, float) and not math.isfinite(value):
        return "must be finite"
    return f"must lie between {-LIMIT:.0f} and {LIMIT:.0f}"
