"""What the label files of KITTI object and tracking share.

Frame: the rectified one of camera 0, x right, y down, z forward. A box has its origin at the BOTTOM centre; sizes come
as height, width, length; `ry` turns about y, so clockwise seen from above, and is 0 where the front looks along x. With
the ISO frame beside it (x = z, y = -x, z = -y of the camera) the yaw is -ry - pi/2.

KITTI does not say where a scene of ours has its frames in the world: `poses/` has a 3 x 4 matrix for each, velodyne to
world. Nor has it more than one angle: a box that stands upright in the world leans in the frame of a camera that looks
down a little, or on a slope, and is laid level there. Where most boxes of a scene are upright in the world, `poses/`
ends with a line that says so, and they come back upright. Numbers have six decimals where KITTI has two.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.formats.base import Item
from annotation.formats.scene_reading import Gathered, Reading
from annotation.formats.scenes import TILT, Placed, Scene, Writer
from annotation.formats.source import OpenedFiles, Source
from annotation.geometry3d import boxes
from annotation.geometry3d.cameras import Camera
from annotation.geometry3d.outlines import outline
from annotation.geometry3d.poses import Pose
from annotation.geometry3d.quaternion import from_matrix, from_yaw
from annotation.kinds.base import Data
from annotation.modalities.base import Rejected
from annotation.modalities.scene.layouts import kitti_common
from annotation.modalities.scene.layouts.base import Files
from annotation.modalities.scene.manifest import Manifest
from core.errors import DomainError

Floats = NDArray[np.float64]
OPTICAL = Pose(q=from_matrix(np.array([[0.0, 0, 1], [-1, 0, 0], [0, -1, 0]])))
"""A camera's frame (x right, y down, z forward) in the ISO one."""
NOWHERE = "DontCare"
LARGEST_TEXT = 64 * 1024**2
FIELDS = 15
UPRIGHT = "# Boxes stand upright in the world.\n"


class SourceFiles(Files):
    """Files of a layout that are read where they are."""

    def __init__(self, source: Source, names: Iterable[str] | None = None) -> None:
        super().__init__({name: Path(name) for name in (source.names if names is None else names)})
        self._source = source

    def read(self, name: str, limit: int) -> bytes:
        return self._source.read(name, limit)


def files_of(item: Item) -> SourceFiles:
    """The original files of a scene."""
    return SourceFiles(OpenedFiles((each.name, each.open) for each in item.files))


@dataclass(frozen=True)
class Rig:
    """Where labels of a scene are: `velodyne` takes the rectified frame of camera 0 to the velodyne's."""

    velodyne: Pose
    name: str = ""
    camera: Camera | None = None
    pose: Pose | None = None
    """The camera that takes the pictures, to the velodyne's frame."""
    text: str = ""
    """The calibration file."""

    def world(self, ego: Pose) -> Pose:
        """The labels' frame, as ISO axes, to the world."""
        return ego @ self.velodyne @ OPTICAL.inverse()


def rig_of(manifest: Manifest, calibration: Mapping[str, Floats] | None, text: str) -> Rig:
    """The rig as KITTI's own calibration has it; else labels are in the frame of the camera that looks ahead."""
    ahead = [
        (float((each.pose.rotation @ (0, 0, 1))[0]), index)
        for index, each in enumerate(manifest.rigs)
        if each.pose is not None and each.camera is not None
    ]
    best = manifest.rigs[max(ahead)[1]] if ahead and max(ahead)[0] > 0.5 else None
    named = next((each for each in manifest.rigs if each.name in {"image_2", "image_02"} and each.camera), best)
    if calibration is not None:
        velodyne = kitti_common.rectified_to_velodyne("calib", dict(calibration))
        if named is None:
            return Rig(velodyne, text=text)
        return Rig(velodyne, named.name, named.camera, named.pose, text)
    if best is None:
        return Rig(OPTICAL, text=_calibration(OPTICAL, None))
    assert best.pose is not None
    return Rig(best.pose, best.name, best.camera, best.pose, _calibration(best.pose, best.camera))


def _calibration(rect: Pose, camera: Camera | None) -> str:
    lens = np.eye(3, 4)
    if camera:
        lens[0, [0, 2]], lens[1, [1, 2]] = (camera.fx, camera.cx), (camera.fy, camera.cy)
    rows = {f"P{number}": lens for number in range(4)}
    rows |= {"R0_rect": np.eye(3), "Tr_velo_to_cam": rect.inverse().matrix[:3], "Tr_imu_to_velo": np.eye(3, 4)}
    return "".join(f"{name}: {numbers(matrix)}\n" for name, matrix in rows.items())


def numbers(values: Any) -> str:
    return " ".join(f"{value:.12e}" for value in np.asarray(values).reshape(-1))


def stance(scene: Scene, rig: Rig) -> str:
    """What the poses say of boxes: nothing where fewer are upright in the world than in the labels' frame."""
    upright, level = 0, 0
    for number, objects in enumerate(scene.frames):
        back = rig.world(scene.manifest.ego(number)).inverse()
        for each in objects:
            upright += _is_level(each.box)
            level += _is_level(boxes.moved(back, each.box))
    return UPRIGHT if upright > level else ""


