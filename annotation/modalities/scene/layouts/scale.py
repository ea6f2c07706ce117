"""Scale's lidar frames: one JSON for each frame, `<frame>.json`, with `points` [{x, y, z, i}], `device_position`,
`device_heading` and `images`; the pictures lie beside them by the last part of their address.

Points, cameras and the device are in one world. Quaternions are named, w, x, y, z; a camera's takes its optical frame
to the world. `camera_model` may be "pinhole" (the default), "brown_conrady" or "fisheye", with k1 k2 p1 p2 k3 or k1 to
k4.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import Quaternion
from annotation.modalities.base import Group, Names
from annotation.modalities.scene.clouds.cloud import Cloud, refuse_too_many
from annotation.modalities.scene.layouts.base import (
    Files,
    Layout,
    bad,
    bad_calibration,
    is_picture,
    natural,
    read_small,
    stem,
)
from annotation.modalities.scene.layouts.names import scene_name
from annotation.modalities.scene.layouts.registry import LAYOUTS
from annotation.modalities.scene.source import Intrinsics, Lens, Moment, SceneSource, Shot, Sweep

SIGNS = (b'"points"', b'"device_position"')
MODELS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "brown_conrady": ("brown", ("k1", "k2", "p1", "p2", "k3")),
    "fisheye": ("fisheye", ("k1", "k2", "k3", "k4")),
}


@LAYOUTS.register
class Scale(Layout):
    slug = "scale"
    order = 40

    @classmethod
    def groups(cls, source: Names, names: Sequence[str]) -> Iterable[Group]:
        folders: defaultdict[str, list[str]] = defaultdict(list)
        for name in names:
            if name.lower().endswith(".json"):
                folders[name.rpartition("/")[0]].append(name)
        for folder, found in folders.items():
            ordered = sorted(found, key=lambda name: natural(stem(name)))
            # Frames of one folder are alike: the first tells, for each may have a hundred megabytes.
            if not _is_frame(read_small(source, ordered[0])):
                continue
            frames = [ordered[0], *(name for name in ordered[1:] if _is_frame(read_small(source, name)))]
            above = folder.rpartition("/")[0]
            pictures = [name for name in names if is_picture(name) and name.startswith(f"{above}/" if above else "")]
            yield Group(scene_name(folder, "scene"), (*frames, *pictures))

    @classmethod
    def open(cls, files: Files) -> SceneSource:
        frames = sorted((name for name in files.names if name.endswith(".json")), key=lambda name: natural(stem(name)))
        pictures = {name.rpartition("/")[2]: name for name in files.names if is_picture(name)}
        lenses: dict[int, Lens] = {}
        moments = []
        for name in frames:
            value = files.json(name)
            if not isinstance(value, dict):
                raise bad(name, "a frame is expected", "应为一帧")
            ego = _pose(name, value, "device_position", "device_heading")
            shots = []
            for index, image in enumerate(value.get("images") or ()):
                picture = pictures.get(str(image.get("image_url", "")).partition("?")[0].rpartition("/")[2])
                pose = _pose(name, image, "position", "heading")
                lenses.setdefault(index, Lens(f"camera_{index}", _intrinsics(name, image), ego.inverse() @ pose))
                if picture:
                    shots.append(Shot(index, picture, files.paths[picture], pose))
            sweep = Sweep(0, name, _load(files, name, ego), ego)
            moments.append(Moment(stem(name), ego, (sweep,), tuple(shots)))
        return SceneSource(tuple(moments), tuple(lenses[at] for at in sorted(lenses)), posed=True)


def _is_frame(content: bytes | None) -> bool:
    return content is not None and all(sign in content for sign in SIGNS)


def _pose(name: str, value: Mapping[str, Any], place: str, heading: str) -> Pose:
    try:
        at, turn = value[place], value[heading]
        q = Quaternion(*(float(turn[key]) for key in "wxyz"))
        return Pose.of([float(at[key]) for key in "xyz"], q)
    except (KeyError, TypeError, ValueError):
        raise bad_calibration(name, f"{place} (x, y, z) and {heading} (w, x, y, z) are expected") from None


def _intrinsics(name: str, image: Mapping[str, Any]) -> Intrinsics:
    try:
        fx, fy, cx, cy = (float(image[key]) for key in ("fx", "fy", "cx", "cy"))
        model, keys = MODELS.get(str(image.get("camera_model")), ("pinhole", ()))
        distortion = tuple(float(image.get(key) or 0.0) for key in keys)
    except (KeyError, TypeError, ValueError):
        raise bad_calibration(name, "fx, fy, cx and cy are expected") from None
    if model == "pinhole" or not any(distortion):
        return Intrinsics(fx, fy, cx, cy)
    return Intrinsics(fx, fy, cx, cy, "brown" if model == "brown" else "fisheye", distortion)


def _load(files: Files, name: str, ego: Pose) -> Callable[[], Cloud]:
    """Points in the device's frame, as sweeps have them."""

    def load() -> Cloud:
        points = json.loads(files.text(name)).get("points")
        if not isinstance(points, list):
            raise bad(name, "a list of points is expected", "应为点的列表")
        refuse_too_many(len(points))
        try:
            world = np.array([[each["x"], each["y"], each["z"]] for each in points], dtype=np.float64).reshape(-1, 3)
            intensity = np.array([each.get("i") or 0.0 for each in points], dtype=np.float32)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise bad(name, "points have x, y and z", "点应有 x、y、z") from None
        return Cloud(ego.inverse().apply(world), intensity)

    return load
