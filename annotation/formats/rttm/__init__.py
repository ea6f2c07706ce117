"""RTTM: who speaks when (NIST Rich Transcription evaluation plan, 2009). Lines of nine or ten fields are read."""

from __future__ import annotations

from annotation.formats import timed
from annotation.formats.lined import Pooled, number, span_of
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.timed import Line, Span
from core.text import Text

NONE = "<NA>"
OTHER = {"SPKR-INFO", "NOSCORE", "NO_RT_METADATA", "SEGMENT", "FILLER", "EDIT", "IP", "SU", "CB", "A/P", "NON-LEX"}
"""Types of lines that say nothing of who speaks."""


@FORMATS.register
class Rttm(Pooled):
    slug = "rttm"
    title = Text(en="RTTM (speakers)", zh="RTTM（说话人）")
    extensions = (".rttm",)
    file_name = "labels.rttm"
    carries = frozenset({"speaker", "channel", "score"})
    cannot_carry = (
        Text(en="What is said, tiers, labels, attributes and points in time.", zh="转写文本、层、标签、属性和时间点。"),
        Text(en="Blanks in names: they become underscores.", zh="名称中的空白将变为下划线。"),
    )

    @classmethod
    def parse_line(cls, fields: list[str], line: str) -> tuple[str, str, Span] | None:
        if fields[0] in OTHER:
            return None
        if fields[0] not in ("SPEAKER", "LEXEME") or len(fields) not in (9, 10):
            raise ValueError("it is not a SPEAKER line of nine or ten fields")
        start, stop = span_of(number(fields[3]), number(fields[3]) + number(fields[4]))
        text = fields[5] if fields[0] == "LEXEME" and fields[5] != NONE else ""
        score = float(fields[8]) if fields[8] != NONE else None
        if score is not None and not 0 <= score <= 1:
            raise ValueError(f"the confidence {fields[8]} does not lie between 0 and 1")
        label = timed.WORD if text else timed.SPEECH
        speaker = "" if fields[7] == NONE else fields[7]
        return fields[1], fields[2], Span(start, stop, text, label, speaker, score=score)

    @classmethod
    def render_line(cls, name: str, line: Line, report: Report) -> str:
        assert line.stop is not None
        speaker = timed.one_word(line.data["speaker"], report, empty=NONE)
        score = NONE if line.record["score"] is None else f"{line.record['score']:.6g}"
        channel, length = timed.channel_name(line.data["channel"]), line.stop - line.start
        return f"SPEAKER {name} {channel} {line.start:.6f} {length:.6f} {NONE} {NONE} {speaker} {score} {NONE}"
