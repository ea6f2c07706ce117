"""UEM: the stretches of recordings that a score counts (NIST SCTK, pyannote)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from annotation.formats import timed
from annotation.formats.base import Item
from annotation.formats.lined import PLACE, Pooled, number, span_of
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.timed import Line, Span
from core.text import Text

SCORED = "scored"
"""The label of a stretch that counts."""
ANY_CHANNEL = "NA"


@FORMATS.register
class Uem(Pooled):
    """Segments labelled "scored"; a recording without any counts as a whole, for all of it was labelled."""

    slug = "uem"
    title = Text(en="UEM (stretches that count)", zh="UEM（计分区域）")
    extensions = (".uem",)
    file_name = "labels.uem"
    labels = (SCORED,)
    carries = frozenset({"label", "channel"})
    cannot_carry = (
        Text(
            en="Everything but the segments labelled “scored”. A recording without any counts as a whole.",
            zh="标签为“scored”以外的一切。没有此类时间段的录音整段计分。",
        ),
        Text(en="Stretches that touch or overlap become one.", zh="相接或重叠的区域将合并。"),
    )

    @classmethod
    def parse_line(cls, fields: list[str], line: str) -> tuple[str, str, Span]:
        if len(fields) != 4:
            raise ValueError("it has not file, channel, begin and end")
        name, channel, first, last = fields
        start, stop = span_of(number(first), number(last))
        return name, "" if channel == ANY_CHANNEL else channel, Span(start, stop, label=SCORED)

    @classmethod
    def rows(cls, item: Item, report: Report) -> Iterator[str]:
        lines = timed.lines_of(item, report, kinds=cls.kinds, carries=cls.carries)
        scored = [line for line in lines if line.record["label"] == SCORED]
        report.loss("label-not-scored", len(lines) - len(scored))
        report.records -= len(lines) - len(scored)
        rate, samples = item.facts.get("rate"), item.facts.get("samples")
        if not scored and rate and samples:
            yield _row(PLACE, None, 0, samples / rate)
        for channel in sorted({line.data["channel"] for line in scored}, key=_order):
            for line in _merged(line for line in scored if line.data["channel"] == channel):
                yield cls.render_line(PLACE, line, report)

    @classmethod
    def render_line(cls, name: str, line: Line, report: Report) -> str:
        return _row(name, line.data["channel"], line.start, line.end)


def _order(channel: int | None) -> int:
    return -1 if channel is None else channel


def _row(name: str, channel: int | None, start: float, stop: float) -> str:
    said = ANY_CHANNEL if channel is None else timed.channel_name(channel)
    return f"{name} {said} {start:.6f} {stop:.6f}"


def _merged(lines: Iterable[Line]) -> list[Line]:
    """Stretches that lie apart, of lines by time."""
    found: list[Line] = []
    for line in lines:
        if found and line.start <= found[-1].end:
            found[-1] = replace(found[-1], stop=max(found[-1].end, line.end))
        else:
            found.append(line)
    return found
