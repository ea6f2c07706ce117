"""Supervisely point cloud episodes, which CVAT's "Sly Point Cloud" is a part of: one folder for each scene with
`annotation.json`, `frame_pointcloud_map.json` and `pointcloud/*.pcd`; beside them `meta.json` and `key_id_map.json`.

Frame: that of the point cloud's file. We write clouds in the world, as whoever exports an episode with poses does, so
boxes are in the world too. `position` is the geometric CENTRE; `dimensions.x` is the width, `.y` the LENGTH, `.z` the
height; `rotation` are the Euler angles of the order XYZ (matrix Rx Ry Rz), counter-clockwise, with the front along the
box's own y: a heading along x has rotation.z = -pi/2. Numbers are not rounded.

Point clouds that are no episodes (`ann/<cloud>.json`, every one a scene of one frame) are read, not written.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from annotation.formats.base import Header
from annotation.formats.registry import FORMATS
from annotation.formats.scene_reading import Gathered, Reading
from annotation.formats.scenes import ALWAYS, Placed, Scene, SceneFormat, Writer, pcd_of
from annotation.formats.sink import Sink
from annotation.formats.source import Source
from annotation.geometry3d import boxes
from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import Quaternion, from_xyz, xyz_of
from annotation.kinds.base import Data
from annotation.kinds.record import stable_id
from core.json_text import encode
from core.text import Text

EPISODE = re.compile(r"(?P<root>(?:.*/)?)annotation\.json", re.IGNORECASE)
CLOUD = re.compile(r"(?P<root>(?:.*/)?)ann/(?P<cloud>[^/]+\.(?:pcd|ply|bin))\.json", re.IGNORECASE)
MAP = "frame_pointcloud_map.json"
OCCLUDED = "occluded"
SHAPE = "cuboid_3d"


class Episodes(Writer):
    def __init__(self, header: Header, sink: Sink, options: Mapping[str, str], *, images: bool) -> None:
        super().__init__(header, sink, options, images=images)
        self._tags: dict[str, str] = {}

    def scene(self, scene: Scene) -> None:
        objects: dict[str, Placed] = {}
        frames: list[dict[str, Any]] = []
        for number, placed in enumerate(scene.frames):
            figures = []
            for each in placed:
                objects.setdefault(each.key, each)
                figures.append(
                    {
                        "key": _key(scene.name, each.key, number),
                        "objectKey": _plain(each.key),
                        "geometryType": SHAPE,
                        "geometry": _geometry(each.box),
                    }
                )
            frames.append({"index": number, "figures": figures})
        names = {str(number): f"{number:06d}.pcd" for number in range(len(frames))}
        annotation = {
            "description": "",
            "key": _key(scene.name),
            "tags": [],
            "objects": [self._object(scene, each) for each in objects.values()],
            "framesCount": len(frames),
            "frames": frames,
        }
        self.sink.write(f"{scene.name}/annotation.json", encode(annotation))
        self.sink.write(f"{scene.name}/{MAP}", encode(names))
        if self.images:
            self._media(scene, names)

    def _object(self, scene: Scene, placed: Placed) -> dict[str, Any]:
        """With tags for what it is all the time, and with the frames in which anything else is so."""
        states = {
            number: {**each.attributes, **({OCCLUDED: True} if each.occluded else {})}
            for number, frame in enumerate(scene.frames)
            for each in frame
            if each.key == placed.key
        }
        tags: list[dict[str, Any]] = []
        for name in dict.fromkeys(name for state in states.values() for name in state):
            runs = list(_runs({number: state.get(name) for number, state in states.items()}))
            for first, last, value in runs:
                self._tags[name] = "any_number" if _is_number(value) else "any_string"
                tag = {"name": name, "value": _value(value), "key": _key(scene.name, placed.key, name, first)}
                everywhere = len(runs) == 1 and (first, last) == (min(states), max(states))
                tags.append(tag if everywhere else {**tag, "frameRange": [first, last]})
        return {"key": _plain(placed.key), "classTitle": placed.label, "tags": tags}

    def _media(self, scene: Scene, names: Mapping[str, str]) -> None:
        for number, name in enumerate(names.values()):
            found = scene.points(number)
            if found is not None:
                # Eight bytes for each number: world coordinates may be those of a map.
                columns = np.concatenate([found[0], found[1][:, None]], axis=1)
                self.sink.write(f"{scene.name}/pointcloud/{name}", pcd_of(columns))
            for index, rig in enumerate(scene.manifest.rigs):
                pose, folder = (
                    scene.manifest.image(number, index),
                    f"{scene.name}/related_images/{name.replace('.', '_')}",
                )
                if rig.camera and pose:
                    scene.copy_picture(number, rig.name, f"{folder}/{rig.name}", self.sink)
                    k = [rig.camera.fx, 0, rig.camera.cx, 0, rig.camera.fy, rig.camera.cy, 0, 0, 1]
                    data = {"extrinsicMatrix": pose.inverse().matrix[:3].reshape(-1).tolist(), "intrinsicMatrix": k}
                    self.sink.write(
                        f"{folder}/{rig.name}.jpg.json",
                        encode({"name": f"{rig.name}.jpg", "meta": {"sensorsData": data}}),
                    )

    def close(self) -> None:
        classes = [
            {"title": label["key"], "shape": SHAPE, "color": label["color"], "geometry_config": {}}
            for label in self.header.schema.get("labels", [])
        ]
        tags = [
            {
                "name": name,
                "value_type": kind,
                "color": "#888888",
                "hotkey": "",
                "applicable_type": "objectsOnly",
                "classes": [],
            }
            for name, kind in sorted(self._tags.items())
        ]
        self.sink.write("meta.json", encode({"classes": classes, "tags": tags, "projectType": "point_cloud_episodes"}))
        nothing: dict[str, Any] = {"tags": {}, "objects": {}, "figures": {}, "videos": {}}
        self.sink.write("key_id_map.json", encode(nothing))


def _plain(key: str) -> str:
    """Supervisely's keys are UUIDs without dashes."""
    return key.replace("-", "")


