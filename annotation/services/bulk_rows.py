"""Records as rows for a bulk insert. Each is written as JSON once, for its row and for the patch that makes it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from annotation.services.patches import (
    MOST_RECORDS,
    InvalidRecords,
    RecordJson,
    not_storable,
    record_problems,
    require_storable_text,
)
from core.errors import DomainError

COLUMNS = ("uid", "kind", "label", "data", "attributes", "z", "group", "source", "score")
dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False).encode
"""JSON text; one encoder for all rows, because making one costs more than using it."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A document's records as values of COLUMNS, and its first patch as JSON text."""

    rows: list[tuple[Any, ...]]
    patch: str


def column(uid: UUID) -> Any:
    """A UUID as this database takes it."""
    return uid if connection.features.has_native_uuid_field else uid.hex


def ready_rows(records: Sequence[RecordJson]) -> Ready:
    """Check the records as those of a patch are, and write them. Raises InvalidRecords, or `patch-too-large`."""
    if len(records) > MOST_RECORDS:
        raise DomainError("patch-too-large", f"A patch has at most {MOST_RECORDS} changes.", limit=MOST_RECORDS)
    rows: list[tuple[Any, ...]] = []
    changes: list[str] = []
    seen: set[UUID] = set()
    try:
        for record in records:
            uid = _uid(record, seen)
            row, after = _written(record)
            rows.append((column(uid), *row))
            changes.append(f'{{"id":"{uid}","before":null,"after":{{"id":"{uid}",{after}}}}}')
    except ValueError as error:
        raise not_storable(error) from error
    patch = f"[{','.join(changes)}]"
    require_storable_text(patch)
    return Ready(rows, patch)


def _uid(record: RecordJson, seen: set[UUID]) -> UUID:
    """The id of a sound record as the database compares it. Raises InvalidRecords for others, and for a second time."""
    name = str(record.get("id"))[:64]
    if problems := record_problems(record):
        raise InvalidRecords({name: problems})
    try:
        uid = UUID(name)
    except ValueError:
        raise InvalidRecords({name: ["id: must be a UUID"]}) from None
    if uid in seen:
        raise InvalidRecords({name: ["occurs twice in the patch"]})
    seen.add(uid)
    return uid


def _written(record: RecordJson) -> tuple[tuple[Any, ...], str]:
    """Values of COLUMNS after the uid, and the same as the inside of a JSON object."""
    kind, label, z, group, score = record["kind"], record["label"], record["z"], record["group"], record["score"]
    data = dump(record["data"])
    attributes = dump(record["attributes"]) if record["attributes"] else "{}"
    source = _source(tuple(record["source"].items()))
    row = (kind, label, data, attributes, z, group, source, score)
    text = (
        f'"kind":{_string(kind)},"label":{_string(label)},"data":{data},"attributes":{attributes},"z":{z},'
        f'"group":{"null" if group is None else _string(group)},"source":{source},'
        f'"score":{"null" if score is None else dump(score)}'
    )
    return row, text


@lru_cache(maxsize=4096)
def _string(value: str) -> str:
    """JSON of a name; the same few come again and again."""
    return dump(value)


@lru_cache(maxsize=4096)
def _source(items: tuple[tuple[str, str], ...]) -> str:
    return dump(dict(items))
