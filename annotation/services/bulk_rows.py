"""Sound records as rows for a bulk insert, and the patch that makes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from annotation.kinds.record import Record
from annotation.services.patches import MOST_RECORDS, storable
from core.errors import DomainError
from core.json_text import encode

COLUMNS = ("uid", "kind", "label", "data", "attributes", "z", "group", "source", "score")


@dataclass(frozen=True, slots=True)
class Ready:
    """A document's records as values of COLUMNS, and its first patch as JSON text."""

    rows: list[tuple[Any, ...]]
    patch: str


def ready_rows(records: Sequence[Record]) -> Ready:
    """Write sound records. Raises `patch-too-large`, or `invalid-patch` for what no database holds."""
    if len(records) > MOST_RECORDS:
        raise DomainError("patch-too-large", f"A patch has at most {MOST_RECORDS} changes.", limit=MOST_RECORDS)
    native = connection.features.has_native_uuid_field
    rows: list[tuple[Any, ...]] = []
    changes: list[dict[str, Any]] = []
    for record in records:
        uid = record["id"].lower()
        rows.append((uid if native else uid.replace("-", ""), *_values(record)))
        after = record if record["id"] == uid else {**record, "id": uid}
        changes.append({"id": uid, "before": None, "after": after})
    return Ready(rows, storable(changes, encode))


def _values(record: Record) -> tuple[Any, ...]:
    """Values of COLUMNS after the uid."""
    return (
        record["kind"],
        record["label"],
        storable(record["data"]),
        storable(record["attributes"]) if record["attributes"] else "{}",
        record["z"],
        record["group"],
        encode(record["source"]).decode(),
        record["score"],
    )
