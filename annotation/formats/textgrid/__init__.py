"""Praat's TextGrid: long, short and binary; UTF-8 and UTF-16."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from annotation.formats import timed
from annotation.formats.base import Item, Option
from annotation.formats.lined import Beside
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.source import Source, Unreadable
from annotation.formats.textgrid import binary, grid, text
from annotation.formats.timed import Line, Recording, Span
from core.text import Text

BINARY_AS_TEXT = "latin-1"
"""A binary file on its way to `parse`: every byte is one character."""


@FORMATS.register
class TextGrid(Beside):
    """Tiers are named "speaker - words", "phones" and so on; any other name is kept as the tier of speech."""

    slug = "textgrid"
    title = Text(en="Praat TextGrid", zh="Praat TextGrid")
    extensions = (".TextGrid", ".textgrid")
    labels = (timed.SPEECH, timed.WORD, timed.PHONE, timed.READING)
    carries = frozenset({"text", "speaker", "tier", "label"})
    cannot_carry = (
        Text(
            en="Channels, scores, what is part of what, and attributes but the one choice about a moment without text.",
            zh="声道、置信度、从属关系，以及属性（无文本时间点的唯一选项除外）。",
        ),
        Text(en="Segments without text: an empty interval is a pause.", zh="没有文本的时间段：空区间即停顿。"),
        Text(
            en="Labels other than speech, word and phone: they become tiers.",
            zh="speech、word、phone 以外的标签将变为层。",
        ),
    )  # fmt: skip
    options = (
        Option(
            "form",
            Text(en="Form", zh="形式"),
            (
                ("long", Text(en="Long text", zh="长文本")),
                ("short", Text(en="Short text", zh="短文本")),
                ("binary", Text(en="Binary", zh="二进制")),
                ("utf-16", Text(en="Long text, UTF-16", zh="长文本（UTF-16）")),
            ),
            reading=False,
        ),
    )

    @classmethod
    def text_of(cls, source: Source, name: str, report: Report) -> str | None:
        try:
            data = source.read(name, timed.TEXT_LIMIT)
        except Unreadable as error:
            report.problem(name, "", error.code, **error.params)
            return None
        if data.startswith(binary.MAGIC):
            return data.decode(BINARY_AS_TEXT)
        found = timed.decoded(data)
        if found is None:
            report.problem(name, "", "bad-text")
        return found

    @classmethod
    def parse(cls, said: str, file: str, recording: Recording, report: Report) -> Iterator[Span]:
        is_binary = said.startswith(binary.MAGIC.decode())
        try:
            found = binary.read(said.encode(BINARY_AS_TEXT)) if is_binary else text.read(said)
        except grid.Malformed as error:
            report.problem(file, "", "not-this-format", format="TextGrid", reason=str(error))
            return
        for span in grid.spans(found, recording):
            if span.stop is not None and span.stop <= span.start:
                report.problem(file, f"{span.start:g} s", "bad-line", reason="the interval has no length")
                continue
            yield span

    @classmethod
    def render(cls, lines: list[Line], item: Item, report: Report, options: dict[str, str]) -> bytes:
        samples, rate = item.facts.get("samples") or 0, item.facts.get("rate") or 1
        found = grid.grid_of(lines, samples / rate, report)
        match options["form"]:
            case "binary":
                return binary.written(found)
            case "utf-16":
                return codecs.BOM_UTF16_BE + text.written(found, short=False).encode("utf-16-be")
            case form:
                return text.written(found, short=form == "short").encode()
