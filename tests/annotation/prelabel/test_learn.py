"""A detector learns from boxes, is measured on what it has not seen, and is offered only where it helps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from annotation.kinds.box import Box
from annotation.prelabel.base import Picture, PrelabelError, Setup
from annotation.prelabel.detector import dump, load
from annotation.prelabel.learn import Learn, split
from annotation.prelabel.matching import Matched, match, measured
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
    assert metrics["labels"]["noise"]["skipped"] == "too-few"  # type: ignore[index]
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
    np.testing.assert_array_equal(again.weights, detector.weights)
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
    assert metrics["labels"]["sign"]["worth_it"] is False  # type: ignore[index]


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
