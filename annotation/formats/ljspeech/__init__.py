"""LJSpeech: metadata.csv with id, text and normalised text between bars; no header, no quotes; wavs/id.wav."""

from __future__ import annotations

from annotation.formats import timed
from annotation.formats.names import base, stem
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.source import Source
from annotation.formats.timed import Span
from annotation.formats.whole import Row, Whole
from core.text import Text

BAR = "|"


@FORMATS.register
class LjSpeech(Whole):
    """What is said is the normalised text, in which numbers are words; without one, the text as printed."""

    slug = "ljspeech"
    title = Text(en="LJSpeech list (metadata.csv)", zh="LJSpeech 列表（metadata.csv）")
    extensions = ("metadata.csv",)
    file_name = "metadata.csv"
    folder = "wavs"
    carries = frozenset({"text"})
    cannot_carry = (
        Text(
            en="Times: a recording is one utterance, and its texts are joined.",
            zh="时间：每段录音为一个语句，文本将合并。",
        ),
        Text(en="Speakers, tiers, channels, labels, attributes, scores.", zh="说话人、层、声道、标签、属性和置信度。"),
        Text(
            en="The text as printed beside the normalised one; bars in texts.",
            zh="规范化文本之外的原文，以及文本中的竖线。",
        ),
    )

    @classmethod
    def files(cls, source: Source) -> list[str]:
        found = [name for name in source.names if base(name).lower() == cls.file_name]
        return [name for name in found if timed.first_line(source, name).count(BAR) in (1, 2)]

    @classmethod
    def parse_line(cls, fields: list[str], line: str) -> tuple[str, str, Span]:
        name, *texts = (each.strip() for each in line.split(BAR))
        if not name or not 1 <= len(texts) <= 2:
            raise ValueError("it has not id, text and normalised text")
        return f"{cls.folder}/{name}", "", Span(0, timed.TO_THE_END, texts[-1] or texts[0])

    @classmethod
    def render_row(cls, row: Row, report: Report) -> str:
        name, _, text = row
        if BAR in text:
            report.loss("sign-dropped")
            text = " ".join(text.replace(BAR, " ").split())
        return BAR.join((stem(name), text, text))
