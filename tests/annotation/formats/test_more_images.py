"""Further formats of images: there and back, and other people's files."""

from __future__ import annotations

import csv
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.formats import FORMATS, Item
from annotation.formats.conversion import recognise
from annotation.formats.source import open_source
from annotation.kinds.record import Record, new_record, stable_id
from tests.annotation.formats.helpers import PICTURE, codes, header, item, read, there_and_back
from tests.annotation.formats.test_gathered import assert_same, gathered, header_of, some
from tests.annotation.formats.test_interoperation import DATUMARO, load
from tests.annotation.strategies import LABELS, record_lists
from tests.shared_data import shared

splits = st.sampled_from(["train", "val", "test"])


def back_again(slug: str, items: list[Item], *, zipped: bool = False, **options: Any) -> list[Item]:
    """What comes back, in the order of `items`; the names, sizes and splits are the same."""
    with TemporaryDirectory() as folder:
        found, _, report = there_and_back(
            slug, items, Path(folder), header=header_of(items), images=True, zipped=zipped, **options
        )
        path = Path(folder) / ("set.zip" if zipped else "set")
        with open_source(path) as source:
            assert recognise(source) is FORMATS[slug]
    assert report.problems == []
    by_name = {one.name: one for one in found}
    assert by_name.keys() == {one.name for one in items}
    for one in items:
        same = by_name[one.name]
        assert (same.width, same.height, same.meta) == (one.width, one.height, one.meta)
    return [by_name[one.name] for one in items]


@some
@given(st.lists(st.tuples(st.sampled_from(LABELS), splits), min_size=1, max_size=4), st.booleans())
def test_class_folders(found: list[tuple[str, str]], zipped: bool) -> None:
    items = [
        item(f"drive/{n}.png", [new_record(id=stable_id(n), kind="tag", label=label, data={})], meta={"split": split})
        for n, (label, split) in enumerate(found)
    ]
    back = back_again("class_folders", items, zipped=zipped)
    assert [[record["label"] for record in one.records] for one in back] == [[label] for label, _ in found]


def test_class_folders_of_others() -> None:
    files = {"set/train/cat/1.png": PICTURE, "set/train/dog/1.png": PICTURE, "set/val/cat/2.png": PICTURE}
    items, report = read("class_folders", files)
    assert report.problems == []
    assert [(one.name, one.records[0]["label"], one.meta["split"]) for one in items] == [
        ("cat/1.png", "cat", "train"), ("dog/1.png", "dog", "train"), ("2.png", "cat", "val"),
    ]  # fmt: skip
    items, _ = read("class_folders", {"pets/cat/1.png": PICTURE, "pets/dog/2.png": PICTURE})
    assert [(one.name, one.records[0]["label"], one.meta) for one in items] == [
        ("1.png", "cat", {}),
        ("2.png", "dog", {}),
    ]


def test_a_class_that_no_folder_can_be_called_like_is_written_under_another_name(tmp_path: Path) -> None:
    records = [new_record(id=stable_id(1), kind="tag", label="Train", data={})]
    items = [item("1.png", records, meta={"split": "val"}), item("none.png", [])]
    back, _, report = there_and_back("class_folders", items, tmp_path, header=header("tag"))
    assert [(one.name, one.records[0]["label"]) for one in back] == [("1.png", "Train_")]
    assert report.problems == []


@some
@given(gathered(["box"]), st.sampled_from(["train", "val", "test", ""]), st.booleans())
def test_kitti_boxes(found: list[Record], split: str, zipped: bool) -> None:
    for record in found:
        record["z"], record["group"], record["label"] = 0, None, "_".join(record["label"].split())
        record["attributes"] = {"truncated": 0.5} if record["attributes"] else {"occluded": 2}
    items = [item("drive/0.png", found, meta={"split": split} if split else {}), item("1.png", [])]
    items[1].meta.update(items[0].meta)
    if not found:
        return
    first, _ = back_again("kitti_2d", items, zipped=zipped)
    assert len(first.records) == len(found)
    for one, other in zip(first.records, found, strict=True):
        assert_same(one, other, 0.0101)


