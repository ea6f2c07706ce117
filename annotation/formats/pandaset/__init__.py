"""PandaSet cuboids as JSON: `annotations/cuboids/00.json`, a list of rows for each frame under PandaSet's own names.

Frame: the world. `position` is the geometric CENTRE; `dimensions.x` is the width, `.y` the LENGTH, `.z` the height;
`yaw` is counter-clockwise and 0 where the front looks along +y, so it is ours less pi/2. Scale's cuboids are alike.
PandaSet itself pickles these tables, and pickles are never opened. Numbers are not rounded. Sweeps, where they are
written too, are in the frame of the vehicle with x right and y forward; `poses/00.json` and `extrinsics.json` take it
and the cameras to the world, as in the excerpts that this format is read from.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from annotation.formats.registry import FORMATS
from annotation.formats.scene_reading import Gathered, Reading
from annotation.formats.scenes import ALWAYS, FLAT, Placed, Scene, SceneFormat, Writer
from annotation.formats.source import Source
from annotation.geometry3d import boxes
from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import from_yaw
from annotation.kinds.base import Data
from core.json_text import encode
from core.text import Text

CUBOIDS = re.compile(r"(?P<root>(?:.*/)?)annotations/cuboids/(?P<frame>\d+)\.json", re.IGNORECASE)
CLOUD = re.compile(r"(?P<root>(?:.*/)?)pointcloud/(?P<frame>\d+)\.\w+", re.IGNORECASE)
PREFIX = "attributes."
VEHICLE = Pose(q=from_yaw(-math.pi / 2))
"""From a vehicle with x right and y forward to ours, x forward and y left."""
STILL = 0.05
"""Metres that something may seem to move and still be parked."""


def row_of(placed: Placed, box: Data, *, stationary: bool) -> dict[str, Any]:
    """One cuboid under PandaSet's names."""
    return {
        "uuid": placed.key,
        "label": placed.label,
        "yaw": math.remainder(boxes.yaw(box) - math.pi / 2, 2 * math.pi),
        "stationary": stationary,
        "camera_used": -1,
        "position.x": box["x"],
        "position.y": box["y"],
        "position.z": box["z"],
        "dimensions.x": box["width"],
        "dimensions.y": box["length"],
        "dimensions.z": box["height"],
        "occluded": placed.occluded,
        **{f"{PREFIX}{name}": value for name, value in sorted(placed.attributes.items())},
    }


def box_of(row: Mapping[str, Any]) -> Data:
    x, y, z = (float(row[f"position.{axis}"]) for axis in "xyz")
    width, length, height = (float(row[f"dimensions.{axis}"]) for axis in "xyz")
    return boxes.made(Pose.of((x, y, z), from_yaw(float(row["yaw"]) + math.pi / 2)), length, width, height)


def parked(frames: Iterable[Iterable[Placed]]) -> set[str]:
    """Ids of what stays where it is."""
    first: dict[str, Data] = {}
    moving: set[str] = set()
    for each in (each for frame in frames for each in frame):
        start = first.setdefault(each.key, each.box)
        if math.dist([start[axis] for axis in "xyz"], [each.box[axis] for axis in "xyz"]) > STILL:
            moving.add(each.key)
    return first.keys() - moving


class Cuboids(Writer):
    def scene(self, scene: Scene) -> None:
        folder, numbers = self._place(scene)
        still = parked(scene.frames)
        for number, objects in zip(numbers, scene.frames, strict=True):
            rows = [row_of(each, self.level(each.box), stationary=each.key in still) for each in objects]
            self.sink.write(f"{folder}annotations/cuboids/{number}.json", encode(rows))
        if self.images:
            for at, number in enumerate(numbers):
                self._media(scene, at, number, folder)

    def _place(self, scene: Scene) -> tuple[str, list[str]]:
        """Where its labels go: beside its own files where it came as PandaSet, with the numbers of its frames."""
        found = [match for media in scene.item.files if (match := CLOUD.fullmatch(media.name))]
        numbers = sorted((match["frame"] for match in found), key=int)
        if len(found) == len(scene.frames):
            return found[0]["root"] or f"{scene.name}/", numbers
        return f"{scene.name}/", [f"{at:02d}" for at in range(len(scene.frames))]

    def _media(self, scene: Scene, at: int, number: str, folder: str) -> None:
        vehicle = scene.manifest.ego(at) @ VEHICLE
        points = scene.columns(at, vehicle)
        if points is not None:
            self.sink.write(f"{folder}pointcloud/{number}.bin", points.tobytes())
        self.sink.write(f"{folder}poses/{number}.json", _pose(vehicle))
        for rig in scene.manifest.rigs:
            place = f"{folder}cameras/{rig.name}/"
            scene.copy_picture(at, rig.name, f"{place}{number}", self.sink)
            if at == 0 and rig.camera and rig.pose:
                lens = {key: getattr(rig.camera, key) for key in ("fx", "fy", "cx", "cy")}
                self.sink.write(f"{place}intrinsics.json", encode(lens))
                self.sink.write(f"{place}extrinsics.json", _pose(VEHICLE.inverse() @ rig.pose))


def _pose(pose: Pose) -> bytes:
    return encode({"position": list(pose.t), "heading": list(pose.q)})


@FORMATS.register
class PandaSet(SceneFormat):
    """One folder for each scene."""

    slug = "pandaset"
    title = Text(en="PandaSet cuboids (JSON)", zh="PandaSet 立体框（JSON）")
    extensions = (".json",)
    cannot_carry = (*ALWAYS, FLAT)
    writer = Cuboids

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return any(CUBOIDS.fullmatch(name) for name in source.names)

    @classmethod
    def read(cls, reading: Reading) -> None:
        scenes: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for name in reading.source.names:
            if match := CUBOIDS.fullmatch(name):
                scenes[match["root"]].append((int(match["frame"]), name))
        for root, files in scenes.items():
            scene = root.rstrip("/") or "pandaset"
            numbers = {int(match["frame"]) for each in reading.source.names if (match := CLOUD.fullmatch(each))}
            order = {number: at for at, number in enumerate(sorted(numbers | {number for number, _ in files}))}
            found = Gathered(reading, scene, reading.fact(scene, "frames") or len(order))
            for number, name in sorted(files):
                _read(found, order[number], name)
            reading.keep(found)


def _read(found: Gathered, frame: int, name: str) -> None:
    rows = found.reading.json(name)
    if not isinstance(rows, list):
        if rows is not None:
            found.reading.report.problem(name, "", "bad-value", field="file", reason="must be a list of cuboids")
        return
    for at, row in enumerate(each if isinstance(each, dict) else {} for each in rows):
        attributes = {
            key.removeprefix(PREFIX): value for key, value in row.items() if key.startswith(PREFIX) and value != ""
        }
        key = str(row.get("uuid") or f"{name} {at}")
        occluded = row.get("occluded") is True
        where = (name, f"[{at}]")
        found.add(where, key, frame, row.get("label"), partial(box_of, row), attributes, occluded=occluded)
