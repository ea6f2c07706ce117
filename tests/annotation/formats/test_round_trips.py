"""decode(encode(x)) == x, up to what each format declares that it cannot carry."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.formats import FORMATS, Header, Item
from annotation.formats.conversion import recognise
from annotation.formats.masks import pixels_in
from annotation.formats.source import open_source
from annotation.kinds import KINDS
from annotation.kinds.mask import mask_data
from annotation.kinds.record import Record, new_record, stable_id
from annotation.skeletons import names_of, templates_of
from tests.annotation.formats.helpers import header, item, kept, there_and_back
from tests.annotation.strategies import record_lists

splits = st.sampled_from(["train", "val", "test"])
SELF_CONTAINED = sorted(set(KINDS.slugs()) - {"point_labels"})
"""Kinds whose records point at no file; the others have tests of their own."""
some = settings(max_examples=25, deadline=None)


def test_every_format_says_what_it_loses() -> None:
    for found in FORMATS:
        assert found.title.en
        assert found.title.zh
        assert all(text.en and text.zh for text in found.cannot_carry)
        assert found.kinds <= set(KINDS.slugs())
        assert found.kinds == set(KINDS.slugs()) or found.cannot_carry


@some
@given(st.lists(record_lists(SELF_CONTAINED), max_size=3), st.booleans())
def test_groundwork_keeps_everything(lists: list[list[Record]], zipped: bool) -> None:
    items = [
        Item(f"a/{n}.png", 640, 480, records, None, "ab" * 32, {"split": "val", "x": [1, {"y": None}]}, "drive", n)
        for n, records in enumerate(lists)
    ]
    with TemporaryDirectory() as folder:
        back, found, report = there_and_back("groundwork", items, Path(folder), header=header("box"), zipped=zipped)
    assert back == items
    assert found == header("box")
    assert report.problems == []


def test_groundwork_says_how_long_a_sample_of_a_recording_is() -> None:
    facts = {"rate": 48_000, "samples": 3 * 2**31, "channels": 2}
    one = Item("a.wav", None, None, [], None, facts={**facts, "codec": "PCM"})
    with TemporaryDirectory() as folder:
        [back], _, _ = there_and_back("groundwork", [one], Path(folder), header=header("segment"))
    assert back.facts == facts


@some
@given(
    st.lists(st.tuples(record_lists(["box", "polygon", "mask", "points"]), splits), min_size=1, max_size=3),
    st.booleans(),
)
def test_coco(lists: list[tuple[list[Record], str]], zipped: bool) -> None:
    items = []
    for n, (records, split) in enumerate(lists):
        for record in records:
            record["z"], record["group"], record["data"] = 0, None, {**record["data"]}
            if record["kind"] == "polygon":
                record["data"]["holes"] = []
        items.append(item(f"{n}.png", records, meta={"split": split}))
    with TemporaryDirectory() as folder:
        back, _, report = there_and_back("coco", items, Path(folder), header=header("box"), zipped=zipped)
    assert report.problems == []
    assert {_key(one) for one in back} == {_key(one) for one in items}
    by_name = {one.name: one for one in back}
    for one in items:
        expected = [kept(record, "kind", "label", "data", "attributes", "score") for record in one.records]
        found = [kept(record, "kind", "label", "data", "attributes", "score") for record in by_name[one.name].records]
        assert found == expected


PERSON = {
    "points": [
        {"key": key, "name": {"en": key, "zh": key}, "x": x, "y": y}
        for key, x, y in (("nose", 0.5, 0), ("left eye", 0.6, 0.1), ("尾", 0, 1), ("4", 1, 1))
    ],
    "edges": [["nose", "尾"], ["尾", "4"]],
    "mirror": [],
}


def with_skeletons() -> Header:
    """A header whose labels have the skeleton of the strategies."""
    found = header("box", "skeleton")
    for label in found.schema["labels"]:
        label["skeleton"] = PERSON
    return found


@pytest.mark.parametrize("slug", ["coco", "datumaro"])
@some
@given(record_lists(["box", "skeleton"]))
def test_skeletons_with_their_templates(slug: str, records: list[Record]) -> None:
    for record in records:
        record["z"], record["group"] = 0, None
    with TemporaryDirectory() as folder:
        back, found, report = there_and_back(slug, [item("0.png", records)], Path(folder), header=with_skeletons())
    assert report.counts == {}
    fields = ("kind", "label", "data", "attributes", "score")
    assert [kept(record, *fields) for record in back[0].records] == [kept(record, *fields) for record in records]
    for template in templates_of(found.schema).values():
        assert names_of(template) == names_of(PERSON)
        assert template["edges"] == PERSON["edges"]


def test_points_of_coco_are_laid_out_as_in_the_fullest_skeleton(tmp_path: Path) -> None:
    joints = {"nose": [20.0, 0.0, 2], "left eye": [30.0, 10.0, 1], "尾": [10.0, 40.0, 2], "4": [30.0, 20.0, 2]}
    half = {"nose": [5.0, 5.0, 2], "尾": [7.0, 5.0, 2]}
    records = [
        new_record(id=stable_id(n), kind="skeleton", label="car", data={"points": points})
        for n, points in enumerate((half, joints))
    ]
    _, found, _ = there_and_back("coco", [item("0.png", records)], tmp_path, header=with_skeletons())
    places = {point["key"]: (point["x"], point["y"]) for point in templates_of(found.schema)["car"]["points"]}
    assert places == {"nose": (0.5, 0), "left eye": (1, 0.25), "尾": (0, 1), "4": (1, 0.5)}


def test_yolo_pose(tmp_path: Path) -> None:
    """A box and the skeleton of one group are one line; what lies where the points do needs no box of its own."""
    joints = {"nose": [100.0, 60.0, 2], "left eye": [120.0, 70.0, 1], "尾": [64.0, 240.0, 2]}
    template = {**PERSON, "mirror": [["尾", "4"]]}
    found = header("box", "skeleton")
    next(label for label in found.schema["labels"] if label["key"] == "person")["skeleton"] = template
    records = [
        new_record(
            id=stable_id(1), kind="box", label="person", group="g", data={"x": 60, "y": 30, "width": 80, "height": 220}
        ),
        new_record(id=stable_id(2), kind="skeleton", label="person", group="g", data={"points": joints}),
        new_record(id=stable_id(3), kind="skeleton", label="person", data={"points": joints}),
        new_record(id=stable_id(4), kind="box", label="car", data={"x": 16, "y": 16, "width": 32, "height": 32}),
    ]
    back, read, report = there_and_back("yolo", [item("0.png", records)], tmp_path, header=found, images=True)
    assert report.counts == {}
    settings = (tmp_path / "set/data.yaml").read_text(encoding="utf-8")
    assert "kpt_shape: [4, 3]" in settings
    assert "flip_idx: [0, 1, 3, 2]" in settings
    box, skeleton, alone, car = back[0].records
    assert [box["kind"], skeleton["kind"], alone["kind"], car["kind"]] == ["box", "skeleton", "skeleton", "box"]
    assert box["group"] == skeleton["group"] is not None
    assert alone["group"] is None
    for record in (skeleton, alone):
        assert {name: pytest.approx(joint, abs=1e-4) for name, joint in joints.items()} == record["data"]["points"]
    again = templates_of(read.schema)["person"]
    assert names_of(again) == names_of(PERSON)
    assert again["mirror"] == [["尾", "4"]]


@pytest.mark.parametrize(("task", "kind"), [("detect", "box"), ("segment", "polygon"), ("obb", "rotated_box")])
@pytest.mark.parametrize("layout", ["ultralytics", "darknet"])
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_yolo(task: str, kind: str, layout: str, data: st.DataObject) -> None:
    records = data.draw(record_lists([kind], plain=True))
    for record in records:
        if kind == "polygon":
            record["data"] = {**record["data"], "holes": []}
    items = [
        item("drive 1/0.png", records, meta={"split": data.draw(splits)}),
        item("1.png", [], meta={"split": "val"}),
    ]
    with TemporaryDirectory() as folder:
        back, found, report = there_and_back(
            "yolo", items, Path(folder), header=header(kind), images=True, task=task, layout=layout
        )
    assert report.problems == []
    assert [label["key"] for label in found.schema["labels"]] == [label["key"] for label in header().schema["labels"]]
    by_name = {one.name: one for one in back}
    assert {_key(one) for one in back} == {_key(one) for one in items}
    for one in items:
        _assert_alike(by_name[one.name].records, one.records, 1e-4)


@pytest.mark.parametrize(
    ("occurring", "task"),
    [(None, "segment"), ({"box", "tag"}, "detect"), ({"box", "rotated_box"}, "obb"), ({"polygon", "box"}, "segment")],
)
def test_yolo_is_written_for_the_kinds_that_occur(occurring: set[str] | None, task: str, tmp_path: Path) -> None:
    allowed = header("box", "polygon", "rotated_box", "tag")
    found = replace(allowed, kinds=None if occurring is None else frozenset(occurring))
    there_and_back("yolo", [item("1.png", [])], tmp_path, header=found, images=True)
    (written,) = tmp_path.rglob("data.yaml")
    assert f"task: {task}\n" in written.read_text()


@some
@given(record_lists(["box"]), st.booleans())
def test_voc(records: list[Record], zipped: bool) -> None:
    for record in records:
        record["z"], record["group"], record["score"] = 0, None, None
        record["attributes"]["truncated"] = True
        record["attributes"]["pose"] = "Left"
    items = [item("drive/0.png", records, meta={"split": "val"}), item("1.png", [])]
    with TemporaryDirectory() as folder:
        back, _, report = there_and_back("voc", items, Path(folder), header=header("box"), images=True, zipped=zipped)
    assert report.problems == []
    by_name = {one.name: one for one in back}
    assert {_key(one) for one in back} == {_key(one) for one in items}
    _assert_alike(by_name["drive/0.png"].records, records, 0.011)
    for found, expected in zip(by_name["drive/0.png"].records, records, strict=True):
        assert found["attributes"] == expected["attributes"]


def test_voc_devkit_pixels_are_counted_from_one(tmp_path: Path) -> None:
    whole = new_record(id=stable_id(1), kind="box", label="car", data={"x": 0, "y": 0, "width": 640, "height": 480})
    back, _, _ = there_and_back("voc", [item("0.png", [whole])], tmp_path, header=header("box"), pixels="devkit")
    text = (tmp_path / "set/Annotations/0.xml").read_text(encoding="utf-8")
    assert "<xmin>1</xmin>" in text
    assert "<xmax>640</xmax>" in text
    assert back[0].records[0]["data"] == whole["data"]


def test_coco_keeps_the_parts_of_an_object_together(tmp_path: Path) -> None:
    """Two polygons, a box and key points of one group are one annotation, and one group again."""
    parts = [
        _part("polygon", {"points": [[0, 0], [9, 0], [9, 9]], "holes": []}),
        _part("polygon", {"points": [[20, 0], [29, 0], [29, 9]], "holes": []}),
        _part("points", {"points": [[1, 1], [2, 2]]}, keypoints="nose, tail (hidden)"),
    ]
    alone = new_record(id=stable_id(9), kind="box", label="car", data={"x": 1, "y": 1, "width": 2, "height": 2})
    back, found, _ = there_and_back("coco", [item("0.png", [*parts, alone])], tmp_path, header=header("box"))
    records = back[0].records
    assert [record["kind"] for record in records] == ["polygon", "polygon", "skeleton", "box"]
    assert len({record["group"] for record in records[:3]}) == 1
    assert records[0]["group"]
    assert records[3]["group"] is None
    assert records[2]["data"] == {"points": {"nose": [1, 1, 2], "tail": [2, 2, 1]}}
    assert records[2]["attributes"] == {}
    assert names_of(templates_of(found.schema)["person"]) == ["nose", "tail"]


def test_a_hole_survives_coco_as_a_mask(tmp_path: Path) -> None:
    ring = {"points": [[10, 10], [110, 10], [110, 90], [10, 90]], "holes": [[[40, 30], [80, 30], [60, 70]]]}
    record = new_record(id=stable_id(1), kind="polygon", label="car", data=ring)
    back, _, report = there_and_back("coco", [item("0.png", [record])], tmp_path, header=header("polygon"))
    assert report.counts == {}
    [mask] = back[0].records
    assert mask["kind"] == "mask"
    assert mask["data"]["area"] == pytest.approx(KINDS["polygon"].measure(ring).area, rel=0.01)


@some
@given(st.lists(st.tuples(record_lists(["mask"], plain=True), splits), min_size=1, max_size=2), st.booleans())
def test_mask_png(lists: list[tuple[list[Record], str]], zipped: bool) -> None:
    items = []
    for n, (records, split) in enumerate(lists):
        taken = np.zeros((480, 640), dtype=bool)
        apart = []
        for record in records:
            pixels = pixels_in(record["data"], 640, 480)
            if not (pixels & taken).any():
                taken |= pixels
                apart.append(record)
        items.append(item(f"drive {n}/0.png", apart, meta={"split": split}))
    with TemporaryDirectory() as folder:
        back, found, report = there_and_back(
            "mask_png", items, Path(folder), header=header("mask"), images=True, zipped=zipped
        )
    assert report.problems == []
    assert [label["key"] for label in found.schema["labels"]] == [label["key"] for label in header().schema["labels"]]
    assert {_key(one) for one in back} == {_key(one) for one in items}
    by_name = {one.name: one for one in back}
    for one in items:
        said = [[(r["label"], tuple(r["data"].items())) for r in two.records] for two in (one, by_name[one.name])]
        assert sorted(said[0]) == sorted(said[1])


def test_masks_become_polygons_in_yolo(tmp_path: Path) -> None:
    pixels = np.zeros((40, 60), dtype=bool)
    pixels[5:25, 10:50] = True
    pixels[30:38, 2:9] = True
    record = new_record(id=stable_id(1), kind="mask", label="car", data=mask_data(pixels) or {})
    back, _, _ = there_and_back(
        "yolo", [item("0.png", [record])], tmp_path, header=header("mask"), images=True, task="segment"
    )
    assert sorted(KINDS["polygon"].measure(found["data"]).area for found in back[0].records) == pytest.approx([56, 800])


@pytest.mark.parametrize("slug", ["coco", "voc", "yolo", "groundwork", "cvat", "label_studio_images", "labelme", "via"])
def test_the_same_input_gives_the_same_bytes_and_is_recognised(slug: str, tmp_path: Path) -> None:
    record = new_record(id=stable_id(1), kind="box", label="car", data={"x": 0, "y": 0, "width": 10.5, "height": 20})
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        there_and_back(
            slug,
            [item("b.png", [record]), item("a.png", [])],
            tmp_path / name,
            header=header("box"),
            images=True,
            zipped=True,
        )
    assert (tmp_path / "one/set.zip").read_bytes() == (tmp_path / "two/set.zip").read_bytes()
    with open_source(tmp_path / "one/set.zip") as source:
        assert recognise(source) is FORMATS[slug]


def _part(kind: str, data: dict[str, Any], **attributes: str) -> Record:
    record_id = stable_id(kind, data)
    return new_record(id=record_id, kind=kind, label="person", data=data, group="person 1", attributes=attributes)


def _key(one: Item) -> tuple[str, int | None, int | None, str]:
    return one.name, one.width, one.height, one.meta.get("split", "")


def _assert_alike(found: list[Record], expected: list[Record], tolerance: float) -> None:
    assert [(record["kind"], record["label"]) for record in found] == [(r["kind"], r["label"]) for r in expected]
    for one, other in zip(found, expected, strict=True):
        a, b = one["data"], other["data"]
        if one["kind"] == "polygon":
            assert a["points"] == [pytest.approx(point, abs=tolerance) for point in b["points"]]
            continue
        for key in set(a) - {"angle"}:
            assert a[key] == pytest.approx(b[key], abs=tolerance), key
        if "angle" in a:
            assert math.cos(a["angle"] - b["angle"]) == pytest.approx(1, abs=1e-3)
