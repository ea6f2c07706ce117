"""Overlaps and errors of boxes in space against other people's arithmetic, and labels of points against sklearn."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry import box as rectangle
from sklearn.metrics import jaccard_score

from annotation.geometry3d import boxes
from annotation.geometry3d.footprint import overlap, overlap_upright
from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import from_yaw
from annotation.kinds.cuboid import Cuboid
from qa.metrics.boxes3d import Boxes3d, Seen, compared, errors
from qa.metrics.labelled_points import Panoptic
from qa.metrics.labelled_points import compared as labels_compared
from qa.metrics.panoptic import panoptic


def box(
    x: float, y: float, yaw: float = 0.0, size: tuple[float, float, float] = (4.0, 2.0, 1.5), z: float = 0.0
) -> dict[str, float]:
    return boxes.made(Pose((x, y, z), from_yaw(yaw)), *size)


placed = st.builds(
    box, st.floats(-3, 3), st.floats(-3, 3), st.floats(-3.2, 3.2),
    st.tuples(st.floats(0.3, 6), st.floats(0.3, 3), st.floats(0.3, 3)), st.floats(-1, 1),
)  # fmt: skip


def by_shapely(a: dict[str, float], b: dict[str, float]) -> tuple[float, float]:
    def footprint(c: dict[str, float]) -> Any:
        u, v = c["length"] / 2, c["width"] / 2
        upright = rectangle(c["x"] - u, c["y"] - v, c["x"] + u, c["y"] + v)
        return affinity.rotate(upright, boxes.yaw(c), use_radians=True)

    one, other = footprint(a), footprint(b)
    # Without a grid GEOS loses what boxes share whose edges lie on one another.
    shared = one.intersection(other, grid_size=1e-9).area
    low, high = (max(c["z"] - c["height"] / 2 for c in (a, b)), min(c["z"] + c["height"] / 2 for c in (a, b)))
    volume = shared * max(0.0, high - low)
    both = sum(c["length"] * c["width"] * c["height"] for c in (a, b))
    return shared / one.union(other).area, volume / (both - volume)


@settings(max_examples=200, deadline=None)
@given(placed, placed)
def test_overlaps_are_those_of_shapely(a: dict[str, float], b: dict[str, float]) -> None:
    bev, volume = by_shapely(a, b)
    assert overlap(a, b) == pytest.approx(bev, abs=1e-6)
    assert overlap_upright(a, b) == pytest.approx(volume, abs=1e-6)
    assert Cuboid.similarity(a, b) == pytest.approx(volume, abs=1e-6)


def test_a_box_turned_by_an_eighth_shares_what_detectron_says() -> None:
    """Of two equal squares, one turned by 45 degrees: an octagon of 2 (sqrt 2 - 1) of the square."""
    one, other = box(0, 0, size=(2, 2, 1)), box(0, 0, math.pi / 4, size=(2, 2, 1))
    shared = 2 * (math.sqrt(2) - 1)
    assert overlap(one, other) == pytest.approx(shared / (2 - shared))


def test_errors_are_those_of_nuscenes() -> None:
    bev, volume, distance, scale, heading, flipped = errors(box(0, 0), box(0.3, 0.4, math.pi - 0.1, (4, 2, 3)))
    assert [distance, scale, heading, flipped] == pytest.approx([0.5, 0.5, math.pi - 0.1, 1])
    assert 0 < volume < bev < 1


def test_boxes_are_paired_by_label_and_place_and_counted_by_distance() -> None:
    reference = [Seen("car", box(10, 0)), Seen("car", box(40, 0)), Seen("person", box(70, 0)), Seen("car", box(20, 0))]
    found = [Seen("car", box(x, 0)) for x in (10.5, 41, 70, 11.9)]
    figures = compared(reference, found, (0, 0))
    counts = {name: (each.right, each.missed, each.extra) for name, each in figures.bins.items()}
    assert counts == {"near": (1, 1, 1), "middle": (1, 0, 0), "far": (0, 1, 1)}
    assert figures.whole.mean("distance") == pytest.approx(0.75)
    assert (figures.whole.precision, figures.whole.recall, figures.whole.f1) == (0.5, 0.5, 0.5)
    twice = figures + Boxes3d.of(json.loads(json.dumps(figures.json())))
    assert [twice.whole.right, twice.whole.mean("distance")] == pytest.approx([4, 0.75])
    assert list(compared(reference, [], None).bins) == ["all"]


def test_velocities_and_attributes_are_measured_where_they_are_known() -> None:
    parked = {"state": "parked", "lights": None}
    reference = [Seen("car", box(10, 0), (3.0, 0.0), parked), Seen("car", box(40, 0), None, {"state": "moving"})]
    found = [Seen("car", box(10, 0), (3.0, 4.0), {"state": "moving"}), Seen("car", box(40, 0), (9.0, 9.0))]
    whole = compared(reference, found).whole
    assert (whole.mean("velocity"), whole.mean("attribute")) == (4.0, 1.0)
    same = compared(reference, reference)
    assert (same.whole.mean("velocity"), same.whole.mean("attribute")) == (0.0, 0.0)
    assert Boxes3d.of(json.loads(json.dumps(same.json()))) == same
    # As reviews kept it before there were these two.
    old = Boxes3d.of({"all": [1, 0, 0, [1, 1, 0, 0, 0, 0]]}).whole
    assert (old.mean("velocity"), (old + whole).mean("velocity")) == (None, 4.0)


def test_labels_of_points_beside_sklearn_and_the_definition() -> None:
    rng = np.random.default_rng(5)
    right, said = rng.integers(0, 4, 5000).astype(np.uint32), rng.integers(0, 4, 5000).astype(np.uint32)
    names = ["road", "car", "tree"]
    figures = labels_compared(right, names, said, names)
    known = right > 0
    expected = jaccard_score(right[known], said[known], labels=[1, 2, 3], average=None)
    assert [figures.iou[name] for name in names] == pytest.approx(expected.tolist())
    assert figures.mean_iou == pytest.approx(float(expected.mean()))


def test_panoptic_quality_of_points_is_that_of_pictures_which_is_that_of_the_published_code() -> None:
    """Each pixel is a point. Points that the reference leaves out do not count, so nothing is found there either."""
    for picture in json.loads((Path(__file__).parent / "vectors/panoptic.json").read_text())["images"]:
        reference, found = (np.array(picture[side]) for side in ("reference", "found"))
        found[reference == 0] = 0
        labels = [
            {int(key): name for key, name in picture[f"{side}_labels"].items()} for side in ("reference", "found")
        ]
        names = sorted({*labels[0].values(), *labels[1].values()})
        values = []
        for segments, named in zip((reference, found), labels, strict=True):
            table = np.zeros(10, np.uint32)
            for segment, name in named.items():
                table[segment] = names.index(name) + 1 | segment << 16
            values.append(table[segments.reshape(-1)])
        figures = labels_compared(values[0], names, values[1], names)
        for label, right in panoptic(reference, found, *labels).items():
            mine = figures.segments.get(label, (0, 0, 0, 0.0))
            assert list(mine) == pytest.approx([right.hits, right.missed, right.extra, right.overlap])


def test_panoptic_quality_of_things_that_are_right_missed_and_too_many() -> None:
    """Road and one of two cars found, the other split into halves of which none is more than half of it."""
    right = np.array([1] * 10 + [2 | 1 << 16] * 10 + [2 | 2 << 16] * 10 + [0] * 5, np.uint32)
    said = np.array([2] * 10 + [1 | 7 << 16] * 8 + [2] * 2 + [1 | 8 << 16] * 5 + [1 | 9 << 16] * 5 + [1] * 5, np.uint32)
    figures = labels_compared(right, ["road", "car"], said, ["car", "road"])
    assert list(figures.segments["car"]) == pytest.approx([1, 1, 2, 0.8])
    assert list(figures.segments["road"]) == pytest.approx([1, 0, 0, 10 / 12])
    assert figures.quality == pytest.approx((0.8 / 2.5 + 10 / 12) / 2)
    assert (figures + Panoptic.of(json.loads(json.dumps(figures.json())))).quality == pytest.approx(figures.quality)
    assert Panoptic().quality is None
