"""NeMo manifests: one JSON object per line with a path, an offset, a duration and what is said."""

from __future__ import annotations

from typing import Any

from annotation.formats import levels, timed
from annotation.formats.json_lines import read_row, text_of, written
from annotation.formats.lined import Pooled, number, span_of
from annotation.formats.names import base
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.source import Source
from annotation.formats.timed import Line, Span
from core.text import Text

PATH = "audio_filepath"


@FORMATS.register
class Nemo(Pooled):
    slug = "nemo"
    title = Text(en="NeMo manifest", zh="NeMo 清单")
    extensions = (".json", ".jsonl")
    file_name = "manifest.json"
    carries = frozenset({"speaker", "text"})
    options = (levels.LEVEL,)
    cannot_carry = (
        Text(
            en="Tiers, channels, labels, attributes, scores and points in time.",
            zh="层、声道、标签、属性、置信度和时间点。",
        ),
    )

    @classmethod
    def files(cls, source: Source) -> list[str]:
        """Those that begin with a line of it; an empty one by its name."""
        heads = ((name, timed.first_line(source, name)) for name in super().files(source))
        return [name for name, head in heads if f'"{PATH}"' in head or (not head and base(name) == cls.file_name)]

    @classmethod
    def ids(cls, recordings: list[str], report: Report) -> list[str]:
        """Paths beside the manifest, as they stand inside the quotes of JSON."""
        return [written(name)[1:-1] for name in recordings]

    @classmethod
    def parse_line(cls, fields: list[str], line: str) -> tuple[str, str, Span]:
        row = read_row(line, PATH)
        start = number(str(row.get("offset") or 0))
        duration = row.get("duration")
        stop = timed.TO_THE_END if duration is None else start + number(str(duration))
        start, stop = span_of(start, stop)
        return text_of(row, PATH), "", Span(start, stop, text_of(row, "text"), speaker=text_of(row, "speaker")[:100])

    @classmethod
    def render_line(cls, name: str, line: Line, report: Report) -> str:
        """Six digits tell samples apart; a duration is the difference of two rounded times, so that both ends stand."""
        assert line.stop is not None
        start, stop = round(line.start, 6), round(line.stop, 6)
        row: dict[str, Any] = {"offset": start, "duration": round(stop - start, 6), "text": line.data["text"]}
        if line.data["speaker"]:
            row["speaker"] = line.data["speaker"]
        return f'{{"{PATH}": "{name}", {written(row)[1:]}'
