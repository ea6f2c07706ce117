"""Likeness of shapes and of segments, against other people's implementations and figures."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval
from scipy.ndimage import distance_transform_cdt
from scipy.optimize import linprog
from scipy.spatial import cKDTree

from annotation.kinds import KINDS
from annotation.kinds.polyline import line_distance
from qa.metrics.matching import assigned, matched
from qa.metrics.panoptic import Panoptic, panoptic
from qa.metrics.shapes import SIGMAS, boundary_iou, oks
from tests.annotation.strategies import HEIGHT, WIDTH, boxes, data_of, polygons, rotated_boxes
from tests.shared_data import shared

VECTORS = Path(__file__).parent / "vectors"
some = settings(max_examples=50, deadline=None)
masks = st.integers(0, 2**32 - 1).map(lambda seed: _blobs(np.random.default_rng(seed)))


def _blobs(rng: np.random.Generator) -> NDArray[np.bool_]:
    mask = np.zeros((60, 80), dtype=bool)
    for x, y, width, height in rng.integers(1, 40, size=(3, 4)):
        mask[y : y + height, x : x + width] = True
    return mask


@some
@given(st.lists(boxes(), min_size=1, max_size=4), st.lists(boxes(), min_size=1, max_size=4))
def test_overlaps_of_boxes_are_those_of_pycocotools(ones: list[dict[str, Any]], others: list[dict[str, Any]]) -> None:
    rows = [[[box[key] for key in ("x", "y", "width", "height")] for box in each] for each in (ones, others)]
    theirs = coco_mask.iou(*map(np.array, rows), [0] * len(others))
    ours = [[KINDS["box"].similarity(one, other) for other in others] for one in ones]
    assert np.array(ours) == pytest.approx(theirs, abs=1e-9)


def test_overlaps_of_rotated_boxes_are_those_of_detectron() -> None:
    cases = json.loads(shared("images/facebookresearch_detectron2/rotated_iou_dev.json").read_text())["cases"]
    for case in cases:
        turned = []
        for cx, cy, width, height, degrees in (case["box1"], case["box2"]):
            angle = math.remainder(-math.radians(degrees), math.tau)
            turned.append({"cx": cx, "cy": cy, "width": width, "height": height, "angle": angle})
        assert KINDS["rotated_box"].similarity(*turned) == pytest.approx(case["iou"], abs=2e-4), case["name"]
    assert len(cases) > 3


@some
@given(rotated_boxes(), rotated_boxes())
def test_overlap_of_rotated_boxes_is_that_of_their_pixels(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Counted on a grid, by whether a point lies inside either box."""
    x, y = np.meshgrid(np.arange(0, 640, 0.5), np.arange(0, 480, 0.5))

    def inside(box: dict[str, Any]) -> NDArray[np.bool_]:
        cos, sin = math.cos(box["angle"]), math.sin(box["angle"])
        dx, dy = x - box["cx"], y - box["cy"]
        across, down = np.abs(dx * cos + dy * sin), np.abs(dy * cos - dx * sin)
        found: NDArray[np.bool_] = (across <= box["width"] / 2) & (down <= box["height"] / 2)
        return found

    a, b = inside(one), inside(other)
    union = (a | b).sum()
    if union > 2000:
        assert KINDS["rotated_box"].similarity(one, other) == pytest.approx((a & b).sum() / union, abs=0.05)


