"""From named columns, as PCD and PLY have them, to a cloud."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.modalities.scene.clouds.cloud import Cloud
from annotation.modalities.scene.reasons import rejected

INTENSITY = ("intensity", "i", "scalar_intensity", "reflectivity", "reflectance", "remission", "signal")
COLOURS = (("red", "green", "blue"), ("r", "g", "b"), ("diffuse_red", "diffuse_green", "diffuse_blue"))
Columns = Mapping[str, NDArray[Any]]
"""Name as the file has it to n values."""


def cloud_of(columns: Columns) -> Cloud:
    """Raises Rejected when there are no coordinates."""
    found = {name.lower(): values for name, values in columns.items()}
    if not {"x", "y", "z"} <= found.keys():
        raise rejected("no-coordinates", fields=", ".join(list(columns)[:20]) or "-")
    kind = np.float64 if any(found[axis].dtype == np.float64 for axis in "xyz") else np.float32
    xyz = np.stack([found[axis].astype(kind, copy=False) for axis in "xyz"], axis=1)
    intensity = next((found[name] for name in INTENSITY if name in found), None)
    return Cloud(xyz, None if intensity is None else intensity.astype(np.float32), _colour(found))


def _colour(found: Columns) -> NDArray[np.uint8] | None:
    for packed in ("rgb", "rgba"):
        if packed in found and found[packed].dtype.itemsize == 4:
            # Red, green and blue as bits 16-23, 8-15, 0-7 of a word, often written as if it were a float.
            word: NDArray[np.uint32] = np.ascontiguousarray(found[packed]).view(np.uint32)
            return np.stack([(word >> shift & 0xFF).astype(np.uint8) for shift in (16, 8, 0)], axis=1)
    for names in COLOURS:
        if all(name in found for name in names):
            return np.stack([_byte(found[name]) for name in names], axis=1)
    return None


def _byte(values: NDArray[Any]) -> NDArray[np.uint8]:
    if values.dtype == np.uint8:
        return values.view(np.uint8)
    if values.dtype.kind == "f":
        clean = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
        scale = 255.0 if len(clean) and clean.max() <= 1.0 else 1.0
        bright: NDArray[Any] = np.clip(clean * scale, 0, 255)
        return bright.astype(np.uint8)
    coarse: NDArray[Any] = values >> 8 if values.dtype.itemsize == 2 else np.clip(values, 0, 255)
    return coarse.astype(np.uint8)
