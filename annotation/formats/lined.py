"""Formats of text with times, by how they are laid out: one file beside each recording, or lines of all in one file."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import ClassVar

from annotation.formats import levels, timed
from annotation.formats.base import Decoded, Format, Header, Item, Options
from annotation.formats.names import base, folded, stem
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.source import Source
from annotation.formats.timed import Line, Recording, Recordings, Span
from annotation.formats.writing import copy_image

PLACE = "\0"
"""Stands in a line for the recording until all are known; no text holds it."""


class Beside(Format):
    """One file beside each recording, of the same name."""

    modalities = timed.AUDIO
    kinds = timed.KINDS
    carries: ClassVar[frozenset[str]]
    labels: ClassVar[tuple[str, ...]] = (timed.SPEECH,)

    @classmethod
    @abstractmethod
    def parse(cls, text: str, file: str, recording: Recording, report: Report) -> Iterable[Span]:
        """What the file says, by time; wrong lines go to the report."""

    @classmethod
    @abstractmethod
    def render(cls, lines: list[Line], item: Item, report: Report, options: dict[str, str]) -> bytes:
        """The file of one recording."""

    @classmethod
    def text_of(cls, source: Source, name: str, report: Report) -> str | None:
        return timed.read_text(source, name, report)

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return any(name.lower().endswith(cls.extensions) for name in source.names)

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        chosen = cls.chosen(options)
        report = Report()
        points = "time_point" in cls.kinds
        return levels.read(Decoded(timed.header(cls.labels, points=points), cls._items(source, report), report), chosen)

    @classmethod
    def _items(cls, source: Source, report: Report) -> Iterator[Item]:
        recordings = Recordings(source)
        names = [name for name in source.names if name.lower().endswith(cls.extensions)]
        if not names:
            report.problem("", "", "nothing-found", format=cls.title.en)
        for name in names:
            recording = recordings.find(name, name, report)
            text = cls.text_of(source, name, report) if recording else None
            if recording is None or text is None:
                continue
            records = timed.records_of(cls.parse(text, name, recording, report), recording, name)
            report.items += 1
            report.records += len(records)
            yield timed.item_of(recording, records)

    @classmethod
    def encode(
        cls, header: Header, items: Iterable[Item], sink: Sink, options: Options | None = None, *, images: bool = False
    ) -> Report:
        report, chosen = Report(), cls.chosen(options)
        taken: set[str] = set()
        for item in levels.written(items, chosen, report):
            report.items += 1
            lines = timed.lines_of(item, report, kinds=cls.kinds, carries=cls.carries)
            name = timed.free_name(stem(item.name), item.name, taken)
            sink.write(name + cls.extensions[0], cls.render(lines, item, report, chosen))
            if images:
                copy_image(item, item.name, sink, report)
        return report


class Pooled(Format):
    """Lines of all recordings in one file, each with the name of its recording."""

    modalities = timed.AUDIO
    kinds = frozenset({"segment"})
    carries: ClassVar[frozenset[str]]
    labels: ClassVar[tuple[str, ...]] = (timed.SPEECH,)
    file_name: ClassVar[str]
    comment: ClassVar[str] = ";;"
    says_once: ClassVar[bool] = False
    """Whether a recording has one line, and further ones (of another table) say it again."""

    @classmethod
    @abstractmethod
    def parse_line(cls, fields: list[str], line: str) -> tuple[str, str, Span] | None:
        """(recording, channel, span) of one line; None for one that says nothing here. Raises ValueError."""

    @classmethod
    @abstractmethod
    def render_line(cls, name: str, line: Line, report: Report) -> str | None:
        """The line of one record; None, counted as a loss, when the format cannot say it."""

    @classmethod
    def files(cls, source: Source) -> list[str]:
        """Names of the label files."""
        return [name for name in source.names if name.lower().endswith(cls.extensions)]

    @classmethod
    def text_of(cls, source: Source, name: str, report: Report) -> str | None:
        """The lines of a label file."""
        return timed.read_text(source, name, report)

    @classmethod
    def ids(cls, recordings: list[str], report: Report) -> list[str]:
        """What the lines call the recordings of these names."""
        return _ids(recordings, report)

    @classmethod
    def rows(cls, item: Item, report: Report) -> Iterator[str]:
        """The lines of one recording by time, with PLACE for what it is called."""
        for line in timed.lines_of(item, report, kinds=cls.kinds, carries=cls.carries):
            rendered = cls.render_line(PLACE, line, report)
            if rendered is None:
                report.records -= 1
            else:
                yield rendered

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return bool(cls.files(source))

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        chosen = cls.chosen(options)
        report = Report()
        return levels.read(Decoded(timed.header(cls.labels), cls._items(source, report), report), chosen)

    @classmethod
    def _items(cls, source: Source, report: Report) -> Iterator[Item]:
        recordings = Recordings(source)
        names = cls.files(source)
        if not names:
            report.problem("", "", "nothing-found", format=cls.title.en)
        found: dict[str, list[tuple[str, Span]]] = defaultdict(list)
        first: dict[str, tuple[str, str]] = {}
        for name in names:
            for place, recording, channel, span in cls._lines(source, name, report):
                if not (cls.says_once and recording in found):
                    found[recording].append((channel, span))
                first.setdefault(recording, (name, place))
        for said, spans in found.items():
            file, place = first[said]
            recording_of = recordings.find(file, said, report, place)
            if recording_of is None:
                continue
            try:
                placed = [
                    (timed.ended(span, recording_of), timed.channel_of(channel, recording_of))
                    for channel, span in spans
                ]
            except ValueError as error:
                report.problem(file, place, "bad-line", reason=str(error))
                continue
            records = timed.records_of((span for span, _ in placed), recording_of, file)
            for record, (_, channel_number) in zip(records, placed, strict=True):
                record["data"]["channel"] = channel_number
            report.items += 1
            report.records += len(records)
            yield timed.item_of(recording_of, records)

    @classmethod
    def _lines(cls, source: Source, name: str, report: Report) -> Iterator[tuple[str, str, str, Span]]:
        text = cls.text_of(source, name, report) or ""
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip() or line.lstrip().startswith(cls.comment):
                continue
            place = f"line {number}"
            try:
                found = cls.parse_line(line.split(), line)
            except (ValueError, IndexError) as error:
                report.problem(name, place, "bad-line", reason=str(error) or "too few fields")
                continue
            if found is not None:
                recording, channel, span = found
                yield place, recording, channel, span

    @classmethod
    def encode(
        cls, header: Header, items: Iterable[Item], sink: Sink, options: Options | None = None, *, images: bool = False
    ) -> Report:
        """Lines are sorted by recording as C sorts them, then by time: scorers rely on it."""
        report, chosen = Report(), cls.chosen(options)
        rows: list[tuple[int, int, str]] = []
        recordings: list[str] = []
        for item in levels.written(items, chosen, report):
            report.items += 1
            rows += [(len(recordings), number, row) for number, row in enumerate(cls.rows(item, report))]
            recordings.append(item.name)
            if images:
                copy_image(item, item.name, sink, report)
        ids = cls.ids(recordings, report)
        rows.sort(key=lambda row: (ids[row[0]].encode(), row[1]))
        sink.write(cls.file_name, "".join(f"{row.replace(PLACE, ids[at], 1)}\n" for at, _, row in rows).encode())
        return report


def _ids(recordings: list[str], report: Report) -> list[str]:
    """What the lines call the recordings: by their last names where each is the only one of it, else by their paths."""
    counts = Counter(folded(base(stem(name))) for name in recordings)
    taken: set[str] = set()
    found = []
    for name in recordings:
        short = base(stem(name)) if counts[folded(base(stem(name)))] == 1 else stem(name)
        found.append(timed.free_name(timed.one_word(short, report), "_".join(name.split()), taken))
    return found


def number(text: str) -> float:
    """A time in seconds. Raises ValueError for what is none."""
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value < 1e7:
        raise ValueError(f"{text} is no time in seconds")
    return value


def span_of(start: float, stop: float) -> tuple[float, float]:
    """Raises ValueError when it ends before it begins."""
    if stop <= start:
        raise ValueError(f"it ends at {stop:g} s, not after its beginning at {start:g} s")
    return start, stop
