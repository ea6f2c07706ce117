"""What checks of labelled points look at: the points of a frame with their labels, one frame at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.kinds.point_labels import MOST_CLASSES, unpack
from annotation.kinds.track import at as key_at
from qa.checks.base import Answer, Record

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

MODALITIES = frozenset({"scene"})
GROUND = frozenset(
    {"road", "marking", "lane-marking", "parking", "sidewalk", "terrain", "other-ground", "ground", "crosswalk"}
)
"""Labels that lie on the ground, by the names that we and public data sets give them."""


@dataclass(frozen=True)
class Frame:
    """The points of a frame that are labelled: world coordinates, `label` an index into `labels`, -1 for none."""

    record: Record
    number: int
    xyz: Floats
    ground: Mask
    label: NDArray[np.intp]
    labels: list[str]

    def has(self, *labels: str) -> Mask:
        """Points of any of these labels."""
        wanted = [index for index, label in enumerate(self.labels) if label in labels]
        found: Mask = np.isin(self.label, wanted)
        return found


def labelled(answer: Answer) -> list[Record]:
    """The records of labels of points, by frame."""
    found = [record for record in answer.records if record["kind"] == "point_labels"]
    return sorted(found, key=lambda record: int(record["data"]["frame"]))


def things(answer: Answer) -> frozenset[str]:
    """Labels of points that are counted: what can be put into a box."""
    kinds = {key: set(label.get("kinds", [])) for key, label in answer.labels().items()}
    return frozenset(key for key, allowed in kinds.items() if {"cuboid", "point_labels"} <= allowed)


def frames(answer: Answer) -> Iterator[Frame]:
    """The labelled frames whose files are there. Those that do not fit together are for `PointCount` to tell."""
    records = labelled(answer)
    if not records:
        return
    from annotation.modalities.scene import packed
    from annotation.modalities.scene.manifest import Manifest

    with answer.files("scene", "") as path:
        manifest = Manifest.read(path)
    for record in records:
        data = record["data"]
        if not _fits(manifest, data) or data["blob"] not in answer.blobs:
            continue
        with answer.files("points", str(data["frame"])) as path:
            points = packed.read(path)
        values = unpack(answer.blobs[data["blob"]], data["count"])[points.index]
        label = (values & MOST_CLASSES).astype(np.intp) - 1
        names = [each["label"] for each in data["classes"]]
        yield Frame(record, data["frame"], points.xyz + manifest.origin, points.ground, label, names)


def _fits(manifest: Any, data: dict[str, Any]) -> bool:
    return bool(data["frame"] < len(manifest.frames) and manifest.frames[data["frame"]]["count"] == data["count"])


def boxes_in(answer: Answer, frame: int) -> Iterator[tuple[Record, dict[str, Any]]]:
    """The cuboids of a frame, those of tracks too."""
    for record in answer.records:
        if record["kind"] == "cuboid":
            yield record, record["data"]
        elif record["kind"] == "track" and record["data"]["of"] == "cuboid":
            key = key_at(record["data"], frame)
            if key is not None and not key["outside"]:
                yield record, key["data"]
