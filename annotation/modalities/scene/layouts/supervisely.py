"""Supervisely: `pointcloud/<cloud>.pcd` and `related_images/<cloud>_pcd/<picture>` with `<picture>.json` beside it.
With `frame_pointcloud_map.json` the clouds are the frames of one episode, else each is a scene.

`extrinsicMatrix` is 3 x 4, row by row, and takes the frame of the cloud to the CAMERA; `intrinsicMatrix` is 3 x 3.
Nothing says how the vehicle went: the world is the frame of the clouds. Labels are read by the format of this name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from annotation.geometry3d.poses import Pose
from annotation.modalities.base import Group, Names
from annotation.modalities.scene.layouts.base import Files, Layout, bad, bad_calibration, natural, numbers
from annotation.modalities.scene.layouts.names import by_frame, scene_name
from annotation.modalities.scene.layouts.registry import LAYOUTS
from annotation.modalities.scene.source import Intrinsics, Lens, Moment, SceneSource, Shot, Sweep

CLOUDS = r"pointcloud/(?P<frame>[^/]+)\.pcd"
SHOT = re.compile(
    r"(?P<root>(?:.*/)?)related_images/(?P<cloud>[^/]+)_pcd/(?P<picture>[^/]+\.(?:jpe?g|png))", re.IGNORECASE
)
MAP = "frame_pointcloud_map.json"


@LAYOUTS.register
class Supervisely(Layout):
    slug = "supervisely"
    order = 20

    @classmethod
    def groups(cls, source: Names, names: Sequence[str]) -> Iterable[Group]:
        known = set(names)
        shots = _shots(names)
        for root, clouds in by_frame(names, CLOUDS).items():
            episode = f"{root}{MAP}" in known
            own = [name for name in names if name.startswith(f"{root}ann/")]
            if not episode and not own and not any(found == root for found, _ in shots):
                continue
            ordered = sorted(clouds, key=natural)
            if episode:
                files = [clouds[frame] for frame in ordered] + [f"{root}{MAP}"]
                files += [name for frame in ordered for name in _beside(shots, known, root, frame)]
                yield Group(scene_name(root, "episode"), tuple(files))
                continue
            for frame in ordered:
                yield Group(f"{root}{frame}", (clouds[frame], *_beside(shots, known, root, frame)))

    @classmethod
    def open(cls, files: Files) -> SceneSource:
        ((root, clouds),) = by_frame(files.names, CLOUDS).items()
        shots = _shots(files.names)
        lenses: dict[str, Lens] = {}
        moments = []
        for frame in _ordered(files, root, clouds):
            seen = []
            for name in shots.get((root, frame), ()):
                camera, lens = _lens(files, name)
                lenses.setdefault(camera, lens)
                seen.append(Shot(list(lenses).index(camera), name, files.paths[name], lens.pose))
            sweep = Sweep(0, clouds[frame], files.cloud(clouds[frame]), Pose())
            moments.append(Moment(frame, Pose(), (sweep,), tuple(seen)))
        return SceneSource(tuple(moments), tuple(lenses.values()))


Shots = Mapping[tuple[str, str], list[str]]


def _shots(names: Iterable[str]) -> dict[tuple[str, str], list[str]]:
    """Pictures by root and cloud."""
    found: dict[tuple[str, str], list[str]] = {}
    for match in filter(None, map(SHOT.fullmatch, names)):
        found.setdefault((match["root"], match["cloud"]), []).append(match[0])
    return {key: sorted(each) for key, each in found.items()}


def _beside(shots: Shots, known: set[str], root: str, frame: str) -> list[str]:
    pictures = shots.get((root, frame), [])
    return [*pictures, *(f"{name}.json" for name in pictures if f"{name}.json" in known)]


def _ordered(files: Files, root: str, clouds: Mapping[str, str]) -> list[str]:
    """Frames in the order that the map says; clouds that it does not name are no frames."""
    if f"{root}{MAP}" not in files.paths:
        return sorted(clouds, key=natural)
    value = files.json(f"{root}{MAP}")
    try:
        numbered = sorted((int(number), str(cloud).removesuffix(".pcd")) for number, cloud in value.items())
    except (AttributeError, ValueError):
        raise bad(f"{root}{MAP}", "numbers of frames with names of clouds are expected", "应为帧号与点云名称") from None
    frames = [cloud for _, cloud in numbered if cloud in clouds]
    if not frames:
        raise bad(f"{root}{MAP}", "none of its clouds is there", "其中的点云均不存在")
    return frames


def _lens(files: Files, name: str) -> tuple[str, Lens]:
    about = f"{name}.json"
    camera = name.rpartition("/")[2].rpartition(".")[0]
    if about not in files.paths:
        return camera, Lens(camera)
    meta = files.json(about)
    meta = meta.get("meta") if isinstance(meta, dict) else None
    sensor = meta.get("sensorsData") if isinstance(meta, dict) else None
    if not isinstance(meta, dict) or not isinstance(sensor, dict):
        return camera, Lens(camera)
    camera = str(meta.get("deviceId") or camera)[:100]
    try:
        k = numbers(files, about, sensor["intrinsicMatrix"], 9).reshape(3, 3)
        pose = Pose.from_matrix(numbers(files, about, sensor["extrinsicMatrix"], 12).reshape(3, 4)).inverse()
    except KeyError:
        return camera, Lens(camera)
    except ValueError as error:
        raise bad_calibration(about, error) from None
    fx, fy, cx, cy = (float(each) for each in np.array([k[0, 0], k[1, 1], k[0, 2], k[1, 2]]))
    return camera, Lens(camera, Intrinsics(fx, fy, cx, cy), pose)
