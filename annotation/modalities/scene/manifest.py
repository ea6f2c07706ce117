"""The manifest of a scene: sensors, frames and poses as JSON. docs/scenes.md describes it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.geometry3d.cameras import Camera
from annotation.geometry3d.poses import Pose

VERSION = 1
Floats = NDArray[np.float64]


def points_key(frame: int) -> str:
    return str(frame)


def image_key(frame: int, camera: str) -> str:
    return f"{frame}/{camera}"


@dataclass(frozen=True)
class Rig:
    """One camera of the rig: its lens and where it sits (camera to ego), both None where it is not calibrated."""

    name: str
    camera: Camera | None
    pose: Pose | None


@dataclass(frozen=True)
class Manifest:
    """A scene's manifest, read. Frames are numbered from 0."""

    data: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> Manifest:
        data = json.loads(path.read_bytes())
        if not isinstance(data, dict) or data.get("version") != VERSION:
            raise ValueError(f"{path.name} is no manifest of version {VERSION}")
        return cls(data)

    @property
    def origin(self) -> Floats:
        """World coordinates of the scene frame's origin."""
        return np.asarray(self.data["origin"], dtype=np.float64)

    @property
    def frames(self) -> Sequence[dict[str, Any]]:
        found: list[dict[str, Any]] = self.data["frames"]
        return found

    @property
    def posed(self) -> bool:
        return bool(self.data["posed"])

    @cached_property
    def rigs(self) -> tuple[Rig, ...]:
        return tuple(
            Rig(
                each["name"],
                Camera.from_json(each) if each["fx"] is not None else None,
                Pose.from_json(each["pose"]) if each["pose"] else None,
            )
            for each in self.data["cameras"]
        )

    def ego(self, frame: int) -> Pose:
        """Ego to world."""
        return Pose.from_json(self.frames[frame]["ego"])

    def sweep(self, frame: int, lidar: int = 0) -> Pose | None:
        """Lidar to world; None when it did not look in this frame."""
        poses = (each["pose"] for each in self.frames[frame]["sweeps"] if each["lidar"] == lidar)
        return next((Pose.from_json(pose) for pose in poses), None)

    def image(self, frame: int, camera: int) -> Pose | None:
        """Camera to world; None when there is no picture or no calibration."""
        poses = (each["pose"] for each in self.frames[frame]["images"] if each["camera"] == camera)
        return next((Pose.from_json(pose) for pose in poses if pose), None)


def uncalibrated(name: str, width: int | None, height: int | None) -> dict[str, Any]:
    """A camera of which only pictures are known."""
    nothing = dict.fromkeys(("fx", "fy", "cx", "cy", "reach", "pose", "calibration"))
    return {"name": name, "width": width, "height": height, "model": "pinhole", "distortion": [], **nothing}


def bounds(low: Floats | None, high: Floats | None) -> dict[str, list[float]] | None:
    """None for nothing."""
    if low is None or high is None:
        return None
    return {"min": [round(float(each), 3) for each in low], "max": [round(float(each), 3) for each in high]}
