"""One line of Groundwork JSONL: an image with its records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from annotation.formats.base import Header, Item
from annotation.formats.images import item_name
from annotation.formats.labels import SchemaGatherer
from annotation.formats.report import Report
from annotation.kinds.record import Record

FORMAT = "groundwork-jsonl"
VERSION = 1
SOUND = ("rate", "samples", "channels")
"""What makes seconds of the times in a recording."""


@dataclass(frozen=True, slots=True)
class Line:
    file: str
    place: str
    value: dict[str, Any]


def header_of(value: object) -> Header:
    """The header in the first line; an empty schema where it is damaged."""
    if isinstance(value, dict) and isinstance(value.get("schema"), dict):
        schema, info = value["schema"], value.get("info")
        if isinstance(schema.get("labels"), list):
            return Header(schema, info if isinstance(info, dict) else {})
    return Header(SchemaGatherer().schema())


def line_of(item: Item) -> dict[str, Any]:
    """An item as JSON; the file itself stays outside."""
    sound = {key: item.facts[key] for key in SOUND if key in item.facts} if "samples" in item.facts else {}
    return {
        "name": item.name,
        "width": item.width,
        "height": item.height,
        **sound,
        "sha256": item.sha256,
        "sequence": item.sequence,
        "frame": item.frame,
        "meta": item.meta,
        "records": item.records,
    }


def item_of(line: Line, report: Report) -> Item | None:
    """The item of a line, its records as they stand there; None when it has no usable name."""
    value = line.value
    name = item_name(value.get("name"))
    if name is None:
        report.problem(line.file, line.place, "unsafe-name", name=value.get("name"))
        return None
    meta, sha256, sequence = value.get("meta"), value.get("sha256"), value.get("sequence")
    return Item(
        name=name,
        width=_count(value.get("width")),
        height=_count(value.get("height")),
        records=_records(line, report),
        sha256=sha256 if isinstance(sha256, str) and len(sha256) <= 64 else "",
        meta=meta if isinstance(meta, dict) else {},
        sequence=sequence if isinstance(sequence, str) and len(sequence) <= 200 else "",
        frame=_count(value.get("frame")) or 0,
        facts={key: count for key in SOUND if (count := _count(value.get(key), 2**53))},
        said_in=(line.file, line.place),
    )


def _records(line: Line, report: Report) -> list[Record]:
    values = line.value.get("records")
    if not isinstance(values, list):
        report.problem(line.file, line.place, "bad-value", field="records", reason="must be a list")
        return []
    return values


def _count(value: object, limit: int = 2**31) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < limit else None