def _is_level(box: Data) -> bool:
    return boxes.apart(boxes.level(box), box) <= TILT


def are_upright(lines: Sequence[Sequence[str]]) -> bool:
    """Whether the lines of poses end with what `stance` says."""
    return bool(lines) and list(lines[-1]) == UPRIGHT.split()


def pose_line(ego: Pose) -> str:
    return numbers(ego.matrix[:3]) + "\n"


def fields_of(placed: Placed, rig: Rig, ego: Pose, writer: Writer) -> list[str]:
    """The fifteen fields of a box, the type first, and its score as the sixteenth where it has one."""
    box = writer.level(boxes.moved(rig.world(ego).inverse(), placed.box))
    ry = _wrapped(-boxes.yaw(box) - math.pi / 2)
    x, y, z = -box["y"], -(box["z"] - box["height"] / 2), box["x"]
    bounds, truncated = _seen(placed.box, rig, ego)
    said = placed.attributes
    cut = said["truncation"] if _is_number(said.get("truncation")) else truncated
    hidden = said["occlusion"] if _is_number(said.get("occlusion")) else int(placed.occluded)
    numbers = (*bounds, box["height"], box["width"], box["length"], x, y, z, ry)
    score = placed.record["score"]
    writer.report.loss("attributes-dropped", int(bool(set(said) - {"truncation", "occlusion"})))
    return [
        placed.label.replace(" ", "_"),
        f"{cut:.2f}",
        str(int(hidden)),
        f"{_wrapped(ry - math.atan2(x, z)):.6f}",
        *(f"{value:.6f}" for value in numbers),
        *([f"{score:.6f}"] if score is not None else []),
    ]


def _wrapped(angle: float) -> float:
    return math.remainder(angle, 2 * math.pi)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _seen(box: Data, rig: Rig, ego: Pose) -> tuple[tuple[float, ...], float]:
    """(bounds in the picture, the share of them that is cut off by its edge); zeros and -1 where it is not in it."""
    if rig.camera is None or rig.pose is None:
        return (0.0, 0.0, 0.0, 0.0), -1.0
    pixels = outline(box, rig.camera, ego @ rig.pose) - 0.5
    if not len(pixels):
        return (0.0, 0.0, 0.0, 0.0), -1.0
    low, high = pixels.min(axis=0), pixels.max(axis=0)
    edge = np.array([rig.camera.width - 1, rig.camera.height - 1], dtype=np.float64)
    cut_low, cut_high = np.clip(low, 0, edge), np.clip(high, 0, edge)
    whole, left = float(np.prod(high - low)), float(np.prod(cut_high - cut_low))
    if left <= 0 or whole <= 0:
        return (0.0, 0.0, 0.0, 0.0), -1.0
    return (*map(float, cut_low), *map(float, cut_high)), max(0.0, 1 - left / whole)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the labels of a frame are: `world` is that of `Rig.world`; `upright` that boxes are so in the world."""

    world: Pose
    upright: bool = False

    def placed(self, box: Data) -> Data:
        return boxes.stood_up(self.world, box) if self.upright else boxes.moved(self.world, box)


def add(
    found: Gathered, where: tuple[str, str], key: str, frame: int, words: Sequence[str], standing: Standing
) -> None:
    """Take in one label of fifteen fields or more, the type first."""
    if len(words) < FIELDS:
        found.reading.report.problem(*where, "bad-line", reason=f"{len(words)} fields are fewer than {FIELDS}")
        return
    if words[0] == NOWHERE:
        return

    def box() -> Data:
        height, width, length, x, y, z, ry = (float(word) for word in words[8:15])
        middle = Pose.of((z, -x, height / 2 - y), from_yaw(-ry - math.pi / 2))
        return standing.placed(boxes.made(middle, length, width, height))

    score = _float(words[15]) if len(words) > FIELDS else None
    found.add(where, key, frame, words[0], box, _extra(words), score=score)


def _extra(words: Sequence[str]) -> dict[str, float]:
    """Truncation and occlusion, where somebody has said something of them."""
    found = {"truncation": _float(words[1]), "occlusion": _float(words[2])}
    return {name: value for name, value in found.items() if value is not None and value > 0}


def _float(word: str) -> float | None:
    try:
        value = float(word)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def calibration_of(reading: Reading, name: str) -> Pose | None:
    """Rectified frame of camera 0 to velodyne; None, with the reason reported, when it cannot be had."""
    if name not in reading.source.names:
        reading.report.problem(name, "", "no-calibration")
        return None
    try:
        found = kitti_common.calibration(SourceFiles(reading.source), name)
        return kitti_common.rectified_to_velodyne(name, found)
    except (Rejected, DomainError) as error:
        reading.report.problem(name, "", "not-readable", reason=str(error)[:200])
        return None


def pose_of(words: Sequence[str]) -> Pose | None:
    try:
        return Pose.from_matrix(np.array([float(word) for word in words]).reshape(3, 4))
    except ValueError:
        return None
