"""Other people's readers understand our files of labels in time, and we understand theirs."""

from __future__ import annotations

from pathlib import Path

import pysubs2
import pytest
import xmlschema
from praatio import textgrid as praatio
from pympi import Elan, Praat

from annotation.formats import FORMATS, reading
from annotation.formats.source import open_source
from tests.annotation.formats.test_timed import RATE, SECONDS, WAV, brief, encoded, item, opened, record
from tests.shared_data import shared

GRID = [
    record(0, 16000, 0, speaker="S1", text='say "yes"\nagain'),
    record(20000, 32000, 1, speaker="S1", text="你好"),
    record(8000, 24000, 2, speaker="S2", text="no"),
    record(4000, None, 3, label="word", text="H*"),
]


@pytest.mark.parametrize("form", ["long", "short", "utf-16"])
def test_praatio_reads_our_textgrids(tmp_path: Path, form: str) -> None:
    encoded("textgrid", [item(GRID)], tmp_path / "x", form=form)
    grid = praatio.openTextgrid(str(tmp_path / "x" / "day 1" / "a.TextGrid"), includeEmptyIntervals=False)
    assert set(grid.tierNames) == {"S1 - speech", "S2 - speech", "words"}
    first, second = grid.getTier("S1 - speech").entries
    assert (first.start, first.end, first.label) == (0, 1, 'say "yes"\nagain')
    assert (second.start, second.end, second.label) == (1.25, 2, "你好")
    assert grid.maxTimestamp == SECONDS


@pytest.mark.parametrize("form", ["long", "short", "binary"])
def test_pympi_reads_our_textgrids(tmp_path: Path, form: str) -> None:
    records = [each for each in GRID if "\n" not in each["data"]["text"]]
    encoded("textgrid", [item(records)], tmp_path / "x", form=form)
    grid = Praat.TextGrid(str(tmp_path / "x" / "day 1" / "a.TextGrid"))
    found = {tier.name: [each for each in tier.get_all_intervals() if each[-1]] for tier in grid.get_tiers()}
    assert found["S1 - speech"] == [(1.25, 2.0, "你好")]
    assert found["S2 - speech"] == [(0.5, 1.5, "no")]


@pytest.mark.parametrize("mode", ["normal", "short", "binary"])
def test_we_read_textgrids_of_pympi(tmp_path: Path, mode: str) -> None:
    grid = Praat.TextGrid(xmin=0, xmax=20)
    tier = grid.add_tier("words")
    tier.add_interval(0.5, 1.25, "näive")
    tier.add_interval(1.25, 2.0, "你好")
    (tmp_path / "a.wav").write_bytes(WAV)
    grid.to_file(str(tmp_path / "a.TextGrid"), mode=mode)
    with open_source(tmp_path) as source:
        (one,) = reading.read(FORMATS["textgrid"], source).items
    assert brief(one.records, "label", "text") == [(20000, 32000, "word", "你好"), (8000, 20000, "word", "näive")]


@pytest.mark.parametrize("slug", ["srt", "webvtt"])
def test_pysubs2_reads_our_captions(tmp_path: Path, slug: str) -> None:
    records = [record(0, 16000, 0, text="one\ntwo"), record(20000, 32123, 1, text="a & b")]
    encoded(slug, [item(records)], tmp_path / "x")
    suffix = {"srt": ".srt", "webvtt": ".vtt"}[slug]
    found = pysubs2.load(str(tmp_path / "x" / "day 1" / f"a{suffix}"))
    assert [(each.start, each.end) for each in found] == [(0, 1000), (1250, 2008)]
    assert [each.plaintext for each in found] == ["one\ntwo", "a &amp; b" if slug == "webvtt" else "a & b"]


