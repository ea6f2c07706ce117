"""Argoverse 2 sensor data: a folder for each log with `sensors/lidar/<ns>.feather`, `sensors/cameras/<name>/<ns>.jpg`,
`calibration/{intrinsics,egovehicle_SE3_sensor}.feather` and `city_SE3_egovehicle.feather`.

The vehicle's frame is ISO 8855 and holds the points, which are taken to the moment of their sweep already;
`city_SE3_egovehicle` is ego to world and `egovehicle_SE3_sensor` sensor to ego, quaternions are w, x, y, z. Every
picture has the pose of its own moment. A frame shows the pictures that were taken nearest to its sweep. The pictures
are published undistorted: k1 to k3 of the calibration are not applied, as their own library does not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import Quaternion
from annotation.modalities.base import Group, Names
from annotation.modalities.scene.clouds import feather
from annotation.modalities.scene.layouts.base import Files, Layout, bad_calibration
from annotation.modalities.scene.layouts.names import scene_name
from annotation.modalities.scene.layouts.registry import LAYOUTS
from annotation.modalities.scene.source import Intrinsics, Lens, Moment, SceneSource, Shot, Sweep

SWEEP = re.compile(r"(?P<root>(?:.*/)?)sensors/lidar/(?P<time>\d+)\.feather", re.IGNORECASE)
SHOT = re.compile(r"(?P<root>(?:.*/)?)sensors/cameras/(?P<camera>[^/]+)/(?P<time>\d+)\.(?:jpe?g|png)", re.IGNORECASE)
POSES = "city_SE3_egovehicle.feather"
PLACES = "calibration/egovehicle_SE3_sensor.feather"
LENSES = "calibration/intrinsics.feather"
NEAR = 60_000_000
"""Nanoseconds around a sweep in which its pictures were taken; cameras look every 50 ms."""
TURN, PLACE = ("qw", "qx", "qy", "qz"), ("tx_m", "ty_m", "tz_m")


@dataclass(frozen=True)
class Log:
    """The names of one log: of its sweeps by time, and of its pictures by camera and time."""

    root: str
    sweeps: Mapping[int, str]
    cameras: Mapping[str, Mapping[int, str]]

    @classmethod
    def all(cls, names: Iterable[str]) -> list[Log]:
        sweeps: defaultdict[str, dict[int, str]] = defaultdict(dict)
        cameras: defaultdict[str, defaultdict[str, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
        for name in names:
            if match := SWEEP.fullmatch(name):
                sweeps[match["root"]][int(match["time"])] = name
            elif match := SHOT.fullmatch(name):
                cameras[match["root"]][match["camera"]][int(match["time"])] = name
        return [
            cls(
                root,
                dict(sorted(found.items())),
                {name: dict(sorted(cameras[root][name].items())) for name in sorted(cameras[root])},
            )
            for root, found in sweeps.items()
        ]

    def shots(self, time: int) -> dict[str, tuple[int, str]]:
        """The picture of each camera that was taken nearest to a sweep, with its time."""
        found = {}
        for camera, names in self.cameras.items():
            times = list(names)
            at = bisect_left(times, time)
            nearest = min(times[max(0, at - 1) : at + 1], key=lambda each: abs(each - time))
            if abs(nearest - time) <= NEAR:
                found[camera] = (nearest, names[nearest])
        return found


@LAYOUTS.register
class Argoverse2(Layout):
    slug = "argoverse2"
    order = 10

    @classmethod
    def groups(cls, source: Names, names: Sequence[str]) -> Iterable[Group]:
        known = set(names)
        for log in Log.all(names):
            if f"{log.root}{POSES}" not in known:
                continue
            files = list(log.sweeps.values())
            files += [name for time in log.sweeps for _, name in log.shots(time).values()]
            files += [name for each in (POSES, PLACES, LENSES) if (name := f"{log.root}{each}") in known]
            yield Group(scene_name(log.root, "argoverse2"), tuple(dict.fromkeys(files)))

    @classmethod
    def open(cls, files: Files) -> SceneSource:
        (log,) = Log.all(files.names)
        poses = _by(files, f"{log.root}{POSES}", "timestamp_ns")
        lenses = {camera: _lens(files, log.root, camera) for camera in log.cameras}
        moments = []
        for time, name in log.sweeps.items():
            if time not in poses:
                raise bad_calibration(f"{log.root}{POSES}", f"no pose at {time}")
            ego = poses[time]
            shots = tuple(
                Shot(
                    list(lenses).index(camera), shot, files.paths[shot], _seen(lenses[camera], poses.get(taken)), taken
                )
                for camera, (taken, shot) in log.shots(time).items()
            )
            moments.append(Moment(str(time), ego, (Sweep(0, name, files.cloud(name), ego, time),), shots, time))
        return SceneSource(tuple(moments), tuple(lenses.values()), posed=True)


def _seen(lens: Lens, ego: Pose | None) -> Pose | None:
    return ego @ lens.pose if ego and lens.pose else None


def _by(files: Files, name: str, key: str) -> dict[object, Pose]:
    """Poses of a table by a column. Raises Rejected."""
    if name not in files.paths:
        return {}
    table = feather.columns(files.paths[name], (key, *TURN, *PLACE))
    try:
        return {
            table[key][row].item() if key == "timestamp_ns" else str(table[key][row]): Pose.of(
                [table[axis][row] for axis in PLACE], Quaternion(*(float(table[part][row]) for part in TURN))
            )
            for row in range(len(table[key]))
        }
    except (TypeError, ValueError) as error:
        raise bad_calibration(name, error) from None


def _lens(files: Files, root: str, camera: str) -> Lens:
    """Without a calibration of its own its pictures are shown, and no more."""
    place = _by(files, f"{root}{PLACES}", "sensor_name").get(camera)
    name = f"{root}{LENSES}"
    if place is None or name not in files.paths:
        return Lens(camera)
    keys = ("fx_px", "fy_px", "cx_px", "cy_px")
    table = feather.columns(files.paths[name], ("sensor_name", *keys, "width_px", "height_px"))
    rows = [row for row, each in enumerate(table["sensor_name"]) if str(each) == camera]
    if not rows:
        return Lens(camera)
    try:
        fx, fy, cx, cy = (float(table[key][rows[0]]) for key in keys)
        width, height = (int(table[key][rows[0]]) for key in ("width_px", "height_px"))
    except (TypeError, ValueError, OverflowError) as error:
        raise bad_calibration(name, error) from None
    return Lens(camera, Intrinsics(fx, fy, cx, cy, width=width, height=height), place)
