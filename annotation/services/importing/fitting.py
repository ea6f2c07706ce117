"""What a label file says of one item, as the project keeps it: its own labels, and nothing that its schema refuses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from annotation.formats import Item
from annotation.formats.base import Decoded
from annotation.kinds.record import Record
from annotation.services.bulk_rows import Ready, ready_rows
from annotation.services.label_rules import LabelRules
from core.chunks import chunks
from projects.schema import SchemaContent

MOST_TASKS, MOST_RECORDS = 500, 10_000
"""Of one portion: written in one transaction, and held in memory."""
_KIND_AND_LABEL, _ATTRIBUTES = itemgetter("kind", "label"), itemgetter("attributes")


class Classes:
    """From the class names of the files to the keys of the project's labels."""

    def __init__(self, content: SchemaContent) -> None:
        self._keys: dict[str, str] = {}
        for label in content.labels:
            for name in (label.key, *label.name.values()):
                self._keys.setdefault(name.casefold(), label.key)
        self._keys |= {label.key: label.key for label in content.labels}

    def key(self, name: str) -> str | None:
        return self._keys.get(name) or self._keys.get(name.casefold())


def as_key(name: str) -> str:
    """A class name as the key of a label: what is not allowed in one becomes a dash."""
    return re.sub(r"[^\w .\-]+", "-", name).strip(" .-_")[:100]


@dataclass(slots=True)
class Left:
    """Records that were left out: by unknown class, and by what the schema has against them."""

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
    unchanged: set[tuple[str, str]] = field(default_factory=set)
    """Kinds with labels whose records fit as they are when they have no attributes."""

    def portions(self, decoded: Decoded, items: Iterator[Item]) -> Generator[Portion]:
        for chunk in chunks(items, most=MOST_TASKS, weigh=lambda item: len(item.records), heaviest=MOST_RECORDS):
            yield Portion([self.fitted(item) for item in chunk])
        yield Portion([], [problem.json() for problem in decoded.report.problems])

    def fitted(self, item: Item) -> Fitted:
        left = Left()
        records = self._records(item, left)
        file = item.media.name if item.media else item.name
        ready = ready_rows(records) if records else None
        lost = left if left.unknown or left.misfits else None
        return Fitted(item.name, file, item.width, item.height, len(item.records), ready, lost)

    def _records(self, item: Item, left: Left) -> list[Record]:
        """The records that fit, each under the project's own key of its label."""
        if any(map(_ATTRIBUTES, item.records)):
            return [fitted for record in item.records if (fitted := self._fitted(record, left))]
        # Without attributes, what becomes of a record is the same for all of a kind and label.
        unlike = set(map(_KIND_AND_LABEL, item.records)) - self.unchanged
        if not unlike:
            return item.records
        kept: list[Record] = []
        for record in item.records:
            fitted = self._fitted(record, left) if _KIND_AND_LABEL(record) in unlike else record
            if fitted is not None:
                kept.append(fitted)
            if fitted is record or fitted == record:
                self.unchanged.add(_KIND_AND_LABEL(record))
        return kept

    def _fitted(self, record: Record, left: Left) -> Record | None:
        """The record under the project's own key of its label, without attributes that do not fit; None, counted."""
        if record["label"]:
            key = self.classes.key(record["label"])
            if key is None:
                left.unknown[record["label"]] += 1
                return None
            record = {**record, "label": key}
        if not self.rules.problems(record):
            return record
        record = self._without_misfits(record, left)
        if problems := self.rules.problems(record):
            left.misfits[problems[0][:100]] += 1
            return None
        return record

    def _without_misfits(self, record: Record, left: Left) -> Record:
        """The record without attributes that the schema does not know: they are no reason to lose its shape."""
        attributes = {
            key: value
            for key, value in record["attributes"].items()
            if not self.rules.problems({**record, "attributes": {key: value}})
        }
        for key in record["attributes"].keys() - attributes.keys():
            left.misfits[f"{record['label']}: {key}"[:100]] += 1
        return {**record, "attributes": attributes}
