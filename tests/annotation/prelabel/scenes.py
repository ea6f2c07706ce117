"""A street with cars as a lidar sees it, prepared as the worker prepares scenes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.formats.kitti import OPTICAL
from annotation.geometry3d import boxes
from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import from_yaw
from annotation.kinds.base import Data
from annotation.modalities.scene import packed
from annotation.prelabel.base import Labelled, Picture

Floats = NDArray[np.float64]
FRAMES = 6
ORIGIN = (1000.0, -500.0, 20.0)
SENSOR = 1.8
"""Metres above the ground."""
PARKED = boxes.made(Pose((1012.0, -496.0, 20.8), from_yaw(0.2)), 4.5, 1.8, 1.6)
CAMERA = Pose((0.0, 0.0, 1.5), OPTICAL.q)


def ego(frame: int) -> Pose:
    return Pose((1000.0 + 0.5 * frame, -500.0, 20.0), from_yaw(0.05 * frame))


def moving(frame: int) -> Data:
    return boxes.made(Pose((1006.0 + 0.9 * frame, -506.0, 20.75), from_yaw(0.0)), 4.4, 1.8, 1.5)


def seen(box: Data, sensor: Floats, rng: np.random.Generator) -> Floats:
    """Points on those faces of a box that look at the sensor."""
    half = np.array([box[key] for key in boxes.SIZE]) / 2
    at = boxes.within(sensor[None], box)[0]
    faces = []
    for axis in range(3):
        if abs(at[axis]) > half[axis]:
            points = rng.uniform(-half, half, (700, 3))
            points[:, axis] = half[axis] * np.sign(at[axis])
            faces.append(points)
    return Pose.from_json(box).apply(np.concatenate(faces) + rng.normal(0, 0.01, (700 * len(faces), 3)))


def street(frame: int, things: Sequence[Data]) -> tuple[Floats, NDArray[np.uint8]]:
    """World points and their flags."""
    rng = np.random.default_rng(frame)
    here = ego(frame)
    ground = np.concatenate([rng.uniform(-40, 40, (12_000, 2)), rng.normal(0, 0.02, (12_000, 1))], axis=1) + here.t
    wall = np.stack([rng.uniform(-40, 40, 4000), np.full(4000, 15.0), rng.uniform(0, 8, 4000)], axis=1) + here.t
    sensor = here.apply(np.array([[0.0, 0.0, SENSOR]]))[0]
    cars = [seen(box, sensor, rng) for box in things]
    points = np.concatenate([ground, wall, *cars])
    flags = np.zeros(len(points), np.uint8)
    flags[: len(ground)] = packed.GROUND
    return points, flags


def scene(folder: Path, *labelled: Labelled, frames: int = FRAMES, posed: bool = True) -> Picture:
    folder.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, Any]] = []
    for number in range(frames):
        points, flags = street(number, [PARKED, moving(number)])
        packed.write(folder / f"points {number}", points - ORIGIN, np.zeros(len(points), np.uint8), flags, seed=1)
        pose = (ego(number) @ Pose((0.0, 0.0, SENSOR))).json()
        rows.append(
            {
                "name": str(number), "time": number * 10**8, "ego": ego(number).json(), "count": len(points),
                "sweeps": [{"lidar": 0, "time": number * 10**8, "first": 0, "count": len(points), "pose": pose}],
                "images": [{"camera": 0, "time": number * 10**8, "pose": (ego(number) @ CAMERA).json()}],
            }
        )  # fmt: skip
    lens = {"width": 1280, "height": 720, "model": "pinhole", "fx": 700.0, "fy": 700.0, "cx": 639.5, "cy": 359.5}
    camera = {"name": "front", **lens, "distortion": [], "reach": None, "pose": CAMERA.json()}
    data = {"version": 1, "origin": list(ORIGIN), "posed": posed, "frames": rows, "cameras": [camera]}
    (folder / "scene ").write_text(json.dumps(data))

    def file(role: str, key: str) -> AbstractContextManager[Path]:
        path = folder / f"{role} {key}"
        if not path.exists():
            raise KeyError(role)
        return nullcontext(path)

    def load() -> NDArray[np.uint8]:
        raise AssertionError("a scene has no pixels")

    return Picture("a", "street", 0, 0, load, labelled=labelled, file=file)
