"""Feather files (Apache Arrow on disk), as Argoverse 2 has them: sweeps, poses, calibration, boxes.

pyarrow is imported when the first such file is opened: few need it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.modalities.scene.clouds.cloud import Cloud, refuse_too_many
from annotation.modalities.scene.clouds.fields import cloud_of
from annotation.modalities.scene.reasons import damaged, rejected

MAGIC = b"ARROW1"
Columns = dict[str, NDArray[Any]]


def read(path: Path) -> Cloud:
    """Raises Rejected."""
    found = columns(path, ())
    return cloud_of({name: values for name, values in found.items() if values.dtype.kind in "fiu"})


def columns(file: Path | io.BytesIO, wanted: Sequence[str]) -> Columns:
    """All columns, text as objects. Raises Rejected when one that is wanted is missing."""
    from pyarrow import ArrowException, feather

    try:
        table = feather.read_table(file, memory_map=False, use_threads=False)
        refuse_too_many(table.num_rows)
        names = table.column_names
        missing = [name for name in wanted if name not in names]
        if missing:
            raise rejected("no-coordinates", fields=", ".join(names)[:200])
        return {name: np.asarray(table.column(name).to_numpy()) for name in names}
    except (ArrowException, OSError, ValueError) as error:
        text = (str(error).splitlines() or [type(error).__name__])[0][:120]
        raise damaged(text, text) from error
