"""Classes and instances of all points of one frame of a scene."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.kinds import checking
from annotation.kinds.base import Data, InvalidData, Kind, Measure, Use
from annotation.kinds.registry import KINDS
from core.text import Text

KEYS = ("frame", "blob", "count", "classes")
CLASS_KEYS = ("label", "points", "instances")
BLOB = re.compile(r"[0-9a-f]{64}")
MOST_CLASSES = 0xFFFF
"""A class is 16 bits of a point's value, an instance the other 16."""
Values = NDArray[np.uint32]


@KINDS.register
class PointLabels(Kind):
    """The labels themselves are a file: `blob` is the SHA-256 of its bytes, and a patch carries only this name.

    The file is zlib-compressed: `count` uint32, little-endian, in the order of the frame's points at the source. The
    lower 16 bits are 0 for an unlabelled point, else k for `classes[k - 1]`; the upper 16 are the instance, 0 for none.
    `classes` sums up how many points and instances each label has.
    """

    slug = "point_labels"
    title = Text(en="Point labels", zh="点云分割")
    spatial = False
    labelled = False
    with_blob = True
    schema = {
        "type": "object",
        "properties": {
            "frame": {"type": "integer", "minimum": 0},
            "blob": {"type": "string", "pattern": f"^{BLOB.pattern}$"},
            "count": {"type": "integer", "minimum": 0},
            "classes": {
                "type": "array",
                "maxItems": MOST_CLASSES,
                "items": {
                    "type": "object",
                    "properties": {
                        "label": {"type": "string"},
                        "points": {"type": "integer", "minimum": 0},
                        "instances": {"type": "integer", "minimum": 0},
                    },
                    "required": list(CLASS_KEYS),
                    "additionalProperties": False,
                },
            },
        },
        "required": list(KEYS),
        "additionalProperties": False,
    }

    @classmethod
    def validate(cls, data: object) -> Data:
        labels = checking.mapping(data, KEYS)
        checking.whole(labels, "frame", most=checking.MOST_FRAMES)
        count = checking.whole(labels, "count", most=2**32 - 1)
        if not (isinstance(labels["blob"], str) and BLOB.fullmatch(labels["blob"])):
            raise InvalidData({"blob": ["must be the SHA-256 of a file in lower-case hex"]})
        if not isinstance(labels["classes"], list) or len(labels["classes"]) > MOST_CLASSES:
            raise InvalidData({"classes": [f"must be a list of at most {MOST_CLASSES} classes"]})
        with_place = [_checked(each, index, count) for index, each in enumerate(labels["classes"])]
        if len({each["label"] for each in with_place}) < len(with_place):
            raise InvalidData({"classes": ["must name each label once"]})
        if sum(each["points"] for each in with_place) > count:
            raise InvalidData({"classes": ["have more points than the frame"]})
        return labels

    @classmethod
    def relabelled(cls, data: Data, key: Callable[[str], str | None]) -> tuple[Data, list[str]]:
        keys = {label: key(label) for label in _labels(data)}
        classes = [{**each, "label": keys[each["label"]] or each["label"]} for each in data["classes"]]
        return {**data, "classes": classes}, [label for label, found in keys.items() if found is None]

    @classmethod
    def blob_of(cls, data: Data) -> str | None:
        return str(data["blob"])

    @classmethod
    def check_blob(cls, data: Data, content: bytes) -> None:
        values = unpack(content, data["count"])
        if summed(values, _labels(data)) != data["classes"]:
            raise InvalidData({"classes": ["do not sum up the file"]})

    @classmethod
    def measure(cls, data: Data) -> Measure:
        return Measure()

    @classmethod
    def similarity(cls, a: Data, b: Data) -> float:
        """1 for the same file of the same frame, else 0: to compare points is to open the files, as metrics do."""
        return float(a["frame"] == b["frame"] and a["blob"] == b["blob"] and _labels(a) == _labels(b))

    @classmethod
    def counterpart(cls, a: Data, b: Data) -> float:
        """Whatever two people say of the points of a frame, it is of the same points."""
        return float(a["frame"] == b["frame"])

    @classmethod
    def uses(cls, label: str, data: Data, attributes: Mapping[str, Any]) -> Iterable[Use]:
        return tuple(Use(each["label"], cls.slug, {}) for each in data["classes"])

    @classmethod
    def interpolate(cls, a: Data, b: Data, t: float) -> Data:
        """There is nothing between the labels of two frames."""
        return a if t < 1 else b


def _labels(data: Data) -> list[str]:
    return [each["label"] for each in data["classes"]]


def _checked(value: object, index: int, count: int) -> Data:
    try:
        each = checking.mapping(value, CLASS_KEYS)
        checking.whole(each, "points", most=count)
        checking.whole(each, "instances", most=MOST_CLASSES)
        if not (isinstance(each["label"], str) and 0 < len(each["label"]) <= 100):
            raise InvalidData({"label": ["must be the key of a label"]})
    except InvalidData as error:
        raise InvalidData(checking.below(f"classes[{index}]", error)) from None
    return each


def unpack(content: bytes, count: int) -> Values:
    """The values of `count` points; raises InvalidData when the file holds anything else."""
    reader = zlib.decompressobj()
    try:
        raw = reader.decompress(content, 4 * count + 1)
    except zlib.error:
        raise InvalidData({"blob": ["is no zlib file"]}) from None
    if len(raw) != 4 * count or not reader.eof:
        raise InvalidData({"blob": [f"must hold {count} labels"]})
    return np.frombuffer(raw, "<u4")


def pack(values: Values) -> bytes:
    """The file of these values."""
    return zlib.compress(values.astype("<u4").tobytes(), 6)


def summed(values: Values, labels: list[str]) -> list[dict[str, Any]]:
    """What `classes` says of values whose classes are these labels; raises InvalidData for a class beyond them."""
    classes = values & MOST_CLASSES
    points = np.bincount(classes, minlength=len(labels) + 1)
    if len(points) > len(labels) + 1:
        raise InvalidData({"classes": ["name fewer labels than the file has"]})
    things = np.unique(values[values > MOST_CLASSES]) & MOST_CLASSES
    instances = np.bincount(things, minlength=len(labels) + 1)
    return [
        {"label": label, "points": int(points[k]), "instances": int(instances[k])} for k, label in enumerate(labels, 1)
    ]
