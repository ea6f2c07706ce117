"""What formats of labels in time share: which recording a file means, seconds and samples, names and texts.

Records count samples of the canonical PCM; files say seconds. A time goes to the nearest sample and comes back as it
was, as long as the file has enough digits.
"""

from __future__ import annotations

import codecs
import io
import math
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from annotation.formats.base import Header, Item, Media
from annotation.formats.labels import SchemaGatherer
from annotation.formats.names import base, folded, stem
from annotation.formats.report import Report
from annotation.formats.source import Source, Unreadable
from annotation.kinds.record import Record, new_record, stable_id

AUDIO = frozenset({"audio"})
KINDS = frozenset({"segment", "time_point"})
SUFFIXES = (
    ".wav", ".flac", ".mp3", ".m4a", ".mp4", ".ogg", ".oga", ".opus", ".amr", ".sph", ".nist", ".aiff", ".aif", ".au",
    ".caf", ".w64", ".webm", ".aac", ".wma",
)  # fmt: skip
SPEECH, WORD, PHONE, READING = "speech", "word", "phone", "reading"
"""Keys of the labels that templates and formats share."""
PARTS = frozenset({WORD, PHONE, READING})
TO_THE_END = math.inf
"""The `stop` of a span that ends with its recording."""
TEXT_LIMIT = 256 * 1024**2
SNIFFED = 64 * 1024
HEAD_LIMIT = 256 * 1024**2


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording that labels may be for; `samples` and `channels` are None where nobody has counted them."""

    name: str
    rate: int
    samples: int | None = None
    channels: int | None = None
    media: Media | None = None

    def sample(self, seconds: float) -> int:
        return max(0, round(seconds * self.rate))


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch (or, with `stop` None, a moment) of a file's own making, in seconds."""

    start: float
    stop: float | None
    text: str = ""
    label: str = SPEECH
    speaker: str = ""
    tier: str = ""
    channel: int | None = None
    score: float | None = None
    key: str = ""
    """What the file calls it, where other spans refer to it."""
    parent: str = ""
    """The key of the span that it is a part of."""


@dataclass
class Recordings:
    """The recordings of a source and those it knows of, found by the names that label files use for them."""

    source: Source
    _by_stem: dict[str, list[str]] = field(default_factory=dict)
    _known: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._known = self.source.known()
        names = dict.fromkeys(name for name in self.source.names if name.lower().endswith(SUFFIXES))
        names.update(dict.fromkeys(self._known))
        found: dict[str, list[str]] = defaultdict(list)
        for name in names:
            for key in {stem(name), base(stem(name)), name, base(name)}:
                # Blanks become underscores where a format has no other way.
                for each in {folded(key), folded("_".join(key.split()))}:
                    found[each].append(name)
        self._by_stem = found

    def named(self, name: str) -> str | None:
        """The recording that a file of this name, or an id, means: of the same path, else the only one of the name."""
        for key in (name, stem(name), base(name), base(stem(name))):
            candidates = self._by_stem.get(folded(key), [])
            if len(candidates) == 1:
                return candidates[0]
            exact = [each for each in candidates if folded(stem(each)) == folded(stem(name))]
            if len(exact) == 1:
                return exact[0]
        return None

    def find(self, file: str, name: str, report: Report, place: str = "") -> Recording | None:
        """The recording that `name` means; None, with a problem, when there is none or its rate is unknown."""
        found = self.named(name)
        if found is None:
            report.problem(file, place, "missing-recording", name=name)
            return None
        media = Media(found, lambda: self.source.open(found)) if found in self.source.names else None
        rate, samples, channels = self._facts(found)
        if not rate:
            report.problem(file, place, "no-rate", name=found)
            return None
        return Recording(found, rate, samples, channels, media)

    def _facts(self, name: str) -> tuple[int, int | None, int | None]:
        known = self._known.get(name)
        if known and known.get("rate"):
            return int(known["rate"]), known.get("samples"), known.get("channels")
        return _probed(self.source, name)


