"""One answer out of several people's: what is the same thing in them, and what most of them say of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median
from typing import Any

from annotation.kinds import KINDS
from annotation.kinds.record import Record
from annotation.transcription import Rules, tokens
from projects.schema.formula import number_of, on_scale, with_computed
from qa.metrics.consensus import consensus
from qa.metrics.matching import touching
from qa.metrics.objects import bounds_of, reach_of

SAME = 0.5
"""Records of two people that are at least so alike are of the same thing."""
LEAST_FOR_CONSENSUS = 3

Numbers = Callable[[Sequence[float]], float]
NUMBERS: dict[str, Numbers] = {"median": median, "mean": mean}
Vote = Callable[[Record, Sequence[Record]], Record | None]
"""The record with what most of those given say in their files; None for nothing."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What several people labelled: for each person their record of it, or none."""

    records: tuple[Record | None, ...]

    @property
    def given(self) -> list[Record]:
        return [record for record in self.records if record is not None]

    @property
    def middle(self) -> Record:
        """The record that is most like the others."""
        given = self.given
        kind = KINDS[given[0]["kind"]]
        return max(given, key=lambda one: sum(kind.similarity(one["data"], other["data"]) for other in given))


def things_in(answers: Sequence[Sequence[Record]]) -> list[Thing]:
    """The things in all answers: records with one id are of one thing, the others go to what they are most like."""
    ids: dict[str, list[Record | None]] = {}
    for person, records in enumerate(answers):
        for record in records:
            ids.setdefault(record["id"], [None] * len(answers))[person] = record
    shared = [row for row in ids.values() if sum(each is not None for each in row) > 1]
    alone = [row for row in ids.values() if sum(each is not None for each in row) == 1]
    return [Thing(tuple(row)) for row in (*shared, *_joined(alone, shared))]


def _joined(alone: list[list[Record | None]], shared: list[list[Record | None]]) -> list[list[Record | None]]:
    """Rows of one record each put together, the most alike first; some join rows that are there already."""
    rows = [*shared, *alone]
    near = ((one, two) for one, two in _near(rows) if two >= len(shared) and not _of_one_person(rows[one], rows[two]))
    pairs = [(alike, one, two) for one, two in near if (alike := _alike(rows[one], rows[two])) >= SAME]
    home = list(range(len(rows)))
    for _, one, two in sorted(pairs, key=lambda pair: -pair[0]):
        first, second = home[one], home[two]
        if first == second or _of_one_person(rows[first], rows[second]):
            continue
        first, second = sorted((first, second))
        rows[first][:] = [a or b for a, b in zip(rows[first], rows[second], strict=True)]
        home = [first if each == second else each for each in home]
    return [rows[at] for at in range(len(shared), len(rows)) if home[at] == at]


def _of_one_person(one: Sequence[Record | None], two: Sequence[Record | None]) -> bool:
    return any(a and b for a, b in zip(one, two, strict=True))


def _near(rows: Sequence[Sequence[Record | None]]) -> Iterator[tuple[int, int]]:
    """Places of rows that may be of the same thing, the lower one first: of all kinds what lies near each other."""
    by_kind: defaultdict[tuple[str, float], list[tuple[int, Record]]] = defaultdict(list)
    for at, row in enumerate(rows):
        record = next(each for each in row if each)
        by_kind[record["kind"], reach_of(record)].append((at, record))
    for (_, reach), found in by_kind.items():
        bounds = [bounds_of(record) for _, record in found]
        for one, two in touching(bounds, bounds, reach):
            if one < two:
                yield found[one][0], found[two][0]


def _alike(one: Sequence[Record | None], two: Sequence[Record | None]) -> float:
    a = next(each for each in one if each)
    b = next(each for each in two if each)
    kind = KINDS[a["kind"]]
    if a["kind"] != b["kind"] or ((kind.whole or kind.layered) and a["label"] != b["label"]):
        return 0.0
    return kind.counterpart(a["data"], b["data"])


