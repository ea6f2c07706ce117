"""Laws of geometry that hold for every kind."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from annotation.kinds import KINDS, InvalidData
from annotation.kinds.ellipse import Ellipse
from annotation.kinds.geometry import box_iou
from annotation.kinds.record import check_record, new_record, stable_id
from annotation.kinds.rotated_box import RotatedBox, normal_angle
from tests.annotation.strategies import HEIGHT, WIDTH, boxes, data_of, points, polygons, rotated_boxes

SPATIAL = ["box", "rotated_box", "polygon", "polyline", "points", "skeleton", "ellipse", "cuboid2d"]
pairs = st.sampled_from(SPATIAL).flatmap(lambda kind: st.tuples(st.just(kind), data_of(kind), data_of(kind)))
one = st.sampled_from(SPATIAL).flatmap(lambda kind: st.tuples(st.just(kind), data_of(kind)))


@given(pairs)
def test_similarity_is_symmetric_and_1_with_itself(pair: tuple[str, Any, Any]) -> None:
    slug, a, b = pair
    kind = KINDS[slug]
    assert kind.similarity(a, a) == pytest.approx(1)
    assert 0 <= kind.similarity(a, b) <= 1 + 1e-9
    assert kind.similarity(a, b) == pytest.approx(kind.similarity(b, a), abs=1e-9)


@given(one, st.integers(-1000, 1000), st.integers(-1000, 1000))
def test_moving_keeps_the_size_and_moves_the_bounds(pair: tuple[str, Any], dx: int, dy: int) -> None:
    slug, data = pair
    kind = KINDS[slug]
    before, after = kind.measure(data), kind.measure(kind.translate(data, dx, dy))
    assert after.area == pytest.approx(before.area, rel=1e-6, abs=1e-6)
    assert after.length == pytest.approx(before.length, abs=1e-6)
    assert before.bounds
    assert after.bounds == pytest.approx(
        [value + (dx, dy)[index % 2] for index, value in enumerate(before.bounds)], abs=1e-6
    )


@given(one)
def test_what_lies_inside_is_not_clipped(pair: tuple[str, Any]) -> None:
    slug, data = pair
    assert KINDS[slug].clip(data, WIDTH, HEIGHT) == [data]


@given(
    st.sampled_from(["box", "polygon", "polyline", "points", "skeleton"]).flatmap(
        lambda k: st.tuples(st.just(k), data_of(k))
    )
)
def test_what_is_clipped_lies_inside(pair: tuple[str, Any]) -> None:
    slug, data = pair
    for part in KINDS[slug].clip(data, WIDTH / 2, HEIGHT / 2):
        left, top, right, bottom = KINDS[slug].measure(KINDS[slug].validate(part)).bounds or (0, 0, 0, 0)
        assert min(left, top) >= -1e-9
        assert right <= WIDTH / 2 + 1e-9
        assert bottom <= HEIGHT / 2 + 1e-9


@given(pairs)
def test_interpolation_begins_and_ends_at_its_ends(pair: tuple[str, Any, Any]) -> None:
    slug, a, b = pair
    kind = KINDS[slug]
    assert kind.interpolate(a, b, 0) == a
    assert kind.interpolate(a, b, 1) == b
    kind.validate(kind.interpolate(a, b, 0.5))


@given(rotated_boxes())
def test_a_rotated_box_is_its_corners(data: dict[str, Any]) -> None:
    again = RotatedBox.from_corners(RotatedBox.corners(data))
    assert RotatedBox.similarity(data, again) == pytest.approx(1)
    assert again["width"] == pytest.approx(data["width"])
    assert math.cos(again["angle"] - data["angle"]) == pytest.approx(1)


@example({"cx": 120.0, "cy": 120.0, "width": 1.0, "height": 25.453125, "angle": 1.0}, [1, -1, -1, 1, 1, -1, -1, 1])
@given(rotated_boxes(), st.lists(st.sampled_from([-1, 0, 1]), min_size=8, max_size=8))
def test_rounded_corners_move_a_rotated_box_by_no_more_than_their_rounding(
    data: dict[str, Any], rounding: list[int]
) -> None:
    """A file keeps corners with so many digits; a thin box must not be turned by them."""
    step, ends = 5e-6, iter(rounding)
    rounded = [[x + step * next(ends), y + step * next(ends)] for x, y in RotatedBox.corners(data)]
    again = RotatedBox.from_corners(rounded)
    for key in ("cx", "cy", "width", "height"):
        assert again[key] == pytest.approx(data[key], abs=10 * step), key


@given(st.floats(-100, 100))
def test_normal_angle_is_the_same_direction(angle: float) -> None:
    normal = normal_angle(angle)
    assert -math.pi < normal <= math.pi
    assert math.cos(normal - angle) == pytest.approx(1)


def test_angles_turn_the_shorter_way() -> None:
    box = {"cx": 0, "cy": 0, "width": 2, "height": 1}
    between = RotatedBox.interpolate({**box, "angle": 3.0}, {**box, "angle": -3.0}, 0.5)
    assert abs(between["angle"]) == pytest.approx(math.pi)


@given(st.lists(boxes(), min_size=1, max_size=6), st.lists(boxes(), min_size=1, max_size=6))
def test_the_matrix_of_overlaps_is_the_overlap_of_each_pair(a: list[Any], b: list[Any]) -> None:
    rows, columns = (np.array([list(box.values()) for box in side], dtype=np.float64) for side in (a, b))
    matrix = box_iou(rows, columns)
    assert matrix.shape == (len(a), len(b))
    expected = [[KINDS["box"].similarity(p, q) for q in b] for p in a]
    np.testing.assert_allclose(matrix, expected, atol=1e-12)


@given(polygons(holes=True))
def test_a_polygon_that_is_quartered_keeps_its_area(data: dict[str, Any]) -> None:
    kind = KINDS["polygon"]
    left, top, right, bottom = kind.measure(data).bounds or (0, 0, 0, 0)
    x, y = (left + right) / 2, (top + bottom) / 2
    quarters = 0.0
    for dx, dy in ((0, 0), (-x, 0), (0, -y), (-x, -y)):
        width, height = (x if dx == 0 else 10_000), (y if dy == 0 else 10_000)
        parts = kind.clip(kind.translate(data, dx, dy), width, height)
        quarters += sum(kind.measure(part).area for part in parts)
    assert quarters == pytest.approx(kind.measure(data).area, rel=1e-6)


@pytest.mark.parametrize(
    ("slug", "data", "path"),
    [
        ("box", {"x": 0, "y": 0, "width": 1}, "height"),
        ("box", {"x": 0, "y": 0, "width": 1, "height": float("nan")}, "height"),
        ("box", {"x": float("inf"), "y": 0, "width": 1, "height": 1}, "x"),
        ("box", {"x": 1e308, "y": 0, "width": 1, "height": 1}, "x"),
        ("box", {"x": True, "y": 0, "width": 1, "height": 1}, "x"),
        ("box", {"x": 0, "y": 0, "width": -1, "height": 1}, "width"),
        ("box", {"x": 0, "y": 0, "width": 1, "height": 1, "label": "car"}, "label"),
        ("rotated_box", {"cx": 0, "cy": 0, "width": 1, "height": 1, "angle": 4}, "angle"),
        ("polygon", {"points": [[0, 0], [1, 1]], "holes": []}, "points"),
        ("polygon", {"points": [[0, 0], [1, 1], [2, "3"]], "holes": []}, "points[2][1]"),
        ("polygon", {"points": [[0, 0], [1, 1], [2]], "holes": []}, "points[2]"),
        ("polygon", {"points": [[0, 0], [1, 1], [2, 0]], "holes": [[[0, 0]]]}, "holes[0]"),
        ("polygon", {"points": [[0, 0], [1, 1], [2, 0]]}, "holes"),
        ("polyline", {"points": "0,0 1,1"}, "points"),
        ("points", {"points": []}, "points"),
        ("tag", {"x": 1}, "x"),
        ("empty", [], ""),
    ],
)
def test_invalid_data_names_the_place(slug: str, data: object, path: str) -> None:
    with pytest.raises(InvalidData) as refused:
        KINDS[slug].validate(data)
    assert list(refused.value.fields) == [path]


def test_a_record_names_the_place_of_its_faults() -> None:
    record = new_record(id=stable_id(1), kind="box", data={"x": 0, "y": 0, "width": 0, "height": 1}, label="car")
    with pytest.raises(InvalidData) as refused:
        check_record(record)
    assert list(refused.value.fields) == ["data.width"]
    with pytest.raises(InvalidData) as refused:
        check_record({**record, "kind": "cube", "score": 2, "colour": "red", "z": True})
    assert set(refused.value.fields) == {"kind", "score", "colour", "z"}


def test_stable_ids_are_uuids_that_differ() -> None:
    ids = {stable_id("a", index) for index in range(1000)}
    assert len(ids) == 1000
    assert stable_id("a", 1) == stable_id("a", 1)
    assert all(len(found) == 36 and found[14] == "4" for found in ids)


@given(st.lists(points, min_size=2, max_size=6))
def test_a_line_is_like_its_reverse(line: list[list[float]]) -> None:
    there, back = {"points": line}, {"points": line[::-1]}
    assert KINDS["polyline"].similarity(there, back) == pytest.approx(1, abs=1e-6)


@given(rotated_boxes(), st.tuples(*[st.floats(-2, 2) for _ in range(4)]))
def test_an_affine_image_of_an_ellipse_is_the_ellipse_of_the_images(
    data: dict[str, Any], map: tuple[float, ...]
) -> None:
    a, b, d, e = map
    assume(abs(a * e - b * d) > 0.1)
    ellipse = KINDS["ellipse"]
    moved = ellipse.validate(ellipse.transform(data, (a, b, 5.0, d, e, -3.0)))
    cos, sin = math.cos(moved["angle"]), math.sin(moved["angle"])
    for x, y in Ellipse.outline(data, 12):
        u, v = a * x + b * y + 5 - moved["cx"], d * x + e * y - 3 - moved["cy"]
        along, across = u * cos + v * sin, -u * sin + v * cos
        assert math.hypot(2 * along / moved["width"], 2 * across / moved["height"]) == pytest.approx(1, abs=1e-6)
