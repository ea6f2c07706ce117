"""OpenLane 3D lanes: `lane3d/<scene>/<camera>/<frame>.json`, one for each picture, with the lines that it sees.

Frame: `xyz` (3 x n, metres) are in the camera's frame with x forward, y left, z up, as in the data set, not in the
optical one; `extrinsic` (4 x 4) turns that frame into the vehicle's, ISO 8855. `uv` (2 x n) counts from the middle of
the first pixel. `visibility` is 1 for points that are in the picture and not marked as out of sight. A line is written
where it is before the camera, with a point every half metre.

OpenLane does not say where the vehicle was. We add `pose` (4 x 4, vehicle to world) and, for each line, `along`: metres
from its beginning, and `corner`: which points it was drawn by. With them lines come back into the world as they were,
to the millimetre that numbers are rounded to; without them every file is a scene of one frame in the vehicle's frame.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.formats.base import Decoded, Format, Header, Item, Options
from annotation.formats.labels import SchemaGatherer
from annotation.formats.openlane.categories import category_of, place_of, record_of
from annotation.formats.registry import FORMATS
from annotation.formats.report import Report
from annotation.formats.sink import Sink
from annotation.formats.source import Source, Unreadable
from annotation.formats.writing import copy_files
from annotation.geometry3d.cameras import Camera
from annotation.geometry3d.poses import Pose
from annotation.kinds.record import Record, new_record, stable_id
from annotation.modalities.scene.manifest import Manifest, Rig
from core.json_text import encode
from core.text import Text

Floats = NDArray[np.float64]
FILE = re.compile(r"(?:.*/)?lane3d[^/]*/(?P<scene>.+)/(?P<camera>[^/]+)/(?P<frame>[^/]+)\.json", re.IGNORECASE)
LOOSE = re.compile(r"(?P<scene>(?:.*/)?[^/]+)\.json", re.IGNORECASE)
LARGEST = 256 * 1024**2
SPACING = 0.5
FARTHEST = 200.0
AHEAD = np.asarray([[0.0, 0.0, 1.0], [-1.0, 0.0, 0.0], [0.0, -1.0, 0.0]])
"""Turns the optical frame (x right, y down, z forward) into OpenLane's (x forward, y left, z up)."""


