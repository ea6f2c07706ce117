"""Panoptic quality (Kirillov et al., 2019): whether every pixel has the right class and belongs to the right object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.integer]
LEAST = 0.5
"""Above this overlap at most one segment can be the same as another."""


@dataclass(frozen=True, slots=True)
class Panoptic:
    """Counts of one class; those of many images are added. `overlap` is the sum of the overlaps of the hits."""

    hits: int = 0
    missed: int = 0
    extra: int = 0
    overlap: float = 0.0

    def __add__(self, other: Panoptic) -> Panoptic:
        return Panoptic(
            self.hits + other.hits,
            self.missed + other.missed,
            self.extra + other.extra,
            self.overlap + other.overlap,
        )

    @property
    def quality(self) -> float | None:
        """PQ, the product of the two below; None where the class occurs in neither."""
        below = self.hits + (self.missed + self.extra) / 2
        return self.overlap / below if below else None

    @property
    def segmentation(self) -> float | None:
        """SQ: mean overlap of the hits."""
        return self.overlap / self.hits if self.hits else None

    @property
    def recognition(self) -> float | None:
        """RQ: F1 of the segments."""
        below = self.hits + (self.missed + self.extra) / 2
        return self.hits / below if below else None


def panoptic(
    reference: Ids, found: Ids, reference_labels: Mapping[int, str], found_labels: Mapping[int, str]
) -> dict[str, Panoptic]:
    """Counts by class. Both pictures hold the number of a segment for every pixel, and 0 where nothing is labelled.

    What the reference leaves unlabelled is not known: it makes no segment worse, and one that lies mostly there is not
    counted as extra.
    """
    numbers = reference.astype(np.int64) * (int(found.max(initial=0)) + 1) + found
    codes, sizes = np.unique(numbers, return_counts=True)
    base = int(found.max(initial=0)) + 1
    shared = {(int(code) // base, int(code) % base): int(size) for code, size in zip(codes, sizes, strict=True)}
    areas, others = _areas(reference), _areas(found)
    unknown = {other: size for (one, other), size in shared.items() if one == 0}
    result: dict[str, Panoptic] = {}
    met: set[int] = set()
    same: set[int] = set()
    for (one, other), size in shared.items():
        if one == 0 or other == 0 or reference_labels[one] != found_labels[other]:
            continue
        overlap = size / (areas[one] + others[other] - size - unknown.get(other, 0))
        if overlap > LEAST:
            met.add(one)
            same.add(other)
            label = reference_labels[one]
            result[label] = result.get(label, Panoptic()) + Panoptic(hits=1, overlap=overlap)
    for one in areas.keys() - met - {0}:
        label = reference_labels[one]
        result[label] = result.get(label, Panoptic()) + Panoptic(missed=1)
    for other in others.keys() - same - {0}:
        if unknown.get(other, 0) / others[other] <= LEAST:
            label = found_labels[other]
            result[label] = result.get(label, Panoptic()) + Panoptic(extra=1)
    return result


def _areas(ids: Ids) -> dict[int, int]:
    values, sizes = np.unique(ids, return_counts=True)
    return dict(zip(values.tolist(), sizes.tolist(), strict=True))
