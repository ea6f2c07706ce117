"""Writing EAF 3.0. Times are milliseconds; media are named beside the file, so that no path of a machine gets out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from html import escape

from annotation.formats.base import Item
from annotation.formats.lanes import lane_name
from annotation.formats.names import base
from annotation.formats.report import Report
from annotation.formats.timed import Line

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT AUTHOR="" DATE="1970-01-01T00:00:00+00:00" FORMAT="3.0" VERSION="3.0" \
xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd">
    <HEADER MEDIA_FILE="" TIME_UNITS="milliseconds">
        <MEDIA_DESCRIPTOR MEDIA_URL={url} MIME_TYPE="audio/x-wav" RELATIVE_MEDIA_URL={url}/>
    </HEADER>
"""
"""The date is fixed: the same labels give the same bytes."""
TAIL = """    <LINGUISTIC_TYPE GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="default" TIME_ALIGNABLE="true"/>
    <LINGUISTIC_TYPE CONSTRAINTS="Included_In" GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="part" \
TIME_ALIGNABLE="true"/>
    <CONSTRAINT DESCRIPTION="Time alignable annotations within the parent annotation's time interval, gaps are \
allowed" STEREOTYPE="Included_In"/>
</ANNOTATION_DOCUMENT>
"""


@dataclass(frozen=True, slots=True)
class _Row:
    """One annotation: its number, and its times in milliseconds."""

    number: int
    start: int
    stop: int
    line: Line


def written(lines: list[Line], item: Item, report: Report) -> bytes:
    tiers: dict[str, list[_Row]] = defaultdict(list)
    tier_of: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        name = lane_name(line, report)
        start = round(line.start * 1000)
        tiers[name].append(_Row(number, start, max(start + 1, round(line.end * 1000)), line))
        tier_of[line.record["id"]] = name
    parents = {name: _parent(name, rows, tier_of, report) for name, rows in tiers.items()}
    parts = [HEAD.format(url=_quoted(f"./{base(item.name)}")), *_slots(tiers)]
    for name, rows in tiers.items():
        parts += _tier(name, rows, parents[name])
    return "".join([*parts, TAIL]).encode()


def _parent(name: str, rows: list[_Row], tier_of: dict[str, str], report: Report) -> str:
    """The tier that holds all that this one's annotations are parts of; "" when there is no single one."""
    wanted = {row.line.data["parent"] for row in rows}
    found = {tier_of.get(parent, "") for parent in wanted if parent}
    above = found.pop() if len(found) == 1 and None not in wanted else ""
    if not above or above == name:
        for row in rows:
            if row.line.data["parent"]:
                report.loss("parent-dropped")
        return ""
    return above


def _slots(tiers: dict[str, list[_Row]]) -> list[str]:
    """Two slots for each annotation, in the order of time."""
    places = [(time, row.number, end) for rows in tiers.values() for row in rows
              for end, time in ((1, row.start), (2, row.stop))]  # fmt: skip
    slots = [
        f'        <TIME_SLOT TIME_SLOT_ID="ts{number}_{end}" TIME_VALUE="{time}"/>\n'
        for time, number, end in sorted(places)
    ]
    return ["    <TIME_ORDER>\n", *slots, "    </TIME_ORDER>\n"]


def _tier(name: str, rows: list[_Row], parent: str) -> list[str]:
    speaker = rows[0].line.data["speaker"]
    participant = f" PARTICIPANT={_quoted(speaker)}" if speaker else ""
    above = f" PARENT_REF={_quoted(parent)}" if parent else ""
    kind = "part" if parent else "default"
    parts = [f'    <TIER LINGUISTIC_TYPE_REF="{kind}"{above}{participant} TIER_ID={_quoted(name)}>\n']
    for row in rows:
        parts.append(
            f'        <ANNOTATION>\n            <ALIGNABLE_ANNOTATION ANNOTATION_ID="a{row.number}" '
            f'TIME_SLOT_REF1="ts{row.number}_1" TIME_SLOT_REF2="ts{row.number}_2">\n'
            f"                <ANNOTATION_VALUE>{escape(row.line.data['text'])}</ANNOTATION_VALUE>\n"
            "            </ALIGNABLE_ANNOTATION>\n        </ANNOTATION>\n"
        )
    return [*parts, "    </TIER>\n"]


def _quoted(text: str) -> str:
    return f'"{escape(text)}"'
