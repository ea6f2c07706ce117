"""HOTA, MOTA and IDF1, against the figures of the implementations that the field uses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotation.geometry3d import boxes
from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import from_yaw
from annotation.kinds.keyframes import Keyframe, keyframe
from qa.metrics.tracks import Following, Moment, following
from qa.metrics.videos import moments as moments_of

CASES = json.loads((Path(__file__).parent / "vectors/tracks.json").read_text())["cases"]


def moments(case: dict[str, Any]) -> list[Moment]:
    return [
        Moment(
            frame["reference"],
            frame["found"],
            np.array(frame["alike"]).reshape(len(frame["reference"]), len(frame["found"])),
        )
        for frame in case["frames"]
    ]


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_figures_are_those_of_trackeval_and_motmetrics(case: dict[str, Any]) -> None:
    found, theirs = following(moments(case)), case["trackeval"]
    assert found.hota == pytest.approx(theirs["hota"])
    assert np.mean(found.detection) == pytest.approx(theirs["deta"])
    assert np.mean(found.association) == pytest.approx(theirs["assa"])
    assert (found.mota, found.motp, found.idf1) == pytest.approx((theirs["mota"], theirs["motp"], theirs["idf1"]))
    assert (found.switches, found.clear_hits) == (theirs["switches"], theirs["hits"])
    assert (found.mota, found.idf1) == pytest.approx((case["motmetrics"]["mota"], case["motmetrics"]["idf1"]))
    assert found.switches == case["motmetrics"]["switches"]


def test_the_same_tracks_are_perfect_and_none_is_nothing() -> None:
    same = [Moment([0, 1], [1, 0], np.array([[0.0, 1.0], [1.0, 0.0]]))] * 3
    found = following(same)
    assert (found.hota, found.mota, found.idf1) == pytest.approx((1, 1, 1))
    assert found.switches == 0
    missed = following([Moment([0], [], np.zeros((1, 0)))])
    assert (missed.hota, missed.mota, missed.idf1) == (0, 0, 0)
    assert (following([]).hota, following([]).mota) == (None, None)


def test_the_counts_of_two_videos_add_up() -> None:
    one, two = (following(moments(case)) for case in CASES[:2])
    both = one + two
    assert both.reference == one.reference + two.reference
    assert both.hits[3] == one.hits[3] + two.hits[3]
    assert both + Following() == both


def test_a_swap_is_a_switch_for_each_of_the_two() -> None:
    before, after = np.eye(2), np.eye(2)[::-1]
    found = following([Moment([0, 1], [0, 1], before)] * 2 + [Moment([0, 1], [0, 1], after)] * 2)
    assert (found.switches, found.mota, found.idf1) == (2, 1 - 2 / 8, 0.5)


def followed(states: list[list[float]]) -> dict[str, Any]:
    """A track of a box with a keyframe in every frame in which it is there, and an end after each stretch."""
    keys: list[Keyframe] = []
    for frame, x, y, z, *size, yaw in states:
        data = boxes.made(Pose((x, y, z), from_yaw(yaw)), *size)
        if keys and keys[-1]["frame"] < frame - 1:
            keys.append(keyframe(keys[-1]["frame"] + 1, keys[-1]["data"], outside=True))
        keys.append(keyframe(int(frame), data))
    keys.append(keyframe(keys[-1]["frame"] + 1, keys[-1]["data"], outside=True))
    return {"kind": "track", "label": "car", "data": {"of": "cuboid", "keyframes": keys}}


SPACE = json.loads((Path(__file__).parent / "vectors/tracks3d.json").read_text())["cases"]


@pytest.mark.parametrize("case", SPACE, ids=range(len(SPACE)))
def test_tracks_in_space_have_the_figures_of_trackeval_and_motmetrics(case: dict[str, Any]) -> None:
    """From the boxes themselves: theirs are over overlaps of volumes that shapely worked out."""
    reference, answer = (list(map(followed, case[side])) for side in ("reference", "found"))
    found = following(list(moments_of(reference, answer)))
    assert (found.hota, found.motp) == pytest.approx((case["hota"], case["motp"]))
    assert (found.mota, found.idf1, found.switches) == pytest.approx((case["mota"], case["idf1"], case["switches"]))
