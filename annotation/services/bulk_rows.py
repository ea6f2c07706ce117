"""Records as rows for a bulk insert, each checked once, and the patch that makes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from annotation.services.patches import (
    MOST_RECORDS,
    InvalidRecords,
    record_problems,
    storable,
)
from core.errors import DomainError
from core.json_text import encode

COLUMNS = ("uid", "kind", "label", "data", "attributes", "z", "group", "source", "score")


@dataclass(frozen=True, slots=True)
class Ready:
    """A document's records as values of COLUMNS, and its first patch as JSON text."""

    rows: list[tuple[Any, ...]]
    patch: str


def ready_rows(records: Sequence[Mapping[str, Any]]) -> Ready:
    """Check the records as those of a patch are, and write them. Raises InvalidRecords, or `patch-too-large`."""
    if len(records) > MOST_RECORDS:
        raise DomainError("patch-too-large", f"A patch has at most {MOST_RECORDS} changes.", limit=MOST_RECORDS)
    native = connection.features.has_native_uuid_field
    rows: list[tuple[Any, ...]] = []
    changes: list[dict[str, Any]] = []
    seen: set[str] = set()
    for record in records:
        uid = _uid(record, seen)
        rows.append((uid if native else uid.replace("-", ""), *_values(record)))
        after = record if record["id"] == uid else {**record, "id": uid}
        changes.append({"id": uid, "before": None, "after": after})
    # What is free to hold any number has been through `_values`.
    return Ready(rows, storable(changes, encode))


def _uid(record: Mapping[str, Any], seen: set[str]) -> str:
    """The id of a sound record as a database writes it. Raises InvalidRecords for others, and for a second time."""
    if problems := record_problems(record):
        raise InvalidRecords({str(record.get("id"))[:64]: problems})
    uid: str = record["id"].lower()
    if uid in seen:
        raise InvalidRecords({uid: ["occurs twice in the patch"]})
    seen.add(uid)
    return uid


def _values(record: Mapping[str, Any]) -> tuple[Any, ...]:
    """Values of COLUMNS after the uid."""
    return (
        record["kind"],
        record["label"],
        storable(record["data"]),
        storable(record["attributes"]),
        record["z"],
        record["group"],
        storable(record["source"], encode),
        record["score"],
    )
