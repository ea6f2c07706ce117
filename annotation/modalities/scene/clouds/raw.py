"""Files without a header, and NumPy arrays: KITTI and nuScenes .bin, .npy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from annotation.modalities.scene.clouds.cloud import Cloud, refuse_too_few_bytes, refuse_too_many
from annotation.modalities.scene.clouds.fields import cloud_of
from annotation.modalities.scene.reasons import damaged, rejected

COLUMNS = (4, 5)
"""KITTI has x, y, z, reflectance; nuScenes x, y, z, intensity, ring."""
FARTHEST = 20_000.0
"""Metres beyond which a coordinate shows that the columns were guessed wrong."""


def read_bin(path: Path, columns: int | None = None) -> Cloud:
    """float32, little-endian, `columns` per point, told from size and values when not given. Raises Rejected."""
    size = path.stat().st_size
    widths = (columns,) if columns else COLUMNS
    fitting = [width for width in widths if size % (4 * width) == 0]
    if not fitting:
        raise damaged(f"{size} bytes are no whole number of points", f"{size} 字节不是整数个点")
    refuse_too_many(size // (4 * fitting[0]))
    values = np.fromfile(path, dtype="<f4")
    table = next((found for width in fitting if _plausible(found := values.reshape(-1, width))), None)
    if table is None:
        raise damaged("the numbers are no coordinates in metres", "数值不是以米为单位的坐标")
    return Cloud(table[:, :3], table[:, 3])


def _plausible(table: NDArray[np.float32]) -> bool:
    """Whether most of the coordinates are finite and near, and no intensity is negative."""
    sample = table[:: max(1, len(table) // 5000)]
    with np.errstate(invalid="ignore"):
        near = (np.abs(sample[:, :3]) < FARTHEST).all(axis=1)
        bright = ~(sample[:, 3] < 0)
    return bool(near.mean() > 0.9 and bright.mean() > 0.99)


def read_npy(path: Path) -> Cloud:
    """n x 3 or more numbers (x, y, z, intensity), or named columns. Never unpickles. Raises Rejected."""
    with path.open("rb") as file:
        try:
            version = npy.read_magic(file)
            read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
            shape, in_columns, kind = read(file)
        except Exception as error:  # the header is Python text: whatever its reader says, it is no array
            raise damaged("the header is not that of an array", "文件头不是数组") from error
        if kind.hasobject:
            raise rejected("pickled")
        count = int(np.prod(shape, dtype=object)) if shape else 0
        refuse_too_many(shape[0] if shape else 0)
        refuse_too_few_bytes(count * kind.itemsize, path.stat().st_size - file.tell())
        table = np.fromfile(file, dtype=kind, count=count).reshape(shape, order="F" if in_columns else "C")
    return _from_table(table)


def _from_table(table: NDArray[Any]) -> Cloud:
    if table.dtype.names:
        return cloud_of({name: table[name].reshape(-1) for name in table.dtype.names})
    if table.ndim != 2 or table.shape[1] < 3 or table.dtype.kind not in "fiu":
        raise rejected("no-coordinates", fields=f"{table.dtype} {table.shape}")
    xyz = table[:, :3].astype(np.float32 if table.dtype == np.float32 else np.float64)
    return Cloud(xyz, table[:, 3].astype(np.float32) if table.shape[1] > 3 else None)
