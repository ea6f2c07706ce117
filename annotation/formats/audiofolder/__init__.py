"""Hugging Face audiofolder: recordings below data/, and metadata.jsonl (metadata.csv is read, too) with file_name.

A recording is one row with all its texts in one; or every utterance is cut out to a file of its own, WAV with the
samples of the recording or FLAC of 16 bit (24 where it has more), from its first sample to its last.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from annotation.formats import clips, levels, timed
from annotation.formats.base import Header, Item, Option, Options
from annotation.formats.json_lines import read_row, text_of, written
from annotation.formats.names import base, stem
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.source import Source, Unreadable
from annotation.formats.timed import Line, Span
from annotation.formats.whole import Row, Whole
from annotation.modalities.base import Rejected
from core.text import Text

FILE, TEXT, SPEAKER = "file_name", "transcription", "speaker_id"
TEXTS = (TEXT, "text", "sentence")
SPEAKERS = (SPEAKER, "speaker", "client_id")


@FORMATS.register
class Audiofolder(Whole):
    slug = "audiofolder"
    title = Text(en="Hugging Face audiofolder", zh="Hugging Face audiofolder")
    extensions = ("metadata.jsonl", "metadata.csv")
    file_name = "metadata.jsonl"
    folder = "data"
    carries = frozenset({"speaker", "text"})
    cannot_carry = (
        Text(
            en="Times: a row is a whole recording with its texts joined, or an utterance that was cut out.",
            zh="时间：每行为整段录音（文本合并），或切出的单个语句。",
        ),
        Text(en="Tiers, labels, attributes, scores.", zh="层、标签、属性和置信度。"),
    )
    options = (
        Option(
            "audio",
            Text(en="Audio", zh="音频"),
            (
                ("whole", Text(en="Whole recordings", zh="整段录音")),
                ("wav", Text(en="Every utterance cut out, WAV", zh="逐句切分为 WAV")),
                ("flac", Text(en="Every utterance cut out, FLAC", zh="逐句切分为 FLAC")),
            ),
            reading=False,
        ),
        levels.LEVEL,
    )

    @classmethod
    def files(cls, source: Source) -> list[str]:
        found = [name for name in source.names if base(name).lower() in cls.extensions]
        return [name for name in found if FILE in timed.first_line(source, name)]

    @classmethod
    def _lines(cls, source: Source, name: str, report: Report) -> Iterator[tuple[str, str, str, Span]]:
        folder = name[: len(name) - len(base(name))]
        text = timed.read_text(source, name, report) or ""
        rows = _table(text) if name.lower().endswith(".csv") else enumerate(text.splitlines(), 1)
        for number, line in rows:
            try:
                found = _read(line)
            except ValueError as error:
                report.problem(name, f"line {number}", "bad-line", reason=str(error))
                continue
            if found is not None:
                path, said, speaker = found
                yield f"line {number}", folder + path, "", Span(0, timed.TO_THE_END, said, speaker=speaker[:100])

    @classmethod
    def render_row(cls, row: Row, report: Report) -> str:
        name, speaker, text = row
        return _row(f"{cls.folder}/{name}", speaker, text)

    @classmethod
    def encode(
        cls, header: Header, items: Iterable[Item], sink: Sink, options: Options | None = None, *, images: bool = False
    ) -> Report:
        chosen = cls.chosen(options)
        kind = chosen["audio"]
        if kind == "whole":
            return super().encode(header, items, sink, options, images=images)
        report, rows, taken = Report(), dict[str, str](), set[str]()
        for item in levels.written(items, chosen, report):
            report.items += 1
            lines = timed.lines_of(item, report, kinds=cls.kinds, carries=cls.carries | {"channel"})
            spoken = [line for line in lines if line.data["text"].strip()]
            report.loss("empty-dropped", len(lines) - len(spoken))
            report.records -= len(lines) - len(spoken)
            short = "_".join(base(stem(item.name)).split())
            name = timed.free_name(short, "_".join(stem(item.name).replace("/", "-").split()), taken)
            named = {f"{cls.folder}/{name}-{number:05d}.{kind}": line for number, line in enumerate(spoken, 1)}
            for path, line in named.items():
                rows[path] = _row(path, line.data["speaker"], timed.one_line(line.data["text"], report))
            if images and named:
                _cut(item, named, kind, sink, report)
        sink.write(cls.file_name, "".join(f"{rows[path]}\n" for path in sorted(rows, key=str.encode)).encode())
        return report


def _read(line: str | dict[str, Any]) -> tuple[str, str, str] | None:
    """File, text and speaker of a row; None for an empty line. Raises ValueError."""
    if isinstance(line, str):
        if not line.strip():
            return None
        line = read_row(line)
    path = text_of(line, FILE)
    if not path:
        raise ValueError(f"it has no {FILE}")
    said, speaker = (_first(line, keys) for keys in (TEXTS, SPEAKERS))
    return path, said, speaker


def _first(row: dict[str, Any], keys: Iterable[str]) -> str:
    return next((text_of(row, key) for key in keys if row.get(key)), "")


def _row(path: str, speaker: str, text: str) -> str:
    row = {FILE: path, TEXT: text}
    return written(row | ({SPEAKER: speaker} if speaker else {}))


def _table(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return ((rows.line_num, row) for row in rows)


def _cut(item: Item, named: dict[str, Line], kind: str, sink: Sink, report: Report) -> None:
    if item.media is None:
        report.loss("image-not-there", len(named))
        return
    try:
        with clips.decoded(item.media) as sound:
            for path, line in named.items():
                data = line.data
                sink.write(path, clips.clip(sound, data["start"], data["stop"], data["channel"], kind))
    except Unreadable as error:
        report.problem(item.media.name, "", error.code, **error.params)
    except Rejected as error:
        report.problem(item.media.name, "", "not-readable", reason=error.text.en)
