"""Boxes in the pictures of a scene's cameras."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from annotation.kinds import checking
from annotation.kinds.base import Data, InvalidData, Kind, Measure
from annotation.kinds.geometry import box_iou
from annotation.kinds.registry import KINDS
from core.text import Text

PLACE = ("x", "y", "width", "height")
KEYS = ("frame", "camera", *PLACE, "of")
LONGEST = 200


@KINDS.register
class PictureBox(Kind):
    """Upright, in pixels of a camera's picture in one frame. `of` is the id of the record in space that is seen there;
    None for what the lidar did not see."""

    slug = "picture_box"
    title = Text(en="Box in a camera's picture", zh="相机图像框")
    spatial = False
    schema = {
        "type": "object",
        "properties": {
            "frame": {"type": "integer", "minimum": 0},
            "camera": {"type": "string", "minLength": 1, "maxLength": LONGEST},
            **{key: {"type": "number"} for key in ("x", "y")},
            **{key: {"type": "number", "exclusiveMinimum": 0} for key in ("width", "height")},
            "of": {"type": ["string", "null"], "maxLength": LONGEST},
        },
        "required": list(KEYS),
        "additionalProperties": False,
    }

    @classmethod
    def validate(cls, data: object) -> Data:
        box = checking.mapping(data, KEYS)
        checking.whole(box, "frame", most=checking.MOST_FRAMES)
        if not (isinstance(box["camera"], str) and 0 < len(box["camera"]) <= LONGEST):
            raise InvalidData({"camera": ["must be the name of a camera"]})
        if not (box["of"] is None or (isinstance(box["of"], str) and len(box["of"]) <= LONGEST)):
            raise InvalidData({"of": ["must be the id of a record, or null"]})
        checking.numbers({key: box[key] for key in PLACE}, PLACE)
        checking.size(box, "width")
        checking.size(box, "height")
        return box

    @classmethod
    def measure(cls, data: Data) -> Measure:
        return Measure()

    @classmethod
    def similarity(cls, a: Data, b: Data) -> float:
        """Intersection over union in the same picture, else 0."""
        if (a["frame"], a["camera"]) != (b["frame"], b["camera"]):
            return 0.0
        return float(box_iou(_place(a), _place(b))[0, 0])

    @classmethod
    def interpolate(cls, a: Data, b: Data, t: float) -> Data:
        """There is nothing between two pictures."""
        return a if t < 1 else b


def _place(data: Data) -> NDArray[np.float64]:
    return np.array([[data[key] for key in PLACE]], dtype=np.float64)
