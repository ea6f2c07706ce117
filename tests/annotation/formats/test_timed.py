"""Formats of labels in time: there and back up to what each declares, and hostile files are reported."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.formats import FORMATS, Header, Item, Media, Report, reading, timed
from annotation.formats.sink import open_sink
from annotation.formats.source import open_source
from annotation.kinds.record import Record, new_record, stable_id

RATE, SECONDS = 16_000, 20
FACTS = {"rate": RATE, "samples": RATE * SECONDS, "channels": 2}
some = settings(max_examples=40, deadline=None)


def wav(channels: int = 2) -> bytes:
    stream = io.BytesIO()
    soundfile.write(stream, np.zeros((RATE * SECONDS, channels), np.int16), RATE, format="WAV", subtype="PCM_16")
    return stream.getvalue()


WAV = wav()


def record(start: int, stop: int | None, number: int = 0, *, label: str = "speech", **lane: Any) -> Record:
    data = {"channel": None, "tier": "", "speaker": "", "text": "", "parent": None, **lane}
    place = {"at": start} if stop is None else {"start": start, "stop": stop}
    kind = "time_point" if stop is None else "segment"
    return new_record(id=stable_id(number), kind=kind, data={**place, **data}, label=label, z=number)


def item(records: Sequence[Record], name: str = "day 1/a.wav") -> Item:
    return Item(name, None, None, list(records), Media(name, lambda: io.BytesIO(WAV)), facts=FACTS)


def encoded(slug: str, items: list[Item], folder: Path, **options: str) -> Report:
    with open_sink(folder) as sink:
        return FORMATS[slug].encode(timed.header(), items, sink, options, images=True)


def there_and_back(slug: str, records: Sequence[Record], **options: str) -> tuple[list[Record], Report]:
    """What comes back for one recording; nothing may be wrong on the way."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "set"
        report = encoded(slug, [item(records)], path, **options)
        assert report.problems == []
        assert report.records == len(records) - report.losses["empty-dropped"] - report.losses["kind-not-carried"]
        with open_source(path) as source:
            assert FORMATS[slug].recognises(source) or not records
            decoded = reading.read(FORMATS[slug], source)
            items = list(decoded.items)
        assert decoded.report.problems == []
        assert [one.name for one in items] in (["day 1/a.wav"], [])
        return (items[0].records if items else []), report


words = st.text(alphabet=st.sampled_from("aZ9é你ر\"'<>[]{}&-|.,"), min_size=1, max_size=8)
texts = st.lists(words, min_size=1, max_size=4).map(" ".join)
names = st.text(alphabet=st.sampled_from("Ab1_你"), min_size=1, max_size=6)


@st.composite
def segments(
    draw: st.DrawFn, /, *, text: st.SearchStrategy[str] = texts, overlap: bool = True, points: bool = False, **lane: Any
) -> list[Record]:
    count = draw(st.integers(0, 6))
    found: list[Record] = []
    at = 0
    for number in range(count):
        start = draw(st.integers(0, 300_000)) if overlap else at + draw(st.integers(0, 5000))
        stop = start + draw(st.integers(64, 9000))
        at = stop
        data = {key: draw(value) for key, value in lane.items()}
        label = data.pop("label", "speech")
        is_point = points and draw(st.booleans())
        found.append(
            record(start, None if is_point else stop, number, label=label, text=draw(text), **data)
        )  # fmt: skip
    return found


def brief(records: Sequence[Record], *keys: str, slack: int = 0) -> list[tuple[Any, ...]]:
    """What must come back, sorted; with slack, times are left out."""
    rows = []
    for each in records:
        data = each["data"]
        times = (data.get("start", data.get("at")), data.get("stop", -1)) if not slack else ()
        rows.append((*times, each["label"] if "label" in keys else "", *(data[key] for key in keys if key in data)))
    return sorted(rows, key=repr)


@pytest.mark.parametrize("form", ["long", "short", "binary", "utf-16"])
@some
@given(data=st.data())
def test_textgrid(form: str, data: st.DataObject) -> None:
    speakers = st.sampled_from(["", "S1", "Mary Ann"])
    labels = st.sampled_from(["speech", "word", "phone", "reading"])
    line_breaks = texts.map(lambda text: text.replace(".", "\n"))
    records = data.draw(segments(text=line_breaks, points=True, speaker=speakers, label=labels))
    records = [each for each in records if each["data"]["text"].strip()]
    back, _ = there_and_back("textgrid", records, form=form)
    assert brief(back, "label", "speaker", "text") == brief(records, "label", "speaker", "text")


