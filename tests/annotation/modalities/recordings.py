"""Prepare a recording and read what was made of it by nothing but what docs/audio.md says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from annotation.modalities import MODALITIES, Limits, Prepared, Rejected

AUDIO = MODALITIES["audio"]


def prepared(path: Path, folder: Path, limits: Limits = AUDIO.limits) -> Prepared:
    folder.mkdir(exist_ok=True)
    return AUDIO.prepare({path.name: path}, folder, limits)


def refused(path: Path, tmp_path: Path, limits: Limits = AUDIO.limits) -> Rejected:
    with pytest.raises(Rejected) as caught:
        prepared(path, tmp_path / "out", limits)
    return caught.value


def pcm(result: Prepared) -> NDArray[Any]:
    """The samples, by nothing but what the derivative's meta says."""
    (each,) = [each for each in result.derivatives if each.role == "pcm"]
    dtype = {"s16": "<i2", "f32": "<f4"}[each.meta["format"]]
    values = np.fromfile(each.path, dtype, offset=each.meta["offset"])
    return values.reshape(-1, each.meta["channels"])[: each.meta["samples"]]


def derivative(result: Prepared, role: str) -> Any:
    return next(each for each in result.derivatives if each.role == role)