def _probed(source: Source, name: str) -> tuple[int, int | None, int | None]:
    """(rate, samples, channels) as the header says; (0, None, None) when it cannot be read."""
    import soundfile

    try:
        data = source.read(name, HEAD_LIMIT)
        with soundfile.SoundFile(io.BytesIO(data)) as file:
            return int(file.samplerate), int(file.frames), int(file.channels)
    except (Unreadable, soundfile.LibsndfileError, RuntimeError):
        return 0, None, None


def read_text(source: Source, name: str, report: Report) -> str | None:
    """The text of a label file, UTF-8 or UTF-16, without its mark; None, with a problem, when it cannot be read."""
    try:
        data = source.read(name, TEXT_LIMIT)
        data = _unpacked(data) if name.lower().endswith(".gz") else data
    except Unreadable as error:
        report.problem(name, "", error.code, **error.params)
        return None
    text = decoded(data)
    if text is None:
        report.problem(name, "", "bad-text")
    return text


def _unpacked(data: bytes) -> bytes:
    """What gzip packed, up to the limit. Raises Unreadable."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        content = unpacker.decompress(data, TEXT_LIMIT + 1)
    except zlib.error as error:
        raise Unreadable("not-readable", f"It cannot be unpacked: {error}.", reason=str(error)) from error
    if len(content) > TEXT_LIMIT:
        raise Unreadable("too-large", "Unpacked it is too large.", limit=TEXT_LIMIT)
    if not unpacker.eof:
        raise Unreadable("not-readable", "It breaks off.", reason="it breaks off")
    return content


def decoded(data: bytes) -> str | None:
    """UTF-16 by its mark or by its zeros, else UTF-8; None when it is neither."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif len(data) > 3 and data[1:2] == b"\0" != data[:1]:
        encoding = "utf-16-le"
    elif len(data) > 3 and data[:1] == b"\0" != data[1:2]:
        encoding = "utf-16-be"
    else:
        encoding = "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def first_line(source: Source, name: str) -> str:
    """The first line of a label file that is not blank, up to a limit; "" when it cannot be read."""
    return next((line for line in head(source, name).splitlines() if line.strip()), "")


def head(source: Source, name: str) -> str:
    """The beginning of a label file; "" when it cannot be read."""
    try:
        with source.open(name) as stream:
            return stream.read(SNIFFED).decode("utf-8-sig", "replace")
    except Unreadable:
        return ""


def channel_of(name: str, recording: Recording) -> int | None:
    """From 0; files count from 1 or from A. The only channel of a recording is no channel of its own."""
    if recording.channels == 1 or not name:
        return None
    number = int(name) - 1 if name.isdecimal() else ord(name[0].upper()) - ord("A")
    return number if 0 <= number < (recording.channels or 256) else None


def channel_name(channel: int | None) -> str:
    """What files call a channel; without one, the first."""
    return str((channel or 0) + 1)


def ended(span: Span, recording: Recording) -> Span:
    """The span with a real end. Raises ValueError where it goes to an end that nobody knows."""
    if span.stop != TO_THE_END:
        return span
    if not recording.samples:
        raise ValueError("the length of the recording is not known")
    return replace(span, stop=recording.samples / recording.rate)


def records_of(spans: Iterable[Span], recording: Recording, file: str) -> list[Record]:
    """Records with stable ids, in the order of the spans; what rounds to nothing gets one sample."""
    found: list[Record] = []
    keys: dict[str, str] = {}
    parents: list[str] = []
    for number, span in enumerate(spans):
        lane = {"channel": span.channel, "tier": span.tier, "speaker": span.speaker, "text": span.text, "parent": None}
        start = recording.sample(span.start)
        if span.stop is None:
            kind, data = "time_point", {"at": start, **lane}
        else:
            kind, data = "segment", {"start": start, "stop": max(start + 1, recording.sample(span.stop)), **lane}
        uid = stable_id(file, recording.name, number)
        found.append(new_record(id=uid, kind=kind, data=data, label=span.label, z=number, score=span.score))
        parents.append(span.parent)
        if span.key:
            keys[span.key] = uid
    for record, parent in zip(found, parents, strict=True):
        record["data"]["parent"] = keys.get(parent)
    return found


