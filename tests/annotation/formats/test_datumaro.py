"""Datumaro JSON: there and back, and what datumaro itself writes."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from annotation.kinds import KINDS
from annotation.kinds.record import Record
from tests.annotation.formats.helpers import codes, item, read
from tests.annotation.formats.test_gathered import DRAWN, assert_same, gathered, some
from tests.annotation.formats.test_interoperation import DATUMARO, load
from tests.annotation.formats.test_more_images import back_again, splits
from tests.annotation.formats.test_video import FRAMES, at, tracks, video
from tests.annotation.formats.test_video import back_again as videos_back_again
from tests.shared_data import shared

FOLLOWED = [*DRAWN, "ellipse", "cuboid2d"]


@some
@given(
    gathered(["box", "rotated_box", "ellipse", "polygon", "polyline", "points", "mask", "tag", "cuboid2d"]),
    splits,
    st.booleans(),
)
def test_datumaro(found: list[Record], split: str, zipped: bool) -> None:
    names: dict[str, str] = {}
    for number, record in enumerate(found):
        record["score"] = number / 10 if number % 2 else None
        if record["group"]:
            record["group"] = names.setdefault(record["group"], str(len(names) + 1))
    items = [item("drive/0.png", found, meta={"split": split}), item("1.png", [])]
    first, _ = back_again("datumaro", items, zipped=zipped)
    assert len(first.records) == len(found)
    for one, other in zip(first.records, found, strict=True):
        assert_same(one, other, 1e-9, "z", "group", "score")


def test_datumaro_writes_the_corners_of_a_2d_cuboid_in_an_order_of_its_own() -> None:
    """As datumaro 1.13 has written it again after it had read ours: front, back, back, front above; then below."""
    corners = [[300, 400], [350, 398], [450, 395], [400, 390], [350, 490], [450, 495], [400, 510], [300, 500]]
    cuboid = {
        "id": 0,
        "type": "cuboid_2d",
        "attributes": {},
        "group": 1,
        "label_id": 0,
        "points": corners,
        "z_order": 3,
    }
    image = {"path": "default/a.png", "size": [600, 640]}
    categories = {"label": {"labels": [{"name": "car", "parent": ""}], "label_groups": []}, "points": {"items": []}}
    bad = {**cuboid, "points": corners[:7]}
    said = {"dm_format_version": "1.0", "media_type": 2, "infos": {}, "categories": categories}
    text = json.dumps({**said, "items": [{"id": "a", "annotations": [cuboid, bad], "image": image}]})
    [one], report = read("datumaro", {"annotations/default.json": text})
    [record] = one.records
    assert (record["kind"], record["z"]) == ("cuboid2d", 3)
    edges = [[300, 400, 500], [400, 390, 510], [450, 395, 495], [350, 398, 490]]
    assert record["data"] == {"edges": edges}
    assert codes(report) == ["bad-geometry"]


def test_datumaro_as_it_writes() -> None:
    items, found, problems = load("datumaro", shared(f"{DATUMARO}/datumaro_dataset/diverse"))
    by_name = {one.name: one for one in items}
    first = by_name["100.jpg"]
    assert (first.width, first.height, first.meta, first.media is not None) == (6, 10, {"split": "train"}, True)
    tag, box, points = first.records[:3]
    assert (tag["kind"], tag["label"], tag["attributes"]) == ("tag", "cat2", {"x": 1, "y": "2"})
    assert (box["data"], box["z"], box["score"]) == ({"x": 1, "y": 2, "width": 3, "height": 4}, 1, 1.0)
    assert points["attributes"]["keypoints"] == "cat1, cat2, 3"
    assert set(problems) >= {"other-task", "missing-field"}
    assert [label["key"] for label in found.schema["labels"]][:5] == [f"cat{n}" for n in range(5)]
    [one], found, problems = load("datumaro", shared(f"{DATUMARO}/datumaro_dataset/with_skeleton"))
    [skeleton] = one.records
    assert (skeleton["kind"], skeleton["label"]) == ("skeleton", "skeleton-label")
    assert skeleton["data"]["points"]["point3-label"] == [2.45, 7.6, 2]
    [template] = [label["skeleton"] for label in found.schema["labels"]]
    assert template["edges"] == [["point3-label", "point2-label"], ["point1-label", "point3-label"]]
    assert [label["key"] for label in found.schema["labels"]] == ["skeleton-label"]
    assert problems == []


@some
@given(st.lists(tracks(FOLLOWED), max_size=3), st.sampled_from(["train", ""]), st.booleans())
def test_datumaro_videos(found: list[Record], split: str, zipped: bool) -> None:
    meta = {"split": split} if split else {}
    items = [video("drive/0.mp4", found, meta=meta), video("1.mp4", [], meta={})]
    first, _ = videos_back_again("datumaro_videos", items, zipped=zipped)
    assert len(first.records) == len(found)
    for one, expected in zip(first.records, found, strict=True):
        assert (one["label"], one["z"]) == (expected["label"], expected["z"])
        for frame in range(FRAMES):
            a, b = at(one, frame), at(expected, frame)
            assert (a is None) == (b is None), frame
            if a and b:
                assert a["occluded"] == b["occluded"]
                told = [{**record["attributes"], **state["attributes"]} for record, state in ((one, a), (expected, b))]
                assert told[0] == told[1]
                assert one["data"]["of"] == expected["data"]["of"]
                assert KINDS[one["data"]["of"]].similarity(a["data"], b["data"]) > 0.99