def combined(
    answers: Sequence[Sequence[Record]],
    schema: Mapping[str, Any],
    rules: Rules,
    numbers: str = "median",
    vote: Vote | None = None,
    things: Sequence[Thing] | None = None,
) -> list[Record]:
    """What at least half of the people have labelled, as most of them have; numbers by their median or mean, and what
    is in files by `vote`. `things` are those of the answers where they are known already."""
    by_owner = dict(_attributes(schema))
    found = []
    for thing in things_in(answers) if things is None else things:
        given = thing.given
        if len(given) * 2 < len(answers):
            continue
        record = _record(thing, by_owner, rules, NUMBERS[numbers], len(given) / len(answers))
        if vote and KINDS[record["kind"]].with_blob and len(given) > 1:
            decided = vote(record, given)
            found += [decided] if decided else []
        else:
            found.append(record)
    kept = {record["id"] for record in found}
    return [_without_lost_parent(record, kept) for record in sorted(found, key=lambda record: record["z"])]


def _record(
    thing: Thing, by_owner: Mapping[str, Sequence[Mapping[str, Any]]], rules: Rules, numbers: Numbers, share: float
) -> Record:
    given, middle = thing.given, thing.middle
    label = most_common([record["label"] for record in given])
    data = {**middle["data"], "text": _text(given, middle, rules)} if "text" in middle["data"] else middle["data"]
    owner = "?" if middle["kind"] == "answers" else label
    by_key = {attribute["key"]: attribute for attribute in by_owner.get(owner, ())}
    keys = dict.fromkeys(key for record in given for key in record["attributes"])
    attributes: dict[str, Any] = {}
    for key in keys:
        values = [value for record in given if (value := record["attributes"].get(key)) is not None]
        if values:
            attributes[key] = _value(values, by_key.get(key), numbers)
    attributes = with_computed(by_owner.get(owner, ()), attributes)
    source: dict[str, str] = {"origin": "rule"}
    return {
        **middle,
        "label": label,
        "data": data,
        "attributes": attributes,
        "source": source,
        "score": round(share, 3),
    }


def _value(values: list[Any], attribute: Mapping[str, Any] | None, numbers: Numbers) -> Any:
    if isinstance(values[0], list):
        options = dict.fromkeys(option for value in values for option in value)
        return [each for each in options if sum(each in value for value in values) * 2 > len(values)]
    if attribute is not None and attribute["type"] == "number":
        return on_scale(numbers([float(value) for value in values]), attribute)
    ranks = [number_of(value) for value in values]
    if attribute is not None and attribute["type"] == "select" and None not in ranks:
        # Options that are called by numbers are a scale: the middle one.
        return sorted(values, key=float)[(len(values) - 1) // 2]
    return most_common(values)


def _text(given: Sequence[Record], middle: Record, rules: Rules) -> str:
    """The text that most have written; where nobody agrees with anybody, word for word what most have."""
    texts = [record["data"]["text"] for record in given]
    text, count = Counter(texts).most_common(1)[0]
    if count > 1 or len(texts) < LEAST_FOR_CONSENSUS:
        return text if count > 1 else str(middle["data"]["text"])
    return _word_for_word(texts, rules)


def _word_for_word(texts: Sequence[str], rules: Rules) -> str:
    """Words, tags and marks as most have them, each with a blank before it where it mostly has one."""
    said: list[list[str]] = []
    blanks: Counter[str] = Counter()
    for text in texts:
        said.append([])
        after_blank = False
        for token in tokens(text, rules):
            if token.type != "space":
                said[-1].append(token.text)
                blanks[token.text] += 1 if after_blank else -1
            after_blank = token.type == "space"
    return "".join(f" {each.word}" if blanks[each.word] >= 0 else each.word for each in consensus(said)).strip()


def _without_lost_parent(record: Record, kept: set[str]) -> Record:
    parent = record["data"].get("parent")
    return {**record, "data": {**record["data"], "parent": None}} if parent and parent not in kept else record


def most_common(values: Sequence[Any]) -> Any:
    """What most have; of what as many have, what came first."""
    return max(values, key=lambda value: (values.count(value), -values.index(value)))


def _attributes(schema: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[Mapping[str, Any]]]]:
    """Of each label, and of the questions as "?"."""
    yield from ((label["key"], label["attributes"]) for label in schema.get("labels", []))
    yield "?", schema.get("questions", [])
