"""Patches as values: read, compared, folded and played back. No database.

A patch is a list of {id, before, after}; each side is a record or null. Records are equal when their JSON is.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict
from uuid import UUID

from annotation.kinds.base import InvalidData
from annotation.kinds.record import check_record
from core.errors import DomainError
from core.json_text import encode_finite

RecordJson = dict[str, Any]
MOST_CHANGES = 10_000
MOST_RECORDS = 50_000
"""Changes in one patch that somebody sends, records in one document."""
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


class ChangeJson(TypedDict):
    """One change of a patch, as it travels and as a revision keeps it."""

    id: str
    before: RecordJson | None
    after: RecordJson | None


class ServerChange(TypedDict):
    """The server's newest version of one record; null when it is gone."""

    id: str
    record: RecordJson | None


class InvalidRecords(DomainError):
    """Some records of a patch are not sound: `fields` maps the record's id to what is wrong with it."""

    def __init__(self, fields: dict[str, list[str]]) -> None:
        first = next(iter(fields.values()))[0]
        super().__init__("invalid-record", first, fields=fields, records=list(fields))


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a patch that has been read: `uid` is the id as the database compares it."""

    uid: UUID
    before: RecordJson | None
    after: RecordJson | None

    def json(self) -> ChangeJson:
        return {"id": str(self.uid), "before": self.before, "after": self.after}


def parse_patch(patch: object, *, limit: int = MOST_CHANGES) -> list[Change]:
    """Read a patch that somebody sent; raises InvalidRecords naming the records, or `invalid-patch`."""
    if not isinstance(patch, list) or not all(isinstance(change, dict) for change in patch):
        raise DomainError("invalid-patch", "A patch is a list of {id, before, after}.")
    if len(patch) > limit:
        raise DomainError("patch-too-large", f"A patch has at most {limit} changes.", limit=limit)
    storable(patch)
    changes: dict[UUID, Change] = {}
    wrong: dict[str, list[str]] = {}
    for item in patch:
        change = _read(item, wrong)
        if change is not None and change.uid in changes:
            wrong[str(change.uid)] = ["occurs twice in the patch"]
        elif change is not None:
            changes[change.uid] = change
    if wrong:
        raise InvalidRecords(wrong)
    return list(changes.values())


def _read(item: dict[str, Any], wrong: dict[str, list[str]]) -> Change | None:
    name = str(item.get("id"))[:64]
    try:
        uid = UUID(item["id"])
    except (KeyError, ValueError, TypeError, AttributeError):
        wrong[name] = ["id: must be a UUID"]
        return None
    before, after = item.get("before"), item.get("after")
    problem = _problem(str(uid), before, after)
    if problem:
        wrong[name] = problem
        return None
    return Change(uid, _with_id(uid, before), _with_id(uid, after))


def _with_id(uid: UUID, record: RecordJson | None) -> RecordJson | None:
    """The record with its id as the database writes it, so that upper and lower case are the same."""
    name = str(uid)
    return record if record is None or record.get("id") == name else {**record, "id": name}


def _problem(uid: str, before: object, after: object) -> list[str] | None:
    if before is None and after is None:
        return ["says nothing: both sides are null"]
    if before is not None and not isinstance(before, dict):
        return ["before: must be an object or null"]
    if after is None:
        return None
    problems = record_problems(after)
    if not problems and isinstance(after, dict) and str(after["id"]).lower() != uid:
        problems = ["id: must be the id of the change"]
    return problems


def record_problems(record: object) -> list[str] | None:
    """What is wrong with a record apart from the label schema; None when it is sound."""
    try:
        check_record(record)
    except InvalidData as error:
        return [f"{where}: {message}" for where, messages in error.fields.items() for message in messages]
    return None


def storable(value: object, encode: Callable[[object], bytes] = encode_finite) -> str:
    """JSON text of what a database can keep; raises DomainError `invalid-patch`.

    That leaves out infinite numbers, integers that a browser would round, NUL and lone surrogates. A value whose
    numbers are known to be finite may be written by `core.json_text.encode`, which does not look for others.
    """
    try:
        text = encode(value)
    except ValueError as error:
        raise DomainError("invalid-patch", f"The patch cannot be stored: {error}.") from error
    if b"\\u0000" in text and NUL.search(text):
        raise DomainError("invalid-patch", "The patch holds a NUL character.")
    return text.decode()


def same_json(a: object, b: object) -> bool:
    """Deep equality of JSON values; 1 equals 1.0 but not true."""
    if isinstance(a, dict):
        return (
            isinstance(b, dict) and a.keys() == b.keys() and all(same_json(value, b[key]) for key, value in a.items())
        )
    if isinstance(a, list):
        return isinstance(b, list) and len(a) == len(b) and all(map(same_json, a, b))
    return a == b and isinstance(a, bool) == isinstance(b, bool)


def fold(patches: Iterable[list[ChangeJson]]) -> dict[str, RecordJson | None]:
    """The last `after` of every record that the patches touch, in the order in which they were first touched."""
    last: dict[str, RecordJson | None] = {}
    for patch in patches:
        for change in patch:
            last[change["id"]] = change["after"]
    return last


def replay(patches: Iterable[list[ChangeJson]]) -> dict[str, RecordJson]:
    """The records that result from playing patches onto an empty document, in the order in which they came."""
    state: dict[str, RecordJson] = {}
    for patch in patches:
        play(state, patch)
    return state


def play(state: dict[str, RecordJson], patch: Iterable[ChangeJson]) -> None:
    """Apply a patch to records by id. What is changed keeps its place, what is new comes last."""
    for change in patch:
        if change["after"] is None:
            state.pop(change["id"], None)
        else:
            state[change["id"]] = change["after"]


def difference(before: Mapping[str, RecordJson], after: Mapping[str, RecordJson]) -> list[ChangeJson]:
    """The patch that leads from one set of records to another."""
    ids = list(dict.fromkeys([*before, *after]))
    return [
        {"id": uid, "before": before.get(uid), "after": after.get(uid)}
        for uid in ids
        if not same_json(before.get(uid), after.get(uid))
    ]


def content_hash(records: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 of what an answer says, whoever drew it and in whatever order: two equal hashes mean copied work.

    Ids, stacking order, group names, provenance and scores do not count.
    """
    lines = sorted(
        json.dumps([r["kind"], r["label"], _plain(r["data"]), _plain(r["attributes"])], sort_keys=True) for r in records
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Numbers as floats, so that 1 and 1.0 hash alike."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) + 0.0
    return value
