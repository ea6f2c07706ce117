"""Labels of points: the bytes that come out are those that went in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from annotation.formats import FORMATS
from annotation.formats.conversion import convert, recognise
from annotation.formats.semantic_kitti.classes import numbers_of, table
from annotation.formats.source import open_source
from tests.annotation.formats.helpers import codes, read

ROAD, CAR, MOVING, OTHER = 40, 10, 252, 4321
FIRST = np.asarray([0, ROAD, CAR | 3 << 16, MOVING | 65535 << 16, OTHER, ROAD], "<u4").tobytes()
SECOND = np.asarray([CAR | 3 << 16, 0, 0, 7 << 16, 0, ROAD], "<u4").tobytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Labels of the second and the third of three sweeps."""
    sequence = tmp_path / "in" / "sequences" / "08"
    for name in ("velodyne", "labels"):
        (sequence / name).mkdir(parents=True)
    for frame in ("000000", "000001", "000002"):
        (sequence / "velodyne" / f"{frame}.bin").write_bytes(bytes(6 * 16))
    (sequence / "labels" / "000001.label").write_bytes(FIRST)
    (sequence / "labels" / "000002.label").write_bytes(SECOND)
    return tmp_path / "in"


@pytest.mark.parametrize("between", ["semantic_kitti", "groundwork"])
def test_read_and_written_again_the_bytes_are_the_same(folder: Path, tmp_path: Path, between: str) -> None:
    theirs, middle = FORMATS["semantic_kitti"], FORMATS[between]
    with open_source(folder) as source:
        assert recognise(source) is theirs
    there = convert(folder, tmp_path / "there.zip", reader=theirs, writer=middle)
    back = convert(tmp_path / "there.zip", tmp_path / "back", reader=middle, writer=theirs)
    for report in (there.read, there.written, back.read, back.written):
        assert (report.problems, report.losses, report.records) == ([], {}, 2)
    written = {path.name: path.read_bytes() for path in (tmp_path / "back").rglob("*.label")}
    frames = ("000001", "000002") if between == "groundwork" else ("000000", "000001")
    assert written == {f"{frames[0]}.label": FIRST, f"{frames[1]}.label": SECOND}


def test_frames_are_those_of_the_sweeps_and_classes_have_names(folder: Path) -> None:
    with open_source(folder) as source:
        (item,) = FORMATS["semantic_kitti"].decode(source).items
    assert item.name == "sequences/08"
    assert item.media
    assert item.media.name == "sequences/08/velodyne/000000.bin"
    assert [record["data"]["frame"] for record in item.records] == [1, 2]
    assert item.records[0]["data"]["classes"] == [
        {"label": "car", "points": 1, "instances": 1},
        {"label": "road", "points": 2, "instances": 0},
        {"label": "moving-car", "points": 1, "instances": 1},
        {"label": "class-4321", "points": 1, "instances": 0},
    ]


def test_names_of_a_table_count_and_labels_without_a_number_get_a_free_one() -> None:
    names = '  0 : "unlabeled"\n  10: "van"  # a kind of car\n  7: tram\n'
    text = f"split:\n  train: 1\nlabels: # names\n{names}color_map:\n  10: [1, 2, 3]\n"
    assert table(text) == {0: "unlabeled", 10: "van", 7: "tram"}
    assert numbers_of(["road", "pedestrian", "person", "van"]) == {
        "road": 40, "pedestrian": 30, "person": 300, "van": 301,
    }  # fmt: skip
    (item,), report = read("semantic_kitti", {"labels/0.label": FIRST, "my.yaml": text})
    assert item.records[0]["data"]["classes"][0]["label"] == "van"
    assert report.problems == []


def test_what_is_cut_off_is_told_of_and_the_rest_is_read() -> None:
    (item,), report = read("semantic_kitti", {"labels/0.label": FIRST[:-2], "labels/1.label": SECOND})
    assert codes(report) == ["not-readable"]
    assert [record["data"]["count"] for record in item.records] == [6]
