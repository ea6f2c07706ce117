"""What is usual among many, so that what is not stands out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

FEWEST = 20
"""Of fewer nobody knows what is usual."""
LEAST = 0.1
"""Logarithms of sizes always differ by so much: a tenth more or less is nothing."""


def usual(logarithms: Sequence[float]) -> tuple[float, float]:
    """The middle, and one standard deviation: by median and quartiles, so that the odd ones do not hide themselves."""
    values = np.asarray(logarithms)
    spread = float(np.subtract(*np.percentile(values, [75, 25]))) / 1.349
    return float(np.median(values)), max(spread, LEAST)
