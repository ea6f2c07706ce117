"""How far people agree who rated the same things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T", bound=Hashable)
Table = NDArray[np.float64]
Level = Literal["nominal", "ordinal", "interval"]
Weights = Literal["none", "linear", "quadratic"]


def cohen_kappa(
    pairs: Mapping[tuple[T, T], int], *, order: Sequence[T] | None = None, weights: Weights = "none"
) -> float | None:
    """Agreement of two raters beyond chance (Cohen, 1960; with weights 1968), from how often each pair of ratings came.

    `order` are the categories from low to high; without weights it does not matter. None where it is not defined:
    nothing was rated, or both gave everything the same.
    """
    known = list(order) if order is not None else list(dict.fromkeys(each for pair in pairs for each in pair))
    places = {category: place for place, category in enumerate(known)}
    counts = np.zeros((len(known), len(known)))
    for (one, two), count in pairs.items():
        counts[places[one], places[two]] += count
    total = counts.sum()
    if not total:
        return None
    apart = np.abs(np.subtract.outer(np.arange(len(known)), np.arange(len(known)))).astype(float)
    cost = {"none": (apart > 0).astype(float), "linear": apart, "quadratic": apart**2}[weights]
    chance = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / total
    expected = float((cost * chance).sum())
    return 1 - float((cost * counts).sum()) / expected if expected else None


def intraclass(ratings: Table, form: Literal["1,1", "1,k", "2,1", "2,k", "3,1", "3,k"]) -> float | None:
    """ICC of things (rows) by raters (columns), nothing missing (Shrout & Fleiss, 1979).

    Form 1 is for raters that differ from thing to thing, so that the order in a row says nothing; 2 takes raters for a
    sample of many and counts their bias as error, 3 for the only ones. "1" speaks of one rater, "k" of the mean of all.
    None for fewer than two things or raters, or ratings that are all the same.
    """
    things, raters = ratings.shape
    if things < 2 or raters < 2:
        return None
    grand = ratings.mean()
    between = raters * float(((ratings.mean(axis=1) - grand) ** 2).sum()) / (things - 1)
    columns = things * float(((ratings.mean(axis=0) - grand) ** 2).sum()) / (raters - 1)
    rest = float(((ratings - grand) ** 2).sum()) - between * (things - 1) - columns * (raters - 1)
    error = rest / ((things - 1) * (raters - 1))
    bias = (columns - error) / things
    if form.startswith("1"):
        error = float(((ratings - ratings.mean(axis=1, keepdims=True)) ** 2).sum()) / (things * (raters - 1))
    below = {
        "1,1": between + (raters - 1) * error,
        "1,k": between,
        "2,1": between + (raters - 1) * error + raters * bias,
        "2,k": between + bias,
        "3,1": between + (raters - 1) * error,
        "3,k": between,
    }[form]
    return (between - error) / below if below > 0 else None


def krippendorff_alpha(things: Iterable[Iterable[float]], level: Level) -> float | None:
    """Krippendorff's alpha: each thing with the ratings it got, from however many raters (Krippendorff, 2011).

    None where no thing was rated twice, or all ratings are the same.
    """
    paired = [found for thing in things if len(found := list(thing)) > 1]
    totals = Counter(value for thing in paired for value in thing)
    values = sorted(totals)
    margin = np.array([totals[value] for value in values], dtype=float)
    if len(values) < 2:
        return None
    places = {value: place for place, value in enumerate(values)}
    met = np.zeros((len(values), len(values)))
    for thing in paired:
        counts = np.zeros(len(values))
        for value in thing:
            counts[places[value]] += 1
        met += (np.outer(counts, counts) - np.diag(counts)) / (len(thing) - 1)
    cost = _distances(np.array(values), margin, level)
    chance = (np.outer(margin, margin) - np.diag(margin)) / (margin.sum() - 1)
    return 1 - float((cost * met).sum()) / float((cost * chance).sum())


def _distances(values: Table, margin: Table, level: Level) -> Table:
    if level == "nominal":
        return 1.0 - np.eye(len(values))
    if level == "interval":
        return np.subtract.outer(values, values) ** 2
    ranks = np.cumsum(margin) - margin / 2
    return np.subtract.outer(ranks, ranks) ** 2


def biases(things: Iterable[Mapping[T, float]]) -> dict[T, float]:
    """How much higher than the others each rater rates on average, over the things that others rated too."""
    apart: dict[T, list[float]] = {}
    for thing in things:
        for rater, value in thing.items():
            others = [each for other, each in thing.items() if other != rater]
            if others:
                apart.setdefault(rater, []).append(value - sum(others) / len(others))
    return {rater: sum(each) / len(each) for rater, each in apart.items()}
