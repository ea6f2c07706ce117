"""Formats of other tools that name the class with every object: there and back, and other people's files."""

from __future__ import annotations

import base64
import io
import json
import math
import tracemalloc
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from annotation.formats import Header, Item
from annotation.formats.labels import SchemaGatherer
from annotation.kinds import KINDS
from annotation.kinds.mask import mask_data
from annotation.kinds.record import Record, new_record, stable_id
from tests.annotation.formats.helpers import PICTURE, codes, item, read, there_and_back
from tests.annotation.formats.test_interoperation import load
from tests.annotation.strategies import records, words
from tests.shared_data import shared

DRAWN = ["box", "rotated_box", "polygon", "polyline", "points"]
some = settings(max_examples=25, deadline=None)
typed = st.fixed_dictionaries(
    {},
    optional={
        "colour": words.filter(lambda word: word.strip() == word),
        "parked": st.booleans(),
        "n": st.integers(0, 99),
    },
)


@st.composite
def gathered(draw: st.DrawFn, kinds: list[str]) -> list[Record]:
    """Records as every tool has them: without scores, and attributes of one type each."""
    found = []
    for at, record in enumerate(draw(st.lists(records(kinds), max_size=6))):
        record["id"], record["score"] = stable_id(at), None
        record["attributes"] = draw(typed)
        record["group"] = record["group"] and record["group"].removeprefix("g")
        if record["kind"] == "polygon":
            record["data"] = {**record["data"], "holes": []}
        if record["kind"] == "rotated_box":  # at no angle it is a box
            record["data"] = {
                **record["data"],
                "angle": math.copysign(max(abs(record["data"]["angle"]), 0.01), record["data"]["angle"]),
            }
        found.append(record)
    return found


def header_of(items: list[Item]) -> Header:
    gatherer = SchemaGatherer()
    for one in items:
        for record in one.records:
            gatherer.record(record)
    return Header(gatherer.schema())


def assert_same(found: Record, expected: Record, tolerance: float, *fields: str) -> None:
    for field in ("kind", "label", "attributes", *fields):
        assert found[field] == expected[field], field  # type: ignore[literal-required]
    for key, value in expected["data"].items():
        if key == "angle":
            assert math.cos(found["data"][key] - value) == pytest.approx(1, abs=1e-4)
            continue
        near = [pytest.approx(point, abs=tolerance) for point in value] if key in {"points", "edges"} else None
        assert found["data"][key] == (near or pytest.approx(value, abs=tolerance)), key


@some
@given(gathered(["box", "rotated_box", "ellipse", "polygon", "polyline", "mask", "points", "tag"]), st.booleans())
def test_label_studio(found: list[Record], zipped: bool) -> None:
    for record in found:
        record["z"], record["group"] = 0, None
        if record["kind"] == "points":
            record["data"] = {"points": record["data"]["points"][:1]}
        if record["kind"] == "tag":
            record["attributes"] = {}
        if record["attributes"].get("colour") in {"true", "false"}:
            del record["attributes"]["colour"]
    items = [item("drive 1/0.png", found), item("1.png", [])]
    with TemporaryDirectory() as folder:
        header = header_of(items)
        back, read_header, report = there_and_back(
            "label_studio_images", items, Path(folder), header=header, images=True, zipped=zipped
        )
    assert report.problems == []
    assert [(one.name, one.width, one.height) for one in back] == [(one.name, one.width, one.height) for one in items]
    assert len(back[0].records) == len(found)
    for one, other in zip(back[0].records, found, strict=True):
        assert_same(one, other, 1e-9)
    assert {label["key"] for label in read_header.schema["labels"]} == {
        label["key"] for label in header.schema["labels"]
    }


SDK = "images/HumanSignal_label-studio-sdk/tests/custom/converter/data"


def test_label_studio_as_it_exports() -> None:
    """The expected figures are those of the boxes in its own export to COCO and YOLO."""
    [one], _, problems = load("label_studio_images", shared(f"{SDK}/test_export_coco/data.json"))
    assert problems == []
    assert (one.name, one.width, one.height) == ("test_image1.jpg", 500, 320)
    box, polygon, first, second = one.records
    assert (box["kind"], box["label"]) == ("box", "rectangle_label")
    assert box["data"]["x"] == pytest.approx(500 * 0.31941923774954628)
    assert (polygon["kind"], len(polygon["data"]["points"])) == ("polygon", 3)
    assert [first["label"], second["label"]] == ["keypoint_label1", "keypoint_label2"]
    items, found, _ = load("label_studio_images", shared(f"{SDK}/test_export_yolo"))
    assert {each["key"] for each in found.schema["labels"]} >= {"Airplane", "Car", "parasites", "white"}
    assert [len(each.records) for each in items] == [2, 2]


