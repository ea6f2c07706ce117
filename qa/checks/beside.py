"""What a model proposed beside what people drew: who has something where the other has it, too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import shapely

from annotation.kinds.base import Bounds
from qa.checks.base import Answer, Record, measure

Placed = tuple[Record, Bounds]


def placed(records: Iterable[Record]) -> list[Placed]:
    """Records with the box around them, of those that have a place in the picture."""
    return [(record, bounds) for record in records if (bounds := measure(record).bounds)]


def proposed(answer: Answer, score: float) -> list[Placed]:
    """What a model is as sure of as this."""
    sure = (each for each in answer.suggestions.values() if (each["score"] or 0.0) >= score)
    return placed(sure)


def overlaps(ones: list[Placed], others: list[Placed]) -> Iterator[tuple[Record, Record, float]]:
    """Pairs that share area, with the intersection over union of their boxes."""
    if not ones or not others:
        return
    first, second = ([shapely.box(*bounds) for _, bounds in side] for side in (ones, others))
    at, found = shapely.STRtree(second).query(first, predicate="intersects")
    for one, other in zip(at.tolist(), found.tolist(), strict=True):
        shared = first[one].intersection(second[other]).area
        union = first[one].area + second[other].area - shared
        if union > 0:
            yield ones[one][0], others[other][0], shared / union
