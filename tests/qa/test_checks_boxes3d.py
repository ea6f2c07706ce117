"""Checks of boxes in scenes find what they are for in a street with two cars, and leave good work alone."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from annotation.geometry3d import boxes
from annotation.geometry3d.outlines import bounds
from annotation.geometry3d.quaternion import Quaternion, from_angles, product
from annotation.kinds.keyframes import keyframe
from annotation.modalities.scene.manifest import Manifest
from qa.checks import CHECKS, Answer, Found
from tests.annotation.prelabel.scenes import FRAMES, PARKED, moving, scene

SCHEMA = {"labels": [{"key": "car", "kinds": ["cuboid"]}, {"key": "person", "kinds": ["cuboid"]}]}
Change = Callable[[dict[str, Any]], dict[str, Any]]


def record(kind: str, data: dict[str, Any], label: str = "car", **attributes: Any) -> dict[str, Any]:
    source = {"origin": "human"}
    return {"id": str(uuid4()), "kind": kind, "label": label, "data": data, "attributes": attributes, "source": source}


def track(of: Callable[[int], Any] = moving, **attributes: Any) -> dict[str, Any]:
    keys = [keyframe(frame, of(frame)) for frame in range(FRAMES)]
    return record("track", {"of": "cuboid", "keyframes": keys}, **attributes)


def parked(**change: float) -> dict[str, Any]:
    return record("cuboid", {**PARKED, **change})


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("street")
    scene(folder)
    return folder


def answer(street: Path, *records: dict[str, Any]) -> Answer:
    def files(role: str, key: str) -> Any:
        from contextlib import nullcontext

        path = street / f"{role} {key}"
        if not path.exists():
            raise KeyError(role)
        return nullcontext(path)

    return Answer(
        task="t", records=list(records), schema=SCHEMA, width=None, height=None, asset={"frames": FRAMES}, files=files
    )


def found(slug: str, one: Answer) -> list[Found]:
    check = CHECKS[slug]
    return list(check().run(one, check.defaults()))


def at(number: int, change: Change) -> dict[str, Any]:
    """The moving car with one keyframe changed."""
    return track(lambda frame: change(moving(frame)) if frame == number else moving(frame))


def turned(angle: float) -> Change:
    return lambda box: boxes.turned_round(box, angle)


def tilted(box: dict[str, Any]) -> dict[str, Any]:
    q = product(Quaternion(box["qw"], box["qx"], box["qy"], box["qz"]), from_angles(0.2, 0, 0))
    return {**box, "qw": q.w, "qx": q.x, "qy": q.y, "qz": q.z}


BACK = boxes.corners(PARKED)[[1, 2, 5, 6]].mean(axis=0)
SPECK = {**PARKED, "x": BACK[0], "y": BACK[1], "z": BACK[2], "length": 0.3, "width": 0.06, "height": 0.06}
GOOD = [parked(), track()]
BAD: list[tuple[str, list[dict[str, Any]], dict[str, Any]]] = [
    ("box-few-points", [record("cuboid", SPECK), track()], {"frames": 1}),
    ("box-empty", [parked(z=PARKED["z"] + 10), track()], {"frames": 1}),
    ("box-empty", [parked(), at(3, lambda box: {**box, "z": box["z"] + 10})], {"frame": 3, "number": 4, "frames": 1}),
    ("box-floating", [parked(z=PARKED["z"] + 0.6), track()], {}),
    ("box-sunk", [parked(z=PARKED["z"] - 0.6), track()], {}),
    ("box-loose", [parked(length=PARKED["length"] + 2), track()], {"kind": "back"}),
    ("box-cut", [parked(length=PARKED["length"] - 0.5), track()], {}),
    ("box-size", [parked(width=3.0), track()], {"kind": "width", "metres": "3.00", "least": "1.4", "most": "2.4"}),
    ("track-size-varies", [at(2, lambda box: {**box, "width": 2.3})], {"kind": "width", "metres": "0.50"}),
    ("boxes-overlap", [parked(), parked(x=PARKED["x"] + 3)], {"frame": 0, "number": 1}),
    ("box-tilted", [record("cuboid", tilted(PARKED))], {"frame": 0, "number": 1, "degrees": "11"}),
    ("box-out-of-range", [parked(y=PARKED["y"] + 300)], {"least": "1", "most": "150"}),
    ("box-out-of-range", [record("cuboid", {**PARKED, "x": 1000.0, "y": -500.0})], {"distance": "0"}),
    ("track-too-fast", [at(5, lambda box: {**box, "x": box["x"] + 40})], {"number": 6, "speed": "409.0", "most": "60"}),
    ("track-jerky", [at(3, lambda box: {**box, "x": box["x"] + 1})], {"frame": 3, "number": 4}),
    ("track-flips", [at(4, turned(math.pi))], {"frame": 4, "number": 5, "degrees": "180"}),
    ("track-heading", [track(lambda frame: turned(math.pi / 2)(moving(frame)))], {"degrees": "90", "speed": "9.0"}),
    ("track-sideways", [track(lambda frame: turned(math.radians(20))(moving(frame)))], {"speed": "3.1"}),
    ("track-not-still", [track(motion="parked")], {"metres": "4.50"}),
    ("thing-unlabelled", [track()], {"label": "car", "x": "1012", "y": "-496"}),
]  # fmt: skip


@pytest.mark.parametrize("slug", sorted({slug for slug, _, _ in BAD}))
def test_good_work_is_left_alone(street: Path, slug: str) -> None:
    assert found(slug, answer(street, *GOOD)) == []


@pytest.mark.parametrize(("slug", "records", "said"), BAD)
def test_what_is_wrong_is_found_and_mended(
    street: Path, slug: str, records: list[dict[str, Any]], said: dict[str, Any]
) -> None:
    one = answer(street, *records)
    (each,) = found(slug, one)
    assert said.items() <= each.params.items()
    text = CHECKS[slug].message.format(**each.params)
    assert "{" not in text.en + text.zh
    assert "–" not in text.en + text.zh
    if each.fix:
        fixed = {change["id"]: change["after"] for change in each.fix}
        mended = [fixed.get(record["id"], record) for record in records]
        assert found(slug, replace(one, records=mended, kept={})) == []


@pytest.mark.parametrize("slug", ["track-size-varies", "track-flips", "box-tilted"])
def test_what_one_click_can_mend_says_so(street: Path, slug: str) -> None:
    records = next(records for name, records, _ in BAD if name == slug)
    (each,) = found(slug, answer(street, *records))
    assert each.fix


def test_a_box_that_is_occluded_or_between_keyframes_may_be_empty(street: Path) -> None:
    keys = [keyframe(0, moving(0)), keyframe(1, moving(0), occluded=True), keyframe(2, moving(2))]
    keys[1]["data"] = {**moving(1), "z": 60.0}
    one = record("track", {"of": "cuboid", "keyframes": [*keys, keyframe(3, moving(2), outside=True)]})
    assert found("box-empty", answer(street, one)) == []


def test_a_reversing_car_may_look_back(street: Path) -> None:
    one = track(lambda frame: turned(math.pi)(moving(frame)), motion="reversing")
    assert found("track-heading", answer(street, one)) == []


def test_without_poses_nothing_is_said_of_motion(street: Path, tmp_path: Path) -> None:
    scene(tmp_path, posed=False)
    assert found("track-too-fast", answer(tmp_path, BAD[13][1][0])) == []


def pictured(street: Path, of: str | None, frame: int = 0, **place: float) -> dict[str, Any]:
    """A box in the picture of the front camera; by default just around the parked car."""
    manifest = Manifest.read(street / "scene ")
    lens, pose = manifest.rigs[0].camera, manifest.image(frame, 0)
    assert lens
    assert pose
    found = bounds(PARKED, lens, pose)
    assert found
    left, top, right, bottom = (float(each) for each in found[0])
    around = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    return record("picture_box", {"frame": frame, "camera": "front", "of": of, **around, **place})


def test_boxes_in_pictures_belong_to_those_in_space(street: Path) -> None:
    car, driving = parked(), track()
    good = pictured(street, car["id"])
    other = pictured(street, driving["id"], x=0.0)
    for slug in ("picture-box-off", "picture-box-orphan"):
        assert found(slug, answer(street, car, driving, good)) == []
    (off,) = found("picture-box-off", answer(street, car, pictured(street, car["id"], x=0.0)))
    assert off.params == {"frame": 0, "number": 1, "camera": "front", "percent": "0"}
    assert [
        each.record for each in found("picture-box-orphan", answer(street, car, good, pictured(street, str(uuid4()))))
    ]
    assert found("picture-box-missing", answer(street, car, driving)) == []
    assert found("picture-box-missing", answer(street, car, good)) == []
    assert [each.record for each in found("picture-box-missing", answer(street, car, other))] == [car["id"]]


def test_boxes_may_be_tilted_where_the_schema_says_so(street: Path) -> None:
    one = answer(street, record("cuboid", tilted(PARKED)))
    assert found("box-tilted", one)
    assert found("box-tilted", replace(one, schema={**SCHEMA, "scene": {"tilt": True}})) == []


@pytest.mark.parametrize(("late", "slugs"), [(0.03, []), (0.07, ["camera-time"]), (0.2, ["camera-time-far"])])
def test_pictures_of_another_time_are_told_of(tmp_path: Path, late: float, slugs: list[str]) -> None:
    scene(tmp_path)
    data = json.loads((tmp_path / "scene ").read_text())
    data["frames"][2]["images"][0]["time"] += round(late * 1e9)
    (tmp_path / "scene ").write_text(json.dumps(data))
    told = {slug: found(slug, answer(tmp_path)) for slug in ("camera-time", "camera-time-far")}
    assert [slug for slug, each in told.items() if each] == slugs
    for slug in slugs:
        assert told[slug][0].params == {
            "frame": 2,
            "number": 3,
            "camera": "front",
            "milliseconds": f"{late * 1000:.0f}",
        }