def test_label_studio_turns_a_box_about_its_corner() -> None:
    """A quarter turn about (100, 100) of a box of 60 x 20 leaves it between x 80..100 and y 100..160."""
    value = {"x": 10, "y": 10, "width": 6, "height": 2, "rotation": 90, "rectanglelabels": ["car"]}
    result = {"id": "a", "type": "rectanglelabels", "original_width": 1000, "original_height": 1000, "value": value}
    answers = [
        {"id": "a", "type": "choices", "from_name": "state", "value": {"choices": ["parked"]}},
        {"id": "a", "type": "textarea", "from_name": "note", "value": {"text": ["one", "two"]}},
        {"id": "b", "type": "choices", "from_name": "weather", "value": {"choices": ["rain"]}},
    ]
    task = {"data": {"image": "/data/upload/7/0123abcd-street.jpg"}, "annotations": [{"result": [result, *answers]}]}
    [one], report = read("label_studio_images", {"export.json": json.dumps([task])})
    assert report.problems == []
    assert one.name == "street.jpg"
    box, tag = one.records
    assert KINDS["rotated_box"].measure(box["data"]).bounds == pytest.approx((80, 100, 100, 160))
    assert box["attributes"] == {"state": "parked", "note": "one\ntwo"}
    assert (tag["kind"], tag["label"]) == ("tag", "rain")


def test_label_studio_paints_with_a_brush() -> None:
    """A stroke of 2 x 2 pixels in an image of 4 x 4, packed by hand: a run of zeros, then listed values."""
    alpha = [[0, 0, 0, 0], [0, 255, 255, 0], [0, 255, 255, 0], [0, 0, 0, 0]]
    flat = [value for row in alpha for each in row for value in (0, 0, 0, each)]
    bits = f"{len(flat):032b}{7:05b}" + f"{2:04b}{3:04b}{7:04b}{15:04b}"
    bits += "1" + "10" + f"{22:08b}" + f"{0:08b}"  # 23 zeros
    rest = flat[23:]
    bits += "0" + "10" + f"{len(rest) - 1:08b}" + "".join(f"{value:08b}" for value in rest)
    bits += "0" * (-len(bits) % 8)
    packed = [int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)]
    value = {"format": "rle", "rle": packed, "brushlabels": ["road"]}
    result = {"id": "a", "type": "brushlabels", "original_width": 4, "original_height": 4, "value": value}
    task = {"data": {"image": "a.png"}, "annotations": [{"result": [result]}]}
    [one], report = read("label_studio_images", {"export.json": json.dumps([task])})
    assert codes(report) == []
    [record] = one.records
    assert KINDS["mask"].measure(record["data"]).bounds == (1, 1, 3, 3)
    assert record["data"]["area"] == 4
    value["rle"] = packed[:9]
    _, report = read("label_studio_images", {"export.json": json.dumps([task])})
    assert codes(report) == ["bad-mask"]


def test_of_several_answers_the_truth_or_the_newest_counts() -> None:
    def said(label: str, **more: object) -> dict[str, object]:
        value = {"x": 1, "y": 1, "width": 5, "height": 5, "rotation": 0, "rectanglelabels": [label]}
        result = {"id": "a", "type": "rectanglelabels", "original_width": 9, "original_height": 9, "value": value}
        return {"result": [result], **more}

    old, new = said("old", updated_at="2026-01-01"), said("new", updated_at="2026-02-01")
    truth, dropped = said("truth", ground_truth=True), said("dropped", was_cancelled=True, updated_at="2026-03-01")
    tasks = [
        {"data": {"image": "a.png"}, "annotations": [old, new, dropped]},
        {"data": {"image": "b.png"}, "annotations": [new, truth, old]},
        {"data": {"image": "../c.png"}, "annotations": [new]},
        {"data": 3},
    ]
    items, report = read("label_studio_images", {"export.json": json.dumps(tasks)})
    assert [one.records[0]["label"] for one in items] == ["new", "truth", "new"]
    assert codes(report) == ["several-answers", "several-answers", "missing-field"]


def alike(back: list[Item], items: list[Item]) -> None:
    assert [(one.name, one.meta) for one in back] == [(one.name, one.meta) for one in items]
    for one, other in zip(back, items, strict=True):
        assert len(one.records) == len(other.records)


def single(record: Record) -> Record:
    """Without what most tools do not have: a place in the drawing order, a set of several points."""
    record["z"] = 0
    if record["kind"] == "points":
        record["data"] = {"points": record["data"]["points"][:1]}
    return record