def _key(*parts: object) -> str:
    return _plain(stable_id(*parts))


def _uuid(key: str) -> str:
    if re.fullmatch(r"[0-9a-f]{32}", key):
        return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"
    return key


def _geometry(box: Data) -> dict[str, dict[str, float]]:
    front = boxes.turned_round(box, -math.pi / 2)
    angles = xyz_of(Quaternion(front["qw"], front["qx"], front["qy"], front["qz"]))
    return {
        "position": {axis: box[axis] for axis in "xyz"},
        "rotation": dict(zip("xyz", angles, strict=True)),
        "dimensions": {"x": box["width"], "y": box["length"], "z": box["height"]},
    }


def _box(geometry: Mapping[str, Any]) -> Data:
    position, rotation, dimensions = (
        [float(geometry[name][axis]) for axis in "xyz"] for name in ("position", "rotation", "dimensions")
    )
    width, length, height = dimensions
    box = boxes.made(Pose.of(position, from_xyz(*rotation)), length, width, height)
    return boxes.turned_round(box, math.pi / 2)


def _runs(values: Mapping[int, Any]) -> Iterator[tuple[int, int, Any]]:
    """(first frame, last frame, value) of every stretch in which a value stays the same."""
    run: tuple[int, int, Any] | None = None
    for number, value in sorted(values.items()):
        if run and run[1] == number - 1 and run[2] == value:
            run = (run[0], number, value)
            continue
        if run and run[2] is not None:
            yield run
        run = (number, number, value)
    if run and run[2] is not None:
        yield run


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _value(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(value) if isinstance(value, list) else value


@FORMATS.register
class Supervisely(SceneFormat):
    """One folder for each scene."""

    slug = "supervisely"
    title = Text(en="Supervisely point clouds", zh="Supervisely 点云")
    extensions = (".json",)
    cannot_carry = (
        *ALWAYS,
        Text(
            en="Types of attributes other than numbers: they come back as text.", zh="数值以外的属性类型读回后为文本。"
        ),
    )
    writer = Episodes

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return any(_episodes(source)) or any(CLOUD.fullmatch(name) for name in source.names)

    @classmethod
    def read(cls, reading: Reading) -> None:
        for root in _episodes(reading.source):
            data = reading.json(f"{root}annotation.json")
            if isinstance(data, dict):
                found = Gathered(reading, root.rstrip("/") or "episode", _whole(data.get("framesCount")))
                _read_episode(found, f"{root}annotation.json", data)
                reading.keep(found)
        for name in reading.source.names:
            data = reading.json(name) if (match := CLOUD.fullmatch(name)) else None
            if match and isinstance(data, dict):
                found = Gathered(reading, f"{match['root']}{match['cloud']}".rpartition(".")[0], 1)
                _read_frame(found, name, "figures", 0, _objects(data), data.get("figures"))
                reading.keep(found)


def _episodes(source: Source) -> list[str]:
    known = set(source.names)
    roots = [match["root"] for name in source.names if (match := EPISODE.fullmatch(name))]
    return [root for root in roots if f"{root}{MAP}" in known]


def _whole(value: object) -> int:
    return value if isinstance(value, int) and 0 < value < 10**6 else 0


Objects = Mapping[str, Mapping[str, Any]]


def _objects(data: Mapping[str, Any]) -> Objects:
    return {str(each.get("key")): each for each in _dicts(data.get("objects"))}


def _dicts(value: object) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _read_episode(found: Gathered, name: str, data: Mapping[str, Any]) -> None:
    objects = _objects(data)
    for each in _dicts(data.get("frames")):
        number = each.get("index")
        if isinstance(number, int):
            _read_frame(found, name, f"frames[{number}].figures", number, objects, each.get("figures"))


def _read_frame(found: Gathered, name: str, place: str, number: int, objects: Objects, figures: object) -> None:
    for at, figure in enumerate(_dicts(figures)):
        where = (name, f"{place}[{at}]")
        if figure.get("geometryType") != SHAPE:
            found.reading.report.problem(*where, "other-task", task=figure.get("geometryType"))
            continue
        key = str(figure.get("objectKey"))
        thing = objects.get(key, {})
        attributes = _attributes(thing.get("tags"), number)
        occluded = attributes.pop(OCCLUDED, "") == "true"
        box = partial(_box, figure.get("geometry") or {})
        found.add(where, _uuid(key), number, thing.get("classTitle"), box, attributes, occluded=occluded)


def _attributes(tags: object, number: int) -> dict[str, Any]:
    found: defaultdict[str, Any] = defaultdict(lambda: None)
    for tag in _dicts(tags):
        span = tag.get("frameRange")
        if isinstance(span, Sequence) and len(span) == 2 and not span[0] <= number <= span[1]:
            continue
        value = tag.get("value")
        found[str(tag.get("name"))] = "true" if value is None else value
    return dict(found)
