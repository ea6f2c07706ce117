"""Points in small pieces that hardly ever belong to two things: what a brush may take whole.

Smooth surfaces grow over neighbouring voxels whose normals agree, what is rough (leaves, people) over those nearby;
ground grows until it steps, as at a kerb. Large pieces are cut into squares, so that a stroke never takes a whole
street. Vectorised: a graph of voxels and its connected components.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Numbers = NDArray[np.intp]

VOXEL = 0.25
MOST_VOXELS = 400_000
"""Voxels grow until there are no more than that."""
NEIGHBOURS = 10
GAP, SPREAD = 0.35, 0.01
"""Metres between neighbours of one piece, and what a metre away from the sensor adds: beams spread."""
SMOOTH = 0.06
"""Share of the variance across a surface below which it is smooth."""
AGREE = math.cos(math.radians(25))
STEP = 0.06
"""Metres by which ground steps where one piece ends."""
SQUARE, GROUND_SQUARE = 4.0, 2.0
FEWEST = 4
"""Voxels below which a piece joins its neighbour."""


def pieces_of(xyz: Floats, ground: Mask) -> NDArray[np.uint32]:
    """The number of the piece of each of n x 3 points around a sensor, from 1."""
    if not len(xyz):
        return np.zeros(0, np.uint32)
    of, places, lying = _voxels(xyz, ground)
    label = np.zeros(len(places), np.intp)
    standing = np.flatnonzero(~lying)
    flat = np.flatnonzero(lying)
    label[standing] = _grown(places[standing], _standing_edges(places[standing]), SQUARE)
    label[flat] = _grown(places[flat], _ground_edges(places[flat]), GROUND_SQUARE) + label.max(initial=-1) + 1
    _, numbers = np.unique(label, return_inverse=True)
    found: NDArray[np.uint32] = (numbers.reshape(-1)[of] + 1).astype(np.uint32)
    return found


def _voxels(xyz: Floats, ground: Mask) -> tuple[Numbers, Floats, Mask]:
    """(voxel of each point, the middle of its points, which are ground). Ground shares none with what stands on it."""
    side = VOXEL
    while True:
        cells = np.floor(xyz / side).astype(np.int64)
        cells -= cells.min(axis=0)
        spans = cells.max(axis=0) + 1
        key = ((cells[:, 0] * spans[1] + cells[:, 1]) * spans[2] + cells[:, 2]) * 2 + ground
        known, first, of, counts = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
        if len(known) <= MOST_VOXELS:
            break
        side *= 1.6
    of = of.reshape(-1)
    sums = [np.bincount(of, xyz[:, axis], len(known)) for axis in range(3)]
    return of, np.stack(sums, axis=1) / counts[:, None], ground[first]


Edges = tuple[Numbers, Numbers]


def _near(places: Floats) -> tuple[Numbers, Mask]:
    """The nearest neighbours of each place, itself first, and which of them are near enough to be of one piece."""
    from scipy.spatial import cKDTree

    count = min(NEIGHBOURS + 1, len(places))
    away, near = cKDTree(places).query(places, count)
    away, near = away.reshape(len(places), count), near.reshape(len(places), count)
    reach = GAP + SPREAD * np.linalg.norm(places[:, :2], axis=1)
    return near.astype(np.intp), away <= reach[:, None]


def _standing_edges(places: Floats) -> Edges:
    if len(places) < 2:
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    near, close = _near(places)
    around = (
        places[near] - (places[near] * close[..., None]).sum(axis=1, keepdims=True) / close.sum(axis=1)[:, None, None]
    )
    around = around * close[..., None]
    values, vectors = np.linalg.eigh(np.einsum("nki,nkj->nij", around, around))
    normal, total = vectors[:, :, 0], values.sum(axis=1)
    smooth = (values[:, 0] < SMOOTH * np.maximum(total, 1e-9)) & (close.sum(axis=1) >= 5)
    a = np.repeat(np.arange(len(places)), near.shape[1] - 1)
    b = near[:, 1:].reshape(-1)
    both = smooth[a] & smooth[b]
    agree = np.abs((normal[a] * normal[b]).sum(axis=1)) > AGREE
    kept = close[:, 1:].reshape(-1) & np.where(both, agree, smooth[a] == smooth[b])
    return a[kept], b[kept]


def _ground_edges(places: Floats) -> Edges:
    if len(places) < 2:
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    near, close = _near(places)
    a = np.repeat(np.arange(len(places)), near.shape[1] - 1)
    b = near[:, 1:].reshape(-1)
    slope = np.abs(places[a, 2] - places[b, 2]) <= STEP
    kept = close[:, 1:].reshape(-1) & slope
    return a[kept], b[kept]


def _grown(places: Floats, edges: Edges, square: float) -> Numbers:
    """Numbers of the components within squares; tiny ones join what is next to them."""
    if not len(places):
        return np.zeros(0, np.intp)
    cells = np.floor(places[:, :2] / square).astype(np.int64)
    a, b = edges
    inside = (cells[a] == cells[b]).all(axis=1)
    label = _components(len(places), a[inside], b[inside])
    return _joined(label, places)


def _components(count: int, a: Numbers, b: Numbers) -> Numbers:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(a), np.int8), (a, b)), shape=(count, count))
    found: Numbers = connected_components(graph, directed=False)[1].astype(np.intp)
    return found


def _joined(label: Numbers, places: Floats) -> Numbers:
    """Tiny pieces become part of the nearest piece that is none, when that is near."""
    from scipy.spatial import cKDTree

    tiny = np.bincount(label)[label] < FEWEST
    if tiny.all() or not tiny.any():
        return label
    big = np.flatnonzero(~tiny)
    away, nearest = cKDTree(places[big]).query(places[tiny])
    reach = GAP + SPREAD * np.linalg.norm(places[tiny, :2], axis=1)
    joined: Numbers = label.copy()
    joined[tiny] = np.where(away <= 2 * reach, label[big][nearest], label[tiny])
    return joined