@some
@given(gathered([*DRAWN, "mask"]), st.booleans())
def test_labelme(found: list[Record], zipped: bool) -> None:
    names: dict[str, str] = {}
    for record in map(single, found):
        if record["group"]:
            record["group"] = names.setdefault(record["group"], str(len(names) + 1))
    tag = new_record(id=stable_id(99), kind="tag", label="rain", data={})
    items = [item("1.png", []), item("drive/0.png", [tag, *found])]
    with TemporaryDirectory() as folder:
        back, _, report = there_and_back(
            "labelme", items, Path(folder), header=header_of(items), images=True, zipped=zipped
        )
    assert report.problems == []
    alike(back, items)
    for one, other in zip(back[1].records, items[1].records, strict=True):
        assert_same(one, other, 1e-9, "group")


def test_labelme_as_it_writes() -> None:
    shapes = [
        {"label": "car", "points": [[30, 5], [10, 25]], "shape_type": "rectangle", "flags": {"parked": True}},
        {"label": "sun", "points": [[5, 5], [9, 9]], "shape_type": "circle"},
        {"label": "car", "points": [[1, 1]], "shape_type": "polygon"},
    ]
    text = json.dumps({"shapes": shapes, "imagePath": "..\\\\img\\\\a.png", "imageHeight": 480, "imageWidth": 640})
    [one], report = read("labelme", {"set/a.json": text, "set/a.png": PICTURE})
    assert (one.name, one.media is not None) == ("set/a.png", True)
    box, sun = one.records
    assert box["data"] == {"x": 10, "y": 5, "width": 20, "height": 20}
    assert box["attributes"] == {"parked": True}
    assert (sun["kind"], sun["data"]["cx"], sun["data"]["width"]) == ("ellipse", 5, pytest.approx(2 * math.hypot(4, 4)))
    assert codes(report) == ["bad-geometry"]


def test_a_circle_survives_labelme_and_another_ellipse_becomes_a_polygon(tmp_path: Path) -> None:
    circle = {"cx": 40.0, "cy": 50.0, "width": 30.0, "height": 30.0, "angle": 0.0}
    flat = {**circle, "height": 10.0}
    found = [
        new_record(id=stable_id(n), kind="ellipse", label="sun", data=data) for n, data in enumerate([circle, flat])
    ]
    items = [item("0.png", found)]
    back, _, report = there_and_back("labelme", items, tmp_path, header=header_of(items))
    assert report.problems == []
    first, second = back[0].records
    assert (first["data"], second["kind"]) == (circle, "polygon")


@some
@given(gathered(["rotated_box"]), st.sampled_from(["train", "val", ""]), st.booleans())
def test_dota(found: list[Record], split: str, zipped: bool) -> None:
    for record in found:
        record["z"], record["group"], record["label"] = 0, None, record["label"].replace(" ", "_")
        record["attributes"] = {"difficult": True} if record["attributes"] else {}
        record["data"]["width"], record["data"]["height"] = (max(record["data"][key], 8) for key in ("width", "height"))
    items = [item("drive/0.png", found, meta={"split": split} if split else {})]
    with TemporaryDirectory() as folder:
        back, _, report = there_and_back(
            "dota", items, Path(folder), header=header_of(items), images=True, zipped=zipped
        )
    assert report.problems == [] or not found
    for one, other in zip(back, items, strict=False):
        assert (one.name, one.meta, len(one.records)) == (other.name, other.meta, len(other.records))
        for record, expected in zip(one.records, other.records, strict=True):
            assert_same(record, expected, 0.02)


def test_dota_as_others_write_it() -> None:
    text = "imagesource:GoogleEarth\ngsd:0.1\n10 10 30 10 30 20 10 20 large-vehicle 1\n1 2 3 car 0\n"
    [one], report = read("dota", {"train/labelTxt/P1.txt": text, "train/images/P1.png": PICTURE})
    assert (one.name, one.meta, one.media is not None) == ("P1.png", {"split": "train"}, True)
    [record] = one.records
    assert record["data"] == {"cx": 20, "cy": 15, "width": 20, "height": 10, "angle": 0}
    assert (record["label"], record["attributes"]) == ("large-vehicle", {"difficult": True})
    assert [(problem.code, problem.place) for problem in report.problems] == [("bad-line", "line 4")]


