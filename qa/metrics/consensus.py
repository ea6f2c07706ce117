"""One transcript out of several (ROVER: Fiscus, 1997)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from annotation.transcription.distance import align


@dataclass(frozen=True, slots=True)
class Agreed:
    """A word, and the share of the transcripts that have it at this place."""

    word: str
    share: float


def consensus(transcripts: Sequence[Sequence[str]]) -> list[Agreed]:
    """The words that most transcripts have, place by place; of words that as many have, the one that came first.

    The transcripts are aligned one after the other with what is known so far. Nothing is a vote, too: a word that less
    than half have is left out, and where they are even it stays.
    """
    slots: list[list[str]] = []
    for number, words in enumerate(transcripts):
        best = [_winner(slot)[0] for slot in slots]
        slots = _joined(slots, best, words, number)
    chosen = [_winner(slot) for slot in slots]
    return [Agreed(word, count / len(transcripts)) for word, count in chosen if word]


def _joined(slots: list[list[str]], best: list[str], words: Sequence[str], number: int) -> list[list[str]]:
    """The slots with the words of one more transcript; new slots where it says more than those before it."""
    # A slot in which nothing won says nothing that could be aligned; it gets its vote when its turn comes.
    spoken = [place for place, word in enumerate(best) if word]
    steps = align([best[place] for place in spoken], words)
    found: list[list[str]] = []
    at = 0
    for step in steps:
        if step.said:
            while not best[at]:
                found.append([*slots[at], ""])
                at += 1
            found.append([*slots[at], step.heard])
            at += 1
        else:
            found.append([""] * number + [step.heard])
    return [*found, *([*slot, ""] for slot in slots[at:])]


def _winner(slot: Sequence[str]) -> tuple[str, int]:
    counts = Counter(slot)
    most = max(counts.values())
    words = [word for word in slot if counts[word] == most]
    return next((word for word in words if word), ""), most
