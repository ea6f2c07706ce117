"""Writing a Kaldi data directory that Kaldi's own validation accepts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from annotation.formats import clips, levels, timed
from annotation.formats.base import Item, Options
from annotation.formats.names import base, stem
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.source import Unreadable
from annotation.formats.timed import Line
from annotation.formats.writing import copy_image
from annotation.modalities.base import Rejected

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
        encoders[folder].add(item, copy=copy)
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

    def add(self, item: Item, *, copy: bool) -> None:
        """Kaldi takes the first channel of whatever wav.scp names: with the media, each channel that somebody speaks on
        is a file of its own."""
        self._report.items += 1
        apart = copy and int(item.facts.get("channels") or 1) > 1
        long = "_".join(stem(item.name).split()).replace("/", "-")
        key = timed.free_name(timed.one_word(base(stem(item.name)), self._report), long, self._taken)
        lines = timed.lines_of(item, self._report, kinds=frozenset({"segment"}), carries=CARRIES)
        spoken = [line for line in lines if line.data["text"].strip()]
        self._report.loss("empty-dropped", len(lines) - len(spoken))
        self._report.records -= len(lines) - len(spoken)
        for line in spoken:
            self._utterance(line, self._recording(key, item, line, apart=apart))
        channels = {line.data["channel"] for line in spoken}
        if apart and channels - {None}:
            self._write_channels(key, item, channels - {None})
        if copy and not (apart and channels and None not in channels):
            copy_image(item, item.name, self._sink, self._report)

    def _recording(self, key: str, item: Item, line: Line, *, apart: bool) -> str:
        """The recording of a line: one for each channel, where channels are told apart."""
        channel = line.data["channel"]
        name = key if channel is None else f"{key}-{chr(ord('A') + channel)}"
        self._files["wav.scp"][name] = self._path(name) if apart and channel is not None else item.name
        if channel is not None:
            self._files["reco2file_and_channel"][name] = f"{key} {chr(ord('A') + channel)}"
        return name

    def _path(self, name: str) -> str:
        return f"{self._folder}channels/{name}.wav"

    def _write_channels(self, key: str, item: Item, channels: Iterable[int]) -> None:
        if item.media is None:
            self._report.loss("image-not-there")
            return
        try:
            with clips.decoded(item.media) as sound:
                for channel in sorted(channels):
                    with self._sink.create(self._path(f"{key}-{chr(ord('A') + channel)}")) as stream:
                        stream.writelines(clips.channel(sound, channel))
        except Unreadable as error:
            self._report.problem(item.media.name, "", error.code, **error.params)
        except Rejected as error:
            self._report.problem(item.media.name, "", "not-readable", reason=error.text.en)

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
