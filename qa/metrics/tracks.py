"""How well things are followed: HOTA (Luiten et al., 2021), the CLEAR measures (Bernardin & Stiefelhagen, 2008) and
IDF1 (Ristani et al., 2016). Sums are kept, not rates, so that those of several videos add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.metrics.matching import Table, assigned

LEAST = 0.5
"""Similarity from which MOTA and IDF1 take two things for the same."""
ALPHAS: NDArray[np.float64] = np.linspace(0.05, 0.95, 19)
"""The similarities over which HOTA is the mean."""
EPSILON = float(np.finfo(float).eps)
Numbers = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """One frame: which tracks of the reference and of the answer are there, by number from 0, and how alike they are
    (rows: reference)."""

    reference: Sequence[int]
    found: Sequence[int]
    alike: Table


@dataclass(frozen=True, slots=True)
class Following:
    """What was counted. `hits`, `associated` and `located` are by the similarities of ALPHAS; `reference` and `found`
    count things in frames, and the others are those of the CLEAR measures and of IDF1 at LEAST."""

    reference: int = 0
    found: int = 0
    hits: Numbers = (0.0,) * len(ALPHAS)
    associated: Numbers = (0.0,) * len(ALPHAS)
    located: Numbers = (0.0,) * len(ALPHAS)
    clear_hits: int = 0
    switches: int = 0
    alike: float = 0.0
    same_identity: int = 0

    def __add__(self, other: Following) -> Following:
        return Following(
            self.reference + other.reference,
            self.found + other.found,
            _added(self.hits, other.hits),
            _added(self.associated, other.associated),
            _added(self.located, other.located),
            self.clear_hits + other.clear_hits,
            self.switches + other.switches,
            self.alike + other.alike,
            self.same_identity + other.same_identity,
        )

    def json(self) -> dict[str, Any]:
        return {key: list(each) if isinstance(each, tuple) else each for key, each in asdict(self).items()}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Following:
        """What `json` has made."""
        values: dict[str, Any] = {key: tuple(each) if isinstance(each, list) else each for key, each in data.items()}
        return cls(**values)

    @property
    def detection(self) -> Numbers:
        """DetA at each similarity."""
        return tuple(hits / max(self.reference + self.found - hits, 1) for hits in self.hits)

    @property
    def association(self) -> Numbers:
        """AssA at each similarity."""
        return tuple(each / max(hits, 1) for each, hits in zip(self.associated, self.hits, strict=True))

    @property
    def hota(self) -> float | None:
        """Mean over the similarities of the root of detection times association."""
        pairs = zip(self.detection, self.association, strict=True)
        return float(np.mean([(a * b) ** 0.5 for a, b in pairs])) if self.reference or self.found else None

    @property
    def mota(self) -> float | None:
        """1 - (missed + extra + switches) / reference; below 0 where there is more wrong than right."""
        wrong = self.reference + self.found - 2 * self.clear_hits + self.switches
        return 1 - wrong / self.reference if self.reference else None

    @property
    def motp(self) -> float | None:
        """Mean similarity of the hits."""
        return self.alike / self.clear_hits if self.clear_hits else None

    @property
    def idf1(self) -> float | None:
        both = self.reference + self.found
        return 2 * self.same_identity / both if both else None


def following(moments: Sequence[Moment]) -> Following:
    """Count over one video."""
    references = 1 + max((each for moment in moments for each in moment.reference), default=-1)
    founds = 1 + max((each for moment in moments for each in moment.found), default=-1)
    hits, associated, located = _hota(moments, references, founds)
    clear_hits, switches, alike = _clear(moments, references)
    return Following(
        reference=sum(len(moment.reference) for moment in moments),
        found=sum(len(moment.found) for moment in moments),
        hits=hits,
        associated=associated,
        located=located,
        clear_hits=clear_hits,
        switches=switches,
        alike=alike,
        same_identity=_identity(moments, references, founds),
    )


def _hota(moments: Sequence[Moment], references: int, founds: int) -> tuple[Numbers, Numbers, Numbers]:
    """Hits, associations and similarities at each of ALPHAS."""
    together = np.zeros((references, founds))
    lengths, others = np.zeros((references, 1)), np.zeros((1, founds))
    for moment in moments:
        rows, columns = list(moment.reference), list(moment.found)
        lengths[rows] += 1
        others[0, columns] += 1
        if rows and columns:
            either = moment.alike.sum(axis=0)[None, :] + moment.alike.sum(axis=1)[:, None] - moment.alike
            together[np.ix_(rows, columns)] += np.where(
                either > EPSILON, moment.alike / np.maximum(either, EPSILON), 0.0
            )
    overall = together / np.maximum(lengths + others - together, EPSILON)
    counts = np.zeros((len(ALPHAS), references, founds))
    hits, located = np.zeros(len(ALPHAS)), np.zeros(len(ALPHAS))
    for moment in moments:
        rows, columns = list(moment.reference), list(moment.found)
        for row, column in _best(overall[np.ix_(rows, columns)] * moment.alike) if rows and columns else ():
            enough = moment.alike[row, column] >= ALPHAS - EPSILON
            hits += enough
            located += enough * moment.alike[row, column]
            counts[enough, rows[row], columns[column]] += 1
    shares = counts / np.maximum(lengths + others - counts, 1)
    return _tuple(hits), _tuple((counts * shares).sum(axis=(1, 2))), _tuple(located)


def _best(table: Table) -> list[tuple[int, int]]:
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(table, maximize=True)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def _clear(moments: Sequence[Moment], references: int) -> tuple[int, int, float]:
    """Hits, switches of identity, and the sum of similarities; what was matched in the frame before stays matched."""
    ever, before = [-1] * references, [-1] * references
    hits, switches, alike = 0, 0, 0.0
    for moment in moments:
        if not moment.reference or not moment.found:
            continue
        kept = np.array([[before[one] == other for other in moment.found] for one in moment.reference])
        table = np.where(moment.alike >= LEAST - EPSILON, moment.alike + 1000.0 * kept, 0.0)
        before = [-1] * references
        for row, column in assigned(table, EPSILON):
            one, other = moment.reference[row], moment.found[column]
            switches += ever[one] not in (-1, other)
            ever[one] = before[one] = other
            hits += 1
            alike += float(moment.alike[row, column])
    return hits, switches, alike


def _identity(moments: Sequence[Moment], references: int, founds: int) -> int:
    """Frames in which things are the same under the best pairing of whole tracks."""
    together = np.zeros((references, founds))
    for moment in moments:
        if moment.reference and moment.found:
            together[np.ix_(list(moment.reference), list(moment.found))] += moment.alike >= LEAST - EPSILON
    return int(sum(together[row, column] for row, column in _best(together)))


def _added(a: Numbers, b: Numbers) -> Numbers:
    return tuple(one + other for one, other in zip(a, b, strict=True))


def _tuple(values: NDArray[np.float64]) -> Numbers:
    return tuple(float(value) for value in values)
