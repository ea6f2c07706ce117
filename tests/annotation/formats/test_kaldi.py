"""Kaldi directories: what we write passes the rules of validate_data_dir.sh, and commands in wav.scp are never run."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
import soundfile
from hypothesis import given

from annotation.formats import FORMATS, Media, timed
from annotation.formats.sink import open_sink
from annotation.kinds.record import Record
from tests.annotation.formats.test_timed import WAV, brief, encoded, item, names, opened, record, segments, some, words
from tests.shared_data import shared


def validate(folder: Path) -> None:
    """The rules of Kaldi's utils/validate_data_dir.sh that concern these files."""
    tables: dict[str, list[tuple[str, list[str]]]] = {}
    for name in ("wav.scp", "segments", "text", "utt2spk", "spk2utt"):
        content = (folder / name).read_bytes()
        assert not content or content.endswith(b"\n"), name
        lines = content.decode().splitlines()
        keys = [line.split(" ")[0] for line in lines]
        assert keys == sorted(keys, key=str.encode), name
        assert len(set(keys)) == len(keys), name
        assert all("  " not in line and line == line.strip() for line in lines), name
        tables[name] = [(key, line.split(" ")[1:]) for key, line in zip(keys, lines, strict=True)]
    utterances = [key for key, _ in tables["text"]]
    assert utterances == [key for key, _ in tables["utt2spk"]] == [key for key, _ in tables["segments"]]
    speakers = [rest[0] for _, rest in tables["utt2spk"]]
    assert speakers == sorted(speakers, key=str.encode)  # "utt2spk is not sorted by speaker"
    assert all(key.startswith(speaker) for key, speaker in zip(utterances, speakers, strict=True))
    by_speaker = {key: rest for key, rest in tables["spk2utt"]}
    assert sorted(each for rest in by_speaker.values() for each in rest) == sorted(utterances)
    recordings = {key for key, _ in tables["wav.scp"]}
    for _, (recording, start, stop) in tables["segments"]:
        assert recording in recordings
        assert float(stop) > float(start)
    assert all(not {"<s>", "</s>", "#0"} & set(rest) for _, rest in tables["text"])


texts = words.map(lambda word: f"x{word} <s> y")


@some
@given(segments(text=texts, speaker=names | words))
def test_what_we_write_is_valid_and_comes_back(records: list[Record]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "set"
        report = encoded("kaldi", [item(records), item(records[:2], "night/a.wav")], path)
        validate(path)
        items, read = opened(path, "kaldi")
    assert report.records == len(records) + len(records[:2])
    assert read.problems == []
    back = next((one.records for one in items if one.name == "day 1/a.wav"), [])
    for each in records:
        each["data"]["text"] = each["data"]["text"].replace("<s> ", "")
    assert brief(back, "text") == brief(records, "text")


@some
@given(segments(text=words.map(lambda word: "x" + word), speaker=names))
def test_speakers_come_back(records: list[Record]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "set"
        encoded("kaldi", [item(records)], path)
        items, _ = opened(path, "kaldi")
    back = items[0].records if items else []
    assert brief(back, "speaker", "text") == brief(records, "speaker", "text")


def test_an_utterance_of_nobody_does_not_stand_among_those_of_a_speaker(tmp_path: Path) -> None:
    records = [record(0, 8000, 0, text="x"), record(8000, 16000, 1, text="y", speaker="a")]
    encoded("kaldi", [item(records, "a.wav")], tmp_path / "x")
    validate(tmp_path / "x")
    items, _ = opened(tmp_path / "x", "kaldi")
    assert [each["data"]["speaker"] for each in items[0].records] == ["", "a"]


def test_channels_are_recordings_of_their_own(tmp_path: Path) -> None:
    """With the media they are files of their own; without it, one item: an import takes the first of a name."""
    records = [record(0, 8000, 0, channel=0, text="left"), record(0, 8000, 1, channel=1, text="right")]
    sound = np.random.default_rng(1).integers(-20000, 20000, (20 * 16_000, 2)).astype(np.int16)
    stream = io.BytesIO()
    soundfile.write(stream, sound, 16_000, format="WAV", subtype="PCM_16")
    talk = replace(item(records), media=Media("day 1/a.wav", lambda: io.BytesIO(stream.getvalue())))
    encoded("kaldi", [talk], tmp_path / "x")
    assert (tmp_path / "x" / "reco2file_and_channel").read_text() == "a-A a A\na-B a B\n"
    assert (tmp_path / "x" / "wav.scp").read_text() == "a-A channels/a-A.wav\na-B channels/a-B.wav\n"
    for number, name in enumerate("AB"):
        samples, _ = soundfile.read(tmp_path / "x" / "channels" / f"a-{name}.wav", dtype="int16")
        np.testing.assert_array_equal(samples, sound[:, number])
    items, report = opened(tmp_path / "x", "kaldi")
    assert report.problems == []
    said = {one.name: [each["data"]["text"] for each in one.records] for one in items}
    assert said == {"channels/a-A.wav": ["left"], "channels/a-B.wav": ["right"]}
    with open_sink(tmp_path / "y") as sink:
        FORMATS["kaldi"].encode(timed.header(), [talk], sink)
    (tmp_path / "y" / "day 1").mkdir()
    (tmp_path / "y" / "day 1" / "a.wav").write_bytes(stream.getvalue())
    (one,), report = opened(tmp_path / "y", "kaldi")
    assert {each["data"]["text"]: each["data"]["channel"] for each in one.records} == {"left": 0, "right": 1}


def test_commands_are_never_run(tmp_path: Path) -> None:
    trap = tmp_path / "ran"
    (tmp_path / "a.wav").write_bytes(WAV)
    (tmp_path / "wav.scp").write_text(f"a touch {trap} |\nb sox b.wav -t wav - |\n")
    (tmp_path / "segments").write_text("u1 a 0 1.5\nu2 b 0 1\nu3 a 3 2\nu4 c 0 1\nu5 a 19 -1\n")
    (tmp_path / "text").write_text("u1 HELLO THERE\nu5 END\n")
    (tmp_path / "utt2spk").write_text("u1 s1\nu5 u5\n")
    items, report = opened(tmp_path, "kaldi")
    assert not trap.exists()
    (one,) = items
    assert [(each["data"]["stop"], each["data"]["text"], each["data"]["speaker"]) for each in one.records] == [
        (24000, "HELLO THERE", "s1"),
        (320_000, "END", ""),
    ]
    assert [(problem.file, problem.code) for problem in report.problems] == [
        ("segments", "missing-recording"),
        ("wav.scp", "bad-line"),
        ("segments", "bad-line"),
        ("wav.scp", "bad-line"),
        ("wav.scp", "missing-recording"),
    ]


@pytest.mark.parametrize("folder", ["speech/speechocean762/kaldi_subset"])
def test_a_real_directory(folder: str) -> None:
    place = shared(folder)
    items, report = opened(place, "kaldi")
    assert report.problems == []
    wanted = dict(line.split("\t", 1) for line in (place / "text").read_text().splitlines())
    found = {Path(one.name).stem: one.records[0]["data"]["text"] for one in items}
    assert found == {key: text.strip() for key, text in wanted.items()}
    assert all(one.records[0]["data"]["stop"] == one.facts["samples"] for one in items)
