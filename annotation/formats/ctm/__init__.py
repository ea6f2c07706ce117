"""CTM: words with their times (NIST SCTK). A line is file, channel, begin, DURATION, word and perhaps a confidence."""

from __future__ import annotations

from annotation.formats import timed
from annotation.formats.lined import Pooled, number
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.timed import Line, Span
from core.text import Text


@FORMATS.register
class Ctm(Pooled):
    slug = "ctm"
    title = Text(en="CTM (words)", zh="CTM（单词）")
    extensions = (".ctm",)
    file_name = "words.ctm"
    labels = (timed.WORD,)
    carries = frozenset({"text", "channel", "score", "label"})
    cannot_carry = (
        Text(en="Everything but words: utterances, phones, points in time.", zh="单词以外的内容：语句、音素、时间点。"),
        Text(
            en="Speakers, tiers, attributes, and which utterance a word belongs to.", zh="说话人、层、属性和所属语句。"
        ),
    )

    @classmethod
    def parse_line(cls, fields: list[str], line: str) -> tuple[str, str, Span]:
        if len(fields) not in (5, 6):
            raise ValueError("it has not five or six fields")
        start, duration = number(fields[2]), number(fields[3])
        score = float(fields[5]) if len(fields) == 6 else None
        if score is not None and not 0 <= score <= 1:
            raise ValueError(f"the confidence {fields[5]} does not lie between 0 and 1")
        return fields[0], fields[1], Span(start, start + duration, fields[4], timed.WORD, score=score)

    @classmethod
    def render_line(cls, name: str, line: Line, report: Report) -> str | None:
        if line.record["label"] != timed.WORD or not line.data["text"].strip():
            report.loss("kind-not-carried")
            return None
        assert line.stop is not None
        word = timed.one_word(line.data["text"], report)
        score = "" if line.record["score"] is None else f" {line.record['score']:.6g}"
        channel = timed.channel_name(line.data["channel"])
        return f"{name} {channel} {line.start:.6f} {line.stop - line.start:.6f} {word}{score}"
