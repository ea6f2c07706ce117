"""Small point clouds in every format, written by the tests themselves."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]
RNG = np.random.default_rng(3)
POINTS: Points = np.round(RNG.uniform(-20, 20, (50, 4)), 3).astype(np.float32)
POINTS[:, 3] = RNG.integers(0, 256, 50)
"""x, y, z, intensity of fifty points."""


def pcd(encoding: str, points: Points = POINTS, *, claim: int | None = None, header: str | None = None) -> bytes:
    """With four bytes of padding and a field of no values between coordinates and intensity, as real files have."""
    head = header or (
        "# .PCD v0.7\nVERSION 0.7\nFIELDS x y z _ nothing intensity\nSIZE 4 4 4 1 1 4\nTYPE F F F U U F\n"
        f"COUNT 1 1 1 4 0 1\nWIDTH {claim or len(points)}\nHEIGHT 1\nVIEWPOINT 9 8 7 0.5 0.5 0.5 0.5\n"
        f"POINTS {claim or len(points)}\n"
    )
    start = (head + f"DATA {encoding}\n").encode()
    if encoding == "ascii":
        lines = (f"{x} {y} {z} 0 0 0 0 {i}" for x, y, z, i in points.tolist())
        return start + "\n".join(lines).encode() + b"\n"
    if encoding == "binary":
        row = np.dtype([("xyz", "<f4", 3), ("pad", "u1", 4), ("i", "<f4")])
        table = np.zeros(len(points), row)
        table["xyz"], table["i"] = points[:, :3], points[:, 3]
        return start + table.tobytes()
    columns = [points[:, 0], points[:, 1], points[:, 2], np.zeros(len(points), "<u4"), points[:, 3]]
    raw = b"".join(column.tobytes() for column in columns)
    packed = lzf(raw)
    return start + struct.pack("<II", len(packed), len(raw)) + packed


def lzf(data: bytes) -> bytes:
    """Greedy: the longest run that has been seen among the last eight thousand bytes, else literals."""
    out, literal, at = bytearray(), bytearray(), 0
    while at < len(data):
        length, distance = _match(data, at)
        if length < 3:
            literal.append(data[at])
            at += 1
            if len(literal) == 32:
                _flush(out, literal)
            continue
        _flush(out, literal)
        head = length - 2
        if head < 7:
            out.append(head << 5 | (distance - 1) >> 8)
        else:
            out += bytes([7 << 5 | (distance - 1) >> 8, head - 7])
        out.append((distance - 1) & 0xFF)
        at += length
    _flush(out, literal)
    return bytes(out)


def _flush(out: bytearray, literal: bytearray) -> None:
    if literal:
        out.append(len(literal) - 1)
        out += literal
        literal.clear()


def _match(data: bytes, at: int) -> tuple[int, int]:
    best = (0, 0)
    for distance in range(1, min(at, 600) + 1):
        length = 0
        while length < 264 and at + length < len(data) and data[at + length] == data[at + length - distance]:
            length += 1
        best = max(best, (length, distance))
    return best


def ply(encoding: str, points: Points = POINTS, *, claim: int | None = None, intensity: str = "i") -> bytes:
    """An element before the vertices, double coordinates, bytes of colour, and faces behind."""
    head = (
        f"ply\nformat {encoding} 1.0\ncomment made by a test\nelement camera 2\nproperty float f\n"
        f"element vertex {claim or len(points)}\nproperty double x\nproperty double y\nproperty double z\n"
        f"property uchar red\nproperty uchar green\nproperty uchar blue\nproperty float {intensity}\n"
        "element face 1\nproperty list uchar int vertex_indices\nend_header\n"
    ).encode()
    if encoding == "ascii":
        lines = ["1.5", "2.5", *(f"{x} {y} {z} 10 20 30 {i}" for x, y, z, i in points.tolist()), "3 0 1 2"]
        return head + "\n".join(lines).encode() + b"\n"
    order = "<" if "little" in encoding else ">"
    row = np.dtype([("xyz", order + "f8", 3), ("rgb", "u1", 3), ("i", order + "f4")])
    table = np.zeros(len(points), row)
    table["xyz"], table["rgb"], table["i"] = points[:, :3], (10, 20, 30), points[:, 3]
    faces = struct.pack(f"{order}Biii", 3, 0, 1, 2)
    return head + struct.pack(f"{order}ff", 1.5, 2.5) + table.tobytes() + faces


def kitti(points: Points = POINTS) -> bytes:
    return points.astype("<f4").tobytes()


def npy(array: NDArray[Any]) -> bytes:
    from io import BytesIO

    out = BytesIO()
    np.save(out, array, allow_pickle=True)
    return out.getvalue()


def las(points: NDArray[np.float64], *, compressed: bool, version: str = "1.4", colour: bool = True) -> bytes:
    """On a millimetre grid; points of format 7, which has colours."""
    from io import BytesIO

    import laspy

    header = laspy.LasHeader(version=version, point_format=(7 if colour else 6) if version == "1.4" else 0)
    header.offsets, header.scales = np.floor(points[:, :3].min(axis=0)), np.full(3, 0.001)
    data = laspy.LasData(header)
    data.x, data.y, data.z = points[:, 0], points[:, 1], points[:, 2]
    data.intensity = points[:, 3].astype(np.uint16)
    if colour and version == "1.4":
        data.red, data.green, data.blue = (np.full(len(points), value, np.uint16) for value in (2560, 5120, 7680))
    out = BytesIO()
    data.write(out, do_compress=compressed)
    return out.getvalue()
