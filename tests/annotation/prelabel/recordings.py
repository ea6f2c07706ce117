"""Recordings as pre-labellers get them."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from annotation.modalities import MODALITIES
from annotation.prelabel.base import Labelled, Picture

AUDIO = MODALITIES["audio"]
DEMO = Path(__file__).resolve().parents[3] / "demo" / "speech"


def recording(path: Path, folder: Path, *labelled: Labelled) -> Picture:
    """What an import makes of a file."""
    folder.mkdir()
    result = AUDIO.prepare({path.name: path}, folder, AUDIO.limits)

    def file(role: str, key: str) -> AbstractContextManager[Path]:
        return nullcontext(next(each.path for each in result.derivatives if (each.role, each.key) == (role, key)))

    def load() -> NDArray[np.uint8]:
        raise AssertionError("a recording has no pixels")

    return Picture("a", path.name, 0, 0, load, labelled=labelled, meta=result.facts.meta, file=file)
