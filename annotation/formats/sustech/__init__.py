"""SUSTechPOINTS: `label/<frame>.json` beside `lidar/`, a list of boxes for each frame.

Frame: the lidar's, with the axes of the rig. `psr.position` is the geometric CENTRE, `psr.scale` has x = length,
y = width, z = height, `psr.rotation` the Euler angles of the order XYZ (matrix Rx Ry Rz), counter-clockwise. `obj_attr`
is one line of text.

SUSTechPOINTS knows no pose that we could write without a loss; we add `pose/<frame>.json`, {position, rotation: [w, x,
y, z]}, lidar to world. Without it the world is the lidar's frame turned so that x looks ahead, as the layout has it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from annotation.formats.kitti import SourceFiles
from annotation.formats.registry import FORMATS
from annotation.formats.scene_reading import Gathered, Reading
from annotation.formats.scenes import ALWAYS, Placed, Scene, SceneFormat, Writer, pcd_of
from annotation.formats.source import Source
from annotation.geometry3d import boxes
from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import Quaternion, from_xyz, xyz_of
from annotation.kinds.base import Data
from annotation.modalities.base import Rejected
from annotation.modalities.scene.layouts import sustech
from annotation.modalities.scene.layouts.base import natural
from core.errors import DomainError
from core.json_text import encode
from core.text import Text

LABELS = re.compile(r"(?P<root>(?:.*/)?)label/(?P<frame>[^/]+)\.json", re.IGNORECASE)
CLOUD = re.compile(r"(?P<root>(?:.*/)?)lidar/(?P<frame>[^/]+)\.(?:pcd|bin)", re.IGNORECASE)
CAMERA = re.compile(r"(?P<root>(?:.*/)?)calib/camera/(?P<camera>[^/]+)\.json", re.IGNORECASE)
BETWEEN, SAYS = "; ", "="


class Labels(Writer):
    def scene(self, scene: Scene) -> None:
        folder, names = self._place(scene)
        for number, (name, objects) in enumerate(zip(names, scene.frames, strict=True)):
            lidar = scene.manifest.sweep(number) or scene.manifest.ego(number)
            rows = [_row(each, boxes.moved(lidar.inverse(), each.box)) for each in objects]
            self.sink.write(f"{folder}label/{name}.json", encode(rows))
            pose = {"position": list(lidar.t), "rotation": list(lidar.q)}
            self.sink.write(f"{folder}pose/{name}.json", encode(pose))
            if self.images:
                self._media(scene, number, f"{folder}{{}}/{name}", lidar)
        if self.images:
            self._calibration(scene, folder)

    def _place(self, scene: Scene) -> tuple[str, list[str]]:
        """Beside its own files where it came as SUSTechPOINTS, else in a folder of its name."""
        found = [match for media in scene.item.files if (match := CLOUD.fullmatch(media.name))]
        if len(found) == len(scene.frames):
            return found[0]["root"] or f"{scene.name}/", sorted((match["frame"] for match in found), key=natural)
        return f"{scene.name}/", [f"{at:06d}" for at in range(len(scene.frames))]

    def _media(self, scene: Scene, number: int, name: str, lidar: Pose) -> None:
        points = scene.columns(number, lidar)
        if points is not None:
            self.sink.write(f"{name.format('lidar')}.pcd", pcd_of(points))
        for rig in scene.manifest.rigs:
            scene.copy_picture(number, rig.name, name.format(f"camera/{rig.name}"), self.sink)

    def _calibration(self, scene: Scene, folder: str) -> None:
        lidar = scene.manifest.ego(0).inverse() @ (scene.manifest.sweep(0) or scene.manifest.ego(0))
        for rig in scene.manifest.rigs:
            if rig.camera and rig.pose:
                k = [rig.camera.fx, 0.0, rig.camera.cx, 0.0, rig.camera.fy, rig.camera.cy, 0.0, 0.0, 1.0]
                extrinsic = (rig.pose.inverse() @ lidar).matrix.reshape(-1).tolist()
                data = {"extrinsic": extrinsic, "intrinsic": k}
                self.sink.write(f"{folder}calib/camera/{rig.name}.json", encode(data))


def _row(placed: Placed, box: Data) -> dict[str, Any]:
    x, y, z = xyz_of(Quaternion(box["qw"], box["qx"], box["qy"], box["qz"]))
    said = {**placed.attributes, **({"occluded": True} if placed.occluded else {})}
    return {
        "psr": {
            "position": {axis: box[axis] for axis in "xyz"},
            "scale": {"x": box["length"], "y": box["width"], "z": box["height"]},
            "rotation": {"x": x, "y": y, "z": z},
        },
        "obj_type": placed.label,
        "obj_id": placed.key,
        **({"obj_attr": BETWEEN.join(f"{name}{SAYS}{_text(value)}" for name, value in said.items())} if said else {}),
    }


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(value) if isinstance(value, list) else str(value)


@FORMATS.register
class Sustech(SceneFormat):
    """One folder for each scene."""

    slug = "sustech"
    title = Text(en="SUSTechPOINTS", zh="SUSTechPOINTS")
    extensions = (".json",)
    cannot_carry = (
        *ALWAYS,
        Text(en="Types of attributes: numbers and choices come back as text.", zh="属性类型：数值与选项读回后为文本。"),
    )
    writer = Labels

    @classmethod
    def recognises(cls, source: Source) -> bool:
        roots = {match["root"] for match in map(LABELS.fullmatch, source.names) if match}
        beside = {match["root"] for match in map(CLOUD.fullmatch, source.names) if match}
        beside |= {name.rpartition("pose/")[0] for name in source.names if "pose/" in name}
        return bool(roots & beside)

    @classmethod
    def read(cls, reading: Reading) -> None:
        scenes: defaultdict[str, dict[str, str]] = defaultdict(dict)
        clouds: defaultdict[str, set[str]] = defaultdict(set)
        for name in reading.source.names:
            if match := LABELS.fullmatch(name):
                scenes[match["root"]][match["frame"]] = name
            elif match := CLOUD.fullmatch(name):
                clouds[match["root"]].add(match["frame"])
        for root, labels in scenes.items():
            scene = root.rstrip("/") or "scene"
            frames = sorted(clouds[root] | (set() if clouds[root] else labels.keys()), key=natural)
            rig = _rig(reading, root)
            found = Gathered(reading, scene, reading.fact(scene, "frames") or len(frames))
            for number, frame in enumerate(frames):
                if frame in labels:
                    _read(found, number, labels[frame], _pose(reading, f"{root}pose/{frame}.json") or rig)
            reading.keep(found)


def _rig(reading: Reading, root: str) -> Pose:
    """The lidar's frame in the ISO one, as the layout finds it."""
    files = SourceFiles(reading.source)
    cameras: dict[str, str] = {}
    for name in files.names:
        if (match := CAMERA.fullmatch(name)) and match["root"] == root:
            cameras[match["camera"]] = name
    try:
        return sustech.forward({camera: sustech.calibrated(files, name)[1] for camera, name in cameras.items()})
    except (Rejected, DomainError) as error:
        reading.report.problem(root, "", "not-readable", reason=str(error)[:200])
        return Pose()


