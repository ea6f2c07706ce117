"""STM: utterances with speaker and transcript, the reference of scorers (NIST SCTK)."""

from __future__ import annotations

import re

from annotation.formats import levels, timed
from annotation.formats.lined import Pooled, number, span_of
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.timed import Line, Span
from core.text import Text

NOBODY = "<NA>"
FIELDS = re.compile(r"\s*(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)(?:\s+(?:<[^<>\s]*,[^<>]*>\s*)?(.*))?")
"""File, channel, speaker, begin, end, perhaps conditions ("<o,f0,male>"), transcript."""


@FORMATS.register
class Stm(Pooled):
    slug = "stm"
    title = Text(en="STM (transcripts)", zh="STM（转写）")
    extensions = (".stm",)
    file_name = "labels.stm"
    carries = frozenset({"speaker", "text", "channel"})
    options = (levels.LEVEL,)
    cannot_carry = (
        Text(en="Tiers, labels, attributes, scores and points in time.", zh="层、标签、属性、置信度和时间点。"),
        Text(en="Line breaks in texts and blanks in names.", zh="文本中的换行和名称中的空白。"),
    )

    @classmethod
    def parse_line(cls, fields: list[str], line: str) -> tuple[str, str, Span]:
        match = FIELDS.fullmatch(line)
        if match is None:
            raise ValueError("it has not file, channel, speaker, begin and end")
        name, channel, speaker, first, last, text = match.groups()
        start, stop = span_of(number(first), number(last))
        speaker = "" if speaker == NOBODY else speaker
        return name, channel, Span(start, stop, (text or "").strip(), speaker=speaker)

    @classmethod
    def render_line(cls, name: str, line: Line, report: Report) -> str:
        assert line.stop is not None
        speaker = timed.one_word(line.data["speaker"], report, empty=NOBODY)
        text = timed.one_line(line.data["text"], report)
        channel = timed.channel_name(line.data["channel"])
        return f"{name} {channel} {speaker} {line.start:.6f} {line.stop:.6f} {text}".rstrip()
