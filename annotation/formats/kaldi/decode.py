"""Reading Kaldi data directories."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from annotation.formats import timed
from annotation.formats.base import Item
from annotation.formats.names import base
from annotation.formats.report import Report
from annotation.formats.source import Source
from annotation.formats.timed import Recording, Recordings, Span

FILES = ("text", "segments", "utt2spk", "reco2file_and_channel")
TO_THE_END = -1.0


@dataclass
class _Table:
    """One file of "key rest" lines; `lines` says where each key stands."""

    name: str = ""
    rows: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def place(self, key: str) -> str:
        return f"line {self.lines.get(key, 0)}"


def items(source: Source, report: Report) -> Iterator[Item]:
    """One for each file: its channels are recordings of their own in Kaldi, and splits may share it."""
    recordings = Recordings(source)
    found: dict[str, tuple[Recording, list[Span]]] = {}
    for script in [name for name in source.names if base(name) == "wav.scp"]:
        folder = script.removesuffix("wav.scp")
        scripts = _table(source, script, report)
        tables = {name: _table(source, folder + name, report) for name in FILES}
        for recording, spans in _Directory(scripts, tables, recordings, report).found(folder):
            found.setdefault(recording.name, (recording, []))[1].extend(spans)
    for recording, spans in found.values():
        records = timed.records_of(spans, recording, "wav.scp")
        report.items += 1
        report.records += len(records)
        yield timed.item_of(recording, records)


def _table(source: Source, name: str, report: Report) -> _Table:
    table = _Table(name)
    if name not in source.names:
        return table
    text = timed.read_text(source, name, report) or ""
    for number, line in enumerate(text.splitlines(), 1):
        key, _, rest = line.strip().replace("\t", " ").partition(" ")
        if not key:
            continue
        if key in table.rows:
            report.problem(name, f"line {number}", "duplicate-id", id=key)
            continue
        table.rows[key], table.lines[key] = rest.strip(), number
    return table


class _Directory:
    def __init__(self, scripts: _Table, tables: dict[str, _Table], recordings: Recordings, report: Report) -> None:
        self._scripts = scripts
        self._tables = tables
        self._recordings = recordings
        self._report = report

    def found(self, folder: str) -> Iterator[tuple[Recording, list[Span]]]:
        """Files with what is said on one of their channels."""
        by_recording: dict[str, list[str]] = {key: [] for key in self._scripts.rows}
        segments = self._tables["segments"].rows
        for utterance in segments or self._tables["text"].rows:
            recording = segments[utterance].split(" ")[0] if segments else utterance
            if recording in by_recording:
                by_recording[recording].append(utterance)
            else:
                table = self._tables["segments" if segments else "text"]
                self._report.problem(table.name, table.place(utterance), "missing-recording", name=recording)
        for key, utterances in by_recording.items():
            if (one := self._one(key, utterances, folder)) is not None:
                yield one

    def _one(self, key: str, utterances: list[str], folder: str) -> tuple[Recording, list[Span]] | None:
        said, place = self._scripts.rows[key], self._scripts.place(key)
        if said.endswith("|"):
            self._report.problem(self._scripts.name, place, "bad-line", reason="a command is never run")
        path = "" if said.endswith("|") else said
        name = next((name for name in (folder + path, path, key) if name and self._recordings.named(name)), key)
        recording = self._recordings.find(self._scripts.name, name, self._report, place)
        if recording is None:
            return None
        channel = self._channel(key, recording)
        spans = [span for each in utterances if (span := self._span(each, recording)) is not None]
        return recording, [replace(span, channel=channel) for span in spans]

    def _channel(self, key: str, recording: Recording) -> int | None:
        said = self._tables["reco2file_and_channel"].rows.get(key, "").split(" ")
        return timed.channel_of(said[1], recording) if len(said) > 1 and said[1].isalnum() else None

    def _span(self, utterance: str, recording: Recording) -> Span | None:
        table = self._tables["segments"]
        length = (recording.samples or 0) / recording.rate
        start, stop = 0.0, length
        try:
            if table.rows:
                _, first, last, *_ = [*table.rows[utterance].split(), "", ""][:4]
                start, stop = float(first), float(last)
                stop = length if stop == TO_THE_END else stop
            if not 0 <= start < stop < 1e7:
                raise ValueError(f"it goes from {start:g} to {stop:g} s")
        except ValueError as error:
            self._report.problem(table.name, table.place(utterance), "bad-line", reason=str(error))
            return None
        text = self._tables["text"].rows.get(utterance, "")
        return Span(start, stop, text, speaker=self._speaker(utterance)[:100])

    def _speaker(self, utterance: str) -> str:
        """An utterance that is its own speaker has nobody in particular."""
        speaker = self._tables["utt2spk"].rows.get(utterance, "")
        return "" if speaker == utterance else speaker
