"""Areas of whole pixels, of any shape: as many pieces and holes as there are."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from annotation.kinds import checking
from annotation.kinds.base import Affine, Data, InvalidData, Kind, Measure
from annotation.kinds.mask_runs import BadRuns, Mask, Spans, pack, spans_of, spans_of_mask, unpack
from annotation.kinds.morphing import Pair, pair_of
from annotation.kinds.registry import KINDS
from core.text import Text

KEYS = ("x", "y", "width", "height", "counts", "area")
LONGEST_SIDE = 200_000
"""Of an image, and so of a mask."""
MOST_LETTERS = 4_000_000
"""Of the run lengths; a mask of noise over ten megapixels has fewer."""


@KINDS.register
class MaskKind(Kind):
    """COCO run lengths of the smallest upright box that holds the mask, in pixels of the image.

    `counts` are those of an image of just `height` x `width`, in COCO's compressed text; no run but the first may be
    empty, and the last is left out where it is zeros. So equal masks are equal data, and to move one is to change two
    numbers. `area` says how many pixels it has.
    """

    slug = "mask"
    title = Text(en="Mask", zh="掩码")
    trackable = True
    schema = {
        "type": "object",
        "properties": {
            "x": {"type": "integer"},
            "y": {"type": "integer"},
            "width": {"type": "integer", "minimum": 1, "maximum": LONGEST_SIDE},
            "height": {"type": "integer", "minimum": 1, "maximum": LONGEST_SIDE},
            "counts": {"type": "string", "maxLength": MOST_LETTERS},
            "area": {"type": "integer", "minimum": 1},
        },
        "required": list(KEYS),
        "additionalProperties": False,
    }

    @classmethod
    def validate(cls, data: object) -> Data:
        mask = checking.mapping(data, KEYS)
        reach = int(checking.LIMIT)
        for key, least, most in (("x", -reach, reach), ("y", -reach, reach), ("width", 1, 0), ("height", 1, 0)):
            checking.whole(mask, key, least, most or LONGEST_SIDE)
        checking.whole(mask, "area", 1)
        if not isinstance(mask["counts"], str) or len(mask["counts"]) > MOST_LETTERS:
            raise InvalidData({"counts": [f"must be text of at most {MOST_LETTERS} letters"]})
        _check_runs(mask)
        return mask

    @classmethod
    def measure(cls, data: Data) -> Measure:
        x, y = data["x"], data["y"]
        return Measure(data["area"], 0.0, (x, y, x + data["width"], y + data["height"]))

    @classmethod
    def similarity(cls, a: Data, b: Data) -> float:
        """Intersection over union, pixel by pixel."""
        shared = overlap_of(a, b)
        return float(shared / (a["area"] + b["area"] - shared))

    @classmethod
    def transform(cls, data: Data, matrix: Affine) -> Data:
        """Pixels whose centres come from pixels of the mask; a shift goes to the nearest whole pixel."""
        a, b, c, d, e, f = matrix
        if (a, b, d, e) == (1, 0, 0, 1):
            return {**data, "x": data["x"] + math.floor(c + 0.5), "y": data["y"] + math.floor(f + 0.5)}
        corners = np.array([[x, y] for x in _sides(data, "x", "width") for y in _sides(data, "y", "height")])
        forth = np.array([[a, b], [d, e]])
        there = corners @ forth.T + (c, f)
        left, top = (int(side) for side in np.floor(there.min(axis=0)))
        right, bottom = (int(side) for side in np.ceil(there.max(axis=0)))
        centres = np.stack(np.meshgrid(np.arange(left, right), np.arange(top, bottom)), axis=-1) + 0.5
        came_from = (centres - (c, f)) @ np.linalg.inv(forth).T - (data["x"], data["y"])
        column, row = np.moveaxis(np.floor(came_from).astype(np.int64), -1, 0)
        inside = (column >= 0) & (row >= 0) & (column < data["width"]) & (row < data["height"])
        pixels = _own_spans(data).pixels(data["width"], data["height"])
        mask: Mask = inside & pixels[np.where(inside, row, 0), np.where(inside, column, 0)]
        return mask_data(mask, left, top) or data

    @classmethod
    def clip(cls, data: Data, width: float, height: float) -> list[Data]:
        left, top, right, bottom = cls.measure(data).bounds or (0, 0, 0, 0)
        if left >= 0 and top >= 0 and right <= width and bottom <= height:
            return [data]
        kept = data_of_spans(spans_in_image(data).within(int(width), int(height)))
        return [kept] if kept else []

    @classmethod
    def interpolate(cls, a: Data, b: Data, t: float) -> Data:
        """Each pixel by how far it is from both edges; very large ones stay as they are until the next."""
        if a == b or t >= 1:
            return b
        pair = _pair(_key(a), _key(b)) if t > 0 else None
        between = mask_data(*pair.at(t)) if pair else None
        return between or a


_Key = tuple[int, int, int, str]


def _key(data: Data) -> _Key:
    return data["x"], data["y"], data["height"], data["counts"]


@lru_cache(maxsize=16)
def _pair(a: _Key, b: _Key) -> Pair | None:
    """Two masks laid upon each other: frame after frame asks for the same."""
    one, other = (spans_of(unpack(counts), height).shifted(x, y) for x, y, height, counts in (a, b))
    return pair_of(one, other)


def spans_in_image(data: Data) -> Spans:
    """The spans of a mask in pixels of the image."""
    return _own_spans(data).shifted(data["x"], data["y"])


def data_of_spans(spans: Spans) -> Data | None:
    """A mask of spans in the image; None when there is not one pixel."""
    if not spans.columns.size:
        return None
    left, top, right, bottom = spans.bounds()
    counts = spans.shifted(-left, -top).counts(right - left, bottom - top)
    return {
        "x": left,
        "y": top,
        "width": right - left,
        "height": bottom - top,
        "counts": pack(counts if len(counts) % 2 == 0 else counts[:-1]),
        "area": spans.area,
    }


def mask_data(mask: Mask, x: int = 0, y: int = 0) -> Data | None:
    """A mask of pixels (height x width) whose upper left one is (x, y); None when there is not one."""
    return data_of_spans(spans_of_mask(mask).shifted(x, y))


def overlap_of(a: Data, b: Data) -> int:
    """Pixels that two masks share."""
    if a["x"] >= b["x"] + b["width"] or b["x"] >= a["x"] + a["width"]:
        return 0
    if a["y"] >= b["y"] + b["height"] or b["y"] >= a["y"] + a["height"]:
        return 0
    return spans_in_image(a).shared(spans_in_image(b))


def _sides(data: Data, start: str, length: str) -> tuple[int, int]:
    return data[start], data[start] + data[length]


def _own_spans(data: Data) -> Spans:
    return spans_of(unpack(data["counts"]), data["height"])


def _check_runs(mask: Data) -> None:
    width, height = mask["width"], mask["height"]
    try:
        counts = unpack(mask["counts"])
    except BadRuns as error:
        raise InvalidData({"counts": [str(error)]}) from None
    if len(counts) % 2 or counts[0] < 0 or (counts[1:] <= 0).any() or counts.max() > width * height:
        raise InvalidData({"counts": ["must be runs of zeros and ones in turn that end with ones, none of them empty"]})
    if int(counts.sum()) > width * height:
        raise InvalidData({"counts": ["have more pixels than width and height"]})
    if int(counts[1::2].sum()) != mask["area"]:
        raise InvalidData({"area": ["must be the number of pixels that the counts mark"]})
    if spans_of(counts, height).bounds() != (0, 0, width, height):
        raise InvalidData({"width": ["and height must be those of the smallest box around the mask"]})
