"""Checks shared by what has a place in time: integer samples of the canonical PCM, and who says what on which lane."""

from __future__ import annotations

import unicodedata
from typing import Any

from annotation.kinds.base import Data, InvalidData

MOST_SAMPLES = 2**40
"""More than three months at 96 kHz."""
MOST_CHANNELS = 256
LONGEST_NAME = 100
LONGEST_TEXT = 10_000
LONGEST_ID = 64
LANE_KEYS = ("channel", "tier", "speaker", "text", "parent")
LANE_SCHEMA: dict[str, Any] = {
    "channel": {"type": ["integer", "null"], "minimum": 0, "exclusiveMaximum": MOST_CHANNELS},
    "tier": {"type": "string", "maxLength": LONGEST_NAME},
    "speaker": {"type": "string", "maxLength": LONGEST_NAME},
    "text": {"type": "string", "maxLength": LONGEST_TEXT},
    "parent": {"type": ["string", "null"], "minLength": 1, "maxLength": LONGEST_ID},
}
SAMPLE_SCHEMA: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": MOST_SAMPLES}


def sample(data: Data, key: str) -> int:
    """The number of samples under `key`."""
    value = data[key]
    if type(value) is not int:
        raise InvalidData({key: ["must be an integer number of samples"]})
    if not 0 <= value <= MOST_SAMPLES:
        raise InvalidData({key: [f"must lie between 0 and {MOST_SAMPLES}"]})
    return value


def lane(data: Data) -> None:
    """Refuse a channel, tier, speaker, text or parent that cannot be one."""
    channel = data["channel"]
    if channel is not None and not (type(channel) is int and 0 <= channel < MOST_CHANNELS):
        raise InvalidData({"channel": ["must be the number of a channel, from 0, or null"]})
    for key, longest in (("tier", LONGEST_NAME), ("speaker", LONGEST_NAME), ("text", LONGEST_TEXT)):
        _text(data, key, longest)
    parent = data["parent"]
    if parent is not None and not (isinstance(parent, str) and 0 < len(parent) <= LONGEST_ID):
        raise InvalidData({"parent": ["must be the id of a record or null"]})


def alike_lane(a: Data, b: Data) -> bool:
    """Whether two can be the same thing: one channel each, or one of them on all."""
    return a["channel"] is None or b["channel"] is None or bool(a["channel"] == b["channel"])


def _text(data: Data, key: str, longest: int) -> None:
    value = data[key]
    if not isinstance(value, str):
        raise InvalidData({key: ["must be text"]})
    if len(value) > longest:
        raise InvalidData({key: [f"must have at most {longest} characters"]})
    if any(unicodedata.category(each) in ("Cc", "Cs") and each not in "\n\t" for each in value):
        raise InvalidData({key: ["must not hold control characters or half characters"]})
