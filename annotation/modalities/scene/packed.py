"""Packed points: what the browser gives to the graphics card as it is. docs/scenes.md has every byte.

Chunks of at most 65,536 neighbouring points with 16-bit coordinates of their own; in each the points are in random
order, so that the first few percent are a fair sample; the index of each point at its source stands behind.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]
Indices = NDArray[np.uint32]

MAGIC = b"GWP1"
CHUNK = 65_536
WIDEST = 262.0
"""Metres along a chunk's longest side: 16 bits of it are steps of 4 mm."""
MOST_CHUNKS = 4_096
STEPS = 65_535
VERTEX = np.dtype([("position", "<i2", 3), ("intensity", "u1"), ("flags", "u1")])
GROUND = 1
LIDAR_SHIFT = 4
MOST_LIDARS = 16


@dataclass(frozen=True, slots=True)
class Packed:
    """The points of a frame in the order of the file; `index` is where each was at its source. Scene frame, metres."""

    xyz: Floats
    intensity: Bytes
    flags: Bytes
    index: Indices

    def __len__(self) -> int:
        return len(self.xyz)

    @property
    def ground(self) -> NDArray[np.bool_]:
        ground: NDArray[np.bool_] = (self.flags & GROUND) != 0
        return ground

    @property
    def lidar(self) -> Bytes:
        return (self.flags >> LIDAR_SHIFT).astype(np.uint8)


def write(path: Path, xyz: Floats, intensity: Bytes, flags: Bytes, *, seed: int) -> int:
    """Pack n x 3 points of the scene frame; those that are not finite are left out. Returns how many are in the file.

    The same points and `seed` give the same bytes.
    """
    index = np.flatnonzero(np.isfinite(xyz).all(axis=1))
    random = np.random.default_rng(seed)
    chunks: list[dict[str, Any]] = []
    vertices = np.zeros(len(index), VERTEX)
    order = np.zeros(len(index), "<u4")
    first = 0
    for members in _divided(xyz, index):
        shuffled = random.permutation(members)
        part = vertices[first : first + len(members)]
        chunks.append({"first": first, "count": len(members), **_quantised(xyz[shuffled], part)})
        part["intensity"], part["flags"] = intensity[shuffled], flags[shuffled]
        order[first : first + len(members)] = shuffled
        first += len(members)
    header = json.dumps({"count": len(index), "chunks": chunks}, separators=(",", ":")).encode()
    header += b" " * (-(8 + len(header)) % 8)
    with path.open("wb") as file:
        file.write(MAGIC + np.uint32(len(header)).tobytes() + header)
        file.write(vertices.tobytes())
        file.write(order.tobytes())
    return len(index)


def _divided(xyz: Floats, index: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """Indices of neighbours together: halved along the longest side, by number, or by room where it is too long."""
    done: list[NDArray[np.intp]] = []
    waiting = [index] if len(index) else []
    while waiting:
        members = waiting.pop()
        points = xyz[members]
        low, high = points.min(axis=0), points.max(axis=0)
        side = int(np.argmax(high - low))
        too_wide = high[side] - low[side] > WIDEST and len(done) + len(waiting) < MOST_CHUNKS
        if len(members) <= CHUNK and not too_wide:
            done.append(members)
            continue
        along = points[:, side]
        if too_wide:
            left = along <= (low[side] + high[side]) / 2
        else:
            left = np.zeros(len(members), np.bool_)
            left[np.argpartition(along, len(members) // 2)[: len(members) // 2]] = True
        waiting += [members[~left], members[left]]
    return done


def _quantised(points: Floats, part: NDArray[Any]) -> dict[str, Any]:
    """Write the positions; returns origin, step and bounds of the chunk."""
    low, high = points.min(axis=0), points.max(axis=0)
    middle = (low + high) / 2
    step = max(float((high - low).max()) / STEPS, 1e-6)
    part["position"] = np.clip(np.round((points - middle) / step), -32_768, 32_767)
    return {"origin": middle.tolist(), "step": step, "min": low.tolist(), "max": high.tolist()}


def read(path: Path) -> Packed:
    """The points of a packed file, in its order."""
    data = path.read_bytes()
    if data[:4] != MAGIC:
        raise ValueError(f"{path.name} holds no packed points")
    start = 8 + int(np.frombuffer(data, "<u4", 1, 4)[0])
    header = json.loads(data[8:start])
    vertices = np.frombuffer(data, VERTEX, header["count"], start)
    index = np.frombuffer(data, "<u4", header["count"], start + vertices.nbytes)
    xyz = vertices["position"].astype(np.float64)
    for chunk in header["chunks"]:
        part = xyz[chunk["first"] : chunk["first"] + chunk["count"]]
        part *= chunk["step"]
        part += chunk["origin"]
    return Packed(xyz, vertices["intensity"], vertices["flags"], index)
