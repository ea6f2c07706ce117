"""Further formats of images: there and back, and other people's files."""

from __future__ import annotations

import base64
import csv
import io
import json
import zlib
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from annotation.formats import FORMATS, Item, reading
from annotation.formats.cityscapes.classes import NAMES
from annotation.formats.conversion import recognise
from annotation.formats.masks import pixels_in
from annotation.formats.sink import FolderSink
from annotation.formats.source import OpenedFiles, open_source
from annotation.kinds.mask import mask_data
from annotation.kinds.record import Record, new_record, stable_id
from tests.annotation.formats.helpers import PICTURE, codes, header, item, read, there_and_back
from tests.annotation.formats.test_gathered import assert_same, gathered, header_of, single, some
from tests.annotation.formats.test_interoperation import DATUMARO, load
from tests.annotation.strategies import HEIGHT, LABELS, WIDTH, record_lists, records
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


def apart(found: list[Record]) -> list[Record]:
    """The masks among these that cover nothing of those before them."""
    taken = np.zeros((HEIGHT, WIDTH), dtype=bool)
    kept = []
    for record in found:
        pixels = pixels_in(record["data"], WIDTH, HEIGHT)
        if not (pixels & taken).any():
            taken |= pixels
            kept.append(record)
    return kept


@some
@given(record_lists(["mask"], plain=True), splits, st.booleans())
def test_coco_panoptic(found: list[Record], split: str, zipped: bool) -> None:
    found = apart(found)
    if found:
        found[0]["attributes"] = {"iscrowd": True}
    items = [item("drive/0.png", found, meta={"split": split}), item("1.png", [], meta={"split": "val"})]
    first, _ = back_again("coco_panoptic", items, zipped=zipped)
    expected = sorted(found, key=lambda record: record["id"])
    assert len(first.records) == len(found)
    for one, other in zip(first.records, expected, strict=True):
        assert_same(one, other, 0)


def test_coco_panoptic_as_others_write_it(tmp_path: Path) -> None:
    """The picture of a.jpg is smaller than its list says."""
    items, found, problems = load("coco_panoptic", shared(f"{DATUMARO}/coco_dataset/coco_panoptic"))
    assert problems == ["bad-mask"]
    assert [(one.name, one.meta["split"], len(one.records)) for one in items] == [
        ("a.jpg", "train", 0),
        ("b.jpg", "val", 2),
    ]
    assert all(one.media for one in items)
    assert found.info == {"stuff": ["a", "b"]}
    assert items[1].records[1]["attributes"] == {"iscrowd": True}
    with FolderSink(tmp_path / "set") as sink:
        FORMATS["coco_panoptic"].encode(found, items, sink)
    written = json.loads((tmp_path / "set/annotations/panoptic_val.json").read_text())
    assert {each["name"]: each["isthing"] for each in written["categories"]} == {"a": 0, "b": 0}


def test_segments_of_coco_panoptic_are_what_its_list_says(tmp_path: Path) -> None:
    """Read as the published API reads it: every id of the picture is listed, with its area and its box."""
    one = mask_data(np.ones((20, 30), bool), 5, 6)
    other = mask_data(np.ones((20, 30), bool), 25, 16)
    assert one
    assert other
    records = [
        new_record(id=stable_id(n), kind="mask", label="car", data=data, z=n) for n, data in enumerate((one, other))
    ]
    there_and_back("coco_panoptic", [item("a.png", records)], tmp_path, header=header("mask"))
    content = json.loads((tmp_path / "set/annotations/panoptic_default.json").read_text())
    [annotation] = content["annotations"]
    with Image.open(tmp_path / "set/annotations/panoptic_default" / annotation["file_name"]) as picture:
        colours = np.asarray(picture).astype(np.uint32)
    ids = colours[..., 0] + 256 * colours[..., 1] + 256**2 * colours[..., 2]
    assert {each["id"] for each in annotation["segments_info"]} == set(np.unique(ids).tolist()) - {0}
    below, above = annotation["segments_info"]
    assert (below["area"], above["area"]) == (600 - 10 * 10, 600)
    assert above["bbox"] == [25, 16, 30, 20]
    for segment in (below, above):
        assert segment["area"] == (ids == segment["id"]).sum()


@some
@given(st.lists(records(["polygon"], plain=True), max_size=6), splits, st.booleans())
def test_cityscapes(found: list[Record], split: str, zipped: bool) -> None:
    for at, record in enumerate(found):
        record["id"], record["z"] = stable_id(at), at
        record["data"] = {**record["data"], "holes": []}
        record["attributes"] = {"group": True} if at % 3 == 1 else {}
    items = [
        item("aachen/0_leftImg8bit.png", found, meta={"split": split}),
        item("bonn/1_leftImg8bit.png", [], meta={}),
    ]
    first, _ = back_again("cityscapes", items, zipped=zipped)
    assert len(first.records) == len(found)
    for one, other in zip(first.records, found, strict=True):
        assert_same(one, other, 1e-9, "z")


