"""CVAT for images: there and back, and other people's files."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.kinds import KINDS
from annotation.kinds.record import Record, new_record, stable_id
from annotation.skeletons import drawn_as
from tests.annotation.formats.helpers import PICTURE, codes, item, read, there_and_back
from tests.annotation.formats.test_gathered import DRAWN, assert_same, gathered, header_of, some
from tests.annotation.formats.test_interoperation import DATUMARO, load
from tests.shared_data import shared


@some
@given(gathered([*DRAWN, "ellipse", "cuboid2d", "tag", "mask"]), st.sampled_from(["train", "val", ""]), st.booleans())
def test_cvat(found: list[Record], split: str, zipped: bool) -> None:
    names: dict[str, str] = {}
    for record in found:
        if record["kind"] == "tag":
            record["z"] = 0
        if record["group"]:
            record["group"] = names.setdefault(record["group"], str(len(names) + 1))
    items = [item("drive/0.png", found, meta={"split": split} if split else {}), item("1.png", [])]
    with TemporaryDirectory() as folder:
        back, header, report = there_and_back(
            "cvat", items, Path(folder), header=header_of(items), images=True, zipped=zipped
        )
    assert report.problems == []
    assert [(one.name, one.width, one.height, one.meta) for one in back] == [
        (one.name, one.width, one.height, one.meta) for one in items
    ]
    assert len(back[0].records) == len(found)
    for one, other in zip(back[0].records, found, strict=True):
        assert_same(one, other, 0.002, "z", "group")
    assert header.schema == header_of(items).schema


def test_skeletons_survive_cvat_with_their_template(tmp_path: Path) -> None:
    template = drawn_as(["nose", "left eye", "尾"], [["nose", "尾"]])
    points = {"nose": [10, 20, 2], "left eye": [30, 5, 1], "尾": [0, 0, 0]}
    record = new_record(id=stable_id(1), kind="skeleton", label="dog", data={"points": points})
    found = header_of([item("0.png", [record])])
    found.schema["labels"][0]["skeleton"] = template
    back, header, report = there_and_back("cvat", [item("0.png", [record])], tmp_path, header=found)
    assert report.problems == []
    assert back[0].records[0]["data"] == {"points": points}
    assert header.schema["labels"][0]["skeleton"] == template
    assert [label["key"] for label in header.schema["labels"]] == ["dog"]


def test_a_hole_survives_cvat_as_a_mask(tmp_path: Path) -> None:
    ring = {"points": [[10, 10], [110, 10], [110, 90], [10, 90]], "holes": [[[40, 30], [80, 30], [60, 70]]]}
    record = new_record(id=stable_id(1), kind="polygon", label="car", data=ring)
    items = [item("0.png", [record])]
    back, _, report = there_and_back("cvat", items, tmp_path, header=header_of(items))
    assert report.problems == []
    [mask] = back[0].records
    assert mask["kind"] == "mask"
    assert mask["data"]["area"] == pytest.approx(KINDS["polygon"].measure(ring).area, rel=0.01)


def test_cvat_as_cvat_writes_it() -> None:
    items, found, problems = load("cvat", shared(f"{DATUMARO}/cvat_dataset/for_images"))
    first, second = items
    assert (first.name, first.width, first.height, first.meta) == ("img0.jpg", 8, 8, {})
    assert first.media
    box = first.records[0]
    assert (box["kind"], box["label"]) == ("box", "label1")
    skeleton = second.records[-1]
    assert (skeleton["kind"], skeleton["label"], skeleton["data"]["points"]) == (
        "skeleton", "skeleton", {"1": [3, 3, 2], "2": [4, 4, 2], "3": [5, 5, 0], "4": [6, 6, 2]},
    )  # fmt: skip
    template = next(label["skeleton"] for label in found.schema["labels"] if label["key"] == "skeleton")
    assert [point["key"] for point in template["points"]] == ["1", "2", "3", "4"]
    assert template["edges"] == [["3", "2"], ["1", "4"]]
    assert {label["key"] for label in found.schema["labels"]} == {"label1", "label2", "skeleton"}
    assert "missing-field" in problems  # objects without a label
    types = {each["key"]: each["type"] for each in found.schema["labels"][0]["attributes"]}
    assert types["a1"] == "checkbox"
    assert types["a4"] == "number"


def test_images_of_one_name_in_several_tasks_of_a_project_are_told_apart_by_their_subsets() -> None:
    image = '<image id="{}" name="0.jpg" subset="{}" task_id="{}" width="640" height="480"><tag label="{}"/></image>'
    text = "".join(image.format(at, subset, at, subset.lower()) for at, subset in enumerate(("Train", "Val")))
    files = {"annotations.xml": f"<annotations>{text}</annotations>"}
    pictures = {f"images/{subset}/0.jpg": PICTURE for subset in ("Train", "Val")}
    items, report = read("cvat", {**files, **pictures})
    assert codes(report) == []
    told = [(one.name, one.media and one.media.name, one.meta["split"], one.records[0]["label"]) for one in items]
    assert told == [
        ("0.jpg", "images/Train/0.jpg", "train", "train"),
        ("Val/0.jpg", "images/Val/0.jpg", "val", "val"),
    ]


CVAT_BAD = [
    ('<box label="car" xtl="1" ytl="1" xbr="x" ybr="3"/>', "bad-geometry"),
    ('<box label="car" xtl="5" ytl="1" xbr="2" ybr="3"/>', "bad-geometry"),
    ('<polygon label="car" points="1,1;2,2"/>', "bad-geometry"),
    ('<polygon label="car" points="1,1;2;3,3"/>', "bad-geometry"),
    ('<mask label="car" rle="1,2" left="0" top="0" width="9" height="9"/>', "bad-mask"),
    ('<mask label="car" rle="1,-2" left="0" top="0" width="9" height="9"/>', "bad-mask"),
    ('<cuboid label="car" xtl1="0"/>', "bad-geometry"),
    ('<ellipse label="car" cx="5" cy="5" rx="0" ry="2"/>', "bad-geometry"),
    ('<star label="car"/>', "other-task"),
    ('<box xtl="1" ytl="1" xbr="2" ybr="3"/>', "missing-field"),
]


@pytest.mark.parametrize(("element", "code"), CVAT_BAD)
def test_a_bad_object_of_cvat_is_named_and_the_good_one_kept(element: str, code: str) -> None:
    good = '<box label="car" xtl="1" ytl="2" xbr="4" ybr="6" rotation="90"/>'
    text = f'<annotations><image id="0" name="a.png" width="640" height="480">{good}{element}</image></annotations>'
    [one], report = read("cvat", {"annotations.xml": text, "a.png": PICTURE})
    [record] = one.records
    assert record["data"] == pytest.approx({"cx": 2.5, "cy": 4, "width": 3, "height": 4, "angle": 1.5707963})
    assert codes(report) == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<annotations><image id='0' name='a.png'>", "bad-xml"),
        ("<annotations><image id='0' name='../a.png'/></annotations>", "unsafe-name"),
        ('<!DOCTYPE a [<!ENTITY x "y">]><annotations>&x;</annotations>', "forbidden-xml"),
    ],
)
def test_a_broken_file_of_cvat_says_why(text: str, code: str) -> None:
    items, report = read("cvat", {"annotations.xml": text})
    assert (items, codes(report)) == ([], [code])
