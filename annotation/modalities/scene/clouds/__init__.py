"""Point clouds of all formats, by what is in the file rather than by its name where it says so itself."""

from __future__ import annotations

from pathlib import Path

from annotation.modalities.scene.clouds import feather, las, pcd, ply, raw
from annotation.modalities.scene.clouds.cloud import MOST_POINTS, Cloud
from annotation.modalities.scene.reasons import rejected

SUFFIXES = (".pcd", ".ply", ".las", ".laz", ".bin", ".npy")
"""Of files that are clouds whatever lies beside them."""

__all__ = ["MOST_POINTS", "SUFFIXES", "Cloud", "read"]


def read(path: Path, name: str, columns: int | None = None) -> Cloud:
    """The points of a file called `name`; `columns` are those of a .bin when the layout knows them. Raises Rejected."""
    with path.open("rb") as file:
        head = file.read(64)
    lower = name.lower()
    if not head:
        raise rejected("empty-file")
    if head.startswith(b"LASF"):
        return las.read(path)
    if head.startswith(b"ply"):
        return ply.read(path)
    if head.startswith(b"\x93NUMPY"):
        return raw.read_npy(path)
    if head.startswith(feather.MAGIC):
        return feather.read(path)
    if lower.endswith(".bin"):
        return raw.read_bin(path, columns or (5 if lower.endswith(".pcd.bin") else None))
    if lower.endswith(".pcd"):
        return pcd.read(path)
    raise rejected("not-a-cloud")