def _pose(reading: Reading, name: str) -> Pose | None:
    value = reading.json(name) if name in reading.source.names else None
    try:
        return Pose.of(value["position"], Quaternion(*map(float, value["rotation"]))) if value is not None else None
    except (KeyError, TypeError, ValueError) as error:
        reading.report.problem(name, "", "bad-value", field="pose", reason=str(error)[:100])
        return None


def _read(found: Gathered, frame: int, name: str, lidar: Pose) -> None:
    rows = found.reading.json(name)
    rows = rows.get("objs") if isinstance(rows, dict) else rows
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        return
    for at, row in enumerate(each if isinstance(each, dict) else {} for each in rows):
        key = str(row.get("obj_id") or f"{frame} {at}")
        attributes = _attributes(row.get("obj_attr"))
        occluded = attributes.pop("occluded", "") == "true"
        where = (name, f"[{at}]")
        found.add(where, key, frame, row.get("obj_type"), partial(_box, row, lidar), attributes, occluded=occluded)


def _box(row: Mapping[str, Any], lidar: Pose) -> Data:
    position, scale, rotation = (row["psr"][name] for name in ("position", "scale", "rotation"))
    x, y, z = (float(rotation[axis]) for axis in "xyz")
    pose = Pose.of([float(position[axis]) for axis in "xyz"], from_xyz(x, y, z))
    length, width, height = (float(scale[axis]) for axis in "xyz")
    return boxes.moved(lidar, boxes.made(pose, length, width, height))


def _attributes(value: object) -> dict[str, str]:
    """Ours as written above; a line of somebody else is one attribute."""
    if not isinstance(value, str) or not value.strip():
        return {}
    parts = [part.partition(SAYS) for part in value.split(BETWEEN)]
    if all(between for _, between, _ in parts):
        return {name: said for name, _, said in parts}
    return {"attribute": value}
