"""Tracks, by the golden file that the browser reads too: where they are, how they are put together and taken apart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotation.kinds import KINDS
from annotation.kinds.keyframes import lives, merge, split, trim, with_keyframe, without_keyframe
from annotation.kinds.track import at

GOLDEN = json.loads((Path(__file__).parent / "kinds" / "track.json").read_text(encoding="utf-8"))
BLENDS = {kind.slug: kind.interpolate for kind in KINDS}


def each(section: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in GOLDEN[section]])


def same(found: Any, expected: Any) -> None:
    """Equal but for the last digits of numbers, and sound where it is a track."""
    if isinstance(expected, dict):
        assert found is not None
        assert found.keys() == expected.keys()
        for key in expected:
            same(found[key], expected[key])
    elif isinstance(expected, list):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            same(one, other)
    elif isinstance(expected, float | int) and not isinstance(expected, bool):
        assert found == pytest.approx(expected, abs=1e-9)
    else:
        assert found == expected
    if isinstance(expected, dict) and "keyframes" in expected:
        KINDS["track"].validate(found)


@each("at")
def test_at(case: dict[str, Any]) -> None:
    same(at(case["data"], case["frame"]), case["to"])


@each("trim")
def test_trim(case: dict[str, Any]) -> None:
    same(trim(case["data"], case["first"], case["last"], BLENDS[case["data"]["of"]]), case["to"])


@each("split")
def test_split(case: dict[str, Any]) -> None:
    before, after = split(case["data"], case["frame"], BLENDS[case["data"]["of"]])
    same(before, case["before"])
    same(after, case["after"])


@each("split")
def test_what_was_split_is_nowhere_else_than_before(case: dict[str, Any]) -> None:
    whole = case["data"]
    parts = split(whole, case["frame"], BLENDS[whole["of"]])
    for frame in range(12):
        found = [state for part in parts if part and (state := at(part, frame))]
        expected = at(whole, frame)
        assert len(found) == (expected is not None)
        if expected:
            same(found[0]["data"], expected["data"])


@each("merge")
def test_merge(case: dict[str, Any]) -> None:
    same(merge(case["a"], case["b"]), case["to"])


def test_tracks_of_different_kinds_stay_apart() -> None:
    with pytest.raises(ValueError):
        merge({"of": "box", "keyframes": []}, {"of": "cuboid", "keyframes": []})


@each("put")
def test_put(case: dict[str, Any]) -> None:
    same(with_keyframe(case["data"], case["keyframe"]), case["to"])


@each("drop")
def test_drop(case: dict[str, Any]) -> None:
    same(without_keyframe(case["data"], case["frame"]), case["to"])


def test_lives() -> None:
    walk = GOLDEN["measure"][1]["data"]
    assert lives(walk) == [(0, 2), (5, None)]


def test_the_schema_sees_what_is_tracked() -> None:
    track = GOLDEN["at"][1]["data"]
    changing = track["keyframes"][1]["attributes"]
    uses = [(use.label, use.kind, use.attributes) for use in KINDS["track"].uses("car", track, {"make": "VW"})]
    assert uses == [("car", "box", {"make": "VW"}), ("car", "box", changing)]
