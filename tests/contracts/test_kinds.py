"""The golden files that the browser reads too: both sides measure, move and judge a kind alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotation.kinds import KINDS, InvalidData
from annotation.kinds.geometry import CLOSENESS
from annotation.kinds.paths3d import Path3d
from annotation.kinds.polygon import Polygon
from annotation.kinds.polyline import Polyline

FOLDER = Path(__file__).parent / "kinds"
CASES = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))}
REFUSED = {"malformed", "too-few-points"}
"""Problems for which the server refuses data of any kind; the others are findings of checks."""
SIZED = {"box", "picture_box", "rotated_box", "ellipse", "segment", "cuboid", "track"}
"""Kinds that are nothing without a size, so that the server refuses that too."""


def _each(section: str) -> list[Any]:
    return [
        pytest.param(slug, case, id=f"{slug}: {case.get('name', index)}")
        for slug, content in CASES.items()
        for index, case in enumerate(content.get(section, []))
    ]


def test_every_kind_has_a_golden_file() -> None:
    assert set(CASES) == set(KINDS.slugs())


@pytest.mark.parametrize(("slug", "case"), _each("measure"))
def test_measure(slug: str, case: dict[str, Any]) -> None:
    measured = KINDS[slug].measure(case["data"])
    assert measured.area == pytest.approx(case["area"], abs=1e-9)
    assert measured.duration == case.get("duration", 0)
    assert measured.volume == pytest.approx(case.get("volume", 0), abs=1e-9)
    assert measured.length == pytest.approx(case.get("length", measured.length), abs=1e-9)
    if case["bounds"] is None:
        assert measured.bounds is None
    else:
        expected = [case["bounds"][side] for side in ("minX", "minY", "maxX", "maxY")]
        assert measured.bounds == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("slug", "case"), _each("translate"))
def test_translate(slug: str, case: dict[str, Any]) -> None:
    assert _flat(KINDS[slug].translate(case["data"], *case["by"])) == pytest.approx(_flat(case["to"]), abs=1e-9)


@pytest.mark.parametrize(("slug", "case"), _each("interpolate"))
def test_interpolate(slug: str, case: dict[str, Any]) -> None:
    between = KINDS[slug].interpolate(case["a"], case["b"], case["t"])
    assert _flat(between) == pytest.approx(_flat(case["to"]), abs=1e-9)
    assert KINDS[slug].validate(between) == between


def test_what_can_be_tracked_says_how_it_moves() -> None:
    trackable = {kind.slug for kind in KINDS if kind.trackable}
    assert trackable == {slug for slug, content in CASES.items() if content.get("interpolate")}


@pytest.mark.parametrize(("slug", "case"), _each("similarity"))
def test_similarity(slug: str, case: dict[str, Any]) -> None:
    for a, b in ((case["a"], case["b"]), (case["b"], case["a"])):
        assert KINDS[slug].similarity(a, b) == pytest.approx(case["value"], abs=1e-6)


@pytest.mark.parametrize(("slug", "case"), _each("validate"))
def test_validate(slug: str, case: dict[str, Any]) -> None:
    problems = set(case["problems"])
    refused = REFUSED | ({"not-positive"} if slug in SIZED else set())
    if problems & refused:
        with pytest.raises(InvalidData):
            KINDS[slug].validate(case["data"])
        return
    assert KINDS[slug].validate(case["data"]) == case["data"]
    assert _facts(slug, case["data"], CASES[slug].get("extent")) == problems


def _facts(slug: str, data: dict[str, Any], extent: dict[str, float] | None) -> set[str]:
    """What the checks find in sound data, by the kind's own measure."""
    kind, found = KINDS[slug], set()
    measured = kind.measure(data)
    if measured.bounds and extent:
        left, top, right, bottom = measured.bounds
        if min(left, top) < 0 or right > extent["width"] or bottom > extent["height"]:
            found.add("outside")
    is_line = issubclass(kind, Polyline | Path3d)
    if (kind is Polygon and measured.area == 0) or (is_line and measured.length == 0):
        found.add("not-positive")
    elif kind is Polygon and not Polygon.is_simple(data):
        found.add("self-crossing")
    return found


def _flat(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [number for key in sorted(value) for number in _flat(value[key])]
    if isinstance(value, list):
        return [number for item in value for number in _flat(item)]
    return [value]


def test_closeness_is_in_pixels() -> None:
    apart = {"points": [[0.0, 0.0]]}, {"points": [[CLOSENESS, 0.0]]}
    assert KINDS["points"].similarity(*apart) == pytest.approx(0.36787944)
