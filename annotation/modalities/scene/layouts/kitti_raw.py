"""KITTI raw: `<date>/<date>_drive_NNNN_sync/velodyne_points/data/0000000000.bin` with `image_00` to `image_03`, `oxts`,
and the calibration of the day in `<date>/calib_*.txt`.

The world is the Mercator map of the GPS. Tracklets (`tracklet_labels.xml`) are in the velodyne's frame.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence

import numpy as np

from annotation.geometry3d.poses import Pose
from annotation.modalities.base import Group, Names
from annotation.modalities.scene.layouts import kitti_common as kitti
from annotation.modalities.scene.layouts.base import Files, Layout, bad_calibration, natural
from annotation.modalities.scene.layouts.names import below, by_frame, shots_of
from annotation.modalities.scene.layouts.registry import LAYOUTS
from annotation.modalities.scene.source import Lens, Moment, SceneSource, Sweep

CLOUDS = r"velodyne_points/data/(?P<frame>\d+)\.bin"
SHOTS = r"image_(?P<sensor>0[0-3])/data/(?P<frame>\d+)\.(?:png|jpe?g)"
OXTS = r"oxts/data/(?P<frame>\d+)\.txt"
CALIBRATIONS = ("calib_velo_to_cam.txt", "calib_cam_to_cam.txt", "calib_imu_to_velo.txt")
STAMPS = "velodyne_points/timestamps.txt"
STAMP = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.(\d{1,9}))?")

POSES = "poses.txt"


@LAYOUTS.register
class KittiRaw(Layout):
    slug = "kitti_raw"
    order = 15

    @classmethod
    def groups(cls, source: Names, names: Sequence[str]) -> Iterable[Group]:
        known = set(names)
        for root, clouds in by_frame(names, CLOUDS).items():
            day = root.rstrip("/").rpartition("/")[0]
            files = [clouds[frame] for frame in sorted(clouds, key=natural)]
            places = (f"{folder}{name}" for folder in dict.fromkeys((_folder(day), root)) for name in CALIBRATIONS)
            files += [name for name in (*places, f"{root}{STAMPS}", f"{root}{POSES}") if name in known]
            for pattern in (SHOTS, OXTS.replace("oxts", "(?P<sensor>oxts)", 1)):
                files += [name for each in below(names, root, pattern).values() for name in each.values()]
            yield Group(root.rstrip("/") or "drive", tuple(files))

    @classmethod
    def open(cls, files: Files) -> SceneSource:
        ((root, clouds),) = by_frame(files.names, CLOUDS).items()
        found = {name.rpartition("/")[2]: name for name in files.names if name.endswith(CALIBRATIONS)}
        shots = below(files.names, root, SHOTS)
        lenses = _lenses(files, found, [f"image_{each}" for each in shots])
        frames = sorted(clouds, key=natural)
        ways = dict(zip(frames, kitti.poses(files, f"{root}{POSES}"), strict=False))
        ways = ways or _way(files, by_frame(files.names, OXTS).get(root, {}), found)
        times = _times(files, f"{root}{STAMPS}")
        moments = []
        for frame in frames:
            ego, number = ways.get(frame, Pose()), int(frame)
            time = times[number] if number < len(times) else None
            sweep = Sweep(0, clouds[frame], files.cloud(clouds[frame], 4), ego, time)
            seen = shots_of(files, shots, frame)
            moments.append(Moment(frame, ego, (sweep,), seen, time))
        return SceneSource(tuple(moments), lenses, ("velodyne",), posed=ways.keys() >= set(frames))


def _folder(path: str) -> str:
    return f"{path}/" if path else ""


def _lenses(files: Files, found: dict[str, str], cameras: list[str]) -> tuple[Lens, ...]:
    if not {"calib_velo_to_cam.txt", "calib_cam_to_cam.txt"} <= found.keys():
        return tuple(Lens(camera) for camera in cameras)
    lidar_name, name = found["calib_velo_to_cam.txt"], found["calib_cam_to_cam.txt"]
    matrices = {**kitti.calibration(files, name), "Tr_velo_to_cam": _split(files, lidar_name)}
    velodyne = kitti.rectified_to_velodyne(name, matrices)
    try:
        return tuple(kitti.lens(name, each, matrices[f"P_rect_{each[-2:]}"], velodyne) for each in cameras)
    except KeyError as error:
        raise bad_calibration(name, f"{error.args[0]} is missing") from None


def _split(files: Files, name: str) -> kitti.Floats:
    """A rotation R and a translation T as twelve numbers."""
    found = kitti.calibration(files, name)
    try:
        split: kitti.Floats = np.concatenate([found["R"].reshape(3, 3), found["T"].reshape(3, 1)], axis=1)
    except (KeyError, ValueError):
        raise bad_calibration(name, "R (9 numbers) and T (3 numbers) are expected") from None
    return split.reshape(-1)


def _way(files: Files, packets: dict[str, str], found: dict[str, str]) -> dict[str, Pose]:
    """Velodyne to world by frame; none without GPS or its place on the rig."""
    if "calib_imu_to_velo.txt" not in found:
        return {}
    name = found["calib_imu_to_velo.txt"]
    imu = kitti.rigid(name, _split(files, name)).inverse()
    ways: dict[str, Pose] = {}
    scale: float | None = None
    for frame in sorted(packets, key=natural):
        pose, scale = kitti.oxts(files, packets[frame], files.text(packets[frame]).split(), scale)
        ways[frame] = pose @ imu
    return ways


def _times(files: Files, name: str) -> list[int]:
    """Nanoseconds of each line."""
    if name not in files.paths:
        return []
    times = []
    for match in STAMP.finditer(files.text(name)):
        moment = datetime.datetime.fromisoformat(match[1]).replace(tzinfo=datetime.UTC)
        times.append(int(moment.timestamp()) * 10**9 + int((match[2] or "0").ljust(9, "0")))
    return times
