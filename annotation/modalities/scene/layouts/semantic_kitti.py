"""SemanticKITTI and KITTI odometry: `sequences/00/velodyne/000000.bin`, `calib.txt`, `poses.txt`, `times.txt`.

`poses.txt` has one 3 x 4 matrix per line, in the frame of camera 0 at the first frame; the velodyne's is
inv(Tr) P Tr, and the world is the velodyne's frame at the first frame. Labels of points (`labels/`) are read by the
format.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotation.geometry3d.poses import Pose
from annotation.modalities.base import Group, Names
from annotation.modalities.scene.layouts import kitti_common as kitti
from annotation.modalities.scene.layouts.base import Files, Layout, natural, numbers
from annotation.modalities.scene.layouts.names import below, by_frame, scene_name, shots_of
from annotation.modalities.scene.layouts.registry import LAYOUTS
from annotation.modalities.scene.source import Moment, SceneSource, Sweep

CLOUDS = r"velodyne/(?P<frame>\d+)\.bin"
SHOTS = r"image_(?P<sensor>[0-3])/(?P<frame>\d+)\.(?:png|jpe?g)"


@LAYOUTS.register
class SemanticKitti(Layout):
    slug = "semantic_kitti"
    order = 15

    @classmethod
    def groups(cls, source: Names, names: Sequence[str]) -> Iterable[Group]:
        known = set(names)
        for root, clouds in by_frame(names, CLOUDS).items():
            if f"{root}calib.txt" not in known:
                continue
            beside = (f"{root}{name}" for name in ("calib.txt", "poses.txt", "times.txt"))
            files = [clouds[frame] for frame in sorted(clouds, key=natural)]
            files += [name for name in beside if name in known]
            files += [name for each in below(names, root, SHOTS).values() for name in each.values()]
            yield Group(scene_name(root, "sequence"), tuple(files))

    @classmethod
    def open(cls, files: Files) -> SceneSource:
        ((root, clouds),) = by_frame(files.names, CLOUDS).items()
        name = f"{root}calib.txt"
        found = kitti.calibration(files, name)
        camera = kitti.rectified_to_velodyne(name, found)
        shots = below(files.names, root, SHOTS)
        lenses = tuple(kitti.lens(name, f"image_{each}", found[f"P{each}"], camera) for each in shots)
        ways, times = _way(files, f"{root}poses.txt", camera), _times(files, f"{root}times.txt")
        frames = sorted(clouds, key=natural)
        moments = []
        for frame in frames:
            number = int(frame)
            ego = ways[number] if number < len(ways) else Pose()
            time = times[number] if number < len(times) else None
            sweep = Sweep(0, clouds[frame], files.cloud(clouds[frame], 4), ego, time)
            seen = shots_of(files, shots, frame)
            moments.append(Moment(frame, ego, (sweep,), seen, time))
        return SceneSource(tuple(moments), lenses, ("velodyne",), posed=bool(ways) and int(frames[-1]) < len(ways))


def _way(files: Files, name: str, camera: Pose) -> list[Pose]:
    """Velodyne to world of every frame; `camera` is camera 0 to velodyne."""
    if name not in files.paths:
        return []
    lines = [line.split() for line in files.text(name).splitlines() if line.strip()]
    poses = (kitti.rigid(name, numbers(files, name, words, 12)) for words in lines)
    return [camera @ pose @ camera.inverse() for pose in poses]


def _times(files: Files, name: str) -> list[int]:
    """Nanoseconds since the first frame."""
    if name not in files.paths:
        return []
    seconds = files.text(name).split()
    return [round(each * 1e9) for each in numbers(files, name, seconds, len(seconds)).tolist()]