@some
@given(segments(overlap=False, tier=st.sampled_from(["Mary", "tones (ToBI)", 'a "b"'])))
def test_textgrid_keeps_other_tiers(records: list[Record]) -> None:
    back, report = there_and_back("textgrid", records)
    assert brief(back, "tier", "text") == brief(records, "tier", "text")
    assert not report.losses


@some
@given(segments(text=st.just(""), speaker=st.one_of(st.just(""), names), channel=st.sampled_from([0, 1])))
def test_rttm(records: list[Record]) -> None:
    back, report = there_and_back("rttm", records)
    assert brief(back, "speaker", "channel") == brief(records, "speaker", "channel")
    assert not report.losses


@some
@given(segments(text=words, label=st.just("word"), channel=st.sampled_from([0, 1])))
def test_ctm(records: list[Record]) -> None:
    back, report = there_and_back("ctm", records)
    assert brief(back, "label", "text", "channel") == brief(records, "label", "text", "channel")
    assert not report.losses


@some
@given(segments(text=texts.map(lambda text: "x" + text), speaker=names, channel=st.sampled_from([0, 1])))
def test_stm(records: list[Record]) -> None:
    back, _ = there_and_back("stm", records)
    assert brief(back, "speaker", "text", "channel") == brief(records, "speaker", "text", "channel")


@some
@given(segments(points=True))
def test_audacity(records: list[Record]) -> None:
    back, _ = there_and_back("audacity", records)
    assert brief(back, "text") == brief(records, "text")


@pytest.mark.parametrize("slug", ["srt", "webvtt"])
@some
@given(data=st.data())
def test_captions(slug: str, data: st.DataObject) -> None:
    """Within half a millisecond."""
    lines = texts.map(lambda text: text.replace("9", "\nb")).filter(lambda text: "\n " not in text)
    speaker: dict[str, Any] = {"speaker": st.one_of(st.just(""), names)} if slug == "webvtt" else {}
    plain = lines.map(lambda text: "\n".join(filter(None, map(str.strip, text.splitlines()))) or "a")
    records = data.draw(segments(text=plain.filter(lambda text: "-->" not in text or slug == "webvtt"), **speaker))
    back, _ = there_and_back(slug, records)
    keys = ("speaker", "text")
    assert brief(back, *keys, slack=1) == brief(records, *keys, slack=1)
    for found, wanted in zip(_by_time(back), _by_time(records), strict=True):
        assert abs(found - wanted) <= RATE * 0.0005 + 1


def _by_time(records: Sequence[Record]) -> list[int]:
    return sorted(each["data"][key] for each in records for key in ("start", "stop"))


def family(draw: st.DrawFn) -> list[Record]:
    """Utterances that do not overlap, each with words inside it."""
    found: list[Record] = []
    for number, whole in enumerate(draw(segments(overlap=False, speaker=st.just("S1")))):
        found.append(whole)
        start, stop = whole["data"]["start"], whole["data"]["stop"]
        middle = (start + stop) // 2
        for at, (left, right) in enumerate(((start, middle), (middle, stop))):
            # To the millisecond, a word must not reach beyond its utterance.
            inside = record(left, right, 1000 + 10 * number + at, label="word", speaker="S1", text=draw(words))
            inside["data"]["parent"] = whole["id"]
            found.append(inside)
    return found


@some
@given(st.composite(family)())
def test_eaf(records: list[Record]) -> None:
    """Within half a millisecond, with what is a part of what."""
    back, report = there_and_back("eaf", records)
    keys = ("label", "speaker", "text")
    assert brief(back, *keys, slack=1) == brief(records, *keys, slack=1)
    for found, wanted in zip(_by_time(back), _by_time(records), strict=True):
        assert abs(found - wanted) <= RATE * 0.0005 + 1
    assert not report.losses
    text_of = {each["id"]: each["data"]["text"] for each in back}
    wanted_of = {each["id"]: each["data"]["text"] for each in records}
    parts = sorted((each["data"]["text"], text_of.get(each["data"]["parent"], "")) for each in back)
    assert parts == sorted((each["data"]["text"], wanted_of.get(each["data"]["parent"], "")) for each in records)


