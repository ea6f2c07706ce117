"""Lists of recordings that are one utterance each: a row says what is said in the whole of one."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import ClassVar

from annotation.formats import levels, timed
from annotation.formats.base import Header, Item, Option, Options
from annotation.formats.lined import Pooled
from annotation.formats.names import base, stem
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.timed import Line
from annotation.formats.writing import copy_image

Row = tuple[str, str, str]
"""Name of the recording, who speaks ("" when nobody or several), what is said in one line."""


class Whole(Pooled):
    """Recordings lie in `folder`; the texts of one with several segments are joined, which is counted as a loss."""

    folder: ClassVar[str]
    says_once = True
    options: ClassVar[tuple[Option, ...]] = (levels.LEVEL,)
    head: ClassVar[str] = ""
    """The first line of the file, where it has one."""

    @classmethod
    @abstractmethod
    def render_row(cls, row: Row, report: Report) -> str:
        """The line of one recording."""

    @classmethod
    def render_line(cls, name: str, line: Line, report: Report) -> str:
        return cls.render_row((name, line.data["speaker"], timed.one_line(line.data["text"], report)), report)

    @classmethod
    def encode(
        cls, header: Header, items: Iterable[Item], sink: Sink, options: Options | None = None, *, images: bool = False
    ) -> Report:
        report, chosen = Report(), cls.chosen(options)
        taken: set[str] = set()
        rows: dict[str, str] = {}
        for item in levels.written(items, chosen, report):
            report.items += 1
            name = _name(item, taken)
            said = _said(item, timed.lines_of(item, report, kinds=cls.kinds, carries=cls.carries), cls.carries, report)
            if said is not None:
                rows[name] = cls.render_row((name, *said), report)
            if images:
                copy_image(item, f"{cls.folder}/{name}", sink, report)
        lines = [cls.head] if cls.head else []
        lines += [rows[name] for name in sorted(rows, key=str.encode)]
        sink.write(cls.file_name, "".join(f"{line}\n" for line in lines).encode())
        return report


def _name(item: Item, taken: set[str]) -> str:
    """A name without folders and blanks: its last one while no other recording has it, else all of its path."""
    short, long = ("_".join(each.split()) for each in (base(stem(item.name)), stem(item.name).replace("/", "-")))
    return timed.free_name(short, long, taken) + item.name[len(stem(item.name)) :]


def _said(item: Item, lines: list[Line], carries: frozenset[str], report: Report) -> tuple[str, str] | None:
    """Who speaks and what; None when nobody says anything."""
    spoken = [line for line in lines if line.data["text"].strip()]
    report.loss("empty-dropped", len(lines) - len(spoken))
    report.records -= len(lines) - len(spoken)
    if not spoken:
        return None
    rate, samples = item.facts["rate"], item.facts.get("samples")
    ends = (0, samples / rate if samples else None)
    report.loss("times-dropped", sum((line.start, line.stop) != ends for line in spoken))
    speakers = {line.data["speaker"] for line in spoken}
    if len(speakers) > 1 and "speaker" in carries:
        report.loss("speaker-dropped", len(spoken))
    text = " ".join(timed.one_line(line.data["text"], report) for line in spoken)
    return (speakers.pop() if len(speakers) == 1 else ""), text
