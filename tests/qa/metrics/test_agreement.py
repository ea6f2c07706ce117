"""Agreement of ratings, held against scikit-learn, the package krippendorff, and published tables."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import krippendorff
import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from qa.metrics.agreement import Level, Weights, biases, cohen_kappa, intraclass, krippendorff_alpha

SHROUT = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float)
"""Six things by four judges: table 2 of Shrout & Fleiss (1979), whose table 4 has the coefficients."""


@pytest.mark.parametrize(
    ("form", "expected"),
    [("1,1", 0.17), ("1,k", 0.44), ("2,1", 0.29), ("2,k", 0.62), ("3,1", 0.71), ("3,k", 0.91)],
)
def test_intraclass_correlations_are_the_published_ones(form: Any, expected: float) -> None:
    assert intraclass(SHROUT, form) == pytest.approx(expected, abs=0.005)


def test_intraclass_correlation_is_not_defined_without_differences() -> None:
    assert intraclass(np.ones((4, 3)), "2,1") is None
    assert intraclass(SHROUT[:1], "2,1") is None
    assert intraclass(SHROUT[:, :1], "2,1") is None


@pytest.mark.parametrize("weights", ["none", "linear", "quadratic"])
@pytest.mark.parametrize("seed", range(5))
def test_kappa_is_that_of_scikit_learn(weights: Weights, seed: int) -> None:
    dice = random.Random(seed)
    one = [dice.randint(0, 5) for _ in range(60)]
    two = [min(5, max(0, value + dice.choice([-1, 0, 0, 1]))) for value in one]
    theirs = cohen_kappa_score(one, two, weights=None if weights == "none" else weights, labels=list(range(6)))
    assert cohen_kappa(Counter(zip(one, two, strict=True)), order=range(6), weights=weights) == pytest.approx(theirs)


def test_kappa_is_not_defined_where_all_is_one_category() -> None:
    assert cohen_kappa({("a", "a"): 7}) is None
    assert cohen_kappa({}) is None


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval"])
@pytest.mark.parametrize("seed", range(5))
def test_alpha_is_that_of_the_package_with_ratings_missing(level: Level, seed: int) -> None:
    dice = np.random.default_rng(seed)
    truth = dice.integers(0, 6, 40)
    table = np.clip(truth + dice.integers(-1, 2, (4, 40)), 0, 5).astype(float)
    table[dice.random(table.shape) < 0.3] = np.nan
    theirs = krippendorff.alpha(reliability_data=table, level_of_measurement=level)
    ours = krippendorff_alpha(([value for value in thing if not np.isnan(value)] for thing in table.T), level)
    assert ours == pytest.approx(theirs)


def test_alpha_is_not_defined_where_nobody_rated_the_same_thing() -> None:
    assert krippendorff_alpha([[1], [2], []], "nominal") is None
    assert krippendorff_alpha([[1, 1], [1, 1]], "nominal") is None


def test_a_strict_rater_is_told_from_a_mild_one() -> None:
    things = [{"ann": 5, "ben": 7, "cid": 6}, {"ann": 4, "ben": 6}, {"ben": 9}]
    assert biases(things) == {"ann": -1.75, "ben": 1.75, "cid": 0.0}
