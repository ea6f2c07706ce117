"""Lhotse manifests: recordings.jsonl and supervisions.jsonl (read packed by gzip, too), one object per line; older ones
are a list in a .json file.

Times are seconds, written with twelve digits so that every sample comes back; a duration is the number of samples over
the rate. Channels count from 0. A source that is a command or an address is never run or asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from annotation.formats import levels, timed
from annotation.formats.base import Header, Item, Options
from annotation.formats.json_lines import read_row, text_of, written
from annotation.formats.lined import PLACE, Pooled, number, span_of
from annotation.formats.names import base
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.source import Source
from annotation.formats.timed import Line, Span
from core.text import Text

RECORDINGS, SUPERVISIONS = "recordings", "supervisions"
DIGITS = 12
ALL = "*"
"""Stands for all channels until it is known how many there are."""


@FORMATS.register
class Lhotse(Pooled):
    slug = "lhotse"
    title = Text(en="Lhotse manifests", zh="Lhotse 清单")
    extensions = (".jsonl", ".jsonl.gz", ".json", ".json.gz")
    file_name = "supervisions.jsonl"
    carries = frozenset({"speaker", "text", "channel"})
    options = (levels.LEVEL,)
    cannot_carry = (
        Text(en="Tiers, labels, attributes, scores and points in time.", zh="层、标签、属性、置信度和时间点。"),
    )

    @classmethod
    def files(cls, source: Source) -> list[str]:
        return [name for name in super().files(source) if base(name).startswith(SUPERVISIONS)]

    @classmethod
    def text_of(cls, source: Source, name: str, report: Report) -> str | None:
        return _rows(source, name, report)

    @classmethod
    def ids(cls, recordings: list[str], report: Report) -> list[str]:
        return [written(name)[1:-1] for name in super().ids(recordings, report)]

    @classmethod
    def _lines(cls, source: Source, name: str, report: Report) -> Iterator[tuple[str, str, str, Span]]:
        """With the paths of the recordings in place of their ids, where a manifest beside it says them."""
        folder, _, file = name.rpartition("/")
        beside = f"{folder}/" if folder else ""
        manifest = beside + file.replace(SUPERVISIONS, RECORDINGS, 1)
        paths = _paths(source, manifest, report) if manifest in source.names else {}
        for place, recording, channel, span in super()._lines(source, name, report):
            yield place, paths.get(recording, recording), channel, span

    @classmethod
    def parse_line(cls, fields: list[str], line: str) -> tuple[str, str, Span]:
        row = read_row(line, "recording_id")
        start = number(str(row.get("start") or 0))
        start, stop = span_of(start, start + number(str(row.get("duration"))))
        span = Span(start, stop, text_of(row, "text"), speaker=text_of(row, "speaker")[:100])
        return text_of(row, "recording_id"), _channel(row.get("channel")), span

    @classmethod
    def render_line(cls, name: str, line: Line, report: Report) -> str:
        assert line.stop is not None
        start, channel = round(line.start, DIGITS), line.data["channel"]
        row: dict[str, Any] = {
            "id": line.record["id"],
            "recording_id": name,
            "start": start,
            "duration": round(line.stop - start, DIGITS),
            "channel": ALL if channel is None else channel,
        }
        row |= {key: line.data[key] for key in ("text", "speaker") if line.data[key]}
        return written(row).replace(written(PLACE)[1:-1], PLACE, 1)

    @classmethod
    def rows(cls, item: Item, report: Report) -> Iterator[str]:
        """What is on no channel of its own is on all of them."""
        channels = written(list(range(count)) if (count := int(item.facts.get("channels") or 1)) > 1 else 0)
        for row in super().rows(item, report):
            yield row.replace(f'"channel": {written(ALL)}', f'"channel": {channels}', 1)

    @classmethod
    def encode(
        cls, header: Header, items: Iterable[Item], sink: Sink, options: Options | None = None, *, images: bool = False
    ) -> Report:
        known: list[Item] = []
        report = super().encode(header, _noted(items, known), sink, options, images=images)
        ids = super().ids([item.name for item in known], Report())
        rows = sorted(
            (_recording(item, name) for item, name in zip(known, ids, strict=True)), key=lambda row: row["id"]
        )
        whole = "".join(f"{written(row)}\n" for row in rows if row["sampling_rate"])
        sink.write(f"{RECORDINGS}.jsonl", whole.encode())
        return report


def _noted(items: Iterable[Item], known: list[Item]) -> Iterator[Item]:
    for item in items:
        known.append(item)
        yield item


def _recording(item: Item, name: str) -> dict[str, Any]:
    rate, samples, channels = (int(item.facts.get(key) or 0) for key in ("rate", "samples", "channels"))
    source = {"type": "file", "channels": list(range(channels or 1)), "source": item.name}
    return {
        "id": name,
        "sources": [source],
        "sampling_rate": rate,
        "num_samples": samples,
        "duration": round(samples / rate, DIGITS),
    }


def _channel(value: Any) -> str:
    """As files count: from 1; "" for several."""
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    return str(value + 1) if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else ""


def _rows(source: Source, name: str, report: Report) -> str | None:
    """One object per line, out of a list of them, too."""
    text = timed.read_text(source, name, report)
    if text is None or not text.lstrip().startswith("["):
        return text
    try:
        return "\n".join(map(written, json.loads(text)))
    except (ValueError, RecursionError) as error:
        report.problem(name, "", "bad-json", reason=str(error)[:200])
        return None


def _paths(source: Source, manifest: str, report: Report) -> dict[str, str]:
    found: dict[str, str] = {}
    for at, line in enumerate((_rows(source, manifest, report) or "").splitlines(), 1):
        try:
            row = read_row(line, "id") if line.strip() else {}
            sources = row.get("sources")
            first = sources[0] if isinstance(sources, list) and sources and isinstance(sources[0], dict) else {}
            if first.get("type") == "file":
                found[text_of(row, "id")] = text_of(first, "source")
            elif first:
                report.problem(manifest, f"line {at}", "bad-line", reason="its source is no file")
        except ValueError as error:
            report.problem(manifest, f"line {at}", "bad-line", reason=str(error))
    return found
