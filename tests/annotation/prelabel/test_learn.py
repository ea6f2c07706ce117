"""A detector learns from boxes, is measured on what it has not seen, and is offered only where it helps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from annotation.kinds.box import Box
from annotation.prelabel.base import Picture, PrelabelError, Setup
from annotation.prelabel.boosting import Forest, boost
from annotation.prelabel.channels import CHANNELS, Shape, channels, pyramid, view
from annotation.prelabel.detector import dump, load
from annotation.prelabel.learn import Learn, split
from annotation.prelabel.matching import Matched, interval, match, measured, recall_at
from annotation.prelabel.opencv import cv
from tests.annotation.prelabel.pictures import box, picture, texture

LABELS = {"sign": frozenset({"box"}), "noise": frozenset({"box"})}


def street(seed: int) -> Picture:
    """Two octagons of different size among distracting discs and bars, with their boxes."""
    random = np.random.default_rng(seed)
    pixels = (texture(seed, 320, 240) // 2).astype(np.uint8)
    boxes = []
    for column in (20, 170):
        size = int(random.integers(40, 80))
        x, y = column + int(random.integers(0, 50)), int(random.integers(10, 140))
        turns = np.pi / 8 + np.arange(8) * np.pi / 4
        centre = np.array([x + size / 2, y + size / 2])
        ring = centre + size / 2 * np.stack([np.cos(turns), np.sin(turns)], axis=1)
        cv.fillPoly(pixels, [ring.astype(np.int32)], (40, 40, 230))
        cv.polylines(pixels, [ring.astype(np.int32)], True, (240, 240, 240), 3)
        cv.line(pixels, (x + size // 4, y + size // 2), (x + 3 * size // 4, y + size // 2), (240, 240, 240), 4)
        boxes.append(box(x, y, size, size))
    cv.rectangle(pixels, (150, 200), (310, 215), (200, 200, 60), -1)
    return picture(str(seed), pixels, *boxes, label="sign", position=seed)


def learn(pictures: list[Picture]) -> tuple[dict[str, object], bytes, bool]:
    learned = Learn.learn(Setup(Learn.configuration({}), LABELS), pictures)
    return learned.metrics, learned.file, learned.worth_it


@pytest.fixture(scope="module")
def signs() -> tuple[dict[str, object], bytes, bool]:
    return learn([street(seed) for seed in range(20)])


def test_it_finds_what_it_learned_and_says_how_well(
    signs: tuple[dict[str, object], bytes, bool], tmp_path: Path
) -> None:
    metrics, file, worth_it = signs
    figures = metrics["labels"]["sign"]  # type: ignore[index]
    assert worth_it
    assert figures["precision"] >= 0.8
    assert figures["recall"] >= 0.8
    assert figures["curve"]
    assert figures["precision_interval"][0] < figures["precision"] <= figures["precision_interval"][1]
    noise = metrics["labels"]["noise"]  # type: ignore[index]
    assert (noise["skipped"], noise["more"]) == ("too-few", 27), "20 to learn from and a quarter kept aside"
    assert metrics["measured_pictures"] == 5
    (tmp_path / "m.npz").write_bytes(file)
    unseen = street(1000)
    model = Learn(Setup(Learn.configuration({}), LABELS, tmp_path / "m.npz"))
    [(_, proposals)] = model.predict([unseen])
    for truth in unseen.labelled:
        assert max(Box.similarity(dict(p.data), dict(truth.data)) for p in proposals) > 0.5
    assert all(proposal.label == "sign" and 0 <= proposal.score <= 1 for proposal in proposals)


def test_the_file_comes_back_as_it_was_and_holds_no_code(signs: tuple[dict[str, object], bytes, bool]) -> None:
    [detector] = load(signs[1])
    again = load(dump([detector]))[0]
    assert again.json() == detector.json()
    for name in Forest.__slots__:
        np.testing.assert_array_equal(getattr(again.forest, name), getattr(detector.forest, name))
    assert b"pickle" not in signs[1]


def test_what_cannot_be_learned_is_unfit() -> None:
    """Boxes around nothing in particular."""
    random = np.random.default_rng(3)
    pictures = []
    for seed in range(14):
        boxes = [box(*random.integers(0, 150, 2), *random.integers(30, 80, 2)) for _ in range(2)]
        pictures.append(picture(str(seed), texture(seed, 320, 240), *boxes, label="sign", position=seed))
    metrics, _, worth_it = learn(pictures)
    assert not worth_it
    figures = metrics["labels"]["sign"]  # type: ignore[index]
    assert figures["worth_it"] is False
    assert figures["more"] is None or figures["more"] > 0


def test_too_few_examples_are_refused() -> None:
    for pictures in ([street(seed) for seed in range(5)], [picture(str(n), texture(n, 64, 64)) for n in range(12)]):
        with pytest.raises(PrelabelError) as refused:
            learn(pictures)
        assert refused.value.code == "too-few-examples"


def test_neighbours_are_never_on_both_sides_of_the_split() -> None:
    pixels = texture(1, 64, 64)
    many = [picture(f"{s}{n}", pixels, sequence=f"s{s}", position=n) for s in range(4) for n in range(5)]
    training, aside = split(many)
    assert {found.sequence for found in training}.isdisjoint({found.sequence for found in aside})
    assert len(aside) >= 4
    one = [picture(str(n), pixels, sequence="s", position=n) for n in range(20)]
    training, aside = split(one)
    assert max(found.position for found in training) < min(found.position for found in aside)
    assert len(aside) == 5


def test_average_precision_of_a_known_example() -> None:
    """Five objects; right, wrong, right, right in order of score: areas 0.2, 0.2 x 3/4 twice."""
    matched = Matched(np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, False, True, True]), 5)
    figures = measured(matched)
    assert figures["average_precision"] == pytest.approx(0.2 * 1 + 0.4 * 0.75)
    assert (figures["threshold"], figures["precision"], figures["recall"]) == (0.6, 0.75, 0.6)


def test_each_object_is_found_once() -> None:
    found = np.array([[0, 0, 10, 10], [1, 0, 10, 10], [50, 50, 5, 5]], dtype=np.float64)
    truth = np.array([[0, 0, 10, 10]], dtype=np.float64)
    assert match(found, np.array([0.5, 0.9, 0.8]), truth).tolist() == [False, True, False]


def test_a_window_of_the_pyramid_is_what_the_view_of_its_box_shows() -> None:
    """What is learned from views is found again in pyramids, at any size."""
    pixels = street(3).load()
    shape = Shape.of(1.0, 200)
    seen = pyramid(pixels, shape, (30, 90), (1.0, 1.3))
    inside = (seen.boxes[:, :2] > 30).all(axis=1) & (seen.boxes[:, :2] + seen.boxes[:, 2:] < [290, 210]).all(axis=1)
    some = np.flatnonzero(inside)[:: max(1, inside.sum() // 40)]
    views = np.stack([view(pixels, box, shape) for box in seen.boxes[some]])
    windows = seen.values(shape, some)
    alike = [np.corrcoef(a, b)[0, 1] for a, b in zip(views, windows, strict=True)]
    assert np.median(alike) > 0.9


def test_channels_say_colour_and_direction() -> None:
    pixels = np.zeros((64, 64, 3), dtype=np.uint8)
    pixels[:, 32:] = (0, 0, 255)
    cells = channels(pixels)
    assert cells.shape == (CHANNELS, 16, 16)
    assert cells[0, 8, 12] > cells[0, 8, 3], "red is brighter than black"
    upright, level = cells[4, 8].max(), cells[4 + 3, 8].max()
    assert upright > 100 > level, "an upright edge has a level gradient"


def test_boosting_tells_a_band_of_values_apart_from_those_on_either_side() -> None:
    """No single threshold does; among values that mean nothing."""
    random = np.random.default_rng(1)
    values = random.integers(0, 256, (1600, 32)).astype(np.uint8)

    def is_right(rows: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return (rows[:, 3] > 80) & (rows[:, 3] < 180)

    known, unseen = values[:1200], values[1200:]
    forest = boost(known[is_right(known)], known[~is_right(known)], 40, random, lambda: None)
    assert ((forest.scores(unseen) > 0) == is_right(unseen)).mean() > 0.95


def test_the_cascade_drops_windows_but_changes_no_score() -> None:
    random = np.random.default_rng(2)
    right = random.integers(100, 256, (200, 40)).astype(np.uint8)
    wrong = random.integers(0, 180, (200, 40)).astype(np.uint8)
    forest = boost(right, wrong, 64, random, lambda: None)
    flat = np.concatenate([right, wrong]).reshape(-1)
    found, scores = forest.search(flat, np.arange(400) * 40, np.arange(40))
    assert set(range(200)) <= set(found.tolist()), "no example is given up"
    assert len(found) < 400
    np.testing.assert_allclose(scores, forest.scores(np.concatenate([right, wrong])[found]), rtol=1e-4)


def test_intervals_and_recall_at_a_precision() -> None:
    assert interval(8, 10) == pytest.approx([0.490, 0.943], abs=0.001)
    assert interval(0, 0) == [0.0, 1.0]
    matched = Matched(np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, False, True, True]), 5)
    assert (recall_at(matched, 0.9), recall_at(matched, 0.7)) == (0.2, 0.6)
