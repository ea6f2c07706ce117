"""From scenes to the tables of nuScenes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np

from annotation.formats.base import Header
from annotation.formats.scenes import Placed, Scene, Writer
from annotation.formats.sink import Sink
from annotation.geometry3d import boxes
from annotation.geometry3d.poses import Pose
from annotation.kinds.record import stable_id
from core.json_text import encode

VERSION = "v1.0-groundwork"
HALF_SECOND = 500_000_000
VISIBILITY = {"1": "v0-40", "2": "v40-60", "3": "v60-80", "4": "v80-100"}
TABLES = (
    "attribute", "calibrated_sensor", "category", "ego_pose", "instance", "log", "map", "sample", "sample_annotation",
    "sample_data", "scene", "sensor", "visibility",
)  # fmt: skip
Row = dict[str, Any]


def token(*parts: object) -> str:
    return stable_id("nuscenes", *parts).replace("-", "")


class Writing(Writer):
    def __init__(self, header: Header, sink: Sink, options: Mapping[str, str], *, images: bool) -> None:
        super().__init__(header, sink, options, images=images)
        self._tables: dict[str, list[Row]] = {name: [] for name in TABLES}
        self._known: set[str] = set()
        for level, name in VISIBILITY.items():
            self._add("visibility", level, level=name, description=f"visibility of whole object is {name[1:]}%")

    def _add(self, table: str, key: str, **row: Any) -> Row:
        made = {"token": key, **row}
        self._tables[table].append(made)
        return made

    def _once(self, table: str, key: str, **row: Any) -> str:
        if (at := f"{table} {key}") not in self._known:
            self._known.add(at)
            self._add(table, key, **row)
        return key

    def scene(self, scene: Scene) -> None:
        first = len(self._tables["sample"])
        for number in range(len(scene.frames)):
            self._sample(scene, number)
        samples = self._tables["sample"][first:]
        _chain(samples)
        log = token("log", scene.name)
        self._add("log", log, logfile=scene.name, vehicle="", date_captured="", location="")
        self._add(
            "scene", token(scene.name), log_token=log, nbr_samples=len(samples), name=scene.name, description="",
            first_sample_token=samples[0]["token"], last_sample_token=samples[-1]["token"],
        )  # fmt: skip

    def _sample(self, scene: Scene, number: int) -> None:
        time = _time(scene.manifest.frames[number], number)
        sample = token(scene.name, number)
        self._add("sample", sample, timestamp=time // 1000, scene_token=token(scene.name))
        self._lidar(scene, number, time)
        for camera in range(len(scene.manifest.rigs)):
            self._camera(scene, number, camera, time)
        points = scene.points(number)
        for each in scene.frames[number]:
            inside = int(boxes.inside(points[0], each.box).sum()) if points else 0
            self._annotation(scene, number, each, inside)

    def _lidar(self, scene: Scene, number: int, time: int) -> None:
        pose = scene.manifest.sweep(number) or scene.manifest.ego(number)
        mounted = scene.manifest.ego(0).inverse() @ (scene.manifest.sweep(0) or scene.manifest.ego(0))
        name = f"samples/LIDAR_TOP/{scene.name.replace('/', '-')}__{number:06d}.pcd.bin"
        self._data(scene, number, "LIDAR_TOP", "lidar", pose, mounted, time, name)
        columns = scene.columns(number, pose) if self.images else None
        if columns is not None:
            self.sink.write(name, np.concatenate([columns, np.zeros((len(columns), 1), "<f4")], axis=1).tobytes())

    def _camera(self, scene: Scene, number: int, camera: int, time: int) -> None:
        rig, pose = scene.manifest.rigs[camera], scene.manifest.image(number, camera)
        if rig.camera is None or rig.pose is None or pose is None:
            return
        channel = rig.name if rig.name.startswith("CAM_") else f"CAM_{rig.name.upper()}"
        name = f"samples/{channel}/{scene.name.replace('/', '-')}__{number:06d}"
        k = [[rig.camera.fx, 0.0, rig.camera.cx], [0.0, rig.camera.fy, rig.camera.cy], [0.0, 0.0, 1.0]]
        self._data(
            scene,
            number,
            channel,
            "camera",
            pose,
            rig.pose,
            time,
            f"{name}.jpg",
            k,
            rig.camera.width,
            rig.camera.height,
        )
        if self.images:
            scene.copy_picture(number, rig.name, name, self.sink)

    def _data(
        self, scene: Scene, number: int, channel: str, modality: str, pose: Pose, mounted: Pose, time: int, name: str,
        intrinsic: list[list[float]] | None = None, width: int = 0, height: int = 0,
    ) -> None:  # fmt: skip
        """One file of a sensor, with where the vehicle was when it looked: its place times the inverse of the mount."""
        sensor = self._once("sensor", token(channel), channel=channel, modality=modality)
        calibrated = self._once(
            "calibrated_sensor", token(scene.name, channel), sensor_token=sensor, translation=list(mounted.t),
            rotation=list(mounted.q), camera_intrinsic=intrinsic or [],
        )  # fmt: skip
        ego, key = pose @ mounted.inverse(), token(scene.name, channel, number)
        self._add("ego_pose", key, timestamp=time // 1000, rotation=list(ego.q), translation=list(ego.t))
        last = number + 1 == len(scene.frames)
        self._add(
            "sample_data", key, sample_token=token(scene.name, number), ego_pose_token=key,
            calibrated_sensor_token=calibrated, timestamp=time // 1000,
            fileformat="pcd" if modality == "lidar" else "jpg", is_key_frame=True, filename=name, height=height,
            width=width,
            prev=token(scene.name, channel, number - 1) if number else "",
            next="" if last else token(scene.name, channel, number + 1),
        )  # fmt: skip

    def _annotation(self, scene: Scene, number: int, each: Placed, points: int) -> None:
        self._once("category", token("category", each.label), name=each.label, description="")
        names = [f"{key}.{_text(value)}" for key, value in sorted(each.attributes.items())]
        tokens = [self._once("attribute", token("attribute", name), name=name, description="") for name in names]
        box = each.box
        self._add(
            "sample_annotation", token(scene.name, each.key, number), sample_token=token(scene.name, number),
            instance_token=each.key.replace("-", ""), visibility_token="1" if each.occluded else "4",
            attribute_tokens=tokens,
            translation=[box["x"], box["y"], box["z"]], size=[box["width"], box["length"], box["height"]],
            rotation=[box["qw"], box["qx"], box["qy"], box["qz"]], num_lidar_pts=points, num_radar_pts=0,
            category_token=token("category", each.label),
        )  # fmt: skip

    def close(self) -> None:
        self._instances()
        # Their reader wants a map for every log, and opens its picture only when somebody asks for it.
        logs = [row["token"] for row in self._tables["log"]]
        self._add("map", token("map"), log_tokens=logs, category="semantic_prior", filename="")
        for name, rows in self._tables.items():
            self.sink.write(f"{VERSION}/{name}.json", encode(rows))

    def _instances(self) -> None:
        """Annotations of one thing follow one another; the instance knows the first and the last."""
        found: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self._tables["sample_annotation"]:
            found[row["instance_token"]].append(row)
        for key, rows in found.items():
            _chain(rows)
            category = {row.pop("category_token") for row in rows}.pop()
            self._add(
                "instance", key, category_token=category, nbr_annotations=len(rows),
                first_annotation_token=rows[0]["token"], last_annotation_token=rows[-1]["token"],
            )  # fmt: skip


def _chain(rows: list[Row]) -> None:
    for at, row in enumerate(rows):
        row["prev"] = rows[at - 1]["token"] if at else ""
        row["next"] = rows[at + 1]["token"] if at + 1 < len(rows) else ""


def _time(frame: Mapping[str, Any], number: int) -> int:
    """Nanoseconds; half a second apart, as theirs are, where the source does not say."""
    time = frame.get("time")
    return int(time) if time is not None else number * HALF_SECOND


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(value) if isinstance(value, list) else str(value)
