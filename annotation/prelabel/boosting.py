"""Boosted trees of depth two over bytes (Friedman et al., 2000), a soft cascade (Bourdev and Brandt, 2005)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
SHARE = 1 / 16
"""Of the features, drawn anew for each node, among which the best is looked for."""
LEAST_DRAWN = 32
BINS = 64
STEP = 256 // BINS
TRIM = 0.98
"""Share of the weight that a tree is grown on; examples that are settled carry the rest."""
MOST_VOTE = 1.5
GIVE_UP = -4.0
"""Score below which a window is given up, unless an example to learn from went nearly as low."""
CHECKED = 4
"""Trees between two looks at which windows may be dropped."""


@dataclass(frozen=True, slots=True)
class Forest:
    """n trees. Node 0 sends values >= its threshold to node 2, others to node 1; these to leaves 0 to 3."""

    features: NDArray[np.int32]
    """n x 3: which value of a window a node looks at."""
    thresholds: NDArray[np.uint8]
    leaves: NDArray[np.float32]
    """n x 4: what a leaf adds to a window's score."""
    least: NDArray[np.float32]
    """n: score below which a window is given up after a tree."""

    def scores(self, values: Bytes) -> NDArray[np.float32]:
        """Whole scores of windows given as rows, nothing given up."""
        total = np.zeros(len(values), dtype=np.float32)
        for tree in range(len(self.features)):
            total += self._votes(tree, lambda node, tree=tree: values[:, self.features[tree, node]])  # type: ignore[misc]
        return total

    def search(
        self, flat: Bytes, starts: NDArray[np.int64], offsets: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Indices and scores of the windows that are not given up; `offsets` place a window's values in `flat`."""
        places = offsets[self.features]
        alive = np.arange(len(starts))
        at, total = starts, np.zeros(len(starts), dtype=np.float32)
        for tree in range(len(self.features)):
            total += self._votes(tree, lambda node: flat[at + places[tree, node]])  # noqa: B023 - called at once
            if tree % CHECKED == CHECKED - 1:
                kept = total > self.least[tree]
                if not kept.all():
                    alive, at, total = alive[kept], at[kept], total[kept]
        return alive, total

    def _votes(self, tree: int, value: Callable[[int], Bytes]) -> NDArray[np.float32]:
        thresholds = self.thresholds[tree]
        far = value(0) >= thresholds[0]
        leaf = np.where(far, 2 + (value(2) >= thresholds[2]), value(1) >= thresholds[1])
        votes: NDArray[np.float32] = self.leaves[tree][leaf]
        return votes


def boost(right: Bytes, wrong: Bytes, trees: int, random: np.random.Generator, check: Callable[[], None]) -> Forest:
    """Grow trees that tell the rows of `right` from those of `wrong`. `check` is called between trees."""
    values = np.concatenate([right, wrong])
    signs = np.repeat([1.0, -1.0], [len(right), len(wrong)])
    weights = np.repeat([0.5 / len(right), 0.5 / len(wrong)], [len(right), len(wrong)])
    grown = []
    totals = np.zeros(len(values))
    least = []
    for _ in range(trees):
        check()
        features, thresholds, leaves, leaf = _grow(values, signs, weights, random)
        totals += leaves[leaf]
        weights = _weights(signs, totals)
        least.append(min(GIVE_UP, 1.5 * float(totals[: len(right)].min())))
        grown.append((features, thresholds, leaves))
    return Forest(
        np.array([tree[0] for tree in grown], dtype=np.int32).reshape(-1, 3),
        np.array([tree[1] for tree in grown], dtype=np.uint8).reshape(-1, 3),
        np.array([tree[2] for tree in grown], dtype=np.float32).reshape(-1, 4),
        np.array(least, dtype=np.float32),
    )


def _weights(signs: NDArray[np.float64], totals: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much each row matters: the more, the wronger it is; both kinds together the same."""
    weights = -signs * totals
    for sign in (1.0, -1.0):
        same = signs == sign
        shares = np.exp(weights[same] - weights[same].max())
        weights[same] = 0.5 * shares / shares.sum()
    return weights


def _grow(
    values: Bytes, signs: NDArray[np.float64], weights: NDArray[np.float64], random: np.random.Generator
) -> tuple[list[int], list[int], NDArray[np.float64], NDArray[np.int64]]:
    """One tree: features, thresholds, votes of its leaves, and the leaf of each row."""
    heavy = _heaviest(weights)
    root = _split(values, signs, weights, heavy, random)
    far = values[:, root[0]] >= root[1]
    near_node = _split(values, signs, weights, heavy[~far[heavy]], random)
    far_node = _split(values, signs, weights, heavy[far[heavy]], random)
    leaf = np.where(
        far, 2 + (values[:, far_node[0]] >= far_node[1]), (values[:, near_node[0]] >= near_node[1]).astype(np.int64)
    )
    good = np.bincount(leaf, weights * (signs > 0), minlength=4)
    bad = np.bincount(leaf, weights * (signs < 0), minlength=4)
    some = 1.0 / len(values)
    votes = np.clip(0.5 * np.log((good + some) / (bad + some)), -MOST_VOTE, MOST_VOTE)
    nodes = (root, near_node, far_node)
    return [node[0] for node in nodes], [node[1] for node in nodes], votes, leaf


def _heaviest(weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Indices of the fewest rows that carry TRIM of the weight."""
    order = np.argsort(-weights)
    enough = int(np.searchsorted(np.cumsum(weights[order]), TRIM * weights.sum())) + 1
    return np.sort(order[:enough])


def _split(
    values: Bytes,
    signs: NDArray[np.float64],
    weights: NDArray[np.float64],
    rows: NDArray[np.int64],
    random: np.random.Generator,
) -> tuple[int, int]:
    """Feature and threshold that part these rows with the smallest error, among some drawn features."""
    count = min(values.shape[1], max(LEAST_DRAWN, round(SHARE * values.shape[1])))
    chosen = random.choice(values.shape[1], count, replace=False)
    if len(rows) < 2:
        return int(chosen[0]), 128
    binned = values[np.ix_(rows, chosen)] // STEP + (np.arange(count) * BINS)[None]
    parts = []
    for sign in (1.0, -1.0):
        of_sign = signs[rows] == sign
        sums = np.bincount(
            binned[of_sign].reshape(-1), np.repeat(weights[rows][of_sign], count), minlength=count * BINS
        )
        parts.append(np.cumsum(sums.reshape(count, BINS), axis=1))
    good, bad = parts
    errors = good + (bad[:, -1:] - bad)  # the near side is called wrong, the far side right
    errors = np.minimum(errors, good[:, -1:] + bad[:, -1:] - errors)
    best = int(np.argmin(errors))
    return int(chosen[best // BINS]), int((best % BINS + 1) * STEP) if best % BINS < BINS - 1 else 255
