"""Vehicles in scenes without a model: found, followed, put into the world, and left alone where people were before."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotation.geometry3d import boxes
from annotation.geometry3d.detection import detect
from annotation.geometry3d.tracking import Seen, joined
from annotation.kinds import KINDS
from annotation.kinds.track import at
from annotation.prelabel.base import Labelled, Picture, PrelabelError, Proposal, Setup
from annotation.prelabel.road_users import RoadUsers
from annotation.prelabel.scene_lift import SceneLift
from annotation.prelabel.scene_view import SceneView
from tests.annotation.prelabel.scenes import CAMERA, FRAMES, PARKED, ego, moving, scene

LABELS = {"car": frozenset({"cuboid"}), "lane": frozenset({"polyline3d"})}


def model(labels: Any = LABELS, **config: Any) -> RoadUsers:
    return RoadUsers(Setup(RoadUsers.configuration(config), labels))


def proposals(one: Picture, **config: Any) -> list[Proposal]:
    ((_, found),) = model(**config).predict([one])
    return sorted(found, key=lambda each: each.kind)


@pytest.fixture
def street(tmp_path: Path) -> Picture:
    return scene(tmp_path / "street")


def test_a_parked_car_is_one_box_and_a_moving_one_a_track_that_heads_its_way(street: Picture) -> None:
    parked, driving = proposals(street)
    assert (parked.kind, parked.label, driving.kind, driving.label) == ("cuboid", "car", "track", "car")
    assert KINDS["cuboid"].similarity(dict(parked.data), PARKED) > 0.6
    KINDS["track"].validate(driving.data)
    assert {key["origin"] for key in driving.data["keyframes"]} == {"model"}
    for frame in range(FRAMES):
        state = at(dict(driving.data), frame)
        assert state is not None
        assert KINDS["cuboid"].similarity(state["data"], moving(frame)) > 0.6
        assert abs(boxes.yaw(state["data"])) < 0.15
    sizes = {tuple(round(key["data"][side], 6) for side in boxes.SIZE) for key in driving.data["keyframes"]}
    assert len(sizes) == 1


def test_what_people_have_drawn_is_not_proposed_again(tmp_path: Path) -> None:
    drawn = Labelled("cuboid", "car", {**PARKED, "x": PARKED["x"] + 0.5})
    (driving,) = proposals(scene(tmp_path / "street", drawn))
    assert driving.kind == "track"


def test_without_poses_nothing_is_taken_for_a_thing_of_the_whole_scene(tmp_path: Path) -> None:
    assert {each.kind for each in proposals(scene(tmp_path / "street", posed=False))} == {"track"}


def test_one_frame_gives_boxes_and_far_ones_are_left_out(tmp_path: Path) -> None:
    one = scene(tmp_path / "street", frames=1)
    assert [each.kind for each in proposals(one)] == ["cuboid", "cuboid"]
    assert [each.data["y"] < -500 for each in proposals(one, distance=11)] == [True]


def test_a_schema_without_a_fitting_label_is_told_of(street: Picture) -> None:
    with pytest.raises(PrelabelError, match="two-wheeler"):
        list(model({"cone": frozenset({"cuboid"})}).predict([street]))


def test_a_click_and_a_box_in_a_picture_give_the_thing(street: Picture) -> None:
    frame = next(SceneView(street).frames)
    clicked = model().fit_click(frame, np.array([PARKED["x"] - 1, PARKED["y"], 20.5]), "car")
    assert clicked
    assert KINDS["cuboid"].similarity(dict(clicked.box), PARKED) > 0.6
    assert model().fit_click(frame, np.array([1000.0, -520.0, 20.0]), "car") is None
    pixels, _ = (
        SceneView(street)
        .manifest.rigs[0]
        .camera.project(  # type: ignore[union-attr]
            (ego(0) @ CAMERA).inverse().apply(boxes.corners(PARKED))
        )
    )
    (left, top), (right, bottom) = pixels.min(axis=0), pixels.max(axis=0)
    lifted = SceneLift(Setup({}, LABELS)).lift_2d(frame, "front", (left - 3, top - 3, right + 3, bottom + 3), "car")
    assert lifted
    assert KINDS["cuboid"].similarity(dict(lifted.box), PARKED) > 0.6
    assert SceneLift(Setup({}, LABELS)).lift_2d(frame, "front", (0, 0, 20, 20), "car") is None


def test_things_keep_who_they_are_where_they_pass_each_other() -> None:
    frames: list[list[Seen]] = []
    for number in range(12):
        box = moving(0)
        there, back = {**box, "x": 2.0 * number, "y": 0.0}, {**box, "x": 22.0 - 2.0 * number, "y": 3.0}
        missed = [] if number == 5 else [Seen(number, there, 1.0, "car")]
        frames.append([*missed, Seen(number, back, 1.0, "car"), Seen(number, {**box, "y": 50.0 * number}, 1, "car")])
    tracks = joined(frames, [0.2 * number for number in range(12)])
    ways = sorted((len(seen), seen[0].box["x"], seen[-1].box["x"]) for seen in tracks)
    assert ways == [(11, 0.0, 22.0), (12, 22.0, 0.0)]
    assert all(len({seen.box["y"] for seen in track}) == 1 for track in tracks)
    assert joined([[Seen(0, moving(0), 1, "car")], [Seen(1, moving(0), 1, "cyclist")]], [0, 0.1]) == []
    assert math.isfinite(tracks[0][0].box["x"])


def test_what_is_gone_takes_nothing_from_what_stands_beside_it() -> None:
    """It is known better how the older one moves: far away it costs more. That must not be a reason to swap."""

    def car(frame: int, x: float, y: float = 0.0) -> Seen:
        return Seen(frame, {**moving(0), "x": x, "y": y}, 1.0, "car")

    gone = [car(frame, 8.0) for frame in range(3)]
    stays = [car(2, 0.0), car(3, 0.0)]
    frames = [[gone[0]], [gone[1]], [gone[2], stays[0]], [stays[1], car(3, 0.0, 40.0)]]
    assert joined(frames, [0.0, 0.1, 0.2, 0.3]) == [gone, stays]


def test_a_car_that_is_seen_in_two_pieces_is_found_once() -> None:
    """Its side, and through the windows what is inside: two clusters, each of which is filled up to a car."""
    rng = np.random.default_rng(2)
    ground = np.concatenate([rng.uniform(-20, 20, (9000, 2)), np.full((9000, 1), -1.8)], axis=1)
    sides = [
        np.stack([rng.uniform(-2.2, 2.2, 1500), np.full(1500, y), rng.uniform(-1.5, -0.3, 1500)], axis=1)
        for y in (6.0, 7.0)
    ]
    points = np.concatenate([ground, *sides])
    (found,) = detect(points, np.arange(len(points)) < len(ground))
    assert found.sort.name == "car"


def test_boxes_of_pictures_are_lifted_and_followed(tmp_path: Path) -> None:
    labelled = []
    one = scene(tmp_path / "bare")
    rig = SceneView(one).manifest.rigs[0]
    assert rig.camera
    for number in range(FRAMES):
        pixels, _ = rig.camera.project((ego(number) @ CAMERA).inverse().apply(boxes.corners(PARKED)))
        (x, y), (right, bottom) = pixels.min(axis=0), pixels.max(axis=0)
        box = {"frame": number, "camera": "front", "x": x, "y": y, "width": right - x, "height": bottom - y}
        labelled.append(Labelled("picture_box", "car", {**box, "of": None}))
    labelled.append(Labelled("picture_box", "car", {**labelled[0].data, "x": 5.0, "of": "known"}))
    ((_, (found,)),) = SceneLift(Setup({}, LABELS)).predict([scene(tmp_path / "street", *labelled)])
    assert (found.kind, found.label) == ("cuboid", "car")
    assert KINDS["cuboid"].similarity(dict(found.data), PARKED) > 0.6
