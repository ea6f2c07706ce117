"""SubRip subtitles."""

from __future__ import annotations

from collections.abc import Iterator

from annotation.formats import captions, levels
from annotation.formats.base import Item
from annotation.formats.lined import Beside
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.timed import Line, Recording, Span
from core.text import Text


@FORMATS.register
class Srt(Beside):
    slug = "srt"
    title = Text(en="SubRip subtitles (SRT)", zh="SubRip 字幕（SRT）")
    extensions = (".srt",)
    kinds = frozenset({"segment"})
    carries = frozenset({"text"})
    options = (levels.LEVEL,)
    cannot_carry = (
        Text(en="Times finer than a millisecond.", zh="毫秒以下的时间精度。"),
        Text(
            en="Speakers, tiers, channels, labels, attributes, scores and points in time.",
            zh="说话人、层、声道、标签、属性、置信度和时间点。",
        ),
        Text(en="Empty lines in texts.", zh="文本中的空行。"),
    )  # fmt: skip

    @classmethod
    def parse(cls, text: str, file: str, recording: Recording, report: Report) -> Iterator[Span]:
        for start, stop, said in captions.cues(text, file, report):
            yield Span(start, stop, "\n".join(said))

    @classmethod
    def render(cls, lines: list[Line], item: Item, report: Report, options: dict[str, str]) -> bytes:
        rows: list[str] = []
        for number, line in enumerate(lines, 1):
            rows += [
                str(number),
                captions.times(line.start, line.end, ","),
                *captions.lines_of(_without_arrows(line.data["text"], report), report),
                "",
            ]
        return "".join(f"{row}\n" for row in rows).encode()


def _without_arrows(text: str, report: Report) -> str:
    """What looks like times would end the cue."""
    if "-->" in text:
        report.loss("blank-changed")
    return text.replace("-->", "→")