def test_what_is_lost_is_counted(tmp_path: Path) -> None:
    full = record(16000, 32000, channel=1, tier="t", speaker="S 1", text="a b", parent="p")
    lost = {
        "rttm": {"text-dropped", "tier-dropped", "parent-dropped", "blank-changed"},
        "ctm": {"kind-not-carried", "speaker-dropped", "tier-dropped", "parent-dropped"},
        "stm": {"tier-dropped", "parent-dropped", "blank-changed"},
        "srt": {"speaker-dropped", "tier-dropped", "parent-dropped", "channel-dropped"},
        "webvtt": {"tier-dropped", "parent-dropped", "channel-dropped"},
        "audacity": {"speaker-dropped", "tier-dropped", "parent-dropped", "channel-dropped"},
        "textgrid": {"parent-dropped", "channel-dropped"},
        "eaf": {"parent-dropped", "channel-dropped"},
    }
    for slug, codes in lost.items():
        assert set(encoded(slug, [item([full])], tmp_path / slug).losses) == codes, slug


@pytest.mark.parametrize("slug", ["rttm", "stm", "srt", "audacity", "kaldi", "nemo", "lhotse"])
def test_what_has_no_labels_says_nothing_twice(slug: str, tmp_path: Path) -> None:
    """A word and a reading are parts of the utterance, whose text has it already."""
    whole = record(0, 32000, 0, text="你好")
    parts = [
        record(0, 16000, 1, label="word", text="你", parent=whole["id"]),
        record(0, 32000, 2, label="reading", text="nǐ hǎo", parent=whole["id"]),
    ]
    # A format that does not know whose a word is brings it in like this.
    parts.append(record(16000, 32000, 3, label="word", text="好"))
    report = encoded(slug, [item([whole, *parts])], tmp_path / slug)
    assert (report.records, report.losses["part-dropped"]) == (1, 3)
    assert encoded(slug, [item(parts[2:])], tmp_path / f"{slug} words").records == 1


LEVELLED = ["srt", "webvtt", "audacity", "stm", "kaldi", "nemo", "lhotse", "audiofolder", "ljspeech", "common_voice"]


@pytest.mark.parametrize("slug", LEVELLED)
@pytest.mark.parametrize(("level", "said"), [("word", ["你", "好"]), ("reading", ["nǐ hǎo"]), ("phone", ["n"])])
def test_what_has_no_labels_holds_the_level_that_was_chosen(
    slug: str, level: str, said: list[str], tmp_path: Path
) -> None:
    """Words, or readings, and nothing of the utterance; read with the same choice they have their label again."""
    whole = record(0, RATE * SECONDS, 0, text="你好")
    parts = [
        record(0, 16000, 1, label="word", text="你", parent=whole["id"]),
        record(16000, 32000, 2, label="word", text="好", parent=whole["id"]),
        record(0, RATE * SECONDS, 3, label="reading", text="nǐ hǎo", parent=whole["id"]),
    ]
    parts.append(record(0, 4000, 4, label="phone", text="n", parent=parts[0]["id"]))
    report = encoded(slug, [item([whole, *parts])], tmp_path / "x", level=level)
    assert (report.records, report.losses["other-level"]) == (len(said), 5 - len(said))
    assert "label-dropped" not in report.losses
    with open_source(tmp_path / "x") as source:
        decoded = reading.read(FORMATS[slug], source, {"level": level})
        found = [each for one in decoded.items for each in one.records]
    assert decoded.report.problems == []
    assert " ".join(each["data"]["text"] for each in found) == " ".join(said)
    assert {each["label"] for each in found} == {level}
    assert [label["key"] for label in decoded.header.schema["labels"]] == [level]


def test_without_a_rate_nothing_is_written(tmp_path: Path) -> None:
    bare = Item("a.wav", None, None, [record(1, 2)])
    with open_sink(tmp_path / "x") as sink:
        report = FORMATS["textgrid"].encode(Header({"labels": [], "questions": []}), [bare], sink)
    assert report.losses == {"no-rate": 1}


