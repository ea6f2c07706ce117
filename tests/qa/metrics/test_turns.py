"""Boundaries and turns, held against another implementation and figures of pyannote.metrics 4.2."""

from __future__ import annotations

import random
from typing import Any

import pytest
import simpleder

from qa.metrics.boundaries import Boundaries, boundaries
from qa.metrics.turns import Turn, diarization

REFERENCE: list[Turn] = [(0.0, 10.0, "A"), (9.0, 15.0, "B"), (16.0, 20.0, "A"), (21.0, 24.0, "C")]
FOUND: list[Turn] = [(0.5, 9.6, "1"), (9.6, 15.5, "2"), (15.5, 20.5, "2"), (20.5, 23.0, "3"), (26.0, 27.0, "1")]


def turns(dice: random.Random, names: str) -> list[Turn]:
    """Of one at a time, as the other implementation wants it."""
    places = sorted(dice.sample(range(200), 12))
    return [(start / 4, stop / 4, dice.choice(names)) for start, stop in zip(places[::2], places[1::2], strict=True)]


@pytest.mark.parametrize("seed", range(20))
def test_the_rate_is_that_of_simpleder(seed: int) -> None:
    dice = random.Random(seed)
    reference, found = turns(dice, "ABC"), turns(dice, "123")
    theirs = simpleder.DER(*([(who, start, stop) for start, stop, who in each] for each in (reference, found)))
    assert diarization(reference, found).rate == pytest.approx(theirs)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, (23.0, 2.5, 3.0, 4.0)),
        ({"collar": 0.25}, (20.0, 1.5, 2.0, 3.5)),
        ({"overlap": False}, (21.0, 1.5, 3.0, 4.0)),
        ({"collar": 0.25, "overlap": False}, (19.0, 1.0, 2.0, 3.5)),
        ({"region": [(2, 22)]}, (19.0, 1.0, 2.0, 4.0)),
        ({"collar": 0.1, "region": [(2, 22)]}, (18.0, 0.8, 1.6, 3.8)),
    ],
)
def test_collar_overlap_and_region_are_those_of_pyannote(options: dict[str, Any], expected: tuple[float, ...]) -> None:
    found = diarization(REFERENCE, FOUND, **options)
    assert (found.speech, found.missed, found.false_alarm, found.confusion) == pytest.approx(expected)


def test_nothing_said_has_no_rate() -> None:
    assert diarization([], FOUND).rate is None
    assert diarization(REFERENCE, []).rate == 1


def test_boundaries_meet_one_to_one() -> None:
    assert boundaries([1.0, 2.0, 3.0], [1.04, 1.01, 2.2, 3.0], 0.05) == Boundaries(2, 3, 4)
    # Each could take the other's: still both meet.
    assert boundaries([1.0, 1.04], [1.02, 1.06], 0.03).hits == 2
    found = boundaries([0.0, 1.0], [0.0], 0.02) + boundaries([5.0], [5.01, 6.0], 0.02)
    assert [found.precision, found.recall, found.f1] == pytest.approx([2 / 3] * 3)
    assert boundaries([], [], 1).f1 is None