def test_pictures_of_cityscapes_number_classes_and_objects(tmp_path: Path) -> None:
    def square(label: str, x: int, **attributes: bool) -> Record:
        points = [[x, 10], [x + 20, 10], [x + 20, 30], [x, 30]]
        data = {"points": points, "holes": []}
        return new_record(id=stable_id(x), kind="polygon", label=label, data=data, attributes=attributes)

    squares = [
        square("road", 0),
        square("car", 40),
        square("car", 80),
        square("car", 120, group=True),
        square("cat", 160),
    ]
    there_and_back("cityscapes", [item("aachen/0.png", squares)], tmp_path, header=header_of([item("0.png", squares)]))
    folder = tmp_path / "set/gtFine/default/aachen"
    found = {}
    for ending in ("labelIds", "instanceIds"):
        with Image.open(folder / f"0_gtFine_{ending}.png") as picture:
            found[ending] = np.asarray(picture)
    middles = [10, 50, 90, 130, 170]
    assert [int(found["labelIds"][20, x]) for x in middles] == [7, 26, 26, 26, 34]
    assert [int(found["instanceIds"][20, x]) for x in middles] == [7, 26000, 26001, 26, 34000]
    # The pixels whose centres lie inside, as everywhere here.
    assert (found["instanceIds"] == 26000).sum() == 400


def test_cityscapes_of_pictures_alone() -> None:
    items, _, problems = load("cityscapes", shared(f"{DATUMARO}/cityscapes_dataset/dataset"))
    assert problems == []
    assert {one.meta["split"] for one in items} == {"train", "val", "test"}
    assert len(items) == 4
    assert all(one.media and one.records for one in items)
    assert {record["kind"] for one in items for record in one.records} == {"mask"}
    assert {record["label"] for one in items for record in one.records} <= set(NAMES.values())


@some
@given(gathered(["box", "polygon", "polyline", "points", "mask", "tag"]), splits, st.booleans())
def test_supervisely(found: list[Record], split: str, zipped: bool) -> None:
    for at, record in enumerate(found):
        single(record)
        record["group"], record["z"] = None, at
        record["attributes"] = {key: value for key, value in record["attributes"].items() if value is not False}
        if record["kind"] == "tag":
            record["attributes"], record["z"] = {}, 0
    # The tags of an image come first.
    found.sort(key=lambda record: record["kind"] != "tag")
    drawn = [record for record in found if record["kind"] != "tag"]
    for at, record in enumerate(drawn):
        record["z"] = at
    items = [item("drive/0.png", found, meta={"split": split}), item("1.png", [])]
    first, _ = back_again("supervisely_images", items, zipped=zipped)
    assert len(first.records) == len(found)
    for one, other in zip(first.records, found, strict=True):
        assert_same(one, other, 1e-9, "z")


def test_supervisely_as_it_exports() -> None:
    """A box, a hole, a bitmap made with OpenCV as its documentation shows, and tags with and without a value."""
    pixels = np.zeros((3, 4, 4), np.uint8)
    pixels[1, 1:3] = 255
    data = base64.b64encode(zlib.compress(cv2.imencode(".png", pixels)[1].tobytes())).decode()
    ring = {"exterior": [[0, 0], [9, 0], [9, 9]], "interior": [[[5, 1], [8, 1], [8, 4]]]}
    objects = [
        {
            "classTitle": "car",
            "geometryType": "rectangle",
            "tags": [{"name": "parked", "value": None}, {"name": "colour", "value": "red"}],
            "points": {"exterior": [[30, 5], [10, 25]], "interior": []},
        },
        {"classTitle": "car", "geometryType": "polygon", "tags": [], "points": ring},
        {"classTitle": "dog", "geometryType": "bitmap", "tags": [], "bitmap": {"data": data, "origin": [7, 8]}},
        {"classTitle": "dog", "geometryType": "bitmap", "tags": [], "bitmap": {"data": "????", "origin": [7, 8]}},
        {"classTitle": "dog", "geometryType": "cuboid", "tags": []},
    ]
    meta = {
        "classes": [{"title": "dog", "shape": "bitmap", "color": "#FF0000"}, {"title": "car", "color": "#00ff00"}],
        "tags": [{"name": "colour", "value_type": "oneof_string", "values": ["blue", "red"]}],
    }
    image = {"size": {"width": 640, "height": 480}, "tags": [{"name": "val", "value": None}], "objects": objects}
    files = {"meta.json": json.dumps(meta), "ds/ann/a.png.json": json.dumps(image), "ds/img/a.png": PICTURE}
    with open_source_of(files) as source:
        decoded = reading.read(FORMATS["supervisely_images"], source)
        [one] = decoded.items
    assert (one.name, one.meta, one.media is not None) == ("ds/a.png", {"split": "val"}, True)
    box, polygon, mask = one.records
    assert box["data"] == {"x": 10, "y": 5, "width": 20, "height": 20}
    assert box["attributes"] == {"parked": True, "colour": "red"}
    assert polygon["data"]["holes"] == [[[5, 1], [8, 1], [8, 4]]]
    assert mask["data"] == mask_data(np.ones((1, 2), bool), 8, 9)
    assert codes(decoded.report) == ["bad-mask", "other-task"]
    dog, car = decoded.header.schema["labels"]
    assert (dog["key"], dog["color"], car["key"], car["color"]) == ("dog", "#ff0000", "car", "#00ff00")
    [colour] = [each for each in car["attributes"] if each["key"] == "colour"]
    assert [each["key"] for each in colour["options"]] == ["blue", "red"]


def open_source_of(files: dict[str, Any]) -> OpenedFiles:
    contents = {name: data if isinstance(data, bytes) else data.encode() for name, data in files.items()}
    return OpenedFiles((name, partial(io.BytesIO, data)) for name, data in contents.items())