def opened(folder: Path, slug: str) -> tuple[list[Item], Report]:
    with open_source(folder) as source:
        decoded = reading.read(FORMATS[slug], source)
        return list(decoded.items), decoded.report


@pytest.mark.parametrize("slug", ["textgrid", "srt", "audacity", "eaf", "kaldi", "rttm", "stm"])
def test_recordings_of_one_name_keep_their_labels_apart(slug: str, tmp_path: Path) -> None:
    """In another folder, or with another ending."""
    items = [
        item([record(0, 16000, number, speaker=f"S{number}", text=f"say{number}")], name)
        for number, name in enumerate(("day 1/a.wav", "day 2/a.wav", "day 1/b.wav"))
    ]
    report = encoded(slug, items, tmp_path / "x")
    assert report.problems == []
    found, read = opened(tmp_path / "x", slug)
    assert read.problems == []
    key = "speaker" if slug == "rttm" else "text"
    said = {one.name: [each["data"][key] for each in one.records] for one in found}
    assert said == {one.name: [each["data"][key] for each in one.records] for one in items}


BAD_SRT = (
    b"\xef\xbb\xbf1\r\n00:00:01,000 --> 00:00:00,500\r\nno\r\n\r\n2\r\n0:00:01,5 --> 00:00:02\r\nno\r\n\r\n"
    b"3\r\n0:00:01,5 --> 00:00:02,000\r\nyes\r\n"
)


def test_hostile_files_are_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(WAV)
    cases: dict[str, tuple[str, bytes, int]] = {
        "textgrid": ("a.TextGrid", b'File type = "ooTextFile"\n"TextGrid"\n0 1e400 <exists> 99999999', 0),
        "rttm": ("x.rttm", b"SPEAKER a 1 nan 1 <NA> <NA> s <NA> <NA>\nSPEAKER a 1 1 1 <NA> <NA> s <NA> <NA>\n", 1),
        "ctm": ("x.ctm", b";; comment\na 1 0 -1 x\na 1 1e308 1 x\na 1 0 1 ok\n", 1),
        "stm": ("x.stm", b"a 1 s 2 1 backwards\na 1 s 1 2 <o,f0,male> fine\nrubbish\n", 1),
        "srt": ("a.srt", BAD_SRT, 1),
        "webvtt": ("a.vtt", b"NOT\n\n00:01.000 --> 00:02.000\nx\n", 0),
        "eaf": ("a.eaf", b'<!DOCTYPE x [<!ENTITY y "z">]><ANNOTATION_DOCUMENT>&y;</ANNOTATION_DOCUMENT>', 0),
        "audacity": ("a.txt", b"1,5\t2,5\tcomma\n\\\t100\t200\nx\ty\tz\n", 1),
    }  # fmt: skip
    for slug, (name, content, count) in cases.items():
        (tmp_path / name).write_bytes(content)
        items, report = opened(tmp_path, slug)
        assert sum(len(one.records) for one in items) == count, slug
        assert report.problems, slug
        assert all(problem.json()["message"]["zh"] for problem in report.problems)
        (tmp_path / name).unlink()


@pytest.mark.parametrize("slug", ["textgrid", "srt", "webvtt", "audacity", "rttm", "ctm", "stm", "eaf"])
@settings(max_examples=60, deadline=None)
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_no_bytes_break_a_reader(slug: str, content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder)
        (path / "a.wav").write_bytes(WAV[:200_000])
        (path / f"a{FORMATS[slug].extensions[0]}").write_bytes(content)
        opened(path, slug)


def test_what_has_no_words_says_what_it_is(tmp_path: Path) -> None:
    pause = record(RATE, None, 1, label="break")
    pause["attributes"] = {"index": "3"}
    laughter = record(0, RATE, 2, label="laughter")
    encoded("textgrid", [item([pause])], tmp_path / "grid")
    assert 'mark = "3"' in (tmp_path / "grid" / "day 1" / "a.TextGrid").read_text()
    encoded("audacity", [item([laughter])], tmp_path / "labels")
    assert (tmp_path / "labels" / "day 1" / "a.txt").read_text() == "0.000000\t1.000000\tlaughter\n"
