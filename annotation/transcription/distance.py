"""How far two transcripts are apart: the alignment of least edits, and rates of error that follow from it.

What counts are the words of the law of transcripts: tags, marks and blanks are left out, letters are compared without
case and in NFKC. Each Han character is a word of its own, so that the rate over words of mixed text is its mixed error
rate.
"""

from __future__ import annotations

import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from annotation.transcription.rules import Rules
from annotation.transcription.tokens import tokens

SMALL = 1 << 20
"""Cells of a table of edits that is kept whole; a larger one is divided."""
EDIT, CHANGE = 1 << 32, (1 << 32) + 1
"""What it costs to put in or leave out, and to change: of alignments with as few edits, that with more alike wins."""
Costs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Step:
    """One place of an alignment: what the reference has there and what the other one has; "" for nothing."""

    said: str
    heard: str

    @property
    def edit(self) -> Literal["equal", "substitute", "insert", "delete"]:
        if self.said == self.heard:
            return "equal"
        if not self.said:
            return "insert"
        return "substitute" if self.heard else "delete"


@dataclass(frozen=True, slots=True)
class Rate:
    """Edits for what the reference has: (S + D + I) / N. Rates of several texts are added, not averaged."""

    errors: int = 0
    of: int = 0

    @property
    def value(self) -> float | None:
        """None where the reference has nothing."""
        return self.errors / self.of if self.of else None

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.errors + other.errors, self.of + other.of)


def words_of(text: str, rules: Rules) -> list[str]:
    """The words that are compared."""
    spoken = (token.text for token in tokens(text, rules) if token.type == "word")
    return [unicodedata.normalize("NFKC", word).casefold() for word in spoken]


def characters_of(words: Iterable[str]) -> list[str]:
    """The characters of words as people see them: a letter with the signs that stand on it is one."""
    found: list[str] = []
    for word in words:
        for place, letter in enumerate(word):
            if place and unicodedata.category(letter)[0] == "M":
                found[-1] += letter
            else:
                found.append(letter)
    return found


def rate(said: Sequence[str], heard: Sequence[str]) -> Rate:
    return rate_of(align(said, heard))


def rate_of(steps: Iterable[Step]) -> Rate:
    found = list(steps)
    return Rate(sum(step.edit != "equal" for step in found), sum(bool(step.said) for step in found))


def align(said: Sequence[str], heard: Sequence[str]) -> list[Step]:
    """The steps of least edits from the reference `said` to `heard`; of several such, those with most words alike.

    Memory stays small however long the texts are: a large table is halved (Hirschberg, 1975).
    """
    numbers: dict[str, int] = {}
    one, two = (np.array([numbers.setdefault(each, len(numbers)) for each in part], np.int64) for part in (said, heard))
    pairs = _path(one, two, 0, 0)
    return [Step("" if i is None else said[i], "" if j is None else heard[j]) for i, j in pairs]


Pair = tuple[int | None, int | None]
"""Places in both sequences; None where one has nothing."""


def _path(one: Costs, two: Costs, first: int, second: int) -> list[Pair]:
    head = _alike(one, two)
    tail = _alike(one[head:][::-1], two[head:][::-1])
    inner_one, inner_two = one[head : len(one) - tail], two[head : len(two) - tail]
    ends: list[Pair] = [(first + len(one) - tail + k, second + len(two) - tail + k) for k in range(tail)]
    middle = _between(inner_one, inner_two, first + head, second + head)
    return [*((first + k, second + k) for k in range(head)), *middle, *ends]


def _between(one: Costs, two: Costs, first: int, second: int) -> list[Pair]:
    if len(one) < 2 or (len(one) + 1) * (len(two) + 1) <= SMALL:
        return _traced(one, two, first, second)
    half = len(one) // 2
    forward = _last_row(one[:half], two)
    backward = _last_row(one[half:][::-1], two[::-1])[::-1]
    cut = int(np.argmin(forward + backward))
    return [
        *_path(one[:half], two[:cut], first, second),
        *_path(one[half:], two[cut:], first + half, second + cut),
    ]


def _alike(one: Costs, two: Costs) -> int:
    """How many are the same from the beginning."""
    size = min(len(one), len(two))
    different = np.flatnonzero(one[:size] != two[:size])
    return int(different[0]) if len(different) else size


def _rows(one: Costs, two: Costs) -> Iterator[Costs]:
    """The table of edits row by row. Insertions run along a row: a minimum that falls."""
    steps = np.arange(len(two) + 1, dtype=np.int64) * EDIT
    row = steps
    yield row
    for number, word in enumerate(one, 1):
        above, row = row, row + EDIT
        row[1:] = np.minimum(row[1:], above[:-1] + (two != word) * CHANGE)
        row[0] = number * EDIT
        row = np.minimum.accumulate(row - steps) + steps
        yield row


def _last_row(one: Costs, two: Costs) -> Costs:
    return deque(_rows(one, two), maxlen=1)[0]


def _traced(one: Costs, two: Costs, first: int, second: int) -> list[Pair]:
    table = list(_rows(one, two))
    i, j = len(one), len(two)
    found: list[Pair] = []
    while i or j:
        if i and j and table[i][j] == table[i - 1][j - 1] + int(one[i - 1] != two[j - 1]) * CHANGE:
            i, j = i - 1, j - 1
            found.append((first + i, second + j))
        elif i and table[i][j] == table[i - 1][j] + EDIT:
            i -= 1
            found.append((first + i, None))
        else:
            j -= 1
            found.append((None, second + j))
    return found[::-1]
