"""Lhotse, ESPnet, audiofolder, Label Studio, speechocean762: there and back, cut out, and as strangers write them."""

from __future__ import annotations

import gzip
import io
import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.formats import FORMATS, timed
from annotation.formats.base import Header, Media
from annotation.formats.reading import read
from annotation.formats.sink import open_sink
from annotation.formats.source import open_source
from annotation.kinds.record import Record
from tests.annotation.formats.test_timed import (
    RATE,
    SECONDS,
    WAV,
    brief,
    encoded,
    item,
    names,
    opened,
    record,
    segments,
    some,
    texts,
    there_and_back,
)
from tests.shared_data import shared

END = RATE * SECONDS
MORE = {
    "lhotse": ("supervisions.jsonl", b'{"recording_id": "a", "start": '),
    "audiofolder": ("metadata.jsonl", b'{"file_name": "a.wav"'),
    "label_studio": ("tasks.json", b'[{"data": {"audio": "a.wav"}, "annotations": '),
    "speechocean": ("scores.json", b'{"a": {"text": "x", "words": '),
}

KEYS = ["data", "annotations", "result", "value", "start", "end", "a", "words", "text"]


@some
@given(segments(speaker=st.one_of(st.just(""), names), channel=st.sampled_from([None, 0, 1])))
def test_lhotse(records: list[Record]) -> None:
    back, report = there_and_back("lhotse", records)
    assert brief(back, "speaker", "text", "channel") == brief(records, "speaker", "text", "channel")
    assert not report.losses


def test_lhotse_says_what_its_own_library_checks(tmp_path: Path) -> None:
    """Ids, sources and numbers as lhotse's validate_recordings_and_supervisions_match wants them."""
    odd = 'day "1"/ä 你.wav'
    encoded("lhotse", [item([record(8000, 20000, text="yes", speaker="S1", channel=0)], odd)], tmp_path / "x")
    (recording,), (supervision,) = (
        [json.loads(line) for line in (tmp_path / "x" / f"{name}.jsonl").read_text().splitlines()]
        for name in ("recordings", "supervisions")
    )
    assert recording["sources"] == [{"type": "file", "channels": [0, 1], "source": odd}]
    assert recording["num_samples"] == recording["duration"] * recording["sampling_rate"] == END
    assert supervision["recording_id"] == recording["id"]
    assert (supervision["start"], supervision["duration"], supervision["channel"]) == (0.5, 0.75, 0)
    assert set(supervision) == {"id", "recording_id", "start", "duration", "channel", "text", "speaker"}


