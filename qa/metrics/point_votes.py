"""What most people say of every point of a frame.

Each point has the class that more people gave it than any other; no class is a vote too. Where as many say one thing as
another nobody decides: the point stays without a label, and is counted as `tied`. Things of different people are the
same where they overlap by more than half, so that their numbers, which mean nothing to others, can be voted on too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotation.kinds.point_labels import MOST_CLASSES, Values

Codes = NDArray[np.int64]
SAME = 0.5


@dataclass(frozen=True, slots=True)
class Vote:
    """`values` are those of `point_labels` with `labels` as classes; of `points` that anybody labelled all say the same
    of `agreed`, and of `tied` no class has the most votes. `with_most`: of how many each person says what most do."""

    values: Values
    labels: list[str]
    points: int
    agreed: int
    tied: int
    with_most: list[int]


def voted(answers: Sequence[tuple[Values, Sequence[str]]]) -> Vote:
    """The vote of several people on the same points; the first one's numbers of things are kept."""
    names = list(dict.fromkeys(name for _, labels in answers for name in labels))
    codes = [_coded(values, labels, names) for values, labels in answers]
    classes = np.stack([each >> 16 for each in codes])
    winner, tied = _most(classes, len(names) + 1)
    numbered = np.stack(_in_common(codes))
    # Of a point's things count those of its class.
    things = np.where(classes == winner, numbered, 0)
    values = np.where(winner > 0, winner | (_thing(things) << 16), 0).astype(np.uint32)
    anybody = (classes > 0).any(axis=0)
    same = anybody & (classes == classes[0]).all(axis=0)
    kept = np.unique(winner[winner > 0])
    place = np.zeros(len(names) + 1, np.uint32)
    place[kept] = np.arange(1, len(kept) + 1)
    values = (values & ~np.uint32(MOST_CLASSES)) | place[values & MOST_CLASSES]
    labels = [names[each - 1] for each in kept.tolist()]
    with_most = [int((anybody & ~tied & (mine == winner)).sum()) for mine in classes]
    return Vote(values, labels, int(anybody.sum()), int(same.sum()), int(tied.sum()), with_most)


def _coded(values: Values, labels: Sequence[str], names: Sequence[str]) -> Codes:
    """The label as its place in `names` from 1 on above 16 bits, the instance below."""
    place = np.array([0, *(names.index(label) + 1 for label in labels)], dtype=np.int64)
    classes = place[values & MOST_CLASSES]
    coded: Codes = (classes << 16) | np.where(classes > 0, values >> 16, 0)
    return coded


def _most(votes: Codes, choices: int) -> tuple[Codes, NDArray[np.bool_]]:
    """The choice with the most votes of each column, 0 where several have as many; and where that is."""
    best = np.zeros(votes.shape[1], np.int64)
    most = np.zeros(votes.shape[1], np.int64)
    tied = np.zeros(votes.shape[1], bool)
    for choice in range(choices):
        count = (votes == choice).sum(axis=0)
        tied = np.where(count > most, False, tied | ((count == most) & (count > 0)))
        best = np.where(count > most, choice, best)
        most = np.maximum(most, count)
    return np.where(tied, 0, best), tied


def _in_common(codes: Sequence[Codes]) -> list[Codes]:
    """The number of each point's thing, the same for what is the same thing; those of the first stay as they are."""
    known: list[Codes] = []
    used: dict[int, int] = {}
    for mine in codes:
        renumbered = np.zeros(len(mine), np.int64)
        for code in np.unique(mine[(mine & MOST_CLASSES) > 0]).tolist():
            here = mine == code
            number = next((found for other in known if (found := _same_thing(here, code >> 16, other))), None)
            if number is None:
                wanted = code & MOST_CLASSES if not known else used.get(code >> 16, 0) + 1
                number = min(wanted, MOST_CLASSES)
            used[code >> 16] = max(used.get(code >> 16, 0), number)
            renumbered[here] = number
        known.append(((mine >> 16) << 16) | renumbered)
    return [each & MOST_CLASSES for each in known]


def _same_thing(here: NDArray[np.bool_], label: int, other: Codes) -> int | None:
    """The number of the thing of this label in `other` that is mostly the same points."""
    inside = other[here]
    fitting = inside[(inside >> 16 == label) & ((inside & MOST_CLASSES) > 0)]
    if not len(fitting):
        return None
    found, counts = np.unique(fitting, return_counts=True)
    code, shared = int(found[counts.argmax()]), int(counts.max())
    either = int(here.sum()) + int((other == code).sum()) - shared
    return code & MOST_CLASSES if shared / either > SAME else None


def _thing(numbers: Codes) -> Codes:
    """The number that most have, of as many the first person's; no number counts where nobody has one."""
    best = np.zeros(numbers.shape[1], np.int64)
    most = np.zeros(numbers.shape[1], np.int64)
    for mine in numbers:
        count = np.where(mine > 0, (numbers == mine).sum(axis=0), 0)
        best = np.where(count > most, mine, best)
        most = np.maximum(most, count)
    return best