def test_eaf_fits_its_schema_and_pympi_reads_it(tmp_path: Path) -> None:
    whole = record(0, 32000, 0, speaker='S "1"', text="so <it> goes & on")
    word = record(0, 8000, 1, label="word", speaker='S "1"', text="so")
    word["data"]["parent"] = whole["id"]
    encoded("eaf", [item([whole, word, record(1600, 40000, 2, tier="gestures")])], tmp_path / "x")
    path = tmp_path / "x" / "day 1" / "a.eaf"
    schema = xmlschema.XMLSchema(str(Path(__file__).parent / "data" / "EAFv3.0.xsd"), allow="local")
    schema.validate(str(path))
    eaf = Elan.Eaf(str(path))
    assert eaf.get_annotation_data_for_tier('S "1" - speech') == [(0, 2000, "so <it> goes & on")]
    assert eaf.get_annotation_data_for_tier("gestures") == [(100, 2500, "")]
    assert eaf.get_parameters_for_tier('S "1" - words')["PARENT_REF"] == 'S "1" - speech'
    assert "/tmp" not in path.read_text()


def test_textgrids_of_praatio_and_elan(tmp_path: Path) -> None:
    """Both forms of one grid, with line breaks, and what ELAN writes, say the same as praatio reads."""
    folder = shared("speech/praatio")
    for path in folder.glob("*.TextGrid"):
        try:
            wanted = praatio.openTextgrid(str(path), includeEmptyIntervals=False)
        except Exception:  # praatio refuses some of its own odd files
            continue
        spot = tmp_path / path.stem
        spot.mkdir()
        (spot / f"{path.stem}.wav").write_bytes(WAV)
        (spot / path.name).write_bytes(path.read_bytes())
        (one,), report = opened(spot, "textgrid")
        assert report.problems == [], path.name
        entries = [entry for name in wanted.tierNames for entry in wanted.getTier(name).entries]
        texts = sorted(entry.label.strip() for entry in entries if entry.label.strip() or len(entry) == 2)
        assert sorted(each["data"]["text"].strip() for each in one.records) == texts, path.name


def test_eaf_of_elan(tmp_path: Path) -> None:
    """A third of its slots have no time and half of its annotations only refer to others; all find their place."""
    (tmp_path / "sample_2.8.wav").write_bytes(WAV)
    (tmp_path / "sample_2.8.eaf").write_bytes(shared("speech/pympi/sample_2.8.eaf").read_bytes())
    (one,), report = opened(tmp_path, "eaf")
    assert report.problems == []
    assert len(one.records) == 4788 + 3990
    tiers = {each["data"]["tier"] for each in one.records}
    assert tiers == {"text", "words-timesub", "words-symsub", "gestures", "gest_included", "words-pos"} - {"text"} | {
        "text"
    }
    by_id = {each["id"]: each["data"] for each in one.records}
    parts = [data for data in by_id.values() if data["parent"]]
    assert len(parts) > 5000
    for data in parts:
        whole = by_id[data["parent"]]
        assert whole["start"] - 32 <= data["start"] < data["stop"] <= whole["stop"] + 32
    eaf = Elan.Eaf(str(tmp_path / "sample_2.8.eaf"))
    wanted = eaf.get_annotation_data_for_tier("gestures")
    found = [data for data in by_id.values() if data["tier"] == "gestures"]
    assert sorted((round(data["start"] / 16), round(data["stop"] / 16), data["text"]) for data in found) == sorted(
        (start, max(stop, start + 1), text) for start, stop, text in wanted
    )


def test_rttm_of_a_meeting(tmp_path: Path) -> None:
    """The ids differ from the names of the files by how an accent is composed."""
    folder = shared("speech/pyannote_ami")
    items, report = opened(folder, "rttm")
    by_name = {one.name: one for one in items}
    lines = (folder / "debug.development.rttm").read_text().splitlines()
    wanted = [line.split() for line in lines if line.split()[1] == "dev00"]
    assert len(by_name["dev00.flac"].records) == len(wanted)
    first = by_name["dev00.flac"].records[0]["data"]
    assert first["start"] == round(float(wanted[0][3]) * RATE)
    assert first["speaker"] == wanted[0][7]
    assert {problem.code for problem in report.problems} <= {"missing-recording"}
