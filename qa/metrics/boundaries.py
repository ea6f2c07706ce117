"""Whether boundaries stand where the reference has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Counts of boundaries; those of several recordings are added."""

    hits: int = 0
    reference: int = 0
    found: int = 0

    @property
    def precision(self) -> float | None:
        return self.hits / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        return self.hits / self.reference if self.reference else None

    @property
    def f1(self) -> float | None:
        both = self.reference + self.found
        return 2 * self.hits / both if both else None

    def __add__(self, other: Boundaries) -> Boundaries:
        return Boundaries(self.hits + other.hits, self.reference + other.reference, self.found + other.found)


def boundaries(reference: Iterable[float], found: Iterable[float], tolerance: float) -> Boundaries:
    """Each boundary meets at most one of the other side, no farther away than `tolerance`.

    From left to right each takes the first that is near enough: on a line nothing meets more pairs than that.
    """
    one, two = sorted(reference), sorted(found)
    hits = at = 0
    for place in one:
        while at < len(two) and two[at] < place - tolerance:
            at += 1
        if at < len(two) and two[at] <= place + tolerance:
            hits += 1
            at += 1
    return Boundaries(hits, len(one), len(two))
