"""Labels of the points of a whole scene from those of its frames; a thing has one number in all of them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from annotation.geometry3d import boxes
from annotation.geometry3d.poses import Pose
from annotation.geometry3d.tracking import Seen, joined
from annotation.kinds.base import Data
from annotation.kinds.point_labels import MOST_CLASSES, pack, summed, unpack
from annotation.prelabel.base import Proposal, Refused
from annotation.prelabel.scene_view import Floats, Frame, Labels, SceneView, Segmented

if TYPE_CHECKING:
    from annotation.prelabel.scenes import SceneModel

SHIFT = 16
CLASS = np.uint32(MOST_CLASSES)
FEWEST = 5
"""Points below which something is no thing with a number."""


@dataclass(frozen=True, slots=True)
class Painted:
    """The labels of a frame, packed: a drive has many frames."""

    frame: int
    count: int
    labels: Sequence[str]
    score: float
    packed: bytes


Things = list[tuple[Seen, int]]
"""The things of a frame, each with its value there."""


def painted(model: SceneModel, scene: SceneView) -> list[Proposal]:
    """Labels of the points of every frame that nobody has begun to label."""
    taken = {each.data["frame"] for each in scene.picture.labelled if each.kind == "point_labels"}
    found: list[Painted] = []
    things: list[Things] = []
    for frame in scene.frames:
        model.setup.check()
        if frame.number in taken:
            things.append([])
            continue
        said = _known(model, _said(model, frame))
        things.append(_things(frame, said))
        values = np.zeros(frame.count, np.uint32)
        values[frame.points.index] = said.of
        found.append(Painted(frame.number, frame.count, said.labels, said.score, pack(values)))
    numbers = _numbered(things, scene.times)
    return [made for each in found if (made := _proposal(each, numbers[each.frame]))]


def _said(model: SceneModel, frame: Frame) -> Segmented:
    if model.task == "segment_points":
        return model.segment_points(frame)
    return Segmented([model.ground_label], model.segment_ground(frame).astype(np.uint32))


def _known(model: SceneModel, said: Segmented) -> Segmented:
    """With labels of the project only; how many points have others is counted."""
    names = [model.point_label(name) for name in said.labels]
    labels = list(dict.fromkeys(name for name in names if name))
    into = np.zeros(MOST_CLASSES + 1, np.uint32)
    into[1 : len(names) + 1] = [labels.index(name) + 1 if name else 0 for name in names]
    classes = said.of & CLASS
    counts = np.bincount(classes, minlength=len(names) + 1)
    for number, name in enumerate(names, 1):
        if name is None and counts[number]:
            model.refused[Refused("label", said.labels[number - 1][:100])] += int(counts[number])
    kept = into[classes]
    return Segmented(labels, np.where(kept > 0, (said.of & ~CLASS) | kept, np.uint32(0)), said.score)


def _things(frame: Frame, said: Segmented) -> Things:
    counted = np.flatnonzero(said.of > CLASS)
    if not len(counted):
        return []
    order = counted[np.argsort(said.of[counted], kind="stable")]
    xyz = frame.xyz
    found = []
    for part in np.split(order, np.flatnonzero(np.diff(said.of[order])) + 1):
        value = int(said.of[part[0]])
        if len(part) >= FEWEST:
            label = said.labels[(value & MOST_CLASSES) - 1]
            found.append((Seen(frame.number, _around(xyz[part]), said.score, label, len(part)), value))
    return found


def _around(points: Floats) -> Data:
    low, high = points.min(axis=0), points.max(axis=0)
    x, y, z = ((low + high) / 2).tolist()
    length, width, height = np.maximum(high - low, 0.1).tolist()
    return boxes.made(Pose((x, y, z)), length, width, height)


def _numbered(things: list[Things], times: Sequence[float]) -> list[dict[int, int]]:
    """For each frame, the number in the scene of every value that is a thing's."""
    values = {id(seen): value for frame in things for seen, value in frame}
    numbers: list[dict[int, int]] = [{} for _ in things]
    last: Counter[str] = Counter()
    for way in joined([[seen for seen, _ in frame] for frame in things], times, least=1):
        last[way[0].kind] += 1
        for seen in way:
            numbers[seen.frame][values[id(seen)]] = min(last[seen.kind], MOST_CLASSES)
    return numbers


def _proposal(found: Painted, numbers: dict[int, int]) -> Proposal | None:
    known, of = np.unique(unpack(found.packed, found.count), return_inverse=True)
    renamed = [numbers.get(value, 0) << SHIFT | (value & MOST_CLASSES) for value in known.tolist()]
    values: Labels = np.array(renamed, np.uint32)[of.reshape(-1)]
    sums = summed(values, list(found.labels))
    classes = [each for each in sums if each["points"]]
    if not classes:
        return None
    values = _compacted(values, [at for at, each in enumerate(sums, 1) if each["points"]])
    blob = pack(values)
    name = hashlib.sha256(blob).hexdigest()
    data = {"frame": found.frame, "blob": name, "count": found.count, "classes": classes}
    return Proposal("point_labels", "", data, found.score, blob=blob)


def _compacted(values: Labels, kept: list[int]) -> Labels:
    """With classes numbered by their place in `kept`."""
    into = np.zeros(MOST_CLASSES + 1, np.uint32)
    into[kept] = np.arange(1, len(kept) + 1)
    found: NDArray[np.uint32] = (values & ~CLASS) | into[values & CLASS]
    return found