@some
@given(gathered(["box", "ellipse", "polygon", "polyline", "points"]), st.booleans())
def test_via(found: list[Record], zipped: bool) -> None:
    for record in map(single, found):
        record["group"] = None
    items = [item("drive/0.png", found), item("1.png", [])]
    with TemporaryDirectory() as folder:
        back, _, report = there_and_back(
            "via", items, Path(folder), header=header_of(items), images=True, zipped=zipped
        )
    assert report.problems == []
    alike(back, items)
    for one, other in zip(back[0].records, found, strict=True):
        assert_same(one, other, 1e-9)


def test_via_as_it_writes() -> None:
    items, _, problems = load("via", shared("images/ox-vgg_via/via-1.x.y/tests/data/unit_test_annotation2.json"))
    by_name = {one.name: one for one in items}
    swan = by_name["sinus_test_pattern.jpg"].records[0]
    assert (swan["kind"], len(swan["data"]["points"])) == ("polygon", 11)
    assert swan["label"] == 'a "white" swan, good fortune'
    kinds = [record["kind"] for record in by_name["test_pattern_qbist.jpg"].records]
    assert kinds == ["ellipse", "box", "points", "points", "points"]
    assert set(problems) == {"missing-field"}


def test_via_circles_and_ellipses() -> None:
    round_ = {"name": "circle", "cx": 20, "cy": 15, "r": 5}
    long = {"name": "ellipse", "cx": 30, "cy": 10, "rx": 8, "ry": 4, "theta": 0.5}
    regions = [{"shape_attributes": shape, "region_attributes": {"label": "coin"}} for shape in (round_, long)]
    content = {"_via_img_metadata": {"a": {"filename": "a.png", "size": 1, "regions": regions}}}
    [one], report = read("via", {"via.json": json.dumps(content), "a.png": PICTURE})
    assert report.problems == []
    assert [(record["kind"], record["data"]) for record in one.records] == [
        ("ellipse", {"cx": 20, "cy": 15, "width": 10, "height": 10, "angle": 0}),
        ("ellipse", {"cx": 30, "cy": 10, "width": 16, "height": 8, "angle": 0.5}),
    ]


def test_masks_are_what_the_tool_can_hold(tmp_path: Path) -> None:
    """VIA has outlines, DOTA boxes, and LabelMe's corners are the first and the last pixel of the mask."""
    pixels = np.zeros((40, 60), dtype=bool)
    pixels[5:25, 10:50] = True
    pixels[10:12, 20:22] = False
    record = new_record(id=stable_id(1), kind="mask", label="car", data=mask_data(pixels) or {})
    items = [item("0.png", [record])]
    for slug in ("via", "dota", "labelme"):
        (tmp_path / slug).mkdir()
    [via], _, _ = there_and_back("via", items, tmp_path / "via", header=header_of(items))
    [outline] = via.records
    assert (outline["kind"], KINDS["polygon"].measure(outline["data"]).bounds) == ("polygon", (10, 5, 50, 25))
    [dota], _, _ = there_and_back("dota", items, tmp_path / "dota", header=header_of(items), images=True)
    assert dota.records[0]["data"] == {"cx": 30, "cy": 15, "width": 40, "height": 20, "angle": 0}
    there_and_back("labelme", items, tmp_path / "labelme", header=header_of(items))
    [shape] = json.loads((tmp_path / "labelme/set/0.json").read_text())["shapes"]
    assert (shape["shape_type"], shape["points"]) == ("mask", [[10, 5], [49, 24]])
    with Image.open(io.BytesIO(base64.b64decode(shape["mask"]))) as picture:
        assert np.array_equal(np.asarray(picture) > 0, pixels[5:25, 10:50])


def test_a_small_mask_on_a_large_picture_is_never_painted_whole(tmp_path: Path) -> None:
    """81 megapixels would be 81 MB of pixels, and four times that as Label Studio's four channels."""
    mask = mask_data(np.ones((40, 60), bool), 7000, 8000)
    assert mask
    triangle = {"points": [[10, 8900], [90, 8900], [50, 8990]], "holes": [[[45, 8910], [55, 8910], [50, 8920]]]}
    records = [
        new_record(id=stable_id(1), kind="mask", label="car", data=mask, group="g1"),
        new_record(id=stable_id(2), kind="polygon", label="car", data=triangle, group="g1"),
    ]
    items = [replace(item("0.png", records), width=9000, height=9000)]
    tracemalloc.start()
    try:
        brushed, _, _ = there_and_back("label_studio_images", items, tmp_path / "ls", header=header_of(items))
        coco, _, _ = there_and_back("coco", items, tmp_path / "coco", header=header_of(items))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert brushed[0].records[0]["data"] == mask
    assert coco[0].records[0]["data"]["area"] == mask["area"] + round(KINDS["polygon"].measure(triangle).area)
    assert peak < 40e6
