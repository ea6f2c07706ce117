"""The one way in: whatever a format makes of a file, what comes out of here are sound records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from operator import itemgetter

from annotation.formats.base import Decoded, Format, Item, Options
from annotation.formats.report import Report
from annotation.formats.source import Source
from annotation.kinds import KINDS, InvalidData
from annotation.kinds.compiled import all_sound
from annotation.kinds.record import Record, check_record

_KIND = itemgetter("kind")
_WITH_BLOBS = frozenset(kind.slug for kind in KINDS if kind.with_blob)
"""Kinds whose records may point at a file."""


def read(format: type[Format], source: Source, options: Options | None = None) -> Decoded:
    """The data set as a stream of items whose records `check_record` has let through, each id once in an item.

    What it has not let through goes to the report.
    """
    decoded = format.decode(source, options)
    return replace(decoded, items=_sound(decoded.items, decoded.report))


def _sound(items: Iterator[Item], report: Report) -> Iterator[Item]:
    for item in items:
        records = _with_blobs(item, _sound_records(item, report), report)
        if len(records) < len(item.records):
            report.records -= len(item.records) - len(records)
            item = replace(item, records=records)
        yield item


def _sound_records(item: Item, report: Report) -> list[Record]:
    if all_sound(item.records):
        return item.records
    sound: list[Record] = []
    seen: set[str] = set()
    for index, record in enumerate(item.records):
        try:
            check_record(record)
        except InvalidData as error:
            field, messages = next(iter(error.fields.items()))
            report.problem(*_place(item, index), "bad-geometry", field=field, reason=messages[0])
            continue
        uid = record["id"].lower()
        if uid in seen:
            report.problem(*_place(item, index), "duplicate-id", id=uid)
            continue
        seen.add(uid)
        sound.append(record)
    return sound


def _with_blobs(item: Item, records: list[Record], report: Report) -> list[Record]:
    """The records whose files are there, and are what the records say of them."""
    if _WITH_BLOBS.isdisjoint(map(_KIND, records)):
        return records
    wrong: set[str] = set()
    for record in records:
        kind = KINDS[record["kind"]]
        name = kind.blob_of(record["data"])
        if name is None:
            continue
        try:
            if name not in item.blobs:
                raise InvalidData({"blob": ["is not there"]})
            kind.check_blob(record["data"], item.blobs[name])
        except InvalidData as error:
            field, messages = next(iter(error.fields.items()))
            report.problem(*_place(item, 0), "bad-geometry", field=f"data.{field}", reason=messages[0])
            wrong.add(record["id"])
    return [record for record in records if record["id"] not in wrong] if wrong else records


def _place(item: Item, index: int) -> tuple[str, str]:
    file, place = item.said_in or (item.name, "")
    return file, f"{place}, records[{index}]" if place else f"records[{index}]"
