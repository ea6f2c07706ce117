"""KITTI object detection: `velodyne/000000.bin`, `calib/000000.txt`, `image_2/000000.png`; every frame is a scene.

Labels (`label_2/`, read by the format of this name) are in the rectified frame of camera 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotation.geometry3d.poses import Pose
from annotation.modalities.base import Group, Names
from annotation.modalities.scene.layouts import kitti_common as kitti
from annotation.modalities.scene.layouts.base import Files, Layout, natural
from annotation.modalities.scene.layouts.names import below, by_frame
from annotation.modalities.scene.layouts.registry import LAYOUTS
from annotation.modalities.scene.source import Moment, SceneSource, Shot, Sweep

CLOUDS = r"velodyne/(?P<frame>\d{6})\.bin"
CALIBRATION = r"calib/(?P<frame>\d{6})\.txt"
SHOTS = r"image_(?P<sensor>[0-3])/(?P<frame>\d{6})\.(?:png|jpe?g)"


@LAYOUTS.register
class KittiObject(Layout):
    slug = "kitti_object"
    order = 20

    @classmethod
    def groups(cls, source: Names, names: Sequence[str]) -> Iterable[Group]:
        calibrations = by_frame(names, CALIBRATION)
        for root, clouds in by_frame(names, CLOUDS).items():
            shots = below(names, root, SHOTS)
            for frame in sorted(clouds.keys() & calibrations.get(root, {}).keys(), key=natural):
                pictures = (found[frame] for found in shots.values() if frame in found)
                yield Group(f"{root}{frame}", (clouds[frame], calibrations[root][frame], *pictures))

    @classmethod
    def open(cls, files: Files) -> SceneSource:
        ((root, clouds),) = by_frame(files.names, CLOUDS).items()
        ((frame, cloud),) = clouds.items()
        name = by_frame(files.names, CALIBRATION)[root][frame]
        found = kitti.calibration(files, name)
        velodyne = kitti.rectified_to_velodyne(name, found)
        shots = {f"image_{number}": each[frame] for number, each in below(files.names, root, SHOTS).items()}
        lenses = tuple(kitti.lens(name, camera, found[f"P{camera[-1]}"], velodyne) for camera in shots)
        seen = tuple(Shot(at, shots[lens.name], files.paths[shots[lens.name]]) for at, lens in enumerate(lenses))
        sweep = Sweep(0, cloud, files.cloud(cloud, 4), Pose())
        return SceneSource((Moment(frame, Pose(), (sweep,), seen),), lenses, ("velodyne",))
