"""Things that stand on the ground, as sets of points that hang together. Vectorised over points.

Cells of 0.2 m seen from above are joined where they lie nearer than a gap that grows with the distance from the sensor,
for its beams spread: 0.4 m and 6 mm for every metre.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Numbers = NDArray[np.intp]

CELL = 0.2
GAP, SPREAD = 0.4, 0.006
FLOOR = 0.2
"""What lies lower above the ground is ground."""
CEILING = 4.5
GROUND_CELL = 2.0
SAMPLE = 20_000
"""Points from which the extent of the ground is taken."""
FARTHEST = 90.0


@dataclass(frozen=True, slots=True)
class Ground:
    """The height of the ground by squares of 2 m; where none was seen, that of the nearest."""

    low: Floats
    heights: Floats

    @classmethod
    def of(cls, xyz: Floats, ground: Mask) -> Ground:
        from scipy import ndimage

        # Half a percent of strays must not stretch the grid over kilometres.
        sample = xyz[:: max(1, len(xyz) // SAMPLE), :2]
        low, high = np.percentile(sample, [0.25, 99.75], axis=0) if len(xyz) else np.zeros((2, 2))
        shape = np.ceil((high - low) / GROUND_CELL).astype(np.intp) + 1
        lying = xyz[ground]
        at = np.clip(((lying[:, :2] - low) / GROUND_CELL).astype(np.intp), 0, shape - 1)
        cell = at[:, 0] * shape[1] + at[:, 1]
        sums = np.bincount(cell, lying[:, 2], int(shape.prod())).reshape(shape)
        counts = np.bincount(cell, minlength=int(shape.prod())).reshape(shape)
        with np.errstate(invalid="ignore"):
            heights = sums / counts
        empty = counts == 0
        if empty.all():
            heights = np.full(shape, xyz[:, 2].min() if len(xyz) else 0.0)
        elif empty.any():
            nearest = ndimage.distance_transform_edt(empty, return_distances=False, return_indices=True)
            heights = heights[tuple(nearest)]
        return cls(low, heights)

    def below(self, xy: Floats) -> Floats:
        """The height of the ground at n x 2 places."""
        at = ((xy - self.low) / GROUND_CELL).astype(np.intp)
        at = np.clip(at, 0, np.array(self.heights.shape) - 1)
        found: Floats = self.heights[at[:, 0], at[:, 1]]
        return found


@dataclass(frozen=True, slots=True)
class Clusters:
    """`index` are points that stand on the ground, `label` the number of the cluster of each."""

    index: Numbers
    label: Numbers
    height: Floats
    """Of each of them above the ground."""
    count: int

    def members(self) -> list[Numbers]:
        """Places in `index` of every cluster."""
        order = np.argsort(self.label, kind="stable")
        return np.split(order, np.flatnonzero(np.diff(self.label[order])) + 1) if len(order) else []


def clusters_of(xyz: Floats, ground: Mask, below: Ground, *, ceiling: float = CEILING) -> Clusters:
    """The clusters of n x 3 points around a sensor at the origin of x and y."""
    height = xyz[:, 2] - below.below(xyz[:, :2])
    near = np.abs(xyz[:, :2]).max(axis=1) < FARTHEST
    index = np.flatnonzero(~ground & (height > FLOOR) & (height < ceiling) & near)
    if not len(index):
        return Clusters(index, index, np.zeros(0), 0)
    cells = np.floor(xyz[index, :2] / CELL).astype(np.int64)
    key = cells[:, 0] * 100_003 + cells[:, 1]
    _, first, of = np.unique(key, return_index=True, return_inverse=True)
    places: Floats = (cells[first].astype(np.float64) + 0.5) * CELL
    count, joined = _joined(places)
    return Clusters(index, joined[of], height[index], count)


def _joined(places: Floats) -> tuple[int, Numbers]:
    """Numbers of the components of cells that lie near enough to one another."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    gap = GAP + SPREAD * np.linalg.norm(places, axis=1)
    pairs = cKDTree(places).query_pairs(float(gap.max()), output_type="ndarray")
    a, b = pairs[:, 0], pairs[:, 1]
    near = np.linalg.norm(places[a] - places[b], axis=1) <= np.minimum(gap[a], gap[b])
    graph = coo_array((np.ones(int(near.sum()), np.int8), (a[near], b[near])), shape=(len(places), len(places)))
    count, label = connected_components(graph, directed=False)
    return int(count), label.astype(np.intp)
