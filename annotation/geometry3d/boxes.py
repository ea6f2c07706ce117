"""Boxes as mappings {x, y, z, length, width, height, qw, qx, qy, qz}: moved between frames, laid level, and asked what
is in them. docs/scenes.md says what the numbers mean."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import Quaternion, from_yaw, product, yaw_of

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Box = Mapping[str, float]
SIZE = ("length", "width", "height")
SIGNS = np.array([(i, j, k) for k in (-1, 1) for i, j in ((1, 1), (-1, 1), (-1, -1), (1, -1))], dtype=np.float64)


def made(pose: Pose, length: float, width: float, height: float) -> dict[str, float]:
    """A box of this size that stands like `pose`."""
    return {**pose.json(), "length": length, "width": width, "height": height}


def moved(pose: Pose, box: Box) -> dict[str, float]:
    """The box of an inner frame in the outer one."""
    return {**box, **(pose @ Pose.from_json(box)).json()}


def yaw(box: Box) -> float:
    """Where its front looks, seen from above."""
    return yaw_of(Quaternion(box["qw"], box["qx"], box["qy"], box["qz"]))


def level(box: Box) -> dict[str, float]:
    """The box with the same heading and without roll and pitch."""
    q = from_yaw(yaw(box))
    return {**box, "qw": q.w, "qx": q.x, "qy": q.y, "qz": q.z}


def stood_up(pose: Pose, box: Box) -> dict[str, float]:
    """A level box of an inner frame as a level one of the outer, with the heading that looks there as it does here.

    What was level in the outer frame and was laid level in the inner one is again as it was.
    """
    rotation, heading = pose.inverse().rotation, yaw(box)
    # Of level directions of the outer frame, the one without a part across the heading.
    across = np.array([-math.sin(heading), math.cos(heading)]) @ rotation[:2, :2]
    along = np.array([math.cos(heading), math.sin(heading)]) @ rotation[:2, :2]
    way = np.array([across[1], -across[0]])
    x, y = way if way @ along > 0 else -way
    q = from_yaw(math.atan2(y, x))
    return {**moved(pose, box), "qw": q.w, "qx": q.x, "qy": q.y, "qz": q.z}


def turned_round(box: Box, angle: float = math.pi) -> dict[str, float]:
    """Turned left by `angle` about its own upright axis."""
    q = product(Quaternion(box["qw"], box["qx"], box["qy"], box["qz"]), from_yaw(angle))
    return {**box, "qw": q.w, "qx": q.x, "qy": q.y, "qz": q.z}


def corners(box: Box) -> Floats:
    """8 x 3: the bottom, front left first and counter-clockwise seen from above, then the top alike."""
    half = np.array([box[key] for key in SIZE]) / 2
    return Pose.from_json(box).apply(SIGNS * half)


def apart(a: Box, b: Box) -> float:
    """Metres between the corners of two boxes that lie furthest apart."""
    return float(np.linalg.norm(corners(a) - corners(b), axis=1).max())


def inside(xyz: Floats, box: Box, margin: float = 0.0) -> Mask:
    """Points in a box grown by a margin in metres; a negative one makes it smaller."""
    half = np.array([box[key] for key in SIZE]) / 2 + margin
    centre = np.array([box["x"], box["y"], box["z"]])
    near = np.flatnonzero((np.abs(xyz - centre) <= np.linalg.norm(np.maximum(half, 0))).all(axis=1))
    found = np.zeros(len(xyz), np.bool_)
    found[near] = (np.abs(within(xyz[near], box)) <= half).all(axis=1)
    return found


def within(xyz: Floats, box: Box) -> Floats:
    """The points in the box's own frame: x forward, y left, z up from its centre."""
    return Pose.from_json(box).inverse().apply(xyz)
