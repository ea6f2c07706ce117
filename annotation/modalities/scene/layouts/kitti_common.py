"""What the layouts of KITTI share: calibration files, GPS and IMU packets, and cameras from projection matrices.

Geiger, Lenz, Urtasun: "Are we ready for autonomous driving?" (2012), and the data set's development kits. The
velodyne's frame is ISO 8855 and taken for the vehicle's; cameras look along z with y down.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import from_angles
from annotation.modalities.scene.layouts.base import Files, bad_calibration, numbers
from annotation.modalities.scene.source import Intrinsics, Lens

Floats = NDArray[np.float64]
EARTH = 6_378_137.0
"""Radius in metres by which KITTI's own conversion goes."""
NAMES = {"r_rect": "R0_rect", "r0_rect": "R0_rect", "r_rect_00": "R0_rect", "tr_velo_cam": "Tr_velo_to_cam",
         "tr_velo_to_cam": "Tr_velo_to_cam", "tr": "Tr_velo_to_cam", "tr_imu_velo": "Tr_imu_to_velo",
         "tr_imu_to_velo": "Tr_imu_to_velo"}  # fmt: skip
"""The same matrices go by several names, with and without a colon."""


def calibration(files: Files, name: str) -> dict[str, Floats]:
    """The matrices of a file of lines `NAME: numbers`, under one name each."""
    found: dict[str, Floats] = {}
    for line in files.text(name).splitlines():
        key, *words = line.replace(":", " ", 1).split() or [""]
        if words and _are_numbers(words):
            found[NAMES.get(key.lower(), key)] = numbers(files, name, words, len(words))
    return found


def _are_numbers(words: list[str]) -> bool:
    try:
        return all(math.isfinite(float(word)) for word in words)
    except ValueError:
        return False


def rigid(name: str, matrix: Floats) -> Pose:
    """A pose from twelve numbers; those of KITTI are rounded, so the nearest rotation is taken. Raises Rejected."""
    if matrix.size != 12:
        raise bad_calibration(name, f"a matrix has {matrix.size} numbers, not 12")
    values = matrix.reshape(3, 4)
    u, _, v = np.linalg.svd(values[:, :3])
    turn = u @ v
    if np.abs(turn - values[:, :3]).max() > 0.02 or np.linalg.det(turn) < 0:
        raise bad_calibration(name, "a matrix turns nothing: it is a mirror or stretches")
    try:
        return Pose.from_matrix(np.concatenate([turn, values[:, 3:]], axis=1))
    except ValueError as error:
        raise bad_calibration(name, error) from None


def poses(files: Files, name: str) -> list[Pose]:
    """Velodyne to world, a line for each frame, as Groundwork writes them; none where the file is not there."""
    if name not in files.paths:
        return []
    lines = [line.split() for line in files.text(name).splitlines() if line.strip() and not line.startswith("#")]
    return [rigid(name, numbers(files, name, words, 12)) for words in lines]


def rectified_to_velodyne(name: str, found: dict[str, Floats]) -> Pose:
    """From the rectified frame of camera 0, in which labels are, to the velodyne's: inv(R0_rect Tr_velo_to_cam)."""
    try:
        rect = found["R0_rect"].reshape(3, 3) if "R0_rect" in found else np.eye(3)
        lidar = rigid(name, found["Tr_velo_to_cam"])
    except (KeyError, ValueError):
        raise bad_calibration(name, "Tr_velo_to_cam (12 numbers) and R0_rect (9 numbers) are expected") from None
    turn = rigid(name, np.concatenate([rect, np.zeros((3, 1))], axis=1))
    return (turn @ lidar).inverse()


def lens(name: str, camera: str, projection: Floats, velodyne: Pose) -> Lens:
    """The camera of a 3 x 4 projection matrix K [1 | t] of the rectified frame; `velodyne` takes that frame to the
    velodyne's."""
    if projection.size != 12:
        raise bad_calibration(name, f"P has {projection.size} numbers, not 12")
    p = projection.reshape(3, 4)
    if abs(p[2, 2] - 1) > 1e-6 or p[0, 0] <= 0 or p[1, 1] <= 0:
        raise bad_calibration(name, "P is no projection matrix")
    shift = np.linalg.solve(p[:, :3], p[:, 3])
    place = velodyne @ Pose((-float(shift[0]), -float(shift[1]), -float(shift[2])))
    return Lens(camera, Intrinsics(float(p[0, 0]), float(p[1, 1]), float(p[0, 2]), float(p[1, 2])), place)


def oxts(files: Files, name: str, words: list[str], scale: float | None) -> tuple[Pose, float]:
    """(pose of the IMU in a Mercator map, its scale) from one packet: lat, lon, alt, roll, pitch, yaw, ...

    All packets of a drive use the scale of the first, so that the map does not stretch.
    """
    lat, lon, alt, roll, pitch, yaw = numbers(files, name, words[:6], 6).tolist()
    scale = scale if scale is not None else math.cos(math.radians(lat))
    x = scale * EARTH * math.radians(lon)
    y = scale * EARTH * math.log(math.tan(math.radians(90 + lat) / 2))
    return Pose((x, y, alt), from_angles(roll, pitch, yaw)), scale
