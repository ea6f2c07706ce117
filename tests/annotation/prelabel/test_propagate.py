"""Labels are carried to where the thing went."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from annotation.kinds import KINDS
from annotation.kinds.box import Box
from annotation.kinds.mask import mask_data
from annotation.prelabel.base import Labelled, Picture, PrelabelError, Setup
from annotation.prelabel.propagate import Propagate
from tests.annotation.prelabel.pictures import box, picture, scene
from tests.shared_data import shared


def propagate(pictures: list[Picture], **config: Any) -> dict[str, list[Any]]:
    model = Propagate(Setup(Propagate.configuration(config), {"car": frozenset({"box"})}))
    return {found.key: proposals for found, proposals in model.predict(pictures)}


def test_a_box_follows_its_thing_forth_and_back_in_the_sequence() -> None:
    places = [(100 + 7 * n, 80 + 3 * n) for n in range(5)]
    pictures = [picture(str(n), scene(x, y), sequence="s", position=n) for n, (x, y) in enumerate(places)]
    middle = picture("2", scene(*places[2]), box(*places[2]), sequence="s", position=2, wanted=False)
    found = propagate([*pictures[:2], middle, *pictures[3:]])
    assert set(found) == {"0", "1", "3", "4"}
    for key, proposals in found.items():
        [proposal] = proposals
        assert proposal.label == "car"
        assert Box.similarity(dict(proposal.data), box(*places[int(key)])) > 0.9
        assert 0.5 < proposal.score <= 1


def test_a_loose_box_keeps_its_sides_where_the_person_put_them() -> None:
    """Sides are matched, not drawn to the strongest edge: a margin of 5 pixels stays one."""
    first = picture("0", scene(100, 80), box(95, 75, 70, 70), sequence="s", position=0, wanted=False)
    [proposal] = propagate([first, picture("1", scene(112, 86), sequence="s", position=1)])["1"]
    assert Box.similarity(dict(proposal.data), box(107, 81, 70, 70)) > 0.9


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        ("polygon", {"points": [[100, 80], [160, 80], [130, 140]], "holes": []}, [[110, 84], [170, 84], [140, 144]]),
        ("points", {"points": [[130, 110]]}, [[140, 114]]),
        ("polyline", {"points": [[105, 85], [155, 135]]}, [[115, 89], [165, 139]]),
    ],
)
def test_other_kinds_move_along(kind: str, data: dict[str, Any], expected: list[list[float]]) -> None:
    first = Picture("0", "0", 320, 240, lambda: scene(100, 80), labelled=[Labelled(kind, "car", data)], sequence="s")
    found = propagate([first, picture("1", scene(110, 84), sequence="s", position=1)])
    [proposal] = found["1"]
    assert proposal.kind == kind
    assert np.abs(np.array(proposal.data["points"]) - np.array(expected)).max() < 2.5


def test_what_moved_farther_than_points_can_be_followed_is_found_again() -> None:
    """By twice its own size; a look-alike elsewhere is no reason to go there."""
    first = picture("0", scene(20, 80, size=40), box(20, 80, 40, 40), sequence="s", position=0, wanted=False)
    second = picture("1", scene(110, 100, size=40), sequence="s", position=1)
    [found] = propagate([first, second])["1"]
    assert Box.similarity(dict(found.data), box(110, 100, 40, 40)) > 0.85


def test_what_leaves_or_vanishes_is_not_proposed() -> None:
    first = picture("0", scene(100, 80), box(100, 80), sequence="s", position=0, wanted=False)
    gone = picture("1", scene(100, 80, size=1, background=5), sequence="s", position=1)
    assert propagate([first, gone])["1"] == []


def test_reach_is_kept_and_pictures_of_no_sequence_are_refused() -> None:
    first = picture("0", scene(100, 80), box(100, 80), sequence="s", position=0, wanted=False)
    rest = [picture(str(n), scene(100, 80), sequence="s", position=n) for n in range(1, 5)]
    found = propagate([first, *rest], reach=2)
    assert [len(found[str(n)]) for n in range(1, 5)] == [1, 1, 0, 0]
    with pytest.raises(PrelabelError) as refused:
        propagate([picture("0", scene(100, 80))])
    assert refused.value.code == "no-sequence"


def test_real_street_pictures_half_a_second_apart() -> None:
    """Lidar boxes of SUSTechPOINTS projected into its cameras: most that are proposed lie right, few are invented."""
    folder = shared("pointcloud/naurril_SUSTechPOINTS/example")
    overlaps = []
    for camera in ("front", "left", "right"):
        before, after = (_projected(folder, frame, camera) for frame in ("000965", "000970"))
        both = [name for name in before if name in after]
        labelled = [Labelled("box", name, before[name]) for name in both]
        first = Picture("0", "0", 2048, 1536, _loader(folder, camera, "000965"), sequence=camera, labelled=labelled)
        second = Picture("1", "1", 2048, 1536, _loader(folder, camera, "000970"), sequence=camera, position=1)
        pictures = [replace(first, wanted=False), second]
        for proposal in propagate(pictures).get("1", []):
            overlaps.append(Box.similarity(dict(proposal.data), after[proposal.label]))
    assert len(overlaps) >= 10
    assert np.mean([overlap > 0.5 for overlap in overlaps]) >= 0.8


def _loader(folder: Any, camera: str, frame: str) -> Any:
    from annotation.prelabel.opencv import cv

    return lambda: cv.imread(str(folder / "camera" / camera / f"{frame}.jpg"))


def _projected(folder: Any, frame: str, camera: str) -> dict[str, dict[str, float]]:
    """Object id -> box in the image, of what lies mostly inside it and is not tiny."""
    calibration = json.loads((folder / "calib/camera" / f"{camera}.json").read_text())
    extrinsic = np.array(calibration["extrinsic"]).reshape(4, 4)
    intrinsic = np.array(calibration["intrinsic"]).reshape(3, 3)
    signs = np.array([[i, j, k] for i in (-0.5, 0.5) for j in (-0.5, 0.5) for k in (-0.5, 0.5)])
    found = {}
    for thing in json.loads((folder / "label" / f"{frame}.json").read_text()):
        pose = thing["psr"]
        size, turn, place = ([pose[name][axis] for axis in "xyz"] for name in ("scale", "rotation", "position"))
        corners = (signs * size) @ _rotation(*turn).T + place
        seen = (extrinsic @ np.c_[corners, np.ones(8)].T)[:3]
        if seen[2].min() < 1:
            continue
        pixels = (intrinsic @ seen)[:2] / seen[2]
        (left, top), (right, bottom) = pixels.min(axis=1), pixels.max(axis=1)
        inside = [max(left, 0), max(top, 0), min(right, 2048), min(bottom, 1536)]
        width, height = inside[2] - inside[0], inside[3] - inside[1]
        if min(width, height) >= 24 and width * height >= 0.7 * (right - left) * (bottom - top):
            found[thing["obj_id"]] = box(inside[0], inside[1], width, height)
    return found


def _rotation(x: float, y: float, z: float) -> Any:
    cx, sx, cy, sy, cz, sz = np.cos(x), np.sin(x), np.cos(y), np.sin(y), np.cos(z), np.sin(z)
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return about_z @ about_y @ about_x


def test_a_mask_and_a_skeleton_go_along_whole() -> None:
    """Pixels and points move with the thing; what they are called and how they are seen stays."""
    shape = mask_data(np.ones((50, 50), dtype=bool), 110, 90)
    assert shape is not None
    joints = {"points": {"nose": [110.0, 90.0, 2], "tail": [150.0, 130.0, 1]}}
    labelled = [Labelled("mask", "car", shape, {}), Labelled("skeleton", "car", joints, {})]
    first = replace(picture("0", scene(100, 80), sequence="s", position=0, wanted=False), labelled=labelled)
    mask, skeleton = propagate([first, picture("1", scene(112, 86), sequence="s", position=1)])["1"]
    assert (mask.kind, skeleton.kind) == ("mask", "skeleton")
    moved = mask_data(np.ones((50, 50), dtype=bool), 122, 96)
    assert moved is not None
    assert KINDS["mask"].similarity(dict(mask.data), moved) > 0.85
    points = skeleton.data["points"]
    assert points["nose"] == [pytest.approx(122, abs=2), pytest.approx(96, abs=2), 2]
    assert points["tail"][2] == 1
