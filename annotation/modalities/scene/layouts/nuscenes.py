"""nuScenes: tables in `v1.0-*/*.json`, sweeps in `samples/LIDAR_TOP/*.pcd.bin`, pictures in `samples/CAM_*/*.jpg`.

Key frames (2 Hz) are the frames. The vehicle's frame is ISO 8855; quaternions are w, x, y, z; the lidar's own frame has
x right and y forward. Each sensor has the ego pose of its own moment: a picture is taken a few centimetres away from
where the sweep was. Boxes (`sample_annotation`) are in the world.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import Quaternion
from annotation.modalities.base import Group, Names
from annotation.modalities.scene.layouts.base import Files, Layout, bad, bad_calibration, numbers, read_small
from annotation.modalities.scene.layouts.registry import LAYOUTS
from annotation.modalities.scene.source import Intrinsics, Lens, Moment, SceneSource, Shot, Sweep

TABLES = ("scene", "sample", "sample_data", "calibrated_sensor", "sensor", "ego_pose")
PLACE = re.compile(r"(?P<root>(?:.*/)?)(?P<version>v1\.0-[\w-]+)/scene\.json")
Row = Mapping[str, Any]


@LAYOUTS.register
class NuScenes(Layout):
    slug = "nuscenes"
    order = 10

    @classmethod
    def groups(cls, source: Names, names: Sequence[str]) -> Iterable[Group]:
        known = set(names)
        for match in filter(None, map(PLACE.fullmatch, names)):
            root = match["root"]
            tables = {table: f"{root}{match['version']}/{table}.json" for table in TABLES}
            if not set(tables.values()) <= known:
                continue
            rows = _read(tables, lambda name: read_small(source, name))
            for scene, samples in rows.samples():
                files = [f"{root}{row['filename']}" for sample in samples for row in rows.sensors_of(sample)]
                present = [name for name in files if name in known]
                if any(name.endswith(".bin") for name in present):
                    leading = sorted(present, key=lambda name: not name.endswith(".bin"))
                    yield Group(f"{root}{scene['name']}", (*leading, *tables.values()))

    @classmethod
    def open(cls, files: Files) -> SceneSource:
        match = next(filter(None, map(PLACE.fullmatch, files.names)))
        root = match["root"]
        tables = {table: f"{root}{match['version']}/{table}.json" for table in TABLES}
        rows = _read(tables, lambda name: files.read(name, 2**31))
        scenes = [
            samples
            for _, samples in rows.samples()
            if any(f"{root}{row['filename']}" in files.paths for each in samples for row in rows.sensors_of(each))
        ]
        if len(scenes) != 1:
            raise bad(match[0], "the samples of one scene are expected", "应包含单个场景的样本")
        return _Rig(files, root, rows, tables).source(scenes[0])


class _Tables:
    """The rows of the tables that scenes are made of."""

    def __init__(self, tables: Mapping[str, list[Row]]) -> None:
        self.scenes = tables["scene"]
        self.by_token = {name: {row["token"]: row for row in tables[name]} for name in TABLES}
        self._data: defaultdict[str, list[Row]] = defaultdict(list)
        for row in tables["sample_data"]:
            if row.get("is_key_frame"):
                self._data[row["sample_token"]].append(row)

    def samples(self) -> Iterable[tuple[Row, list[Row]]]:
        """Each scene with its samples in order."""
        per_scene: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self.by_token["sample"].values():
            per_scene[row["scene_token"]].append(row)
        for scene in self.scenes:
            yield scene, sorted(per_scene[scene["token"]], key=lambda row: int(row["timestamp"]))

    def sensors_of(self, sample: Row) -> list[Row]:
        """The lidar and camera data of a sample, by channel."""
        found = [row for row in self._data[sample["token"]] if self.channel(row)[0] in {"lidar", "camera"}]
        return sorted(found, key=self.channel)

    def channel(self, row: Row) -> tuple[str, str]:
        """(modality, channel)."""
        calibrated = self.by_token["calibrated_sensor"][row["calibrated_sensor_token"]]
        sensor = self.by_token["sensor"][calibrated["sensor_token"]]
        return str(sensor["modality"]), str(sensor["channel"])


def _read(tables: Mapping[str, str], read: Callable[[str], bytes | None]) -> _Tables:
    """Raises Rejected when a table is none."""
    found: dict[str, list[Row]] = {}
    for table, name in tables.items():
        try:
            rows = json.loads(read(name) or b"")
            found[table] = [row for row in rows if isinstance(row["token"], str)]
        except (ValueError, TypeError, KeyError, RecursionError):
            raise bad(name, "a list of rows with tokens is expected", "应为带 token 的行列表") from None
    try:
        return _Tables(found)
    except (KeyError, TypeError) as error:
        raise bad(tables["sample_data"], f"{error} is missing", f"缺少 {error}") from None


class _Rig:
    """Makes a scene of its samples."""

    def __init__(self, files: Files, root: str, rows: _Tables, tables: Mapping[str, str]) -> None:
        self.files, self.root, self.rows, self.tables = files, root, rows, tables
        self.lenses: dict[str, Lens] = {}
        self.lidars: list[str] = []

    def source(self, samples: list[Row]) -> SceneSource:
        moments = tuple(self._moment(sample) for sample in samples)
        return SceneSource(moments, tuple(self.lenses.values()), tuple(self.lidars) or ("lidar",), posed=True)

    def _moment(self, sample: Row) -> Moment:
        sweeps, shots = [], []
        ego: Pose | None = None
        for row in self.rows.sensors_of(sample):
            kind, channel = self.rows.channel(row)
            name = f"{self.root}{row['filename']}"
            if name not in self.files.paths:
                continue
            here, place = self._ego(row), self._place(row)
            time = int(row["timestamp"]) * 1000
            if kind == "lidar":
                if channel not in self.lidars:
                    self.lidars.append(channel)
                ego = ego or here
                load = self.files.cloud(name, 5)
                sweeps.append(Sweep(self.lidars.index(channel), name, load, here @ place, time))
            else:
                self.lenses.setdefault(channel, self._lens(row, channel, place))
                at = list(self.lenses).index(channel)
                shots.append(Shot(at, name, self.files.paths[name], here @ place, time))
        time = int(sample["timestamp"]) * 1000
        return Moment(str(sample["token"]), ego or Pose(), tuple(sweeps), tuple(shots), time)

    def _ego(self, row: Row) -> Pose:
        return self._pose("ego_pose", row["ego_pose_token"])

    def _place(self, row: Row) -> Pose:
        return self._pose("calibrated_sensor", row["calibrated_sensor_token"])

    def _pose(self, table: str, token: str) -> Pose:
        name = self.tables[table]
        try:
            value = self.rows.by_token[table][token]
            turn = Quaternion(*numbers(self.files, name, value["rotation"], 4).tolist())
            return Pose.of(numbers(self.files, name, value["translation"], 3), turn)
        except (KeyError, ValueError) as error:
            raise bad_calibration(name, f"{token}: {error}") from None

    def _lens(self, row: Row, channel: str, place: Pose) -> Lens:
        name = self.tables["calibrated_sensor"]
        value = self.rows.by_token["calibrated_sensor"][row["calibrated_sensor_token"]]
        k = numbers(self.files, name, value.get("camera_intrinsic"), 9).reshape(3, 3)
        fx, fy, cx, cy = float(k[0, 0]), float(k[1, 1]), float(k[0, 2]), float(k[1, 2])
        width, height = row.get("width") or None, row.get("height") or None
        return Lens(channel, Intrinsics(fx, fy, cx, cy, width=width, height=height), place)