@some
@given(polygons(), polygons())
def test_overlap_of_polygons_is_that_of_pycocotools(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Theirs counts pixels, here of a picture four times as large."""
    flat = [[4 * number for point in each["points"] for number in point] for each in (one, other)]
    first, second = (coco_mask.frPyObjects([ring], 4 * HEIGHT, 4 * WIDTH) for ring in flat)
    if min(coco_mask.area(first)[0], coco_mask.area(second)[0]) > 16 * 400:
        theirs = coco_mask.iou(first, second, [0])[0, 0]
        assert KINDS["polygon"].similarity(one, other) == pytest.approx(theirs, abs=0.03)


def _along(points: list[list[float]]) -> NDArray[np.float64]:
    """A point every tenth of a pixel."""
    pieces = []
    for start, end in pairwise(np.asarray(points, dtype=float)):
        steps = max(round(10 * math.dist(start, end)), 1)
        pieces.append(start + (np.arange(steps) + 0.5)[:, None] / steps * (end - start))
    return np.concatenate(pieces)


@some
@given(data_of("polyline"), data_of("polyline"))
def test_lines_are_as_far_apart_as_their_points(one: dict[str, Any], other: dict[str, Any]) -> None:
    """By the nearest of many points instead of projection; direction does not matter."""
    first, second = _along(one["points"]), _along(other["points"])
    apart = (cKDTree(second).query(first)[0].mean() + cKDTree(first).query(second)[0].mean()) / 2
    found = line_distance(one["points"], other["points"])
    assert found == pytest.approx(apart, rel=0.1, abs=1)
    assert line_distance(other["points"][::-1], one["points"]) == pytest.approx(found, rel=1e-6, abs=1e-6)


@some
@given(masks, masks)
def test_outlines_are_what_lies_near_the_edge(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> None:
    """By distances to the outside (chessboard) instead of erosion."""
    outlines = []
    for mask in (one, other):
        distance = distance_transform_cdt(np.pad(mask, 1), metric="chessboard")[1:-1, 1:-1]
        outlines.append(mask & (distance <= 2))
    first, second = outlines
    expected = (first & second).sum() / (first | second).sum()
    assert boundary_iou(one, other, math.hypot(80, 60)) == pytest.approx(expected)


def test_a_large_mask_that_is_loose_overlaps_well_and_fits_badly() -> None:
    whole, loose = np.zeros((400, 400), bool), np.zeros((400, 400), bool)
    whole[20:380, 20:380] = True
    loose[10:390, 10:390] = True
    assert (whole & loose).sum() / (whole | loose).sum() > 0.89
    assert boundary_iou(whole, loose, math.hypot(400, 400)) < 0.1
    assert boundary_iou(whole, whole, math.hypot(400, 400)) == 1


def test_key_points_are_as_alike_as_pycocotools_says() -> None:
    rng = np.random.default_rng(1)
    names = list(SIGMAS)
    places = rng.random((len(names), 2)) * 100
    moved = places + rng.normal(0, 4, places.shape)
    flat = [[float(each) for x, y in points for each in (x, y, 2)] for points in (places, moved)]
    truth = COCO()
    truth.dataset = {
        "images": [{"id": 1}],
        "categories": [{"id": 1, "name": "person", "keypoints": names}],
        "annotations": [
            {"id": 1, "image_id": 1, "category_id": 1, "keypoints": flat[0], "num_keypoints": 17, "area": 4000.0,
             "bbox": [0, 0, 100, 100], "iscrowd": 0},
        ],
    }  # fmt: skip
    truth.createIndex()
    found = truth.loadRes([{"image_id": 1, "category_id": 1, "keypoints": flat[1], "score": 1.0}])
    evaluation = COCOeval(truth, found, "keypoints")
    evaluation.evaluate()
    [[theirs]] = evaluation.ious[1, 1]
    one, other = (dict(zip(names, points.tolist(), strict=True)) for points in (places, moved))
    assert oks(one, other, 4000.0) == pytest.approx(theirs, abs=1e-3)
    assert oks(one, {}, 4000.0) == 0


@some
@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_matching_is_the_best_that_a_linear_programme_finds(rows: int, columns: int, seed: int) -> None:
    table = np.random.default_rng(seed).random((rows, columns))
    pairs = assigned(table, 0.3)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    once = [np.repeat(np.eye(rows), columns, axis=1), np.tile(np.eye(columns), rows)]
    worth = np.where(table >= 0.3, table, 0).reshape(-1)
    best = linprog(-worth, A_ub=np.vstack(once), b_ub=np.ones(rows + columns), bounds=(0, 1))
    assert sum(table[pair] for pair in pairs) == pytest.approx(-best.fun)
    near = [(row, column) for row in range(rows) for column in range(columns)]
    found = matched(range(rows), range(columns), near, lambda row, column: float(table[row, column]), 0.3)
    assert sum(value for *_, value in found) == pytest.approx(-best.fun)


def test_panoptic_quality_is_that_of_the_published_code() -> None:
    vectors = json.loads((VECTORS / "panoptic.json").read_text())
    found: dict[str, Panoptic] = {}
    for image in vectors["images"]:
        labels = (
            {int(key): label for key, label in image[f"{side}_labels"].items()} for side in ("reference", "found")
        )
        counts = panoptic(np.array(image["reference"]), np.array(image["found"]), *labels)
        for label, each in counts.items():
            found[label] = found.get(label, Panoptic()) + each
    for label, expected in vectors["classes"].items():
        one = found[label]
        assert (one.hits, one.missed, one.extra) == tuple(expected[key] for key in ("hits", "missed", "extra"))
        assert one.overlap == pytest.approx(expected["overlap"])
    assert np.mean([each.quality or 0 for each in found.values()]) == pytest.approx(vectors["pq"])
    assert np.mean([each.recognition or 0 for each in found.values()]) == pytest.approx(vectors["rq"])


def test_panoptic_quality_of_the_documented_example() -> None:
    example = json.loads(shared("images/Lightning-AI_torchmetrics/pq_dev.json").read_text())
    pictures, labels = [], []
    for side in ("target", "pred"):
        kinds = np.array(example[side])
        alone = np.isin(kinds[..., 0], example["stuffs"])
        code = 1 + kinds[..., 0] * 100 + np.where(alone, 0, kinds[..., 1])
        pictures.append(code)
        labels.append({int(each): str((int(each) - 1) // 100) for each in np.unique(code)})
    found = panoptic(pictures[0], pictures[1], *labels)
    expected = example["expected"]["PQ_per_class_[0,1,6,7]"]
    assert [found[str(label)].quality or 0 for label in (0, 1, 6, 7)] == pytest.approx(expected, abs=1e-4)
