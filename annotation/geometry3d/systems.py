"""The tree of coordinate systems of an OpenLABEL file, and what a frame says of where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import IDENTITY, Quaternion, from_angles, product

DEEPEST = 100
DEFAULT = "ZYX"


def as_mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


class Systems:
    """`to_root` takes a system into the one that has no parent."""

    def __init__(self, declared: Mapping[str, Any], transforms: Mapping[str, Any] | None = None) -> None:
        self._declared = declared
        self._moving = {}
        for each in (as_mapping(value) for value in (transforms or {}).values()):
            self._moving[each.get("src")] = each

    def in_frame(self, transforms: Mapping[str, Any]) -> Systems:
        return Systems(self._declared, transforms)

    def to_root(self, system: object) -> Pose:
        """Raises ValueError or KeyError for what is no tree."""
        pose = Pose()
        for _ in range(DEEPEST):
            moving, declared = self._moving.get(system), as_mapping(self._declared.get(str(system)))
            if moving is not None:
                pose, system = pose_of(moving["transform_src_to_dst"]) @ pose, moving["dst"]
            elif declared.get("parent"):
                pose, system = pose_of(declared.get("pose_wrt_parent") or {}) @ pose, declared["parent"]
            else:
                return pose
        raise ValueError("coordinate systems are parents of one another")


def pose_of(value: Mapping[str, Any]) -> Pose:
    """Of a matrix, a quaternion (x, y, z, w) or Euler angles with a translation; nothing said is no turn."""
    if "matrix4x4" in value:
        return Pose.from_matrix(np.array([float(each) for each in value["matrix4x4"]]).reshape(4, 4))
    place = [float(each) for each in value.get("translation", (0, 0, 0))]
    if "quaternion" in value:
        x, y, z, w = (float(each) for each in value["quaternion"])
        return Pose.of(place, Quaternion(w, x, y, z))
    return Pose.of(place, _euler(value.get("sequence") or DEFAULT, value.get("euler_angles", (0, 0, 0))))


def _euler(sequence: str, angles: Any) -> Quaternion:
    """One turn after the other, each about an axis of the frame that the ones before have turned."""
    found = IDENTITY
    for axis, angle in zip(sequence.upper(), angles, strict=True):
        about = {"X": (angle, 0.0, 0.0), "Y": (0.0, angle, 0.0), "Z": (0.0, 0.0, angle)}[axis]
        found = product(found, from_angles(*about))
    return found
