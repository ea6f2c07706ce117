"""Common Voice: tables with tabs and a header, without quotes; recordings in clips/, one sentence each."""

from __future__ import annotations

from collections.abc import Iterator

from annotation.formats import timed
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.source import Source
from annotation.formats.timed import Span
from annotation.formats.whole import Row, Whole
from core.text import Text

NEEDED = ("path", "sentence")
SPEAKER = "client_id"
COLUMNS = (SPEAKER, "path", "sentence", "up_votes", "down_votes", "age", "gender", "accents", "locale", "segment")
"""Those of the corpus's own releases; what is not known stays empty."""
TAB = "\t"


@FORMATS.register
class CommonVoice(Whole):
    """Of a recording in several tables (validated, train) the first is read."""

    slug = "common_voice"
    title = Text(en="Common Voice table (TSV)", zh="Common Voice 表格（TSV）")
    extensions = (".tsv",)
    file_name = "validated.tsv"
    folder = "clips"
    head = TAB.join(COLUMNS)
    carries = frozenset({"speaker", "text"})
    cannot_carry = (
        Text(
            en="Times: a recording is one utterance, and its texts are joined.",
            zh="时间：每段录音为一个语句，文本将合并。",
        ),
        Text(en="Tiers, channels, labels, attributes, scores.", zh="层、声道、标签、属性和置信度。"),
        Text(en="Votes, age, gender and accent are not read.", zh="不读取投票数、年龄、性别和口音。"),
    )

    @classmethod
    def files(cls, source: Source) -> list[str]:
        heads = ((name, timed.first_line(source, name).split(TAB)) for name in super().files(source))
        return [name for name, columns in heads if set(NEEDED) <= set(columns)]

    @classmethod
    def _lines(cls, source: Source, name: str, report: Report) -> Iterator[tuple[str, str, str, Span]]:
        head, *lines = (timed.read_text(source, name, report) or "").split("\n")
        columns = head.rstrip("\r").split(TAB)
        for number, line in enumerate(lines, 2):
            row = dict(zip(columns, line.rstrip("\r").split(TAB), strict=False))
            if not line.strip():
                continue
            if not all(row.get(key) for key in NEEDED):
                report.problem(name, f"line {number}", "bad-line", reason="it has not path and sentence")
                continue
            span = Span(0, timed.TO_THE_END, row["sentence"].strip(), speaker=row.get(SPEAKER, "").strip()[:100])
            yield f"line {number}", f"{cls.folder}/{row['path']}", "", span

    @classmethod
    def render_row(cls, row: Row, report: Report) -> str:
        name, speaker, text = row
        said = {SPEAKER: timed.one_line(speaker, report), "path": name, "sentence": text}
        return TAB.join(said.get(column, "") for column in COLUMNS)