@FORMATS.register
class OpenLane(Format):
    """Lines of one label say in attributes what OpenLane says in numbers."""

    slug = "openlane"
    title = Text(en="OpenLane 3D lanes", zh="OpenLane 三维车道线")
    extensions = (".json",)
    kinds = frozenset({"polyline3d"})
    modalities = frozenset({"scene"})
    cannot_carry = (
        Text(en="Anything but lane lines and curbs.", zh="车道线和路沿以外的任何内容。"),
        Text(en="Lines that no calibrated camera sees; sources and scores.", zh="没有标定相机可见的线；来源与置信度。"),
    )

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return any(FILE.fullmatch(name) for name in source.names)

    @classmethod
    def decode(cls, source: Source, options: Options | None = None) -> Decoded:
        cls.chosen(options)
        report = Report()
        for rejected in source.rejected:
            report.problem(rejected.name, "", rejected.code, **rejected.params)
        items = list(_items(source, report))
        gathered = SchemaGatherer()
        for item in items:
            for record in item.records:
                gathered.record(record)
        return Decoded(Header(gathered.schema(cls.kinds)), iter(items), report)

    @classmethod
    def encode(
        cls, header: Header, items: Iterable[Item], sink: Sink, options: Options | None = None, *, images: bool = False
    ) -> Report:
        cls.chosen(options)
        report = Report()
        for item in items:
            report.items += 1
            lines = [line for record in item.records if (line := _line(record, report))]
            report.records += len(lines)
            try:
                with item.derived("scene", "") as path:
                    manifest = Manifest.read(path)
            except KeyError:
                report.loss("no-scene", len(lines))
                continue
            _write(item.name, manifest, lines, sink)
            if images:
                copy_files(item, "scenes", sink, report)
        return report


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the world, with a point every `SPACING` metres between those it was drawn by."""

    uid: str
    category: int
    place: int
    xyz: Floats
    seen: NDArray[np.bool_]
    along: Floats
    corner: NDArray[np.bool_]


def _line(record: Record, report: Report) -> Line | None:
    category = category_of(record["label"], record["attributes"])
    if record["kind"] != "polyline3d" or category is None:
        report.loss("kind-not-carried" if record["kind"] != "polyline3d" else "label-not-declared")
        return None
    points = np.asarray(record["data"]["points"], dtype=np.float64)
    visible = np.asarray(record["data"].get("visible", [True] * len(points)))
    at = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    between = np.arange(SPACING, at[-1], SPACING)
    along = np.concatenate([at, between])
    order = np.argsort(along, kind="stable")
    along, corner = along[order], order < len(at)
    xyz = np.stack([np.interp(along, at, points[:, axis]) for axis in range(3)], axis=1)
    piece = np.clip(np.searchsorted(at, along, side="right") - 1, 0, len(at) - 2)
    seen = np.where(corner, visible[np.minimum(np.searchsorted(at, along), len(at) - 1)], visible[piece])
    return Line(record["id"], category, place_of(record["attributes"]), xyz, seen, along, corner)


def _write(name: str, manifest: Manifest, lines: list[Line], sink: Sink) -> None:
    for number, frame in enumerate(manifest.frames):
        for index, rig in enumerate(manifest.rigs):
            pose = manifest.image(number, index)
            if rig.camera is None or pose is None:
                continue
            ego = manifest.ego(number)
            data = {
                "intrinsic": [
                    [rig.camera.fx, 0.0, rig.camera.cx],
                    [0.0, rig.camera.fy, rig.camera.cy],
                    [0.0, 0.0, 1.0],
                ],
                "extrinsic": _extrinsic(ego.inverse() @ pose),
                "pose": ego.matrix.tolist(),
                "lane_lines": [seen for line in lines if (seen := _seen(line, rig, pose))],
                "file_path": f"{name}/{rig.name}/{frame['name']}.jpg",
            }
            sink.write(f"lane3d/{name}/{rig.name}/{frame['name']}.json", encode(data))


def _intrinsic(camera: Camera) -> list[list[float]]:
    return [[camera.fx, 0.0, camera.cx], [0.0, camera.fy, camera.cy], [0.0, 0.0, 1.0]]


def _extrinsic(optical: Pose) -> list[list[float]]:
    matrix = optical.matrix.copy()
    matrix[:3, :3] = matrix[:3, :3] @ AHEAD.T
    rows: list[list[float]] = matrix.tolist()
    return rows


def _seen(line: Line, rig: Rig, pose: Pose) -> dict[str, Any] | None:
    """The part of a line before a camera; None when there are not two points of it."""
    assert rig.camera is not None
    optical = pose.inverse().apply(line.xyz)
    pixels, before = rig.camera.project(optical)
    kept = before & (optical[:, 2] < FARTHEST)
    if kept.sum() < 2:
        return None
    inside = rig.camera.inside(pixels)
    return {
        "category": line.category,
        "attribute": line.place,
        "track_id": line.uid,
        "visibility": (inside & line.seen)[kept].astype(float).tolist(),
        "hidden": (~line.seen[kept]).tolist(),
        "uv": np.round(pixels[kept] - 0.5, 3).T.tolist(),
        "xyz": np.round(optical[kept] @ AHEAD.T, 4).T.tolist(),
        "along": np.round(line.along[kept], 4).tolist(),
        "corner": line.corner[kept].tolist(),
    }


def _items(source: Source, report: Report) -> Iterator[Item]:
    scenes: defaultdict[str, list[str]] = defaultdict(list)
    for name in source.names:
        match = FILE.fullmatch(name) or LOOSE.fullmatch(name)
        if match:
            scenes[match["scene"]].append(name)
    for scene, names in sorted(scenes.items()):
        posed: dict[str, Found] = {}
        for name in names:
            data = _json(source, name, report)
            if data is None:
                continue
            if "pose" in data:
                _gather(data, posed, name, report)
                continue
            alone: dict[str, Found] = {}
            _gather(data, alone, name, report)
            yield _item(name.rpartition(".")[0], alone, report)
        if posed:
            yield _item(scene, posed, report)


def _item(name: str, found: Mapping[str, Found], report: Report) -> Item:
    records = [record for key, each in found.items() if (record := each.record(name, key))]
    report.items += 1
    report.records += len(records)
    return Item(name, None, None, records)


def _json(source: Source, name: str, report: Report) -> dict[str, Any] | None:
    try:
        data = json.loads(source.read(name, LARGEST))
    except Unreadable as error:
        report.problem(name, "", error.code, **error.params)
    except (ValueError, RecursionError) as error:
        report.problem(name, "", "bad-json", reason=str(error))
    else:
        return data if isinstance(data, dict) and isinstance(data.get("lane_lines"), list) else None
    return None


@dataclass(slots=True)
class Found:
    """A line as the pictures that saw it have it: by metres along it, its points in the world and whether hidden."""

    category: int
    place: int
    points: dict[float, tuple[tuple[float, ...], bool]] = field(default_factory=dict)

    def record(self, scene: str, key: str) -> Record | None:
        ordered = [self.points[at] for at in sorted(self.points)]
        if len(ordered) < 2:
            return None
        label, attributes = record_of(self.category, self.place)
        data: dict[str, Any] = {"points": [list(point) for point, _ in ordered]}
        if any(hidden for _, hidden in ordered):
            data["visible"] = [not hidden for _, hidden in ordered]
        uid = stable_id(scene, key)
        return new_record(id=uid, kind="polyline3d", label=label, data=data, attributes=attributes)


def _gather(data: Mapping[str, Any], found: dict[str, Found], name: str, report: Report) -> None:
    """Add the lines of one picture, in the world where it says where that was, else in the vehicle's frame."""
    try:
        there = np.asarray(data.get("pose", np.eye(4)), np.float64) @ np.asarray(data["extrinsic"], np.float64)
        for index, line in enumerate(data["lane_lines"]):
            xyz = np.asarray(line["xyz"], dtype=np.float64).T
            world = xyz @ there[:3, :3].T + there[:3, 3]
            drawn = np.asarray(line.get("corner", [True] * len(world)), dtype=bool)
            along = line.get("along", range(len(world)))
            hidden = line.get("hidden", [value < 0.5 for value in line.get("visibility", [1] * len(world))])
            key = str(line.get("track_id") or f"{name} {index}")
            each = found.setdefault(key, Found(int(line.get("category", 0)), int(line.get("attribute", 0))))
            for at, point, out, is_drawn in zip(along, world, hidden, drawn, strict=True):
                if is_drawn:
                    each.points.setdefault(float(at), (tuple(map(float, point)), bool(out)))
    except (KeyError, TypeError, ValueError) as error:
        report.problem(name, "lane_lines", "bad-value", field="lane_lines", reason=str(error)[:200])
