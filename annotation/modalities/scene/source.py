"""A scene as a layout finds it in files: sensors, frames, poses; points and pictures are opened one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from annotation.geometry3d.cameras import Camera, Model
from annotation.geometry3d.poses import Pose
from annotation.modalities.base import Warned
from annotation.modalities.scene.clouds import Cloud


@dataclass(frozen=True, slots=True)
class Intrinsics:
    """A calibrated lens, in pixels as calibrated. The size of its picture where the calibration states it."""

    fx: float
    fy: float
    cx: float
    cy: float
    model: Model = "pinhole"
    distortion: tuple[float, ...] = ()
    width: int | None = None
    height: int | None = None

    def camera(self, width: int, height: int) -> Camera:
        """For pictures of this size; calibrated at another one of the same shape, it is scaled. Raises ValueError."""
        across, down = width / (self.width or width), height / (self.height or height)
        if abs(across - down) > 0.01 * across:
            raise ValueError(
                f"calibrated for {self.width} x {self.height} pixels, the pictures have {width} x {height}"
            )
        return Camera(
            width, height, self.fx * across, self.fy * down,
            (self.cx + 0.5) * across - 0.5, (self.cy + 0.5) * down - 0.5, self.model, self.distortion,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lens:
    """One camera of the rig; without intrinsics and pose (camera to ego) its pictures are shown, and nothing is
    projected into them. `base` is the frame in which the pose was given, to ego."""

    name: str
    intrinsics: Intrinsics | None = None
    pose: Pose | None = None
    base: Pose = field(default_factory=Pose)


@dataclass(frozen=True, slots=True)
class Sweep:
    """The points of one lidar in one frame. `pose` is lidar to world; `name` is the file, for people."""

    lidar: int
    name: str
    load: Callable[[], Cloud]
    pose: Pose
    time: int | None = None


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture. `pose` is camera to world at its moment; None follows from the frame's ego pose."""

    camera: int
    name: str
    path: Path
    pose: Pose | None = None
    time: int | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """One frame; `ego` is ego (ISO 8855) to world, times are ns."""

    name: str
    ego: Pose
    sweeps: tuple[Sweep, ...] = ()
    shots: tuple[Shot, ...] = ()
    time: int | None = None


@dataclass(frozen=True, slots=True)
class SceneSource:
    """What a layout makes of the files of one scene."""

    moments: tuple[Moment, ...]
    lenses: tuple[Lens, ...] = ()
    lidars: tuple[str, ...] = ("lidar",)
    posed: bool = False
    warnings: tuple[Warned, ...] = field(default=())
