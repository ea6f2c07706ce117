"""SUSTechPOINTS: `lidar/<frame>.pcd`, `camera/<name>/<frame>.jpg`, `calib/camera/<name>.json`.

`extrinsic` is the 4 x 4 matrix, row by row, that takes LIDAR to CAMERA; `intrinsic` the 3 x 3 one. Labels (`label/`,
read by the format of this name) are in the lidar's frame, whose axes are those of the rig and need not be ISO 8855:
which way is forward is told from the camera called front, to a quarter turn.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import Quaternion, from_yaw
from annotation.modalities.base import Group, Names
from annotation.modalities.scene.layouts.base import Files, Layout, bad_calibration, natural, numbers
from annotation.modalities.scene.layouts.names import below, by_frame, scene_name, shots_of
from annotation.modalities.scene.layouts.registry import LAYOUTS
from annotation.modalities.scene.source import Intrinsics, Lens, Moment, SceneSource, Sweep

CLOUDS = r"lidar/(?P<frame>[^/]+)\.(?:pcd|bin)"
SHOTS = r"camera/(?P<sensor>[^/]+)/(?P<frame>[^/]+)\.(?:jpe?g|png)"
POSES = r"pose/(?P<frame>[^/]+)\.json"
CALIBRATION = r"calib/(?P<sensor>camera)/(?P<frame>[^/]+)\.json"


@LAYOUTS.register
class Sustech(Layout):
    slug = "sustech"
    order = 20

    @classmethod
    def groups(cls, source: Names, names: Sequence[str]) -> Iterable[Group]:
        for root, clouds in by_frame(names, CLOUDS).items():
            calibration = below(names, root, CALIBRATION).get("camera", {})
            shots = below(names, root, SHOTS)
            if not shots and not calibration:
                continue
            files = [clouds[frame] for frame in sorted(clouds, key=natural)]
            files += [name for each in shots.values() for frame, name in each.items() if frame in clouds]
            poses = by_frame(names, POSES).get(root, {})
            files += [poses[frame] for frame in clouds if frame in poses]
            yield Group(scene_name(root, "scene"), (*files, *calibration.values()))

    @classmethod
    def open(cls, files: Files) -> SceneSource:
        ((root, clouds),) = by_frame(files.names, CLOUDS).items()
        shots = below(files.names, root, SHOTS)
        calibration = below(files.names, root, CALIBRATION).get("camera", {})
        names = sorted({*shots, *calibration})
        given = {name: calibrated(files, calibration[name]) for name in names if name in calibration}
        ego = forward({name: pose for name, (_, pose) in given.items()})
        lenses = [
            Lens(name, given[name][0], ego @ given[name][1], ego) if name in given else Lens(name) for name in names
        ]
        seen = {name: shots.get(name, {}) for name in names}
        poses = by_frame(files.names, POSES).get(root, {})
        moments = []
        for frame in sorted(clouds, key=natural):
            lidar = _pose(files, poses[frame]) if frame in poses else ego
            sweep = Sweep(0, clouds[frame], files.cloud(clouds[frame]), lidar)
            moments.append(Moment(frame, lidar @ ego.inverse(), (sweep,), shots_of(files, seen, frame)))
        return SceneSource(tuple(moments), tuple(lenses), posed=poses.keys() >= clouds.keys())


def _pose(files: Files, name: str) -> Pose:
    """Lidar to world, as Groundwork writes it."""
    value = files.json(name)
    try:
        turn = Quaternion(*numbers(files, name, value["rotation"], 4).tolist())
        return Pose.of(numbers(files, name, value["position"], 3), turn)
    except (KeyError, TypeError, ValueError):
        raise bad_calibration(name, "position and rotation are expected") from None


def calibrated(files: Files, name: str) -> tuple[Intrinsics, Pose]:
    """(lens, camera to lidar)."""
    value = files.json(name)
    try:
        extrinsic = numbers(files, name, value["extrinsic"], 16).reshape(4, 4)
        k = numbers(files, name, value["intrinsic"], 9).reshape(3, 3)
        pose = Pose.from_matrix(extrinsic).inverse()
    except (KeyError, TypeError):
        raise bad_calibration(name, "extrinsic (16 numbers) and intrinsic (9 numbers) are expected") from None
    except ValueError as error:
        raise bad_calibration(name, error) from None
    return Intrinsics(float(k[0, 0]), float(k[1, 1]), float(k[0, 2]), float(k[1, 2])), pose


def forward(cameras: dict[str, Pose]) -> Pose:
    """The lidar's frame in the ISO one: turned by the quarter that brings the front camera's view to x.

    `cameras` are camera to lidar. Without a front camera the lidar's axes are taken for ISO.
    """
    front = sorted((name for name in cameras if "front" in name.lower()), key=len)
    if not front:
        return Pose()
    x, y, _ = cameras[front[0]].rotation[:, 2]
    quarter = round(math.atan2(y, x) / (math.pi / 2)) * math.pi / 2
    return Pose(q=from_yaw(-quarter))
