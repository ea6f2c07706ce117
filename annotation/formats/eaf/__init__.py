"""ELAN's EAF, versions 2.6 to 3.0 (the schemas of the Max Planck Institute for Psycholinguistics); 3.0 is written."""

from __future__ import annotations

from collections.abc import Iterator

from annotation.formats import timed
from annotation.formats.base import Item
from annotation.formats.eaf import decode, encode
from annotation.formats.lined import Beside
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.source import Source, Unreadable
from annotation.formats.timed import Line, Recording, Span
from core.text import Text


@FORMATS.register
class Eaf(Beside):
    """Tiers are named as in TextGrids; the speaker is the participant of the tier."""

    slug = "eaf"
    title = Text(en="ELAN (EAF)", zh="ELAN 标注（EAF）")
    extensions = (".eaf",)
    kinds = frozenset({"segment"})
    labels = (timed.SPEECH, timed.WORD, timed.PHONE, timed.READING)
    carries = frozenset({"text", "speaker", "tier", "label", "parent"})
    cannot_carry = (
        Text(en="Times finer than a millisecond, and points in time.", zh="毫秒以下的时间精度和时间点。"),
        Text(en="Channels, attributes and scores.", zh="声道、属性和置信度。"),
        Text(
            en="Labels other than speech, word and phone: they become tiers.",
            zh="speech、word、phone 以外的标签将变为层。",
        ),
    )

    @classmethod
    def text_of(cls, source: Source, name: str, report: Report) -> str | None:
        """The XML says its own encoding; every byte is one character on the way to `parse`."""
        try:
            return source.read(name, timed.TEXT_LIMIT).decode("latin-1")
        except Unreadable as error:
            report.problem(name, "", error.code, **error.params)
            return None

    @classmethod
    def parse(cls, text: str, file: str, recording: Recording, report: Report) -> Iterator[Span]:
        yield from decode.spans(text.encode("latin-1"), file, report)

    @classmethod
    def render(cls, lines: list[Line], item: Item, report: Report, options: dict[str, str]) -> bytes:
        return encode.written(lines, item, report)