def item_of(recording: Recording, records: list[Record]) -> Item:
    return Item(
        recording.name, None, None, records, recording.media,
        facts={"rate": recording.rate, "samples": recording.samples, "channels": recording.channels},
    )  # fmt: skip


def header(labels: Iterable[str] = (SPEECH,), *, points: bool = False) -> Header:
    gatherer = SchemaGatherer()
    for label in labels:
        gatherer.label(label, ["segment", "time_point"] if points else ["segment"])
    return Header(gatherer.schema())


@dataclass(frozen=True, slots=True)
class Line:
    """A record on its way into a file: times in seconds, `stop` None for a moment."""

    record: Record
    start: float
    stop: float | None
    start_sample: int

    @property
    def data(self) -> dict[str, Any]:
        return self.record["data"]

    @property
    def end(self) -> float:
        return self.start if self.stop is None else self.stop


CARRIED = {
    "speaker": "speaker-dropped", "text": "text-dropped", "tier": "tier-dropped", "channel": "channel-dropped",
    "parent": "parent-dropped",
}  # fmt: skip


def lines_of(item: Item, report: Report, *, kinds: frozenset[str], carries: frozenset[str]) -> list[Line]:
    """The records that the format can write, by time; everything else is counted as a loss.

    `carries` are the keys of `data` that it writes (speaker, text, tier, channel, parent), and "label" and "score".
    Where no label tells words and phones from utterances, parts of what is written would be said, or scored, twice.
    """
    rate = item.facts.get("rate")
    if not rate:
        if item.records:
            report.loss("no-rate")
        return []
    found: list[Line] = []
    parts = set() if "label" in carries else _parts(item, kinds)
    for record in item.records:
        if record["id"] in parts:
            report.loss("part-dropped")
            continue
        if record["kind"] not in kinds:
            report.loss({"answers": "answers-dropped", "tag": "tag-dropped"}.get(record["kind"], "kind-not-carried"))
            continue
        _count_losses(record, report, carries)
        data = record["data"]
        start = int(data["start"] if "start" in data else data["at"])
        stop = data["stop"] / rate if "stop" in data else None
        found.append(Line(record, start / rate, stop, start))
    report.records += len(found)
    return sorted(found, key=lambda line: (line.start_sample, line.end, line.record["id"]))


def _parts(item: Item, kinds: frozenset[str]) -> set[str]:
    """Ids of what says the same as something else that is written: of what has a parent and, where there are
    utterances, of words, phones and readings of which nobody knows to which they belong."""
    records = {record["id"]: record for record in item.records if record["kind"] in kinds}
    spoken = any(record["label"] not in PARTS and "stop" in record["data"] for record in records.values())
    return {
        key
        for key, record in records.items()
        if record["data"]["parent"] in records or (spoken and record["label"] in PARTS)
    }


def _count_losses(record: Record, report: Report, carries: frozenset[str]) -> None:
    for key, code in CARRIED.items():
        if key not in carries and record["data"][key] not in ("", None):
            report.loss(code)
    if record["attributes"]:
        report.loss("attributes-dropped")
    if record["group"] is not None:
        report.loss("group-dropped")
    if record["score"] is not None and "score" not in carries:
        report.loss("score-dropped")
    if "label" not in carries and record["label"] != SPEECH:
        report.loss("label-dropped")


def free_name(short: str, long: str, taken: set[str]) -> str:
    """The short name while no other recording has it, else the long one, else that with a number."""
    number = 1
    name = short
    while folded(name) in taken:
        name = long if number == 1 else f"{long}-{number}"
        number += 1
    taken.add(folded(name))
    return name


def one_word(text: str, report: Report, *, empty: str = "") -> str:
    """The text without blanks, for formats whose fields blanks divide."""
    changed = "_".join(text.split()) or empty
    if changed != text and text:
        report.loss("blank-changed")
    return changed


def one_line(text: str, report: Report) -> str:
    """The text in one line with single blanks."""
    changed = " ".join(text.split())
    if changed != text:
        report.loss("blank-changed")
    return changed
