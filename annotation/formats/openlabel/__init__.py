"""ASAM OpenLABEL 1.0: `<scene>.openlabel.json`, one file for each scene.

Frame: we write boxes in the coordinate system "world" and say in every frame how "ego" (ISO 8855) stands in it; what
others give in other systems is taken into the root by their `pose_wrt_parent` and by the transforms of the frame
(X_dst = matrix X_src). `val` is the geometric CENTRE, the quaternion x, y, z, w, and the sizes along the box's own x
(length), y (width) and z (height); we always write ten values, because the order of Euler angles is not agreed on;
nine are read as Rz Ry Rx. What never moves is in the object itself, what does in its frames. Lines and areas in
space are `poly3d` of an object, x, y, z one after the other, `closed` for areas; what of a line is out of sight is its
attribute `visible`, 1 or 0 for each point. Of lines that others give frame by frame the first is read. Numbers are not
rounded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from annotation.formats.registry import FORMATS
from annotation.formats.scene_reading import Gathered, Reading
from annotation.formats.scenes import ALWAYS, PATHS, Placed, Scene, SceneFormat, Writer
from annotation.formats.source import Source, beginnings
from annotation.formats.writing import copy_files
from annotation.geometry3d import boxes
from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import Quaternion, from_angles
from annotation.geometry3d.systems import Systems, as_mapping
from annotation.kinds.base import Data
from annotation.kinds.record import Record
from core.json_text import encode
from core.text import Text

FILE = re.compile(r"(?P<scene>.*?)(?:\.openlabel)?\.json", re.IGNORECASE)
BEGINS = re.compile(rb'\s*\{\s*"openlabel"\s*:')
VERSION = "1.0.0"
WORLD, EGO, BOX, LINE = "world", "ego", "box", "line"
OCCLUDED, VISIBLE = "occluded", "visible"
TYPES = {bool: "boolean", int: "num", float: "num", str: "text", list: "vec"}


class Writing(Writer):
    def scene(self, scene: Scene) -> None:
        frames: dict[str, Any] = {}
        objects: dict[str, Any] = {}
        for number, placed in enumerate(scene.frames):
            moving = {each.key: self._in_frame(each) for each in placed if each.record["kind"] != "cuboid"}
            frames[str(number)] = {"frame_properties": _properties(scene, number), **_with("objects", moving)}
            for each in placed:
                self._object(objects, each, number)
        objects |= {record["id"]: self._path(record) for record in scene.paths}
        last = len(scene.frames) - 1
        data = {
            "metadata": {"schema_version": VERSION, "name": scene.name},
            "coordinate_systems": {
                WORLD: {"type": "scene_cs", "parent": "", "children": [EGO]},
                EGO: {"type": "local_cs", "parent": WORLD, "children": []},
            },
            "frame_intervals": [{"frame_start": 0, "frame_end": last}],
            "frames": frames,
            "objects": objects,
        }
        self.sink.write(f"{scene.name}.openlabel.json", encode({"openlabel": data}))
        if self.images:
            copy_files(scene.item, "scenes", self.sink, self.report)

    def _object(self, objects: dict[str, Any], each: Placed, number: int) -> None:
        known = objects.get(each.key)
        if known is None:
            always = _said(each.record["attributes"])
            if each.record["kind"] == "cuboid":
                always = {**always, "cuboid": [_cuboid(each.box)]}
            objects[each.key] = known = {"name": each.key, "type": each.label, **_with("object_data", always)}
            self.report.loss("score-dropped", int(each.record["score"] is not None))
        if each.record["kind"] != "cuboid":
            intervals = known.setdefault("frame_intervals", [])
            if intervals and intervals[-1]["frame_end"] == number - 1:
                intervals[-1]["frame_end"] = number
            else:
                intervals.append({"frame_start": number, "frame_end": number})
            known["object_data_pointers"] = {BOX: {"type": "cuboid", "frame_intervals": intervals}}

    def _path(self, record: Record) -> dict[str, Any]:
        data = record["data"]
        seen = {"vec": [{"name": VISIBLE, "val": list(map(int, data[VISIBLE]))}]} if VISIBLE in data else {}
        path = {
            "name": LINE,
            "val": [value for point in data["points"] for value in point],
            "closed": record["kind"] == "polygon3d",
            "coordinate_system": WORLD,
            **_with("attributes", seen),
        }
        self.report.loss("score-dropped", int(record["score"] is not None))
        return {
            "name": record["id"],
            "type": record["label"],
            "object_data": {**_said(record["attributes"]), "poly3d": [path]},
        }

    def _in_frame(self, each: Placed) -> dict[str, Any]:
        always = each.record["attributes"]
        changing = {name: value for name, value in each.attributes.items() if always.get(name) != value}
        if each.occluded:
            changing[OCCLUDED] = True
        return {"object_data": {"cuboid": [{**_cuboid(each.box), **_with("attributes", _said(changing))}]}}


def _properties(scene: Scene, number: int) -> dict[str, Any]:
    time = scene.manifest.frames[number].get("time")
    ego = scene.manifest.ego(number)
    transform = {
        "src": EGO,
        "dst": WORLD,
        "transform_src_to_dst": {"matrix4x4": ego.matrix.reshape(-1).tolist()},
    }
    return {**_with("timestamp", time / 1e9 if time is not None else None), "transforms": {"ego_to_world": transform}}


def _with(key: str, value: Any) -> dict[str, Any]:
    return {key: value} if value else {}


def _cuboid(box: Data) -> dict[str, Any]:
    keys = ("x", "y", "z", "qx", "qy", "qz", "qw", *boxes.SIZE)
    return {"name": BOX, "val": [box[key] for key in keys], "coordinate_system": WORLD}


def _said(attributes: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in attributes.items():
        found.setdefault(TYPES[type(value)], []).append({"name": name, "val": value})
    return found


@FORMATS.register
class OpenLabel(SceneFormat):
    """One file for each scene."""

    slug = "openlabel"
    title = Text(en="ASAM OpenLABEL 1.0", zh="ASAM OpenLABEL 1.0")
    extensions = (".json",)
    kinds = SceneFormat.kinds | PATHS
    cannot_carry = (
        Text(
            en="Anything but cuboids, their tracks, and lines and areas in space.",
            zh="立体框及其轨迹、三维折线与区域以外的任何内容。",
        ),
        *ALWAYS[1:],
        Text(en="Scores.", zh="置信度。"),
    )
    writer = Writing

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return any(BEGINS.match(head) for _, head in beginnings(source, ".json", 200))

    @classmethod
    def read(cls, reading: Reading) -> None:
        for name, head in beginnings(reading.source, ".json", 200):
            match = FILE.fullmatch(name)
            if match and BEGINS.match(head):
                data = as_mapping(as_mapping(reading.json(name)).get("openlabel"))
                said = as_mapping(data.get("metadata")).get("name")
                _read(reading, name, said if isinstance(said, str) and said else match["scene"], data)


def _read(reading: Reading, name: str, scene: str, data: Mapping[str, Any]) -> None:
    frames = {int(key): as_mapping(value) for key, value in as_mapping(data.get("frames")).items() if _is_number(key)}
    count = reading.fact(scene, "frames") or len(frames)
    ordered = sorted(frames)
    # Files of others may begin at any number; within the scene numbers are those of its frames.
    place = {number: number if ordered[-1] < count else at for at, number in enumerate(ordered)}
    found = Gathered(reading, scene, count or 1)
    things = as_mapping(data.get("objects"))
    systems = Systems(as_mapping(data.get("coordinate_systems")))
    for uid, thing in things.items():
        held = as_mapping(as_mapping(thing).get("object_data"))
        for number in range(found.frames) if held.get("cuboid") else ():
            _add(found, (name, f"objects.{uid}"), uid, number, thing, held, systems.in_frame({}))
        _add_path(found, (name, f"objects.{uid}"), uid, as_mapping(thing), held, systems.in_frame({}))
    for number in ordered:
        transforms = as_mapping(as_mapping(frames[number].get("frame_properties")).get("transforms"))
        world = systems.in_frame(transforms)
        for uid, each in as_mapping(frames[number].get("objects")).items():
            where = (name, f"frames.{number}.objects.{uid}")
            held = as_mapping(as_mapping(each).get("object_data"))
            _add(found, where, uid, place[number], as_mapping(things.get(uid)), held, world)
            _add_path(found, where, uid, as_mapping(things.get(uid)), held, world)
    reading.keep(found)


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdecimal() and len(key) < 9


def _add(
    found: Gathered, where: tuple[str, str], uid: str, number: int, thing: object, held: Mapping[str, Any],
    systems: Systems,
) -> None:  # fmt: skip
    thing = as_mapping(thing)
    cuboids = held.get("cuboid")
    for each in cuboids[:1] if isinstance(cuboids, list) else ():
        cuboid = as_mapping(each)
        always = _attributes(as_mapping(thing.get("object_data")))
        attributes = {**always, **_attributes(held), **_attributes(as_mapping(cuboid.get("attributes")))}
        occluded = attributes.pop(OCCLUDED, False) is True
        system = cuboid.get("coordinate_system") or thing.get("coordinate_system")
        box = partial(_box, cuboid.get("val"), systems, system)
        found.add(where, uid, number, thing.get("type"), box, attributes, occluded=occluded)


def _add_path(
    found: Gathered, where: tuple[str, str], uid: str, thing: Mapping[str, Any], held: Mapping[str, Any],
    systems: Systems,
) -> None:  # fmt: skip
    paths = held.get("poly3d")
    for at, each in enumerate(paths if isinstance(paths, list) else ()):
        path = as_mapping(each)
        kind = "polygon3d" if path.get("closed") is True else "polyline3d"
        attributes = {**_attributes(as_mapping(thing.get("object_data"))), **_attributes(held)}
        system = path.get("coordinate_system") or thing.get("coordinate_system")
        key = uid if at == 0 else f"{uid} {at}"
        found.add_path(where, key, thing.get("type"), kind, partial(_line, path, systems, system), attributes)


def _line(path: Mapping[str, Any], systems: Systems, system: object) -> Data:
    places = np.array([float(value) for value in path["val"]]).reshape(-1, 3)
    points = systems.to_root(system).apply(places).tolist()
    said = as_mapping(path.get("attributes")).get("vec")
    seen = next((each["val"] for each in said or () if as_mapping(each).get("name") == VISIBLE), None)
    return {"points": points, **({VISIBLE: [bool(each) for each in seen]} if seen is not None else {})}


def _box(values: object, systems: Systems, system: object) -> Data:
    if not isinstance(values, Sequence) or len(values) not in {9, 10}:
        raise ValueError("a cuboid has 9 or 10 values")
    numbers = [float(value) for value in values]
    if len(numbers) == 10:
        qx, qy, qz, qw = numbers[3:7]
        pose = Pose.of(numbers[:3], Quaternion(qw, qx, qy, qz))
    else:
        pose = Pose.of(numbers[:3], from_angles(*numbers[3:6]))
    return boxes.moved(systems.to_root(system), boxes.made(pose, *numbers[-3:]))


def _attributes(held: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kind in ("boolean", "num", "text", "vec"):
        for each in held.get(kind) or ():
            if isinstance(each, dict) and isinstance(each.get("name"), str):
                value = each.get("val")
                found[each["name"]] = [str(part) for part in value] if isinstance(value, list) else value
    return found
