"""KITTI tracking: `velodyne/0000/000000.bin`, `calib/0000.txt`, `image_02/0000/000000.png`, `oxts/0000.txt`.

The world is the Mercator map of the GPS; without `oxts` nothing is known of the way. Labels (`label_02/0000.txt`, read
by the format of this name) are in the rectified frame of camera 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from annotation.geometry3d.poses import Pose
from annotation.modalities.base import Group, Names
from annotation.modalities.scene.layouts import kitti_common as kitti
from annotation.modalities.scene.layouts.base import Files, Layout, natural
from annotation.modalities.scene.layouts.names import below, shots_of
from annotation.modalities.scene.layouts.registry import LAYOUTS
from annotation.modalities.scene.source import Moment, SceneSource, Sweep

CALIBRATION = re.compile(r"(?P<root>(?:.*/)?)calib/(?P<drive>\d{4})\.txt", re.IGNORECASE)
CLOUDS = r"velodyne/(?P<sensor>{})/(?P<frame>\d+)\.bin"
SHOTS = r"image_(?P<sensor>0[0-3])/{}/(?P<frame>\d+)\.(?:png|jpe?g)"


@LAYOUTS.register
class KittiTracking(Layout):
    slug = "kitti_tracking"
    order = 20

    @classmethod
    def groups(cls, source: Names, names: Sequence[str]) -> Iterable[Group]:
        for match in filter(None, map(CALIBRATION.fullmatch, names)):
            root, drive = match["root"], match["drive"]
            clouds = below(names, root, CLOUDS.format(drive)).get(drive, {})
            if not clouds:
                continue
            files = [clouds[frame] for frame in sorted(clouds, key=natural)]
            files += [
                match[0],
                *(name for name in names if name in (f"{root}oxts/{drive}.txt", f"{root}poses/{drive}.txt")),
            ]
            files += [name for shots in below(names, root, SHOTS.format(drive)).values() for name in shots.values()]
            yield Group(f"{root}{drive}", tuple(files))

    @classmethod
    def open(cls, files: Files) -> SceneSource:
        match = next(filter(None, map(CALIBRATION.fullmatch, files.names)))
        root, drive = match["root"], match["drive"]
        found = kitti.calibration(files, match[0])
        velodyne = kitti.rectified_to_velodyne(match[0], found)
        shots = below(files.names, root, SHOTS.format(drive))
        lenses = tuple(kitti.lens(match[0], f"image_{each}", found[f"P{int(each)}"], velodyne) for each in shots)
        clouds = below(files.names, root, CLOUDS.format(drive))[drive]
        frames = sorted(clouds, key=natural)
        ways = kitti.poses(files, f"{root}poses/{drive}.txt") or way(files, f"{root}oxts/{drive}.txt", found)
        moments = []
        for frame in frames:
            ego = ways[int(frame)] if int(frame) < len(ways) else Pose()
            seen = shots_of(files, shots, frame)
            moments.append(Moment(frame, ego, (Sweep(0, clouds[frame], files.cloud(clouds[frame], 4), ego),), seen))
        posed = bool(ways) and int(frames[-1]) < len(ways)
        return SceneSource(tuple(moments), lenses, ("velodyne",), posed=posed)


def way(files: Files, name: str, found: dict[str, kitti.Floats]) -> list[Pose]:
    """Velodyne to world of every packet; none without GPS or its place on the rig."""
    if name not in files.paths or "Tr_imu_to_velo" not in found:
        return []
    imu = kitti.rigid(name, found["Tr_imu_to_velo"]).inverse()
    ways: list[Pose] = []
    scale: float | None = None
    for line in files.text(name).splitlines():
        if line.strip():
            pose, scale = kitti.oxts(files, name, line.split(), scale)
            ways.append(pose @ imu)
    return ways
