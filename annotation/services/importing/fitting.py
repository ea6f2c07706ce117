"""What a label file says of one item, as the project keeps it: its own labels, and nothing that its schema refuses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from annotation.formats import Item
from annotation.formats.base import Decoded
from annotation.kinds import KINDS
from annotation.kinds.record import Record
from annotation.services.bulk_rows import Ready, ready_rows
from annotation.services.counts import counts_of, pairs_in
from annotation.services.importing.classes import Classes
from annotation.services.label_rules import LabelRules
from core.chunks import chunks
from projects.schema import SchemaContent
from projects.schema.formula import with_computed

MOST_TASKS, MOST_RECORDS = 250, 10_000
"""Of one portion: written in one transaction, and held in memory."""
BETWEEN, LONGEST_REASON = "\x1f", 100
_ATTRIBUTES = itemgetter("attributes")


def totals_in(content: SchemaContent) -> dict[str, list[dict[str, Any]]]:
    """By label, and under "" for the questions: the attributes where some of them are computed."""
    owners = {"": content.questions, **{label.key: label.attributes for label in content.labels}}
    return {
        owner: [attribute.json() for attribute in attributes]
        for owner, attributes in owners.items()
        if any(attribute.formula for attribute in attributes)
    }


@dataclass(slots=True)
class Left:
    """Records that were left out: by unknown class, and by what the schema has against them."""

    # Counters where they are counted, plain mappings once they have come from the child that reads.
    unknown: dict[str, int] = field(default_factory=Counter)
    misfits: dict[str, int] = field(default_factory=Counter)


@dataclass(slots=True)
class Fitted:
    """An item with its records ready to be kept; None when none fits. `said` is how many its file had."""

    name: str
    file: str
    width: int | None
    height: int | None
    said: int
    ready: Ready | None
    left: Left | None
    blobs: dict[str, bytes] = field(default_factory=dict)
    """Files that its records point at."""


@dataclass(slots=True)
class Portion:
    """Some items, or at the very end what the files themselves have wrong, as `Problem.json` says it."""

    items: list[Fitted]
    problems: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class Fitting:
    """Makes records fit the project. No database: it may run in a process of its own."""

    classes: Classes
    rules: LabelRules
    keys: dict[tuple[str, str], str] = field(default_factory=dict)
    """(label, kind) -> the project's key, of plain shapes without attributes."""
    unchanged: set[tuple[str, str]] = field(default_factory=set)
    """Labels with kinds whose records fit as they are when they have no attributes."""
    totals: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """The attributes of labels, or under "" the questions, some of which follow from others."""

    def portions(self, decoded: Decoded, items: Iterator[Item]) -> Generator[Portion]:
        fitted = map(self.fitted, items)
        for chunk in chunks(fitted, most=MOST_TASKS, weigh=lambda item: item.said, heaviest=MOST_RECORDS):
            yield Portion(chunk)
        yield Portion([], [problem.json() for problem in decoded.report.problems])

    def fitted(self, item: Item) -> Fitted:
        left: Left | None = None
        file = item.media.name if item.media else item.name
        pairs = pairs_in(item.records)
        if pairs.keys() <= self.unchanged and not any(map(_ATTRIBUTES, item.records)):
            ready = ready_rows(item.records, counts_of(pairs)) if item.records else None
        else:
            left = Left()
            records = self._records(item, left)
            ready = ready_rows(records) if records else None
        lost = left if left and (left.unknown or left.misfits) else None
        blobs = dict(item.blobs) if ready else {}
        return Fitted(item.name, file, item.width, item.height, len(item.records), ready, lost, blobs)

    def _records(self, item: Item, left: Left) -> list[Record]:
        """The records that fit, each under the project's own key of its label.

        What becomes of a plain shape without attributes is the same for all of a label and kind.
        """
        kept: list[Record] = []
        for record in item.records:
            pair = (record["label"], record["kind"])
            plain = not record["attributes"] and KINDS[record["kind"]].compiled is not None
            key = self.keys.get(pair) if plain else None
            fitted = self._fitted(record, left) if key is None else _under(record, key)
            if fitted is not None:
                kept.append(fitted)
                if plain:
                    self.keys[pair] = fitted["label"]
        self.unchanged = {pair for pair, key in self.keys.items() if pair[0] == key}
        return kept

    def _fitted(self, record: Record, left: Left) -> Record | None:
        """The record under the project's own key of its label, without attributes that do not fit; None, counted."""
        if record["label"]:
            key = self.classes.key(record["label"])
            if key is None:
                left.unknown[record["label"]] += 1
                return None
            record = _under(record, key)
        data, unknown = KINDS[record["kind"]].relabelled(record["data"], self.classes.key)
        if unknown:
            left.unknown.update(dict.fromkeys(unknown, 1))
            return None
        record = self._reattributed(
            {**record, "data": data}, lambda given: self.classes.attributes(record["label"], given)
        )
        if not self.rules.problems(record):
            return self._computed(record)
        record = self._without_misfits(record, left)
        if problems := self.rules.problems(record):
            left.misfits[self._reason(record, problems[0])] += 1
            return None
        return self._computed(record)

    def _reason(self, record: Record, problem: str) -> str:
        """Why a record was left out: mostly because its label is drawn otherwise here."""
        for use in KINDS[record["kind"]].uses(record["label"], record["data"], {}):
            if use.label in self.rules.labels and use.kind not in self.rules.labels[use.label].kinds:
                return misfit("shape-missing", use.label, use.kind)
        return misfit("does-not-fit", record["label"], problem)

    def _computed(self, record: Record) -> Record:
        """With the numbers that follow from others as the project has them follow, whatever the file says of them."""
        attributes = self.totals.get(record["label"])
        if attributes is None or not (record["label"] or record["kind"] == "answers"):
            return record
        return {**record, "attributes": with_computed(attributes, record["attributes"])}

    def _reattributed(self, record: Record, change: Callable[[Mapping[str, Any]], dict[str, Any]]) -> Record:
        """With its attributes changed, and those inside its data."""
        data = KINDS[record["kind"]].reattributed(record["data"], change)
        return {**record, "data": data, "attributes": change(record["attributes"])}

    def _without_misfits(self, record: Record, left: Left) -> Record:
        """The record without attributes that the schema does not know: they are no reason to lose its shape."""
        bare = self._reattributed(record, lambda _: {})
        if self.rules.problems(bare):
            return bare
        dropped: set[str] = set()

        def fitting(given: Mapping[str, Any]) -> dict[str, Any]:
            wrong = {key for key, value in given.items() if self.rules.problems({**bare, "attributes": {key: value}})}
            dropped.update(wrong)
            return {key: value for key, value in given.items() if key not in wrong}

        record = self._reattributed(record, fitting)
        label = record["label"]
        known = self.rules.labels[label].attributes if label in self.rules.labels else self.rules.questions
        for key in dropped:
            left.misfits[misfit("value-missing" if key in known else "attribute-missing", label, key)] += 1
        return record


def misfit(code: str, label: str, thing: str) -> str:
    """A reason as one text, by which it is counted; `reason_in` takes it apart."""
    return BETWEEN.join((code, label, thing[:LONGEST_REASON]))


def reason_in(text: str) -> tuple[str, str, str]:
    """Code, label ("" for questions), and the kind or attribute."""
    code, label, thing = text.split(BETWEEN, 2)
    return code, label, thing


def _under(record: Record, label: str) -> Record:
    return record if record["label"] == label else {**record, "label": label}
