"""The drive of `rigs` in every layout, and where its camera sits."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
import pyarrow
from pyarrow import feather as arrow

from annotation.geometry3d.poses import Pose
from tests.annotation.modalities.rigs import (
    BASELINE,
    CAM0,
    CAMERA,
    CX,
    CY,
    EGO,
    FRAMES,
    FX,
    FY,
    HEIGHT,
    LATE,
    WIDTH,
    Drive,
    kitti_object,
    kitti_raw,
    kitti_tracking,
    loose,
    nuscenes,
    openlabel,
    pandaset,
    picture,
    points,
    scale,
    semantic_kitti,
    supervisely,
    sustech,
    xtreme1,
)


def argoverse2() -> Drive:
    """Halves of floats, as published; pictures are taken 20 ms after the sweep, those in between are of no frame."""
    places = [("up_lidar", Pose((1.3, 0.0, 1.6))), ("front", CAMERA)]
    size = {"width_px": [WIDTH], "height_px": [HEIGHT]}
    lens = {"fx_px": [FX], "fy_px": [FY], "cx_px": [CX], "cy_px": [CY], "k1": [-0.2], "k2": [0.1], "k3": [0.0]}
    data = {
        "log/calibration/egovehicle_SE3_sensor.feather": feather(
            {"sensor_name": [name for name, _ in places], **se3([pose for _, pose in places])}
        ),
        "log/calibration/intrinsics.feather": feather({"sensor_name": ["front"], **lens, **size}),
        "log/annotations.feather": b"labels",
    }
    poses: dict[int, Pose] = {}
    for at in range(FRAMES):
        time = 315_966_000_000_000_000 + at * 10**8
        poses |= {time: EGO[at], time + 2 * 10**7: EGO[at] @ LATE}
        x, y, z, intensity = points(at).T
        columns = {"x": x.astype(np.float16), "y": y.astype(np.float16), "z": z.astype(np.float16)}
        columns |= {"intensity": intensity.astype(np.uint8), "laser_number": np.zeros(len(x), np.uint8)}
        data[f"log/sensors/lidar/{time}.feather"] = feather(columns)
        data[f"log/sensors/cameras/front/{time + 2 * 10**7}.jpg"] = picture()
        data[f"log/sensors/cameras/front/{time + 7 * 10**7}.jpg"] = picture()
    data["log/city_SE3_egovehicle.feather"] = feather({"timestamp_ns": list(poses), **se3(list(poses.values()))})
    return Drive(data)


def se3(poses: list[Pose]) -> dict[str, list[float]]:
    turns = {name: [pose.q[at] for pose in poses] for at, name in enumerate(("qw", "qx", "qy", "qz"))}
    return {**turns, **{f"t{axis}_m": [pose.t[at] for pose in poses] for at, axis in enumerate("xyz")}}


def feather(columns: dict[str, Any]) -> bytes:
    out = BytesIO()
    arrow.write_feather(pyarrow.table(columns), out, compression="zstd")
    return out.getvalue()


WRITERS = (
    pandaset, sustech, kitti_object, kitti_tracking, kitti_raw, semantic_kitti, nuscenes, supervisely, xtreme1, scale,
    openlabel, argoverse2, loose,
)  # fmt: skip
RIGS: dict[str, Callable[[], Drive]] = {each.__name__: each for each in WRITERS}
BESIDE = CAM0 @ Pose((-BASELINE, 0.0, 0.0))
CAMERAS = {
    "semantic_kitti": BESIDE,
    **dict.fromkeys(("argoverse2", "nuscenes"), LATE @ CAMERA),
    **dict.fromkeys(("openlabel", "pandaset", "scale", "supervisely", "sustech", "xtreme1"), CAMERA),
}
"""Where the camera sits in the ego frame; `kitti_camera()` for the others."""
