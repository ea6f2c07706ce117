"""PandaSet as Scale's lidar toolkit excerpts it: `pointcloud/N.ply`, `poses/N.json`, `cameras/<name>/N.jpg` with
`extrinsics.json` and `intrinsics.json`.

Points and extrinsics are in the vehicle's frame with x right and y forward; poses take it to the world. A pose is
`position` and `heading`, the quaternion as w, x, y, z; that of a camera takes its optical frame to the vehicle's. The
distributed data set itself is pickled, and pickles are never opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import Quaternion
from annotation.modalities.base import Group, Names
from annotation.modalities.scene.layouts.base import Y_FORWARD, Files, Layout, bad_calibration, natural, numbers
from annotation.modalities.scene.layouts.names import below, by_frame, scene_name, shots_of
from annotation.modalities.scene.layouts.registry import LAYOUTS
from annotation.modalities.scene.source import Intrinsics, Lens, Moment, SceneSource, Sweep

CLOUDS = r"pointcloud/(?P<frame>\d+)\.(?:ply|pcd|bin)"
POSES = r"poses/(?P<frame>\d+)\.json"
SHOTS = r"cameras/(?P<sensor>[^/]+)/(?P<frame>\d+)\.(?:jpe?g|png)"
CALIBRATION = r"cameras/(?P<sensor>[^/]+)/(?P<frame>extrinsics|intrinsics)\.json"


@LAYOUTS.register
class PandaSet(Layout):
    slug = "pandaset"
    order = 10

    @classmethod
    def groups(cls, source: Names, names: Sequence[str]) -> Iterable[Group]:
        poses = by_frame(names, POSES)
        for root, clouds in by_frame(names, CLOUDS).items():
            frames = sorted(clouds.keys() & poses.get(root, {}).keys(), key=natural)
            if not frames:
                continue
            files = [name for frame in frames for name in (clouds[frame], poses[root][frame])]
            files += [name for shots in below(names, root, SHOTS).values() for name in shots.values()]
            files += [name for both in below(names, root, CALIBRATION).values() for name in both.values()]
            yield Group(scene_name(root, "pandaset"), tuple(files))

    @classmethod
    def open(cls, files: Files) -> SceneSource:
        ((root, clouds),) = by_frame(files.names, CLOUDS).items()
        poses = by_frame(files.names, POSES)[root]
        shots = below(files.names, root, SHOTS)
        lenses = tuple(_lens(files, camera, root) for camera in shots)
        moments = []
        for frame in sorted(clouds, key=natural):
            vehicle = _pose(files, poses[frame])
            sweep = Sweep(0, clouds[frame], files.cloud(clouds[frame]), vehicle)
            seen = shots_of(files, shots, frame)
            moments.append(Moment(frame, vehicle @ Y_FORWARD.inverse(), (sweep,), seen))
        return SceneSource(tuple(moments), lenses, posed=True)


def _pose(files: Files, name: str) -> Pose:
    value = files.json(name)
    try:
        position, heading = value["position"], value["heading"]
    except (KeyError, TypeError):
        raise bad_calibration(name, "position and heading are expected") from None
    try:
        return Pose.of(numbers(files, name, position, 3), Quaternion(*numbers(files, name, heading, 4).tolist()))
    except ValueError as error:
        raise bad_calibration(name, error) from None


def _lens(files: Files, camera: str, root: str) -> Lens:
    folder = f"{root}cameras/{camera}"
    if not {f"{folder}/extrinsics.json", f"{folder}/intrinsics.json"} <= set(files.names):
        return Lens(camera)
    values = files.json(f"{folder}/intrinsics.json")
    try:
        fx, fy, cx, cy = (float(values[key]) for key in ("fx", "fy", "cx", "cy"))
    except (KeyError, TypeError, ValueError):
        raise bad_calibration(f"{folder}/intrinsics.json", "fx, fy, cx and cy are expected") from None
    return Lens(camera, Intrinsics(fx, fy, cx, cy), Y_FORWARD @ _pose(files, f"{folder}/extrinsics.json"), Y_FORWARD)
