"""WebVTT captions (W3C); speakers are voices, `<v Name>`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from annotation.formats import captions, levels
from annotation.formats.base import Item
from annotation.formats.lined import Beside
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.timed import Line, Recording, Span
from core.text import Text

VOICE = re.compile(r"<v(?:\.[^\s>]+)?\s+([^>]+)>")
MARKUP = re.compile(r"</?(?:v|c|i|b|u|ruby|rt|lang)(?:[.\s][^>]*)?>|<\d[\d:.]*>")


@FORMATS.register
class WebVtt(Beside):
    slug = "webvtt"
    title = Text(en="WebVTT captions", zh="WebVTT 字幕")
    extensions = (".vtt",)
    kinds = frozenset({"segment"})
    carries = frozenset({"text", "speaker"})
    options = (levels.LEVEL,)
    cannot_carry = (
        Text(en="Times finer than a millisecond.", zh="毫秒以下的时间精度。"),
        Text(
            en="Tiers, channels, labels, attributes, scores and points in time.",
            zh="层、声道、标签、属性、置信度和时间点。",
        ),
        Text(en="Empty lines in texts.", zh="文本中的空行。"),
    )  # fmt: skip

    @classmethod
    def parse(cls, text: str, file: str, recording: Recording, report: Report) -> Iterator[Span]:
        if not text.startswith("WEBVTT"):
            report.problem(file, "line 1", "not-this-format", format="WebVTT", reason="it does not begin with WEBVTT")
            return
        for start, stop, said in captions.cues(text, file, report):
            whole = "\n".join(said)
            voice = VOICE.search(whole)
            speaker = html.unescape(voice[1]).strip() if voice else ""
            yield Span(start, stop, html.unescape(MARKUP.sub("", whole)), speaker=speaker)

    @classmethod
    def render(cls, lines: list[Line], item: Item, report: Report, options: dict[str, str]) -> bytes:
        rows = ["WEBVTT", ""]
        for line in lines:
            said = [html.escape(each, quote=False) for each in captions.lines_of(line.data["text"], report)]
            if speaker := " ".join(line.data["speaker"].split()):
                said = [f"<v {html.escape(speaker, quote=False)}>{said[0] if said else ''}", *said[1:]]
            rows += [captions.times(line.start, line.end, "."), *said, ""]
        return "".join(f"{row}\n" for row in rows).encode()
