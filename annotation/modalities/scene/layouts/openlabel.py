"""ASAM OpenLABEL 1.0: one JSON that names the sensors, their places, and the file of each in every frame by its `uri`.

A stream is a sensor and bears the name of its coordinate system; lidars and pinhole or fisheye cameras are read. Files
lie beside the JSON, by the `uri` of the frame's stream. Cameras are in OpenCV's optical frame. The vehicle is the
system called ego, base or vehicle..., else the first that is a `local_cs`; how it stands in the root is how it went.
Labels in the same file are read by the format of this name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from annotation.geometry3d.poses import Pose
from annotation.geometry3d.systems import Systems, as_mapping
from annotation.modalities.base import Group, Names
from annotation.modalities.scene.clouds import SUFFIXES
from annotation.modalities.scene.layouts.base import (
    Files,
    Layout,
    bad,
    bad_calibration,
    is_picture,
    numbers,
    read_small,
)
from annotation.modalities.scene.layouts.registry import LAYOUTS
from annotation.modalities.scene.source import Intrinsics, Lens, Moment, SceneSource, Shot, Sweep

BEGINS = re.compile(rb'\s*\{\s*"openlabel"\s*:')
FILE = re.compile(r"(?P<scene>.*?)(?:\.openlabel)?\.json", re.IGNORECASE)
VEHICLE = re.compile(r"ego|base|vehicle", re.IGNORECASE)
Values = Mapping[str, Any]


@LAYOUTS.register
class OpenLabel(Layout):
    slug = "openlabel"
    order = 15

    @classmethod
    def groups(cls, source: Names, names: Sequence[str]) -> Iterable[Group]:
        known = set(names)
        for name in names:
            match = FILE.fullmatch(name)
            content = read_small(source, name) if match else None
            if match is None or content is None or not BEGINS.match(content[:200]):
                continue
            data = _data(content)
            files = [each for uris in _frames(data, name) for each in uris.values() if each in known]
            clouds = [each for each in files if each.lower().endswith(SUFFIXES)]
            if clouds:
                said = as_mapping(data.get("metadata")).get("name")
                rest = [each for each in files if each not in clouds]
                yield Group(said if isinstance(said, str) and said else match["scene"], (*clouds, *rest, name))

    @classmethod
    def open(cls, files: Files) -> SceneSource:
        name = next(name for name in files.names if name.lower().endswith(".json"))
        data = as_mapping(as_mapping(files.json(name)).get("openlabel"))
        return _Rig(files, name, data).source()


def _data(content: bytes) -> Values:
    try:
        return as_mapping(as_mapping(json.loads(content)).get("openlabel"))
    except (ValueError, RecursionError):
        return {}


def _frames(data: Values, name: str) -> list[dict[str, str]]:
    """Of every frame in order, stream -> file."""
    folder = name.rpartition("/")[0]
    found = []
    frames = as_mapping(data.get("frames"))
    for key in sorted((key for key in frames if key.isdecimal()), key=int):
        streams = as_mapping(as_mapping(as_mapping(frames[key]).get("frame_properties")).get("streams"))
        uris = {stream: as_mapping(each).get("uri") for stream, each in streams.items()}
        found.append({stream: f"{folder}/{uri}".lstrip("/") for stream, uri in uris.items() if isinstance(uri, str)})
    return found


class _Rig:
    """Makes a scene of one file."""

    def __init__(self, files: Files, name: str, data: Values) -> None:
        self.files, self.name, self.data = files, name, data
        self.streams = as_mapping(data.get("streams"))
        self.declared = as_mapping(data.get("coordinate_systems"))
        self.lidars = [key for key, each in self.streams.items() if as_mapping(each).get("type") == "lidar"]
        self.cameras = [key for key, each in self.streams.items() if as_mapping(each).get("type") == "camera"]
        local = [key for key, each in self.declared.items() if as_mapping(each).get("type") == "local_cs"]
        self.vehicle = next((key for key in local if VEHICLE.search(key)), local[0] if local else None)

    def source(self) -> SceneSource:
        frames = as_mapping(self.data.get("frames"))
        keys = sorted((key for key in frames if key.isdecimal()), key=int)
        moments, egos = [], []
        for key, uris in zip(keys, _frames(self.data, self.name), strict=True):
            about = as_mapping(as_mapping(frames[key]).get("frame_properties"))
            systems = Systems(self.declared, as_mapping(about.get("transforms")))
            egos.append(self._pose(systems, self.vehicle))
            time = about.get("timestamp")
            at = round(float(time) * 1e9) if isinstance(time, int | float) else None
            moments.append(Moment(key, egos[-1], self._sweeps(systems, uris), self._shots(systems, uris), at))
        if not any(moment.sweeps for moment in moments):
            raise bad(self.name, "no frame names a point cloud that is there", "没有任何帧指向存在的点云")
        posed = any(ego != egos[0] for ego in egos) or self._says_way(keys, frames)
        lenses = tuple(self._lens(camera) for camera in self.cameras)
        return SceneSource(tuple(moments), lenses, tuple(self.lidars), posed=posed)

    def _says_way(self, keys: Sequence[str], frames: Values) -> bool:
        return all(as_mapping(as_mapping(frames[key]).get("frame_properties")).get("transforms") for key in keys)

    def _pose(self, systems: Systems, system: str | None) -> Pose:
        try:
            return systems.to_root(system) if system is not None else Pose()
        except (KeyError, TypeError, ValueError) as error:
            raise bad_calibration(self.name, error) from None

    def _sweeps(self, systems: Systems, uris: Mapping[str, str]) -> tuple[Sweep, ...]:
        return tuple(
            Sweep(at, uris[lidar], self.files.cloud(uris[lidar]), self._pose(systems, lidar))
            for at, lidar in enumerate(self.lidars)
            if uris.get(lidar) in self.files.paths
        )

    def _shots(self, systems: Systems, uris: Mapping[str, str]) -> tuple[Shot, ...]:
        return tuple(
            Shot(at, uris[camera], self.files.paths[uris[camera]], self._pose(systems, camera))
            for at, camera in enumerate(self.cameras)
            if uris.get(camera) in self.files.paths and is_picture(uris[camera])
        )

    def _lens(self, camera: str) -> Lens:
        """Where it sits on the vehicle is said once, not in frames."""
        about = as_mapping(as_mapping(self.streams[camera]).get("stream_properties"))
        systems = Systems(self.declared)
        place = self._pose(systems, self.vehicle).inverse() @ self._pose(systems, camera)
        pinhole, fisheye = as_mapping(about.get("intrinsics_pinhole")), as_mapping(about.get("intrinsics_fisheye"))
        if pinhole:
            return Lens(camera, self._pinhole(pinhole), place)
        return Lens(camera, self._fisheye(fisheye), place) if fisheye.get("focal_length_x") else Lens(camera)

    def _pinhole(self, value: Values) -> Intrinsics:
        k = numbers(self.files, self.name, value.get("camera_matrix"), 12).reshape(3, 4)
        given = [float(each) for each in value.get("distortion_coeffs") or ()]
        fx, fy, cx, cy = float(k[0, 0]), float(k[1, 1]), float(k[0, 2]), float(k[1, 2])
        width, height = _side(value, "width_px"), _side(value, "height_px")
        if not any(given):
            return Intrinsics(fx, fy, cx, cy, width=width, height=height)
        padded = (*given, 0.0, 0.0, 0.0, 0.0)[: 5 if len(given) <= 5 else 8]
        return Intrinsics(fx, fy, cx, cy, "brown", padded, width, height)

    def _fisheye(self, value: Values) -> Intrinsics:
        try:
            fx, fy = float(value["focal_length_x"]), float(value["focal_length_y"])
            cx, cy = float(value["center_x_px"]), float(value["center_y_px"])
            lens = tuple(float(each) for each in value["lens_coeffs"])
        except (KeyError, TypeError, ValueError):
            raise bad_calibration(self.name, "focal lengths, centre and lens_coeffs are expected") from None
        width, height = _side(value, "width_px"), _side(value, "height_px")
        return Intrinsics(fx, fy, cx, cy, "fisheye", (*lens, 0.0, 0.0, 0.0, 0.0)[:4], width, height)


def _side(value: Values, key: str) -> int | None:
    side = value.get(key)
    return side if isinstance(side, int) and side > 0 else None