def test_lhotse_is_read_packed_or_as_a_list_and_by_the_paths_of_its_recordings(tmp_path: Path) -> None:
    (tmp_path / "audio").mkdir()
    (tmp_path / "audio" / "a.wav").write_bytes(WAV)
    sources = [{"type": "file", "channels": [0], "source": "/corpus/audio/a.wav"}]
    rows = [{"id": "rec-7", "sources": sources}, {"id": "b", "sources": [{"type": "command", "source": "rm -rf /"}]}]
    said = [{"id": 1, "recording_id": "rec-7", "start": 1, "duration": 0.5, "channel": [0], "text": "so"}]
    for name, content in (("recordings_train.jsonl.gz", rows), ("supervisions_train.jsonl.gz", said)):
        (tmp_path / name).write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in content).encode()))
    items, report = opened(tmp_path, "lhotse")
    assert [(problem.file, problem.place) for problem in report.problems] == [("recordings_train.jsonl.gz", "line 2")]
    for path in tmp_path.glob("*.gz"):
        lines = gzip.decompress(path.read_bytes()).decode().splitlines()
        path.with_name(path.name.replace(".jsonl.gz", ".json")).write_text(f"[{','.join(lines)}]", "utf-8")
        path.unlink()
    again, _ = opened(tmp_path, "lhotse")
    assert [(one.name, brief(one.records, "text")) for one in again] == [
        (one.name, brief(one.records, "text")) for one in items
    ]
    assert [(one.name, brief(one.records, "text")) for one in items] == [
        ("audio/a.wav", [(RATE, RATE * 3 // 2, "", "so")])
    ]


def test_espnet_is_a_kaldi_directory_for_each_split(tmp_path: Path) -> None:
    items = [
        replace(item([record(0, 16000, text="yes", speaker="S1")], "a.wav"), meta={"split": "train"}),
        replace(item([record(0, 16000, text="no", speaker="S1")], "b.wav"), meta={"split": "val"}),
    ]
    path = tmp_path / "x"
    with open_sink(path) as sink:
        report = FORMATS["kaldi"].encode(Header({"labels": []}), items, sink, {"layout": "espnet"}, images=True)
    assert (report.items, report.records) == (2, 2)
    train = path / "dump" / "raw" / "train"
    assert (train / "wav.scp").read_text() == "a a.wav\n"
    assert (train / "text").read_text() == "S1-a-000000000-000001000 yes\n"
    assert (path / "dump" / "raw" / "val" / "spk2utt").read_text().startswith("S1 ")
    found, problems = opened(path, "kaldi")
    assert sorted((one.name, one.records[0]["data"]["text"]) for one in found) == [("a.wav", "yes"), ("b.wav", "no")]
    assert problems.problems == []


@some
@given(text=texts, speaker=st.one_of(st.just(""), names))
def test_audiofolder_of_whole_recordings(text: str, speaker: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        report = encoded("audiofolder", [item([record(0, END, text=text, speaker=speaker)])], path)
        assert not report.losses
        (one,), problems = opened(path, "audiofolder")
        assert problems.problems == []
        assert (one.name, brief(one.records, "speaker", "text")) == ("data/a.wav", [(0, END, "", speaker, text)])


@pytest.mark.parametrize("kind", ["wav", "flac"])
def test_every_utterance_is_cut_out_to_the_sample(kind: str, tmp_path: Path) -> None:
    sound = np.random.default_rng(1).integers(-20000, 20000, (END, 2)).astype(np.int16)
    stream = io.BytesIO()
    soundfile.write(stream, sound, RATE, format="WAV", subtype="PCM_16")
    records = [
        record(1000, 9001, 0, text="one", speaker="S1"),
        record(8000, 20000, 1, text="two", channel=1),
        record(5, 9, 2),
    ]
    talk = replace(item(records, "talk 1.wav"), media=Media("talk 1.wav", lambda: io.BytesIO(stream.getvalue())))
    report = encoded("audiofolder", [talk], tmp_path / "x", audio=kind)
    assert report.losses == {"empty-dropped": 1}
    rows = [json.loads(line) for line in (tmp_path / "x" / "metadata.jsonl").read_text().splitlines()]
    assert rows == [
        {"file_name": f"data/talk_1-00001.{kind}", "transcription": "one", "speaker_id": "S1"},
        {"file_name": f"data/talk_1-00002.{kind}", "transcription": "two"},
    ]
    for row, wanted in zip(rows, (sound[1000:9001], sound[8000:20000, 1:]), strict=True):
        samples, rate = soundfile.read(tmp_path / "x" / row["file_name"], dtype="int16", always_2d=True)
        assert rate == RATE
        np.testing.assert_array_equal(samples, wanted)
    items, _ = opened(tmp_path / "x", "audiofolder")
    assert [one.records[0]["data"]["stop"] for one in items] == [8001, 12000]


def test_audiofolder_is_read_from_a_table_too(tmp_path: Path) -> None:
    (tmp_path / "train").mkdir()
    (tmp_path / "train" / "a.wav").write_bytes(WAV)
    (tmp_path / "train" / "metadata.csv").write_text('file_name,text\na.wav,"so, yes"\n,nothing\n')
    (one,), report = opened(tmp_path, "audiofolder")
    assert (one.name, brief(one.records, "text")) == ("train/a.wav", [(0, END, "", "so, yes")])
    assert [problem.place for problem in report.problems] == ["line 3"]


@some
@given(
    segments(speaker=st.one_of(st.just(""), names), channel=st.sampled_from([None, 0, 1])),
    st.sampled_from(["speech", "noise"]),
)
def test_label_studio(records: list[Record], label: str) -> None:
    for each in records:
        each["label"] = label
    back, report = there_and_back("label_studio", records)
    assert brief(back, "speaker", "text", "label", "channel") == brief(records, "speaker", "text", "label", "channel")
    assert not report.losses


def test_label_studio_is_read_as_it_exports(tmp_path: Path) -> None:
    """Uploaded names, a cancelled answer before the right one, a region without a text, a choice about the whole."""
    (tmp_path / "a.wav").write_bytes(WAV)
    region = {"start": 1, "end": 2.5, "channel": 0}
    result = [
        {
            "id": "r1",
            "type": "labels",
            "from_name": "l",
            "original_length": 9.9,
            "value": {**region, "labels": ["Speech"]},
        },
        {"id": "r1", "type": "textarea", "from_name": "t", "value": {**region, "text": ["so it", "goes"]}},
        {"id": "c1", "type": "choices", "from_name": "c", "value": {"choices": ["good"]}},
        {"id": "r2", "type": "labels", "from_name": "l", "value": {"start": 3, "end": 2, "labels": ["Speech"]}},
    ]
    answers = [{"was_cancelled": True, "result": []}, {"was_cancelled": False, "result": result}]
    predicted = [{"result": [{"id": "p", "type": "labels", "score": 0.7, "value": {**region, "labels": ["Speech"]}}]}]
    tasks = [
        {"id": 5, "data": {"audio": "/data/upload/3/0a1b2c3d-a.wav"}, "annotations": answers},
        {"id": 6, "data": {"audio": "a.wav"}, "annotations": [], "predictions": predicted},
    ]
    (tmp_path / "project-1.json").write_text(json.dumps(tasks))
    items, report = opened(tmp_path, "label_studio")
    assert [brief(one.records, "text", "label") for one in items] == [
        [(RATE, RATE * 5 // 2, "Speech", "so it\ngoes")], [(RATE, RATE * 5 // 2, "Speech", "")],
    ]  # fmt: skip
    assert items[1].records[0]["score"] == 0.7
    assert [(problem.code, problem.place) for problem in report.problems] == [("bad-line", "[0].result[3]")]


def scores(folder: Path, **options: str) -> list[Any]:
    with open_source(folder) as source:
        decoded = read(FORMATS["speechocean"], source, options)
        items = list(decoded.items)
    assert decoded.report.problems == []
    return items


def test_scores_of_each_expert_and_totals_by_the_formulas_of_the_corpus(tmp_path: Path) -> None:
    """Read of one expert and written again, totals are what the corpus says of that expert; one has its own."""
    folder = shared("speech/speechocean762/kaldi_subset")
    given = json.loads((folder / "scores-detail.json").read_text())
    items = scores(folder, rater="2")
    assert len(items) == len(given) == 48
    with open_sink(tmp_path / "x") as sink:
        report = FORMATS["speechocean"].encode(Header({"labels": []}), items, sink)
    assert not report.losses
    back = json.loads((tmp_path / "x" / "scores.json").read_text())
    apart = [abs(row["total"] - given[name]["total"][1]) for name, row in back.items()]
    assert sum(each > 0.051 for each in apart) == 1
    for name, row in back.items():
        assert [word["text"] for word in row["words"]] == [word["text"] for word in given[name]["words"]]
        for word, said in zip(row["words"], given[name]["words"], strict=True):
            assert word["total"] == pytest.approx(said["total"][1], abs=0.051)


def test_scores_come_back_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a.wav").write_bytes(WAV)
    word = {
        "text": "is", "accuracy": [3, 9], "stress": [5, 10], "total": [3, 9],
        "phones": ["(IH0) {Z} [AH0]", "IH0 Z"],
    }  # fmt: skip
    row = {
        "text": "is",
        "accuracy": [7, 9],
        "completeness": [1, 0.5],
        "fluency": [6, 8],
        "prosodic": [5, 7],
        "words": [word],
    }
    (tmp_path / "one" / "scores-detail.json").write_text(json.dumps({"a": row}))
    (one,) = scores(tmp_path / "one", rater="1")
    answers, _, said, *phones = one.records
    assert answers["attributes"] == {"accuracy": 7, "completeness": 1, "fluency": 6, "prosody": 5}
    assert said["attributes"] == {"accuracy": 3, "stress": "wrong"}
    assert [(each["data"]["text"], each["attributes"]) for each in phones] == [
        ("IH0", {"score": "0"}), ("Z", {"score": "1"}), ("AH0", {}),
    ]  # fmt: skip
    assert scores(tmp_path / "one")[0].records[0]["attributes"]["accuracy"] == 8
    with open_sink(tmp_path / "two") as sink:
        FORMATS["speechocean"].encode(Header({"labels": []}), [one], sink, images=True)
    (back,) = scores(tmp_path / "two")
    assert back.records[0]["attributes"] == answers["attributes"]
    assert back.records[2]["attributes"] == said["attributes"]
    assert [each["data"]["text"] for each in back.records[3:]] == ["IH0", "Z"]


@pytest.mark.parametrize("slug", MORE)
@settings(max_examples=60, deadline=None)
@given(
    content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode), st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS), inner),
        max_leaves=12,
    ).map(lambda value: json.dumps(value).encode())),
    starts=st.booleans(),
)  # fmt: skip
def test_no_bytes_break_a_reader(slug: str, content: bytes, starts: bool) -> None:
    name, head = MORE[slug]
    with TemporaryDirectory() as folder:
        (Path(folder) / "a.wav").write_bytes(WAV)
        ends = b"}]" if slug == "label_studio" else b"}}" if slug == "speechocean" else b"}"
        (Path(folder) / name).write_bytes(head + content + ends if starts else content)
        opened(Path(folder), slug)


def test_no_list_is_taken_for_another(tmp_path: Path) -> None:
    for slug in MORE:
        records = [record(0, END, text="hello")]
        encoded(slug, [item(records)], tmp_path / slug)
        with open_source(tmp_path / slug) as source:
            audio = [each for each in FORMATS if each.modalities >= timed.AUDIO]
            assert [each.slug for each in audio if each.recognises(source)] == [slug]
