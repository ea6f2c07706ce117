"""xtreme1: `lidar_point_cloud_0/<frame>.pcd`, `camera_image_<n>/<frame>.jpg` and `camera_config/<frame>.json`; older
sets say `point_cloud/`, `image<n>/`. Every frame is a scene, unless the folder above is called after a scene of
several.

A configuration is a list with an entry for each camera: `cameraInternal` {fx, fy, cx, cy}, and `cameraExternal`, 16
numbers that take the lidar's frame to the CAMERA, row by row unless `rowMajor` is false. `distortionK` are k1 k2 k3,
`distortionP` p1 p2. Nothing says how the vehicle went.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from annotation.geometry3d.poses import Pose
from annotation.modalities.base import Group, Names
from annotation.modalities.scene.layouts.base import Files, Layout, bad_calibration, natural, numbers
from annotation.modalities.scene.layouts.names import below, by_frame, scene_name, shots_of
from annotation.modalities.scene.layouts.registry import LAYOUTS
from annotation.modalities.scene.source import Intrinsics, Lens, Moment, SceneSource, Sweep

CLOUDS = r"(?:lidar_point_cloud_0|point_cloud|lidar_point_cloud)/(?P<frame>[^/]+)\.pcd"
SHOTS = r"(?:camera_image_|image|camera_image)(?P<sensor>\d+)/(?P<frame>[^/]+)\.(?:jpe?g|png)"
CONFIG = r"camera_config/(?P<frame>[^/]+)\.json"
PLAIN = re.compile(r"_(\w)")


@LAYOUTS.register
class Xtreme1(Layout):
    slug = "xtreme1"
    order = 20

    @classmethod
    def groups(cls, source: Names, names: Sequence[str]) -> Iterable[Group]:
        configs = by_frame(names, CONFIG)
        for root, clouds in by_frame(names, CLOUDS).items():
            shots = below(names, root, SHOTS)
            if not shots and root not in configs:
                continue
            files = [clouds[frame] for frame in sorted(clouds, key=natural)]
            files += [name for each in shots.values() for frame, name in each.items() if frame in clouds]
            files += [name for frame, name in configs.get(root, {}).items() if frame in clouds]
            yield Group(scene_name(root, "scene"), tuple(files))

    @classmethod
    def open(cls, files: Files) -> SceneSource:
        ((root, clouds),) = by_frame(files.names, CLOUDS).items()
        shots = below(files.names, root, SHOTS)
        configs = by_frame(files.names, CONFIG).get(root, {})
        first = configs[min(configs, key=natural)] if configs else None
        given = _cameras(files, first) if first else []
        lenses = tuple(_lens(files, first, given, int(number)) for number in shots)
        moments = tuple(
            Moment(
                frame,
                Pose(),
                (Sweep(0, clouds[frame], files.cloud(clouds[frame]), Pose()),),
                shots_of(files, shots, frame),
            )
            for frame in sorted(clouds, key=natural)
        )
        return SceneSource(moments, lenses)


def _cameras(files: Files, name: str) -> list[Mapping[str, Any]]:
    value = files.json(name)
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise bad_calibration(name, "a list of cameras is expected")
    return [{_camel(key): part for key, part in each.items()} for each in value]


def _camel(key: str) -> str:
    """Older sets say camera_internal."""
    return PLAIN.sub(lambda match: match[1].upper(), key)


def _lens(files: Files, name: str | None, given: list[Mapping[str, Any]], number: int) -> Lens:
    camera = f"camera_{number}"
    if name is None or number >= len(given):
        return Lens(camera)
    value = given[number]
    try:
        inner = value["cameraInternal"]
        fx, fy, cx, cy = (float(inner[key]) for key in ("fx", "fy", "cx", "cy"))
        matrix = numbers(files, name, value["cameraExternal"], 16).reshape(4, 4)
        pose = Pose.from_matrix(matrix if value.get("rowMajor", True) else matrix.T).inverse()
    except (KeyError, TypeError):
        raise bad_calibration(name, "cameraInternal and cameraExternal (16 numbers) are expected") from None
    except ValueError as error:
        raise bad_calibration(name, error) from None
    radial = [float(each) for each in value.get("distortionK") or ()][:3]
    across = [float(each) for each in value.get("distortionP") or ()][:2]
    width, height = _side(value, "width"), _side(value, "height")
    if any([*radial, *across]):
        k1, k2, k3 = (*radial, 0.0, 0.0, 0.0)[:3]
        p1, p2 = (*across, 0.0, 0.0)[:2]
        return Lens(camera, Intrinsics(fx, fy, cx, cy, "brown", (k1, k2, p1, p2, k3), width, height), pose)
    return Lens(camera, Intrinsics(fx, fy, cx, cy, width=width, height=height), pose)


def _side(value: Mapping[str, Any], key: str) -> int | None:
    side = value.get(key)
    return side if isinstance(side, int) and side > 0 else None
