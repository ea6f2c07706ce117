"""Turns and poses agree with SciPy, and what is no rotation is refused."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy.spatial.transform import Rotation, Slerp

from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import (
    Quaternion,
    angles_of,
    from_angles,
    from_matrix,
    from_yaw,
    matrix,
    normalised,
    product,
    slerp,
    yaw_of,
)

RNG = np.random.default_rng(2)
TURNS = [normalised(Quaternion(*RNG.normal(size=4))) for _ in range(50)]


def scipy(q: Quaternion) -> Rotation:
    return Rotation.from_quat([q.x, q.y, q.z, q.w])


def same(p: Quaternion, q: Quaternion) -> bool:
    return abs(abs(sum(a * b for a, b in zip(p, q, strict=True))) - 1) < 1e-12


@pytest.mark.parametrize("q", TURNS[:20])
def test_matrices_there_and_back(q: Quaternion) -> None:
    np.testing.assert_allclose(matrix(q), scipy(q).as_matrix(), atol=1e-12)
    assert same(from_matrix(matrix(q)), q)


def test_every_half_turn_has_a_matrix() -> None:
    """Where a careless formula divides by zero."""
    for q in (Quaternion(0, 1, 0, 0), Quaternion(0, 0, 1, 0), Quaternion(0, 0, 0, 1), Quaternion(1, 0, 0, 0)):
        assert same(from_matrix(matrix(q)), q)


def test_products_and_angles() -> None:
    for p, q in pairwise(TURNS):
        np.testing.assert_allclose(matrix(product(p, q)), matrix(p) @ matrix(q), atol=1e-12)
        assert same(from_angles(*angles_of(p)), p)
        np.testing.assert_allclose(angles_of(p), scipy(p).as_euler("xyz"), atol=1e-9)
    assert yaw_of(from_yaw(2.5)) == pytest.approx(2.5)


def test_between_two_turns_as_scipy_does_it() -> None:
    for p, q in pairwise(TURNS):
        expected = Slerp([0, 1], Rotation.concatenate([scipy(p), scipy(q)]))(0.3)
        np.testing.assert_allclose(matrix(slerp(p, q, 0.3)), expected.as_matrix(), atol=1e-9)


def test_a_pose_its_inverse_and_two_after_each_other() -> None:
    points = RNG.normal(size=(9, 3))
    for a, b in pairwise(TURNS):
        outer, inner = Pose.of(RNG.normal(size=3), a), Pose.of(RNG.normal(size=3), b)
        np.testing.assert_allclose((outer @ inner).apply(points), outer.apply(inner.apply(points)), atol=1e-12)
        np.testing.assert_allclose(outer.inverse().apply(outer.apply(points)), points, atol=1e-12)
        np.testing.assert_allclose((outer @ inner).matrix, outer.matrix @ inner.matrix, atol=1e-12)
        assert Pose.from_json(outer.json()).json() == pytest.approx(outer.json(), abs=1e-15)
        np.testing.assert_allclose(Pose.from_matrix(outer.matrix).matrix, outer.matrix, atol=1e-12)


def test_between_two_poses() -> None:
    half = Pose((0, 0, 0)).between(Pose.of((2, 4, 0), from_yaw(math.pi / 2)), 0.5)
    assert half.t == pytest.approx((1, 2, 0))
    assert yaw_of(half.q) == pytest.approx(math.pi / 4)


def test_what_is_no_rotation_is_refused() -> None:
    mirror = np.diag([1.0, 1.0, -1.0])
    for wrong in (mirror, 2 * np.eye(3), np.full((3, 3), np.nan), np.zeros((3, 3)), np.eye(2)):
        with pytest.raises(ValueError):
            from_matrix(wrong)
    with pytest.raises(ValueError):
        Pose.of((0, 0, 0), Quaternion(0, 0, 0, 0))
    with pytest.raises(ValueError):
        Pose.of((0, math.inf, 0), Quaternion(1, 0, 0, 0))
