"""How much boxes share: by closed form, by independent vectors, and by counting points."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from annotation.geometry3d.overlap import overlap_volume
from annotation.geometry3d.quaternion import (
    IDENTITY,
    Point,
    Quaternion,
    from_matrix,
    from_yaw,
    matrix,
    normalised,
    product,
)
from tests.shared_data import shared

RNG = np.random.default_rng(7)


def test_closed_forms() -> None:
    unit = (1.0, 1.0, 1.0)
    tall = (1.0, 1.0, 3.0)
    cases = [
        ((0.0, 0.0, 0.0), unit, IDENTITY, 1.0),
        ((0.0, 0.25, 0.0), unit, IDENTITY, 0.75),
        ((1.0, 0.0, 0.0), unit, IDENTITY, 0.0),
        ((0.0, 0.0, 0.0), unit, from_yaw(math.pi / 4), 2 * math.sqrt(2) - 2),
        ((0.0, 0.0, 0.0), tall, IDENTITY, 1.0),
        ((0.0, 0.0, 0.0), (0.5, 0.5, 0.5), normalised(Quaternion(1, 2, 3, 4)), 0.125),
    ]
    for centre, size, turn, expected in cases:
        assert overlap_volume((0, 0, 0), unit, IDENTITY, centre, size, turn) == pytest.approx(expected, abs=1e-12)


def test_what_stands_beside_each_other_shares_what_the_general_way_finds() -> None:
    """Turned together by anything, the same two boxes no longer count as standing where rounding leans them."""
    lean = normalised(Quaternion(0.8, 0.3, -0.2, 0.5))
    tip = normalised(Quaternion(1.0, 1e-8, 0.0, 0.0))
    for _ in range(200):
        size, other = RNG.uniform(1, 5, 3), RNG.uniform(1, 5, 3)
        place = RNG.uniform(-2, 2, 3)
        a, b = from_yaw(RNG.uniform(-4, 4)), from_yaw(RNG.uniform(-4, 4))
        standing = overlap_volume((0, 0, 0), tuple(size), a, tuple(place), tuple(other), b)
        there = tuple(matrix(lean) @ place)
        leaning = overlap_volume((0, 0, 0), tuple(size), product(lean, a), there, tuple(other), product(lean, b))
        general = overlap_volume((0, 0, 0), tuple(size), product(tip, a), tuple(place), tuple(other), b)
        assert [leaning, general] == pytest.approx([standing, standing], abs=1e-6)


def test_boxes_far_from_the_origin_lose_nothing() -> None:
    there = (448_000.0, 5_411_000.0, 90.0)
    turn = normalised(Quaternion(0.9, 0.1, 0.05, 0.4))
    assert overlap_volume(there, (4, 2, 1.5), turn, there, (4, 2, 1.5), turn) == pytest.approx(12, abs=1e-9)


@pytest.mark.parametrize("seed", range(12))
def test_as_many_points_as_the_volume_says(seed: int) -> None:
    rng = np.random.default_rng(seed)
    turns = [normalised(Quaternion(*rng.normal(size=4))) for _ in range(2)]
    sizes = [tuple(rng.uniform(1, 4, 3).tolist()) for _ in range(2)]
    centre = tuple(rng.uniform(-1.2, 1.2, 3).tolist())
    shared_volume = overlap_volume((0, 0, 0), sizes[0], turns[0], centre, sizes[1], turns[1])
    back = overlap_volume(centre, sizes[1], turns[1], (0, 0, 0), sizes[0], turns[0])
    assert back == pytest.approx(shared_volume, abs=1e-9)
    inside = rng.uniform(-0.5, 0.5, (200_000, 3)) * sizes[0] @ matrix(turns[0]).T
    local = (inside - centre) @ matrix(turns[1])
    counted = (np.abs(local) <= np.array(sizes[1]) / 2).all(axis=1).mean() * np.prod(sizes[0])
    assert shared_volume == pytest.approx(counted, abs=0.02 * float(np.prod(sizes[0])))


def test_the_vectors_of_pytorch3d() -> None:
    path = shared("images/facebookresearch_pytorch3d/iou3d_dev.json")
    cases = json.loads(path.read_text())["cases"]
    assert len(cases) > 3
    for case in cases:
        boxes = [_from_corners(np.array(case[key])) for key in ("box1_8x3", "box2_8x3")]
        shared_volume = overlap_volume(*boxes[0], *boxes[1])
        volumes = [float(np.prod(size)) for _, size, _ in boxes]
        iou = shared_volume / (sum(volumes) - shared_volume)
        assert shared_volume == pytest.approx(case["expected"]["vol"], abs=1e-5), case["name"]
        assert iou == pytest.approx(case["expected"].get("iou", iou), abs=1e-5), case["name"]


def _from_corners(corners: np.ndarray) -> tuple[Point, Point, Quaternion]:
    """Corner 0, and its neighbours 1, 3 and 4 along x, y and z."""
    edges = np.stack([corners[1] - corners[0], corners[3] - corners[0], corners[4] - corners[0]], axis=1)
    size = np.linalg.norm(edges, axis=0)
    x, y, z = corners.mean(axis=0).tolist()
    length, width, height = size.tolist()
    return (x, y, z), (length, width, height), from_matrix(edges / size)
