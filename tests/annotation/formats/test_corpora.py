"""Lists of corpora (NeMo, LJSpeech, Common Voice) and UEM: there and back, and what strangers write into them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.formats import FORMATS, timed
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

END = RATE * SECONDS
CORPORA = ["nemo", "uem", "ljspeech", "common_voice"]
LABELS = {"nemo": "manifest.json", "uem": "x.uem", "ljspeech": "metadata.csv", "common_voice": "train.tsv"}


def folder_of(slug: str, folder: Path, content: bytes, recording: str = "a.wav") -> Path:
    (folder / recording).parent.mkdir(parents=True, exist_ok=True)
    (folder / recording).write_bytes(WAV)
    (folder / LABELS[slug]).write_bytes(content)
    return folder


def said(folder: Path, slug: str) -> dict[str, list[tuple[object, ...]]]:
    items, report = opened(folder, slug)
    assert report.problems == []
    return {one.name: brief(one.records, "speaker", "text") for one in items}


@some
@given(segments(speaker=st.one_of(st.just(""), names)))
def test_nemo(records: list[Record]) -> None:
    back, report = there_and_back("nemo", records)
    assert brief(back, "speaker", "text") == brief(records, "speaker", "text")
    assert not report.losses


def test_a_nemo_manifest_is_json_with_paths_beside_it(tmp_path: Path) -> None:
    odd = 'day "1"/ä 你.wav'
    encoded("nemo", [item([record(8000, 20000, text='say "yes"', speaker="S1")], odd)], tmp_path / "x")
    rows = [json.loads(line) for line in (tmp_path / "x" / "manifest.json").read_text().splitlines()]
    assert rows == [
        {"audio_filepath": odd, "offset": 0.5, "duration": 0.75, "text": 'say "yes"', "speaker": "S1"}
    ]  # fmt: skip
    assert (tmp_path / "x" / odd).is_file()


def test_nemo_without_offset_or_duration_means_the_whole(tmp_path: Path) -> None:
    lines = b'{"audio_filepath": "/data/corpus/a.wav", "text": "all of it", "speaker": 7, "lang": "en"}\n'
    assert said(folder_of("nemo", tmp_path, lines), "nemo") == {"a.wav": [(0, END, "", "7", "all of it")]}


def scored(draw: st.DrawFn) -> list[Record]:
    """Stretches that neither touch nor overlap: those come back one by one."""
    found, at = [], 0
    for number in range(draw(st.integers(1, 5))):
        start = at + draw(st.integers(64, 5000))
        at = start + draw(st.integers(64, 9000))
        found.append(record(start, at, number, label="scored"))
    return found


@some
@given(st.composite(scored)(), st.sampled_from([None, 0, 1]))
def test_uem(records: list[Record], channel: int | None) -> None:
    for each in records:
        each["data"]["channel"] = channel
    back, report = there_and_back("uem", records)
    assert brief(back, "label", "channel") == brief(records, "label", "channel")
    assert not report.losses


def test_uem_joins_what_overlaps_and_counts_whole_recordings(tmp_path: Path) -> None:
    apart = [
        record(0, 16000, 0, label="scored"),
        record(8000, 32000, 1, label="scored"),
        record(9000, 9100, 2, label="scored"),
        record(40000, 48000, 3, label="scored", channel=1),
        record(0, 160, 4, text="hello"),
    ]
    report = encoded("uem", [item(apart, "b.wav"), item([record(0, 160, text="hello")], "a.wav")], tmp_path / "x")
    assert (tmp_path / "x" / "labels.uem").read_text().splitlines() == [
        f"a NA 0.000000 {SECONDS:.6f}",
        "b NA 0.000000 2.000000",
        "b 2 2.500000 3.000000",
    ]
    assert report.losses == {"label-not-scored": 2, "text-dropped": 2}


@pytest.mark.parametrize("slug", ["ljspeech", "common_voice"])
@some
@given(text=texts.filter(lambda text: "|" not in text), speaker=names)
def test_whole_recordings(slug: str, text: str, speaker: str) -> None:
    speaker = speaker if slug == "common_voice" else ""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        report = encoded(slug, [item([record(0, END, text=text, speaker=speaker)])], path)
        assert report.problems == []
        assert not report.losses
        place = FORMATS[slug].folder + "/a.wav"  # type: ignore[attr-defined]
        assert said(path, slug) == {place: [(0, END, "", speaker, text)]}


@pytest.mark.parametrize("slug", ["ljspeech", "common_voice"])
def test_what_one_row_cannot_say_is_counted(slug: str, tmp_path: Path) -> None:
    several = [
        record(0, 16000, 0, text="one |", speaker="S1"),
        record(16000, 32000, 1, text="two\tthree", speaker="S2"),
        record(32000, 33000, 2),
    ]
    report = encoded(slug, [item(several)], tmp_path / "x")
    counted = {"empty-dropped": 1, "times-dropped": 2, "speaker-dropped": 2, "blank-changed": 1}
    assert report.losses == counted | ({"sign-dropped": 1} if slug == "ljspeech" else {})
    assert report.records == 2
    ((row,),) = said(tmp_path / "x", slug).values()
    assert row[-2:] == ("", "one two three" if slug == "ljspeech" else "one | two three")


@pytest.mark.parametrize("slug", ["ljspeech", "common_voice", "nemo", "uem"])
def test_recordings_of_one_name_keep_their_rows_apart(slug: str, tmp_path: Path) -> None:
    label = "scored" if slug == "uem" else "speech"
    items = [
        item([record(0, 16000 * (number + 1), number, text=f"say{number}", label=label)], f"day {number}/a.wav")
        for number in range(3)
    ]
    encoded(slug, items, tmp_path / "x")
    found, report = opened(tmp_path / "x", slug)
    assert report.problems == []
    key = "stop" if slug == "uem" else "text"
    wanted = sorted(one.records[0]["data"][key] for one in items)
    assert sorted(one.records[0]["data"][key] for one in found) == wanted
    assert len({one.name for one in found}) == 3


def test_ljspeech_is_read_as_the_corpus_is_written(tmp_path: Path) -> None:
    """The normalised column counts; quotes are text; a row may have none."""
    lines = b'a|He had 3 "cats".|He had three "cats".\n'
    assert said(folder_of("ljspeech", tmp_path, lines, "wavs/a.wav"), "ljspeech") == {
        "wavs/a.wav": [(0, END, "", "", 'He had three "cats".')]
    }
    folder_of("ljspeech", tmp_path, b"a|As printed\n", "wavs/a.wav")
    assert said(tmp_path, "ljspeech") == {"wavs/a.wav": [(0, END, "", "", "As printed")]}


def test_common_voice_is_read_as_the_corpus_is_written(tmp_path: Path) -> None:
    """Columns in another order, quotes that are text, a clip in several tables, and tables of something else."""
    head = "client_id\tpath\tsentence_id\tsentence\tage\n"
    folder_of("common_voice", tmp_path, f'{head}c1\ta.wav\t7\t"Ja", 说\ttwenties\r\n'.encode(), "clips/a.wav")
    (tmp_path / "validated.tsv").write_text(f"{head}c1\ta.wav\t7\tagain\t\n")
    (tmp_path / "clip_durations.tsv").write_text("clip\tduration[ms]\na.wav\t20000\n")
    assert said(tmp_path, "common_voice") == {"clips/a.wav": [(0, END, "", "c1", '"Ja", 说')]}


def test_common_voice_is_a_table_for_others(tmp_path: Path) -> None:
    encoded("common_voice", [item([record(0, END, text='"x"', speaker="S1")])], tmp_path / "x")
    with open(tmp_path / "x" / "validated.tsv", newline="") as file:
        (row,) = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    assert (row["client_id"], row["path"], row["sentence"], row["age"]) == ("S1", "a.wav", '"x"', "")


@pytest.mark.parametrize(
    ("slug", "content", "count"),
    [
        ("nemo", b'{"audio_filepath": "a.wav", "offset": "x"}\n[1]\n{"audio_filepath": "a.wav", "duration": 1}\n', 1),
        ("nemo", b'{"audio_filepath": "a.wav", "duration": NaN}\n{"audio_filepath": {}, "text": 1}\n', 0),
        ("uem", b"a NA 2 1\na NA 0\na 1 0 1e99\n;; fine\na NA 0 1\n", 1),
        ("ljspeech", b"a|b|c\n|x|y\na|b|c|d\n", 1),
        ("common_voice", b"path\tsentence\na.wav\tyes\n\tno\nb.wav\n", 1),
    ],
)
def test_wrong_lines_are_named_and_the_rest_is_read(slug: str, content: bytes, count: int, tmp_path: Path) -> None:
    items, report = opened(folder_of(slug, tmp_path, content), slug)
    assert sum(len(one.records) for one in items) == count
    assert {problem.code for problem in report.problems} == {"bad-line"}
    assert all(problem.json()["message"]["zh"] for problem in report.problems)


HEADS = {"nemo": '{"audio_filepath": ', "uem": "a ", "ljspeech": "a|", "common_voice": "path\tsentence\n"}


@pytest.mark.parametrize("slug", CORPORA)
@settings(max_examples=60, deadline=None)
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)), starts=st.booleans())
def test_no_bytes_break_a_reader(slug: str, content: bytes, starts: bool) -> None:
    with TemporaryDirectory() as folder:
        opened(folder_of(slug, Path(folder), (HEADS[slug].encode() if starts else b"") + content), slug)


def test_no_list_is_taken_for_another(tmp_path: Path) -> None:
    """One recording, written as each: of all formats that read it, only its own recognises it."""
    from annotation.formats.source import open_source

    for slug in CORPORA:
        encoded(slug, [item([record(0, END, text="hello", label="speech")])], tmp_path / slug)
        with open_source(tmp_path / slug) as source:
            audio = [each for each in FORMATS if each.modalities >= timed.AUDIO]
            assert [each.slug for each in audio if each.recognises(source)] == [slug]
