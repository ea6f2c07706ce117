"""Argoverse 2 cuboids: `annotations.feather` of each log, one row for each object and sweep.

Frame: the vehicle's at the sweep of `timestamp_ns`, ISO 8855. `tx_m`, `ty_m`, `tz_m` are the geometric CENTRE; sizes
are named (`length_m` along the box's own x, `width_m`, `height_m`); `qw`, `qx`, `qy`, `qz` turn the box into the
vehicle, counter-clockwise. `track_uuid` is what an object shares over the sweeps, `num_interior_pts` are counted in our
points. `city_SE3_egovehicle.feather` beside it has the vehicle's way; we add its column `sweep`, which poses are
those of sweeps. Numbers are not rounded.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np

from annotation.formats.gathering import LARGEST
from annotation.formats.registry import FORMATS
from annotation.formats.scene_reading import Gathered, Reading
from annotation.formats.scenes import ALWAYS, Scene, SceneFormat, Writer
from annotation.formats.source import Source, Unreadable
from annotation.geometry3d import boxes
from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import Quaternion
from annotation.kinds.base import Data
from annotation.modalities.base import Rejected
from annotation.modalities.scene.clouds import feather
from annotation.modalities.scene.layouts.argoverse2 import LENSES, PLACE, PLACES, POSES, SWEEP, TURN, Log
from core.text import Text

FILE = "annotations.feather"
SIZE = ("length_m", "width_m", "height_m")
KEYS = ("timestamp_ns", "track_uuid", "category", *SIZE, *TURN, *PLACE)
SWEPT = "sweep"
TENTH = 10**8
"""Nanoseconds from one sweep to the next where the scene does not say."""
Columns = Mapping[str, Any]


def _file(columns: Columns) -> bytes:
    import pyarrow
    from pyarrow import feather as arrow

    out = io.BytesIO()
    arrow.write_feather(pyarrow.table(dict(columns)), out, compression="zstd")
    return out.getvalue()


def _pose_of(pose: Pose) -> dict[str, float]:
    return dict(zip((*TURN, *PLACE), (*pose.q, *pose.t), strict=True))


class Tables(Writer):
    def scene(self, scene: Scene) -> None:
        folder, times = self._place(scene)
        rows: defaultdict[str, list[Any]] = defaultdict(list)
        for number, (time, objects) in enumerate(zip(times, scene.frames, strict=True)):
            points = scene.points(number)
            ego = scene.manifest.ego(number).inverse()
            for each in objects:
                box = boxes.moved(ego, each.box)
                inside = 0 if points is None else int(boxes.inside(points[0], each.box).sum())
                row = {
                    "timestamp_ns": time,
                    "track_uuid": each.key,
                    "category": each.label,
                    **_pose_of(Pose.from_json(box)),
                }
                row |= {f"{side}_m": box[side] for side in boxes.SIZE}
                for key, value in {**row, "num_interior_pts": inside}.items():
                    rows[key].append(value)
                self.report.loss("attributes-dropped", int(bool(each.attributes) or each.occluded))
        self.sink.write(f"{folder}{FILE}", _file(dict(rows) or {key: [] for key in KEYS}))
        self._poses(scene, folder, times)
        if self.images:
            self._media(scene, folder, times)

    def _place(self, scene: Scene) -> tuple[str, list[int]]:
        """Beside its own sweeps where it came as Argoverse 2, else in a folder of its name."""
        found = [match for media in scene.item.files if (match := SWEEP.fullmatch(media.name))]
        if len(found) == len(scene.frames):
            return found[0]["root"] or f"{scene.name}/", sorted(int(match["time"]) for match in found)
        said = [frame.get("time") for frame in scene.manifest.frames]
        known = all(isinstance(each, int) for each in said) and len(set(said)) == len(said)
        return f"{scene.name}/", [int(each or 0) for each in said] if known else [TENTH * at for at in range(len(said))]

    def _poses(self, scene: Scene, folder: str, times: list[int]) -> None:
        """Of every sweep, and of every picture that was taken at another moment."""
        manifest = scene.manifest
        found = {time: manifest.ego(number) for number, time in enumerate(times)}
        for number, time in enumerate(times):
            for shot in manifest.frames[number]["images"]:
                place, pose = manifest.rigs[shot["camera"]].pose, manifest.image(number, shot["camera"])
                if place and pose:
                    found.setdefault(_taken(shot, time), pose @ place.inverse())
        rows = [{"timestamp_ns": time, **_pose_of(pose), SWEPT: time in times} for time, pose in sorted(found.items())]
        self.sink.write(f"{folder}{POSES}", _file({key: [row[key] for row in rows] for key in rows[0]}))

    def _media(self, scene: Scene, folder: str, times: list[int]) -> None:
        for number, time in enumerate(times):
            columns = scene.columns(number, scene.manifest.ego(number))
            if columns is not None:
                named = {key: columns[:, at].copy() for at, key in enumerate("xyz")}
                named["intensity"] = columns[:, 3].astype(np.uint8)
                self.sink.write(f"{folder}sensors/lidar/{time}.feather", _file(named))
            for shot in scene.manifest.frames[number]["images"]:
                camera = scene.manifest.rigs[shot["camera"]].name
                scene.copy_picture(number, camera, f"{folder}sensors/cameras/{camera}/{_taken(shot, time)}", self.sink)
        known = [rig for rig in scene.manifest.rigs if rig.camera and rig.pose]
        places: dict[str, Any] = {"sensor_name": [rig.name for rig in known]}
        lenses: dict[str, Any] = {"sensor_name": [rig.name for rig in known]}
        for key in (*TURN, *PLACE):
            places[key] = [_pose_of(rig.pose)[key] for rig in known if rig.pose]
        for key in ("fx", "fy", "cx", "cy", "width", "height"):
            lenses[f"{key}_px"] = [getattr(rig.camera, key) for rig in known]
        self.sink.write(f"{folder}{PLACES}", _file(places))
        self.sink.write(f"{folder}{LENSES}", _file(lenses))


def _taken(shot: dict[str, Any], otherwise: int) -> int:
    return int(shot["time"]) if shot.get("time") is not None else otherwise


@FORMATS.register
class Argoverse2(SceneFormat):
    """One folder for each log."""

    slug = "argoverse2"
    title = Text(en="Argoverse 2", zh="Argoverse 2")
    extensions = (".feather",)
    cannot_carry = (
        *ALWAYS,
        Text(en="Attributes, what is occluded, and the distortion of lenses.", zh="属性、遮挡状态与镜头畸变。"),
    )
    writer = Tables

    @classmethod
    def recognises(cls, source: Source) -> bool:
        return any(name == FILE or name.endswith(f"/{FILE}") for name in source.names)

    @classmethod
    def read(cls, reading: Reading) -> None:
        names = reading.source.names
        logs = {log.root: log for log in Log.all(names)}
        for name in names:
            if name == FILE or name.endswith(f"/{FILE}"):
                root = name.removesuffix(FILE)
                _read(reading, root, sorted(logs[root].sweeps) if root in logs else [])


def _read(reading: Reading, root: str, times: list[int]) -> None:
    rows, poses = (
        _table(reading, f"{root}{FILE}", KEYS),
        _table(reading, f"{root}{POSES}", ("timestamp_ns", *TURN, *PLACE)),
    )
    if rows is None or poses is None:
        return
    egos = {int(time): at for at, time in enumerate(poses["timestamp_ns"])}
    stamps = [int(time) for time in rows["timestamp_ns"]]
    scene = root.rstrip("/") or "argoverse2"
    order = {time: at for at, time in enumerate(times or _sweeps(poses) or sorted(set(stamps)))}
    found = Gathered(reading, scene, reading.fact(scene, "frames") or len(order))
    for at, time in enumerate(stamps):
        where = (f"{root}{FILE}", f"[{at}]")
        if time not in egos or time not in order:
            reading.report.problem(*where, "unknown-image", id=str(time))
            continue
        box = partial(_box, rows, at, poses, egos[time])
        found.add(where, str(rows["track_uuid"][at]), order[time], str(rows["category"][at]), box)
    reading.keep(found)


def _sweeps(poses: feather.Columns) -> list[int]:
    """When the sweeps were that are not there, as far as it is said."""
    said = poses.get(SWEPT, ())
    return sorted(int(time) for time, swept in zip(poses["timestamp_ns"], said, strict=False) if swept)


def _table(reading: Reading, name: str, wanted: tuple[str, ...]) -> feather.Columns | None:
    """The columns of a file; None, with the reason reported, when it has none."""
    try:
        return feather.columns(io.BytesIO(reading.source.read(name, LARGEST)), wanted)
    except Unreadable as error:
        reading.report.problem(name, "", error.code, **error.params)
    except Rejected as error:
        reading.report.problem(name, "", "bad-value", field="file", reason=error.text.en)
    return None


def _box(rows: feather.Columns, at: int, poses: feather.Columns, ego: int) -> Data:
    length, width, height = (float(rows[side][at]) for side in SIZE)
    return boxes.moved(_pose(poses, ego), boxes.made(_pose(rows, at), length, width, height))


def _pose(table: feather.Columns, at: int) -> Pose:
    return Pose.of([float(table[axis][at]) for axis in PLACE], Quaternion(*(float(table[part][at]) for part in TURN)))
