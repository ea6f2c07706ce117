"""Numbers written as text, as ascii files hold them."""

from __future__ import annotations

import warnings
from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

from annotation.modalities.scene.reasons import damaged


def table(data: bytes, points: int, width: int) -> NDArray[np.float64]:
    """`points` x `width` numbers parted by white space; double precision, because written digits may hold it.

    What stands behind them is passed over. Raises Rejected when there are fewer, or something else among them.
    """
    values = np.zeros(0)
    if data.strip():
        # Some versions of NumPy stop with a warning at what is no number, others raise.
        with warnings.catch_warnings(), suppress(ValueError):
            warnings.simplefilter("ignore", DeprecationWarning)
            values = np.fromstring(data, dtype=np.float64, sep=" ")
    if len(values) < points * width or not width:
        found = len(values) // max(width, 1)
        raise damaged(
            f"only {found} of the promised {points} points are numbers", f"声明 {points} 个点，只有 {found} 个可读"
        )
    return values[: points * width].reshape(points, width)
