"""Label tracks of Audacity: begin, end and text between tabs; a second line with frequencies may follow each."""

from __future__ import annotations

from collections.abc import Iterator

from annotation.formats import levels, timed
from annotation.formats.base import Item
from annotation.formats.lined import Beside, number
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.source import Source
from annotation.formats.timed import Line, Recording, Span
from core.text import Text


@FORMATS.register
class Audacity(Beside):
    slug = "audacity"
    title = Text(en="Audacity labels", zh="Audacity 标签轨")
    extensions = (".txt",)
    carries = frozenset({"text"})
    options = (levels.LEVEL,)
    cannot_carry = (
        Text(
            en="Speakers, tiers, channels, labels, attributes and scores.", zh="说话人、层、声道、标签、属性和置信度。"
        ),
        Text(en="Tabs and line breaks in texts.", zh="文本中的制表符和换行。"),
    )

    @classmethod
    def recognises(cls, source: Source) -> bool:
        """By the first line of the first text files: two numbers between tabs."""
        for name in [name for name in source.names if name.lower().endswith(cls.extensions)][:5]:
            with source.open(name) as stream:
                first = stream.read(4096).split(b"\n")[0]
            fields = (timed.decoded(first) or "").split("\t")
            try:
                _times(fields)
            except (ValueError, IndexError):
                continue
            return True
        return False

    @classmethod
    def parse(cls, text: str, file: str, recording: Recording, report: Report) -> Iterator[Span]:
        for number_of, line in enumerate(text.splitlines(), 1):
            if not line.strip() or line.startswith("\\"):
                continue
            fields = line.split("\t", 2)
            try:
                start, stop = _times(fields)
            except (ValueError, IndexError) as error:
                report.problem(file, f"line {number_of}", "bad-line", reason=str(error) or "too few fields")
                continue
            yield Span(start, stop if stop > start else None, fields[2] if len(fields) > 2 else "")

    @classmethod
    def render(cls, lines: list[Line], item: Item, report: Report, options: dict[str, str]) -> bytes:
        rows = (f"{line.start:.6f}\t{line.end:.6f}\t{timed.one_line(_said(line), report)}\n" for line in lines)
        return "".join(rows).encode()


def _said(line: Line) -> str:
    """The words, or what kind of sound it is."""
    label = line.record["label"]
    return line.data["text"] or ("" if label == timed.SPEECH else label)


def _times(fields: list[str]) -> tuple[float, float]:
    """Some locales write a comma."""
    start, stop = (number(each.strip().replace(",", ".")) for each in fields[:2])
    if stop < start:
        raise ValueError(f"it ends at {stop:g} s, before its beginning at {start:g} s")
    return start, stop
