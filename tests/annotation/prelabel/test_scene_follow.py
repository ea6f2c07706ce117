"""Tracks that people began, carried on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from annotation.geometry3d import boxes
from annotation.kinds import KINDS
from annotation.kinds.base import Data
from annotation.kinds.keyframes import keyframe
from annotation.kinds.track import at
from annotation.prelabel.base import Labelled, Proposal, Setup
from annotation.prelabel.scene_follow import SceneFollow
from tests.annotation.prelabel.scenes import FRAMES, PARKED, moving, scene


def track(*frames: int, ended: bool = False) -> Labelled:
    keys = [keyframe(frame, moving(frame)) for frame in frames]
    if ended:
        keys.append({**keys[-1], "frame": frames[-1] + 1, "outside": True})
    return Labelled("track", "car", {"of": "cuboid", "keyframes": keys}, {"colour": "red"}, "1")


def carried(folder: Path, *labelled: Labelled, **config: Any) -> list[Proposal]:
    ((_, found),) = SceneFollow(Setup(SceneFollow.configuration(config), {})).predict([scene(folder, *labelled)])
    return found


def box_at(found: Proposal, frame: int) -> Data | None:
    state = at(dict(found.data), frame)
    return state["data"] if state else None


def test_a_car_is_found_again_to_the_end_with_its_size(tmp_path: Path) -> None:
    (found,) = carried(tmp_path, track(0))
    KINDS["track"].validate(dict(found.data))
    assert (found.label, found.attributes) == ("car", {"colour": "red"})
    assert box_at(found, 0) is None
    for frame in range(1, FRAMES):
        box = box_at(found, frame)
        assert box
        assert KINDS["cuboid"].similarity(box, moving(frame)) > 0.7
        assert [box[side] for side in boxes.SIZE] == pytest.approx([moving(0)[side] for side in boxes.SIZE])
    assert 0.4 < found.score <= 1
    assert {key["origin"] for key in found.data["keyframes"]} == {"model"}


def test_it_goes_back_too_and_ends_where_the_persons_track_begins(tmp_path: Path) -> None:
    (found,) = carried(tmp_path, track(3, 4, 5), direction="both")
    box = box_at(found, 0)
    assert box
    assert KINDS["cuboid"].similarity(box, moving(0)) > 0.7
    assert box_at(found, 3) is None


def test_as_far_as_wanted_and_not_on_from_where_a_person_ended_it(tmp_path: Path) -> None:
    (found,) = carried(tmp_path / "one", track(0), reach=2)
    assert [bool(box_at(found, frame)) for frame in range(FRAMES)] == [False, True, True, False, False, False]
    assert carried(tmp_path / "two", track(0, ended=True), Labelled("cuboid", "car", PARKED)) == []


def test_what_is_not_there_any_more_is_lost(tmp_path: Path) -> None:
    nothing = {**moving(0), "x": 1000.0, "y": -520.0}
    gone = Labelled("track", "car", {"of": "cuboid", "keyframes": [keyframe(0, nothing)]})
    assert carried(tmp_path, gone) == []
