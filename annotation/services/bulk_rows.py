"""Sound records as the text of a document's content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from annotation.kinds.record import Record
from annotation.services.counts import Counts, count_records, objects_in
from annotation.services.patches import MOST_RECORDS, storable
from core.errors import DomainError
from core.json_text import encode

_ID = itemgetter("id")


@dataclass(frozen=True, slots=True)
class Ready:
    """A document's records and their counts as JSON text, how many there are, and how many are labelled things."""

    records: str
    counts: str
    count: int
    objects: int


def ready_rows(records: Sequence[Record], counts: Counts | None = None) -> Ready:
    """Write sound records; `counts` where they are known.

    Raises `patch-too-large`, or `invalid-patch` for what no database holds.
    """
    if len(records) > MOST_RECORDS:
        raise DomainError("patch-too-large", f"A patch has at most {MOST_RECORDS} changes.", limit=MOST_RECORDS)
    names = "".join(map(_ID, records))
    named = records if names == names.lower() else [_named(record) for record in records]
    counts = counts or count_records(named)
    return Ready(storable(named, encode), encode(counts).decode(), len(named), objects_in(counts))


def _named(record: Record) -> Record:
    """The record with its id as the database writes it."""
    return {**record, "id": record["id"].lower()}
