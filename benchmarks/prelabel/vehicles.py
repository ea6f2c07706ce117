"""How well vehicles are found in scenes: precision, recall and overlap on labelled sweeps, and the time of a sweep."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from annotation.formats import FORMATS
from annotation.formats.scenes import in_frame
from annotation.formats.source import open_source
from annotation.geometry3d.detection import Detected, detect
from annotation.geometry3d.footprint import overlap
from annotation.geometry3d.ground import Floats, ground_of
from annotation.geometry3d.sizes import sort_of
from annotation.kinds.base import Data
from annotation.modalities.scene import clouds
from annotation.modalities.scene.layouts import LAYOUTS, Files
from benchmarks.prelabel import data

SCENE = data.SHARED / "pointcloud" / "naurril_SUSTechPOINTS"
SWEEPS = Path(__file__).resolve().parents[2] / "demo" / "scene" / "drive" / "pointcloud"
SAME = 0.3
"""Overlap seen from above from which a box is the labelled one."""
Truth = list[tuple[str, Data]]
"""Sort and box of everything that is labelled in a sweep."""


def frames() -> Iterator[tuple[Floats, Truth]]:
    """The labelled sweeps: points around the lidar with x forward, and what is in them."""
    paths = {path.relative_to(SCENE).as_posix(): path for path in SCENE.rglob("*") if path.is_file()}
    scene = LAYOUTS["sustech"].open(Files({name: path for name, path in paths.items() if "/label/" not in name}))
    with open_source(SCENE) as source:
        (item,) = FORMATS["sustech"].decode(source).items
    for number, moment in enumerate(scene.moments):
        xyz = np.concatenate([sweep.pose.apply(sweep.load().xyz.astype(np.float64)) for sweep in moment.sweeps])
        named = ((sort_of(each.label), each.box) for each in in_frame(item.records, number))
        yield xyz[np.isfinite(xyz).all(axis=1)], [(sort.name, box) for sort, box in named if sort]


def measure(least: float = 0.6) -> Iterator[tuple[str, dict[str, float]]]:
    """Of each sort: labelled, proposed from a score of `least`, precision, recall, median overlap of the right ones."""
    counts: dict[str, list[float]] = {}
    labelled: dict[str, int] = {}
    proposed: dict[str, int] = {}
    for xyz, truth in frames():
        for sort, _ in truth:
            labelled[sort] = labelled.get(sort, 0) + 1
        found = [each for each in detect(xyz, ground_of(xyz)) if each.score >= least]
        for each in found:
            proposed[each.sort.name] = proposed.get(each.sort.name, 0) + 1
        for sort, value in _right(found, truth):
            counts.setdefault(sort, []).append(value)
    for sort in sorted(labelled, key=lambda name: -labelled[name]):
        right = counts.get(sort, [])
        yield (
            sort,
            {
                "labelled": labelled[sort],
                "proposed": proposed.get(sort, 0),
                "precision": round(len(right) / max(1, proposed.get(sort, 0)), 2),
                "recall": round(len(right) / labelled[sort], 2),
                "median_overlap": round(float(np.median(right)), 2) if right else 0.0,
            },
        )


def _right(found: list[Detected], truth: Truth) -> Iterator[tuple[str, float]]:
    """Sort and overlap of what is right, each labelled thing once, the surest first."""
    left = list(truth)
    for each in sorted(found, key=lambda one: -one.score):
        same = [(overlap(each.box, box), at) for at, (sort, box) in enumerate(left) if sort == each.sort.name]
        best, at = max(same, default=(0.0, 0))
        if best >= SAME:
            del left[at]
            yield each.sort.name, best


def seconds() -> Iterator[tuple[int, float, float]]:
    """Points, seconds of one core for the ground and for the rest, of each sweep of the demonstration."""
    for path in sorted(SWEEPS.glob("*.ply")):
        xyz = clouds.read(path, path.name).xyz.astype(np.float64)
        begun = time.process_time()
        ground = ground_of(xyz)
        grounded = time.process_time()
        detect(xyz, ground)
        yield len(xyz), grounded - begun, time.process_time() - grounded