def test_kitti_as_others_write_it() -> None:
    items, _, problems = load("kitti_2d", shared(f"{DATUMARO}/kitti_dataset/kitti_detection"))
    assert problems == []
    assert [(one.name, one.meta, len(one.records)) for one in items] == [
        ("000030_10.png", {"split": "train"}, 2),
        ("000030_11.png", {"split": "train"}, 3),
    ]
    truck = items[0].records[0]
    assert (truck["label"], truck["data"], truck["attributes"]) == (
        "Truck", {"x": 0, "y": 1, "width": 2, "height": 2}, {"truncated": 1.0},
    )  # fmt: skip
    assert all(one.media for one in items)
    one, report = read("kitti_2d", {"a.txt": "Car 0 0 0 1 2 3 4 0 0 0 0 0 0 0\nCar 0 0 0 1 2\n", "a.png": PICTURE})
    assert len(one[0].records) == 1
    assert codes(report) == ["bad-line"]


@some
@given(
    record_lists(["box", "tag", "mask"]).map(lambda found: [each for each in found if each["score"] != 1]),
    splits,
    st.booleans(),
)
def test_open_images(found: list[Record], split: str, zipped: bool) -> None:
    order = ["box", "tag", "mask"]
    for record in found:
        record["z"], record["group"], record["attributes"] = 0, None, {}
        record["score"] = None if record["kind"] == "mask" or not record["score"] else record["score"]
        if record["kind"] == "box":
            record["attributes"] = {"occluded": True, "inside": False}
    found.sort(key=lambda record: order.index(record["kind"]))
    items = [item("drive/0.png", found, meta={"split": split}), item("1.png", [], meta={"split": "val"})]
    first, _ = back_again("open_images", items, zipped=zipped)
    assert len(first.records) == len(found)
    for one, other in zip(first.records, found, strict=True):
        assert_same(one, other, 1e-4, "score")


def test_open_images_as_published() -> None:
    items, found, problems = load("open_images", shared(f"{DATUMARO}/open_images_dataset/v6"))
    by_name = {one.name: one for one in items}
    assert by_name.keys() == {"a.jpg", "b.jpg", "c.jpg", "d.png"}
    assert {one.meta["split"] for one in (by_name["a.jpg"], by_name["b.jpg"])} == {"train"}
    assert problems == []
    assert [record["label"] for record in by_name["a.jpg"].records] == ["Generic label #0"]
    box, mask = by_name["b.jpg"].records
    assert box["data"] == pytest.approx({"x": 0.2 * 8, "y": 0.3 * 2, "width": 0.8 * 8, "height": 0.2 * 2})
    assert mask["kind"] == "mask"
    box = by_name["c.jpg"].records[0]
    assert (box["score"], box["attributes"]) == (
        0.7, {"occluded": True, "truncated": False, "group_of": True, "depiction": False, "inside": False},
    )  # fmt: skip
    assert len(found.schema["labels"]) == 4


def test_our_open_images_in_a_plain_table_reader(tmp_path: Path) -> None:
    box = {"x": 64, "y": 48, "width": 64, "height": 96}
    records = [new_record(id=stable_id(1), kind="box", label="car, red", data=box)]
    there_and_back("open_images", [item("a.png", records, meta={"split": "val"})], tmp_path, header=header("box"))
    with open(tmp_path / "set/annotations/validation-annotations-bbox.csv", newline="", encoding="utf-8") as text:
        [row] = csv.DictReader(text)
    assert (row["ImageID"], row["LabelName"], row["Confidence"]) == ("a", "car, red", "1")
    assert [float(row[key]) for key in ("XMin", "XMax", "YMin", "YMax")] == [0.1, 0.2, 0.1, 0.3]
