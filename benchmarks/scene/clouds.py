"""Drives of a wanted size: the demonstration's sweeps beside themselves, written as it is laid out."""

from __future__ import annotations

import math
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dev.places import ROOT

DRIVE = ROOT / "demo" / "scene" / "drive"
APART = 60.0
"""Metres between copies of a sweep."""
POINT = np.dtype([("x", "<f4"), ("y", "<f4"), ("z", "<f4"), ("i", "<f4")])
END = b"end_header\n"


@dataclass(frozen=True)
class Drive:
    """About so many points in each of its frames."""

    points: int
    frames: int

    @property
    def name(self) -> str:
        return f"drive-{self.points}"


def drives(points: list[int], most: int) -> list[Drive]:
    """Three frames each, to go from one to the next; one where a frame has more than `most` points."""
    return [Drive(count, 3 if count <= most else 1) for count in points]


def write(folder: Path, drive: Drive) -> None:
    """`pointcloud/N.ply` and `poses/N.json`, which are read as PandaSet is; no cameras."""
    for part in ("pointcloud", "poses"):
        (folder / drive.name / part).mkdir(parents=True)
    for frame in range(1, drive.frames + 1):
        shutil.copyfile(DRIVE / "poses" / f"{frame}.json", folder / drive.name / "poses" / f"{frame}.json")
        sweep = _read(DRIVE / "pointcloud" / f"{frame}.ply")
        _write(folder / drive.name / "pointcloud" / f"{frame}.ply", _tiled(sweep, drive.points))


def _read(path: Path) -> NDArray[np.void]:
    return np.frombuffer(path.read_bytes().split(END, 1)[1], POINT)


def _tiled(sweep: NDArray[np.void], points: int) -> NDArray[np.void]:
    """Copies on a square grid, as many as it takes; the last one is cut."""
    copies = max(1, math.ceil(points / len(sweep)))
    side = math.ceil(math.sqrt(copies))
    parts = []
    for copy in range(copies):
        part = sweep.copy()
        part["x"] += APART * (copy % side)
        part["y"] += APART * (copy // side)
        parts.append(part)
    return np.concatenate(parts)[: max(points, 1)] if copies > 1 else sweep


def _write(path: Path, cloud: NDArray[np.void]) -> None:
    names = "".join(f"property float {name}\n" for name in POINT.names or ())
    head = f"ply\nformat binary_little_endian 1.0\nelement vertex {len(cloud)}\n{names}"
    path.write_bytes(head.encode() + END + cloud.tobytes())
