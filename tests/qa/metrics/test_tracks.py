"""HOTA, MOTA and IDF1, against the figures of the implementations that the field uses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from qa.metrics.tracks import Following, Moment, following

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
