"""Two versions of the transcript of one recording, compared utterance by utterance as far as they go together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from annotation.transcription.distance import Step, align, words_of
from annotation.transcription.rules import Rules

Record = Mapping[str, Any]
READING = "reading"
"""Label of how a segment is read, in pinyin or furigana: no text of the transcript, so no rule is for it."""
PARTS = frozenset({"word", "phone", READING})
"""Labels of what utterances are made of: their texts say the same once more."""


def utterances(records: Iterable[Record]) -> list[Record]:
    """The segments of their own that have a text, by time."""
    found = [
        record
        for record in records
        if record["kind"] == "segment"
        and record["data"]["text"]
        and record["data"]["parent"] is None
        and record["label"] not in PARTS
    ]
    return sorted(found, key=lambda record: (record["data"]["start"], record["data"]["stop"], record["id"]))


def steps_between(said: Sequence[Record], heard: Sequence[Record], rules: Rules) -> list[Step]:
    """The steps from the texts of the reference `said` to those of `heard`; both are utterances by time.

    Utterances that are the same in both, by id and text, stand; between them the texts are aligned as one, so that
    nothing is wrong where an utterance was only divided or joined.
    """
    return [step for one, two in _stretches(said, heard) for step in align(_words(one, rules), _words(two, rules))]


def _words(records: Iterable[Record], rules: Rules) -> list[str]:
    return [word for record in records for word in words_of(record["data"]["text"], rules)]


def _stretches(one: Sequence[Record], two: Sequence[Record]) -> Iterator[tuple[Sequence[Record], Sequence[Record]]]:
    places = {(record["id"], record["data"]["text"]): place for place, record in enumerate(two)}
    first = second = 0
    for place, record in enumerate(one):
        other = places.get((record["id"], record["data"]["text"]), -1)
        if other >= second:
            yield one[first:place], two[second:other]
            yield one[place : place + 1], two[other : other + 1]
            first, second = place + 1, other + 1
    yield one[first:], two[second:]
