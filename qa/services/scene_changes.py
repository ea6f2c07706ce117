"""What differs between two answers to a scene, beyond which objects and tracks they have: boxes frame by frame, and
labels of points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from annotation.kinds.point_labels import Values, unpack
from annotation.kinds.track import at
from annotation.services.blobs import Blobs
from projects.models import Task
from projects.services.assets import asset_file
from qa.metrics import boxes3d, labelled_points
from qa.metrics.boxes3d import Boxes3d, Seen
from qa.metrics.labelled_points import Panoptic

MOST_FRAMES = 100
"""Frames of a scene that are looked at, evenly spread."""
MOST_FILES = 40
"""Frames whose labels of points were changed, and are read for it."""

Record = Mapping[str, Any]


@dataclass(frozen=True)
class SceneFacts:
    """What measuring needs beside the records: where the vehicle is in every frame, where that is known, the files
    that labels of points are in, and when each frame was taken, in seconds."""

    eyes: Sequence[Sequence[float]] = ()
    blobs: Mapping[str, bytes] = field(default_factory=dict)
    times: Sequence[float | None] = ()


def facts_of(task: Task, records: Sequence[Record]) -> SceneFacts:
    """Nothing is opened for what is no scene."""
    from annotation.modalities.scene.manifest import Manifest

    kept = Blobs(task.project_id, records)
    if not any(map(_has_boxes, records)):
        return SceneFacts(blobs=kept)
    try:
        with asset_file(task.asset, "scene", "") as path:
            manifest = Manifest.read(path)
    except KeyError:
        return SceneFacts(blobs=kept)
    times = [None if frame["time"] is None else frame["time"] / 1e9 for frame in manifest.frames]
    return SceneFacts([manifest.ego(number).t for number in range(len(manifest.frames))], kept, times)


def differences(before: Sequence[Record], after: Sequence[Record], facts: SceneFacts) -> dict[str, Any]:
    """{"boxes": Boxes3d, "points": Panoptic} as JSON, `after` taken for right; only what there is."""
    found: dict[str, Any] = {}
    if any(map(_has_boxes, (*before, *after))):
        found["boxes"] = boxes3d.total(_frames(before, after, facts)).json()
    if points := _points(before, after, facts):
        found["points"] = points.json()
    return found


def _has_boxes(record: Record) -> bool:
    return bool(record["kind"] == "cuboid" or (record["kind"] == "track" and record["data"]["of"] == "cuboid"))


def _frames(before: Sequence[Record], after: Sequence[Record], facts: SceneFacts) -> Iterator[Boxes3d]:
    records = [record for record in (*before, *after) if _has_boxes(record)]
    keys = [key["frame"] for record in records if record["kind"] == "track" for key in record["data"]["keyframes"]]
    count = len(facts.eyes) or max(keys, default=0) + 1
    for number in range(0, count, max(1, count // MOST_FRAMES)):
        eye = facts.eyes[number] if facts.eyes else None
        yield boxes3d.compared(_boxes(after, number, facts), _boxes(before, number, facts), eye)


def _boxes(records: Sequence[Record], number: int, facts: SceneFacts) -> list[Seen]:
    found = []
    for record in records:
        if record["kind"] == "cuboid":
            found.append(Seen(record["label"], record["data"], None, record["attributes"]))
        elif _has_boxes(record) and (state := at(record["data"], number)) is not None:
            attributes = {**record["attributes"], **state["attributes"]}
            velocity = _velocity(record["data"], number, facts.times)
            found.append(Seen(record["label"], state["data"], velocity, attributes))
    return found


def _velocity(track: Mapping[str, Any], number: int, times: Sequence[float | None]) -> tuple[float, float] | None:
    """From the frame before to the frame after, as nuScenes takes it, or from one of them where the other is not."""
    near = [each for each in (number - 1, number, number + 1) if 0 <= each < len(times)]
    moments = [(times[each], state["data"]) for each in near if (state := at(dict(track), each)) is not None]
    there = [(time, box) for time, box in moments if time is not None]
    if len(there) < 2 or there[-1][0] <= there[0][0]:
        return None
    (start, one), (end, other) = there[0], there[-1]
    return (other["x"] - one["x"]) / (end - start), (other["y"] - one["y"]) / (end - start)


def _points(before: Sequence[Record], after: Sequence[Record], facts: SceneFacts) -> Panoptic | None:
    right, said = _by_frame(after), _by_frame(before)
    changed = [frame for frame, data in right.items() if data["blob"] != said.get(frame, {}).get("blob")]
    chosen = set(changed[:: -(-len(changed) // MOST_FILES)] if changed else ())
    found = [
        _read(data, said.get(frame), facts.blobs) if frame in chosen else _same(data)
        for frame, data in right.items()
        if frame in chosen or frame not in changed
    ]
    return sum((each for each in found if each), Panoptic()) if right else None


def _by_frame(records: Sequence[Record]) -> dict[int, Mapping[str, Any]]:
    return {record["data"]["frame"]: record["data"] for record in records if record["kind"] == "point_labels"}


def _same(data: Mapping[str, Any]) -> Panoptic:
    """Nothing was changed: the summary says all there is."""
    classes = data["classes"]
    segments = {each["label"]: max(1, each["instances"]) for each in classes}
    return Panoptic(
        {each["label"]: (each["points"], each["points"]) for each in classes},
        {label: (count, 0, 0, float(count)) for label, count in segments.items()},
    )


def _read(right: Mapping[str, Any], said: Mapping[str, Any] | None, blobs: Mapping[str, bytes]) -> Panoptic | None:
    """None where the file is gone or labels are of clouds of different sizes."""
    reference = _values(right, blobs)
    found = _values(said, blobs) if said else np.zeros(right["count"], np.uint32)
    if reference is None or found is None or len(reference) != len(found):
        return None
    return labelled_points.compared(reference, _names(right), found, _names(said) if said else [])


def _values(data: Mapping[str, Any], blobs: Mapping[str, bytes]) -> Values | None:
    return unpack(blobs[data["blob"]], data["count"]) if data["blob"] in blobs else None


def labels_alike(one: Mapping[str, Any], other: Mapping[str, Any], blobs: Mapping[str, bytes]) -> float | None:
    """The share of the points labelled in either that have the same label in both; None where a file is gone."""
    if one["blob"] == other["blob"] and one["classes"] == other["classes"]:
        return 1.0
    found = _values(one, blobs), _values(other, blobs)
    if found[0] is None or found[1] is None or len(found[0]) != len(found[1]):
        return None
    return labelled_points.alike(found[0], _names(one), found[1], _names(other))


def _names(data: Mapping[str, Any]) -> list[str]:
    return [each["label"] for each in data["classes"]]
