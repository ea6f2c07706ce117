"""Pieces of points: small, and hardly ever of two things."""

from __future__ import annotations

import numpy as np

from annotation.geometry3d import boxes
from annotation.geometry3d.pieces import GROUND_SQUARE, SQUARE, pieces_of
from annotation.modalities.scene import packed
from tests.annotation.prelabel.scenes import PARKED, ego, moving, street


def test_every_point_has_a_piece_and_no_piece_has_two_things() -> None:
    points, flags = street(0, [PARKED, moving(0)])
    ground = flags == packed.GROUND
    around = ego(0).inverse().apply(points)
    of = pieces_of(around, ground)
    assert set(of.tolist()) == set(range(1, int(of.max()) + 1))
    assert not set(of[ground].tolist()) & set(of[~ground].tolist())
    for box in (PARKED, moving(0)):
        inside = boxes.inside(points, box, 0.1) & ~ground
        assert not set(of[inside].tolist()) & set(of[~inside].tolist())
        assert len(set(of[inside].tolist())) <= 12
    for piece in range(1, int(of.max()) + 1, 17):
        side = np.ptp(around[of == piece, :2], axis=0).max()
        assert side <= max(SQUARE, GROUND_SQUARE) + 1


def test_faces_that_meet_at_an_edge_are_two_pieces() -> None:
    """A wall and the roof above it, without a gap between them."""
    rng = np.random.default_rng(0)
    a, b = rng.uniform(0, 3, (2, 4000))
    wall = np.stack([np.full(4000, 0.5), a, b], axis=1)
    roof = np.stack([0.5 + b, a, np.full(4000, 3.0)], axis=1)
    of = pieces_of(np.concatenate([wall, roof]), np.zeros(8000, np.bool_))
    of_wall, of_roof = (int(np.bincount(part).argmax()) for part in (of[:4000], of[4000:]))
    assert of_wall != of_roof
    assert (of[:4000] == of_wall).mean() > 0.7
    assert (of[4000:] == of_roof).mean() > 0.7


def test_few_points_and_none() -> None:
    assert len(pieces_of(np.zeros((0, 3)), np.zeros(0, np.bool_))) == 0
    assert pieces_of(np.zeros((1, 3)), np.ones(1, np.bool_)).tolist() == [1]
    assert len(set(pieces_of(np.array([[0.0, 0, 0], [50, 0, 0]]), np.zeros(2, np.bool_)).tolist())) == 2
