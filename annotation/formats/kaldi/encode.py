"""Writing a Kaldi data directory that Kaldi's own validation accepts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from annotation.formats import levels, timed
from annotation.formats.base import Item, Options
from annotation.formats.names import base, stem
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.timed import Line
from annotation.formats.writing import copy_image

CARRIES = frozenset({"speaker", "text", "channel"})
RESERVED = ("<s>", "</s>", "#0")
"""Symbols of the decoder that no text may hold."""
BEFORE_DASH = re.compile(r"[!-,]")
"""Signs that sort before the dash behind the speaker: with them, speakers and utterances would sort differently."""
UNIT = 1000
"""Times in the names of utterances are milliseconds."""


def write(items: Iterable[Item], sink: Sink, chosen: Options, *, copy: bool) -> Report:
    """One directory, or one for each split as ESPnet has them; recordings lie beside them."""
    report = Report()
    encoders: dict[str, Encoder] = {}
    for item in levels.written(items, chosen, report):
        folder = f"dump/raw/{item.meta.get('split') or 'org'}/" if chosen["layout"] == "espnet" else ""
        if folder not in encoders:
            encoders[folder] = Encoder(sink, folder, report)
        encoders[folder].add(item)
        if copy:
            copy_image(item, item.name, sink, report)
    for encoder in encoders.values() or [Encoder(sink, "", report)]:
        encoder.finish()
    return report


class Encoder:
    """State of one directory; the lines of every file wait until all are known, because they have to be sorted."""

    def __init__(self, sink: Sink, folder: str, report: Report) -> None:
        self._sink = sink
        self._folder = folder
        self._report = report
        self._files: dict[str, dict[str, str]] = defaultdict(dict)
        self._taken: set[str] = set()

    def finish(self) -> None:
        self._part_from_speakers()
        for name in ("wav.scp", "segments", "text", "utt2spk", "reco2file_and_channel"):
            rows = self._files[name]
            if rows or name != "reco2file_and_channel":
                self._write(name, rows)
        self._write("spk2utt", self._by_speaker())

    def add(self, item: Item) -> None:
        self._report.items += 1
        long = "_".join(stem(item.name).split()).replace("/", "-")
        key = timed.free_name(timed.one_word(base(stem(item.name)), self._report), long, self._taken)
        lines = timed.lines_of(item, self._report, kinds=frozenset({"segment"}), carries=CARRIES)
        spoken = [line for line in lines if line.data["text"].strip()]
        self._report.loss("empty-dropped", len(lines) - len(spoken))
        self._report.records -= len(lines) - len(spoken)
        for line in spoken:
            self._utterance(line, self._recording(key, item, line))

    def _recording(self, key: str, item: Item, line: Line) -> str:
        """The recording of a line: one for each channel, where channels are told apart."""
        channel = line.data["channel"]
        name = key if channel is None else f"{key}-{chr(ord('A') + channel)}"
        self._files["wav.scp"][name] = item.name
        if channel is not None:
            self._files["reco2file_and_channel"][name] = f"{key} {chr(ord('A') + channel)}"
        return name

    def _utterance(self, line: Line, recording: str) -> None:
        """The speaker is the beginning of the utterance's name: so both sort alike, as Kaldi wants it."""
        assert line.stop is not None
        speaker = timed.one_word(BEFORE_DASH.sub(" ", line.data["speaker"]), self._report)
        times = f"{round(line.start * UNIT):09d}-{round(line.stop * UNIT):09d}"
        first = name = "-".join(filter(None, (speaker, recording, times)))
        number = 1
        while name in self._files["text"]:
            number += 1
            name = f"{first}-{number}"
        self._files["segments"][name] = f"{recording} {line.start:.6f} {line.stop:.6f}"
        self._files["text"][name] = self._text(line.data["text"])
        self._files["utt2spk"][name] = speaker or name

    def _part_from_speakers(self) -> None:
        """An utterance of nobody that begins like a speaker would stand among theirs: a dash puts it before all."""
        pairs = self._files["utt2spk"]
        speakers = {f"{speaker}-" for name, speaker in pairs.items() if speaker != name}
        for name in [name for name, speaker in pairs.items() if speaker == name]:
            if not name.startswith(tuple(speakers)):
                continue
            for table in ("segments", "text"):
                self._files[table][f"-{name}"] = self._files[table].pop(name)
            del pairs[name]
            pairs[f"-{name}"] = f"-{name}"

    def _text(self, text: str) -> str:
        words = timed.one_line(text, self._report).split(" ")
        kept = [word for word in words if word not in RESERVED]
        if len(kept) < len(words):
            self._report.loss("blank-changed")
        return " ".join(kept)

    def _by_speaker(self) -> dict[str, str]:
        found: dict[str, list[str]] = defaultdict(list)
        for utterance, speaker in self._files["utt2spk"].items():
            found[speaker].append(utterance)
        return {speaker: " ".join(sorted(each, key=str.encode)) for speaker, each in found.items()}

    def _write(self, name: str, rows: dict[str, str]) -> None:
        """Sorted as C sorts, every line ended."""
        lines = (f"{key} {rows[key]}".rstrip() + "\n" for key in sorted(rows, key=str.encode))
        self._sink.write(self._folder + name, "".join(lines).encode())
