"""Which thing of one answer is which thing of another: one to one, as alike as possible together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray

from annotation.kinds.base import Bounds

T = TypeVar("T")
Table = NDArray[np.float64]
REACH = 20.0
"""Pixels beyond which points and lines are less alike than half."""
Pair = tuple[int, int, float]
"""Place in the one, place in the other, how alike they are."""


def assigned(table: Table, least: float) -> list[tuple[int, int]]:
    """Pairs (row, column) with at least this similarity, such that their sum is the greatest (Hungarian method)."""
    from scipy.optimize import linear_sum_assignment

    if not table.size:
        return []
    allowed = np.where(table >= least, table, 0.0)
    rows, columns = linear_sum_assignment(allowed, maximize=True)
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True) if allowed[row, column] > 0]


def touching(ones: Sequence[Bounds | None], others: Sequence[Bounds | None], reach: float) -> list[tuple[int, int]]:
    """Places of what touches, or lies no farther apart than `reach`; all where some have no place in the plane."""
    first, second = [each for each in ones if each], [each for each in others if each]
    if len(first) < len(ones) or len(second) < len(others):
        return [(one, other) for one in range(len(ones)) for other in range(len(others))]
    if not first or not second:
        return []
    wide = np.asarray(first) + np.asarray([-reach, -reach, reach, reach])
    rows, columns = shapely.STRtree(shapely.box(*np.asarray(second).T)).query(shapely.box(*wide.T))
    return list(zip(rows.tolist(), columns.tolist(), strict=True))


def matched(
    ones: Sequence[T],
    others: Sequence[T],
    near: Iterable[tuple[int, int]],
    alike: Callable[[T, T], float],
    least: float,
) -> list[Pair]:
    """The best pairs of things, of which only those that are `near` are looked at, so that thousands stay quick."""
    found = {(one, other): alike(ones[one], others[other]) for one, other in near}
    close = {pair: value for pair, value in found.items() if value >= least and value > 0}
    pairs: list[Pair] = []
    for group in _groups(list(close), len(ones), len(others)):
        rows, columns = sorted({one for one, _ in group}), sorted({other for _, other in group})
        table = np.zeros((len(rows), len(columns)))
        for one, other in group:
            table[rows.index(one), columns.index(other)] = close[one, other]
        pairs += [(rows[row], columns[column], float(table[row, column])) for row, column in assigned(table, least)]
    return sorted(pairs)


def _groups(close: list[tuple[int, int]], ones: int, others: int) -> Iterable[list[tuple[int, int]]]:
    """Pairs that hang together over the things they share: each group can be matched by itself."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    rows, columns = [one for one, _ in close], [ones + other for _, other in close]
    graph = coo_matrix((np.ones(len(close)), (rows, columns)), shape=(ones + others, ones + others))
    _, part = connected_components(graph, directed=False)
    groups: dict[int, list[tuple[int, int]]] = {}
    for pair in close:
        groups.setdefault(int(part[pair[0]]), []).append(pair)
    return groups.values()
