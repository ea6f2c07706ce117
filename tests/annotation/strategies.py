"""Hypothesis strategies for records of every kind inside an image of WIDTH x HEIGHT."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from annotation.kinds.mask import mask_data
from annotation.kinds.record import Record, new_record, stable_id

CONTRACTS = Path(__file__).resolve().parents[1] / "contracts" / "kinds"
WIDTH, HEIGHT = 640, 480
LABELS = ["car", "person", "Verkehrsschild", "红绿灯", "traffic light"]


def coordinates(limit: float) -> st.SearchStrategy[float]:
    """From 0 to `limit` in steps of 1/64, so that sums are exact."""
    return st.integers(0, int(limit * 64)).map(lambda number: number / 64)


points = st.tuples(coordinates(WIDTH), coordinates(HEIGHT)).map(list)


@st.composite
def boxes(draw: st.DrawFn) -> dict[str, Any]:
    x, y = draw(coordinates(WIDTH - 1)), draw(coordinates(HEIGHT - 1))
    width, height = draw(coordinates(WIDTH - x - 1)), draw(coordinates(HEIGHT - y - 1))
    return {"x": x, "y": y, "width": width + 1, "height": height + 1}


@st.composite
def rotated_boxes(draw: st.DrawFn) -> dict[str, Any]:
    angle = draw(st.floats(-math.pi, math.pi, exclude_min=True, allow_subnormal=False))
    width, height = draw(coordinates(80)), draw(coordinates(80))
    cx, cy = draw(coordinates(WIDTH - 240)), draw(coordinates(HEIGHT - 240))
    return {"cx": cx + 120, "cy": cy + 120, "width": width + 1, "height": height + 1, "angle": angle}


@st.composite
def rings(draw: st.DrawFn, cx: float, cy: float, inner: float, outer: float) -> list[list[float]]:
    """A star-shaped ring around (cx, cy) between two radii: it never crosses itself."""
    count = draw(st.integers(3, 12))
    radii = [inner + draw(coordinates(outer - inner)) for _ in range(count)]
    turns = [2 * math.pi * index / count for index in range(count)]
    return [[cx + r * math.cos(turn), cy + r * math.sin(turn)] for r, turn in zip(radii, turns, strict=True)]


@st.composite
def polygons(draw: st.DrawFn, *, holes: bool = False) -> dict[str, Any]:
    cx, cy = 110 + draw(coordinates(WIDTH - 220)), 110 + draw(coordinates(HEIGHT - 220))
    ring = draw(rings(cx, cy, 60, 100))
    inner = [draw(rings(cx, cy, 4, 20))] if holes and draw(st.booleans()) else []
    return {"points": ring, "holes": inner}


@st.composite
def masks(draw: st.DrawFn) -> dict[str, Any]:
    """A few pixels anywhere in the image."""
    width, height = draw(st.integers(1, 12)), draw(st.integers(1, 12))
    bits = draw(st.lists(st.booleans(), min_size=width * height, max_size=width * height))
    bits[draw(st.integers(0, width * height - 1))] = True
    x, y = draw(st.integers(0, WIDTH - width)), draw(st.integers(0, HEIGHT - height))
    data = mask_data(np.array(bits).reshape(height, width), x, y)
    assert data is not None
    return data


joints = st.dictionaries(
    st.sampled_from(["nose", "left eye", "尾", "4"]), st.tuples(points, st.sampled_from([1, 2])), min_size=1
).map(lambda found: {"points": {name: [*at, seen] for name, (at, seen) in found.items()}})


def data_of(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    lines = st.lists(points, min_size=2, max_size=8).map(lambda found: {"points": found})
    several = st.lists(points, min_size=1, max_size=5).map(lambda found: {"points": found})
    drawn = {
        "box": boxes(),
        "rotated_box": rotated_boxes(),
        "ellipse": rotated_boxes(),
        "polygon": polygons(holes=True),
        "mask": masks(),
        "polyline": lines,
        "points": several,
        "skeleton": joints,
    }
    return drawn[kind] if kind in drawn else st.sampled_from(_golden(kind))


def _golden(kind: str) -> list[dict[str, Any]]:
    """Sound data of a kind from its contract, for kinds that need no more variety here."""
    contract = json.loads((CONTRACTS / f"{kind}.json").read_text(encoding="utf-8"))
    return [example["data"] for example in contract["measure"]]


words = st.text(
    st.characters(categories=("L", "N", "P", "Zs"), exclude_characters="\u2028\u2029"), min_size=1, max_size=12
)
attribute_values = st.one_of(
    st.booleans(),
    st.integers(-(10**6), 10**6),
    words.filter(lambda word: word.strip() == word),
    st.lists(words, max_size=3),
)
attributes = st.dictionaries(st.sampled_from(["colour", "state", "n", "遮挡"]), attribute_values, max_size=3)


@st.composite
def records(draw: st.DrawFn, kinds: list[str], *, plain: bool = False) -> Record:
    """One record; `plain` has no attributes, score, order or group."""
    kind = draw(st.sampled_from(kinds))
    record = new_record(
        id=stable_id(draw(st.integers(0, 2**60))),
        kind=kind,
        data=draw(data_of(kind)),
        label="" if kind in {"answers", "empty"} else draw(st.sampled_from(LABELS)),
    )
    if not plain:
        record["attributes"] = draw(attributes)
        record["score"] = draw(st.one_of(st.none(), st.floats(0, 1)))
        record["z"] = draw(st.integers(-5, 5))
        record["group"] = draw(st.one_of(st.none(), st.sampled_from(["g1", "g2"])))
        record["source"] = {"origin": "model", "model": "m", "version": "1"}
    return record


def record_lists(kinds: list[str], *, plain: bool = False) -> st.SearchStrategy[list[Record]]:
    return st.lists(records(kinds, plain=plain), max_size=6, unique_by=lambda record: record["id"])
