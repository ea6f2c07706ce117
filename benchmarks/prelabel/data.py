"""Labelled pictures of ../shared/data: cars seen by a camera that stands still, and a street in three cameras."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.prelabel.base import Labelled, Picture, Pixels
from annotation.prelabel.opencv import cv

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
VIDEO = SHARED / "images/intel-iot-devkit_sample-videos/car-detection.mp4"
STREET = SHARED / "pointcloud/naurril_SUSTechPOINTS/example"
CAMERAS = ("front", "left", "right")
FRAMES = ("000965", "000970", "000975")
"""Half a second apart."""
STREET_SIZE = (2048, 1536)
LEAST_AREA = 6000
"""Pixels of a moving thing that is a car and not a shadow."""
LEAST_CHANGE = 35
"""Grey levels by which a car outshines the empty ground."""
MOST_WIDTH = 250
"""Two cars side by side are not told apart."""


def cars(every: int = 4) -> list[Picture]:
    """Every few frames of a car park from above; whatever differs from the empty ground is a car."""
    frames = list(_frames())
    ground = np.median(np.stack(frames[:: max(1, len(frames) // 60)]), axis=0).astype(np.uint8)
    pictures = []
    for number in range(0, len(frames), every):
        boxes = [Labelled("box", "car", data) for data in _moving(frames[number], ground)]
        pictures.append(_picture(f"{number}", partial(frames.__getitem__, number), (768, 432), boxes, "park", number))
    return pictures


def street(kinds: tuple[str, ...] = ("Car",)) -> list[Picture]:
    """Boxes in space, projected into the cameras; the label is the kind of thing, in lower case."""
    pictures = []
    for camera in CAMERAS:
        for position, frame in enumerate(FRAMES):
            found = projected(frame, camera)
            boxes = [Labelled("box", kind.lower(), data) for (kind, _), data in found.items() if kind in kinds]
            load = partial(street_pixels, frame, camera)
            pictures.append(_picture(f"{camera} {frame}", load, STREET_SIZE, boxes, camera, position))
    return pictures


def street_pairs(apart: int) -> Iterator[tuple[str, str, str]]:
    """(camera, frame, later frame)."""
    for camera in CAMERAS:
        for first, second in pairwise(FRAMES[::apart]):
            yield camera, first, second


def street_pixels(frame: str, camera: str) -> Pixels:
    pixels: Pixels = cv.imread(str(STREET / "camera" / camera / f"{frame}.jpg"))
    return pixels


def projected(frame: str, camera: str, *, least: float = 24, inside: float = 0.7) -> dict[tuple[str, str], Any]:
    """(kind, id) of a thing -> its box in the picture, of what lies mostly inside it and is not tiny."""
    calibration = json.loads((STREET / "calib/camera" / f"{camera}.json").read_text())
    extrinsic = np.array(calibration["extrinsic"]).reshape(4, 4)
    intrinsic = np.array(calibration["intrinsic"]).reshape(3, 3)
    found = {}
    for thing in json.loads((STREET / "label" / f"{frame}.json").read_text()):
        seen = (extrinsic @ np.c_[_corners(thing["psr"]), np.ones(8)].T)[:3]
        if seen[2].min() < 1:
            continue
        pixels = (intrinsic @ seen)[:2] / seen[2]
        whole = np.concatenate([pixels.min(axis=1), pixels.max(axis=1)])
        left, top, right, bottom = np.clip(whole, 0, [*STREET_SIZE, *STREET_SIZE])
        area = (whole[2] - whole[0]) * (whole[3] - whole[1])
        if min(right - left, bottom - top) >= least and (right - left) * (bottom - top) >= inside * area:
            box = {"x": left, "y": top, "width": right - left, "height": bottom - top}
            found[(thing["obj_type"], thing["obj_id"])] = box
    return found


def _corners(pose: Any) -> NDArray[np.float64]:
    """8 x 3."""
    size, (x, y, z), place = ([pose[name][axis] for axis in "xyz"] for name in ("scale", "rotation", "position"))
    signs = np.array([[i, j, k] for i in (-0.5, 0.5) for j in (-0.5, 0.5) for k in (-0.5, 0.5)])
    cx, sx, cy, sy, cz, sz = np.cos(x), np.sin(x), np.cos(y), np.sin(y), np.cos(z), np.sin(z)
    about_x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    turned: NDArray[np.float64] = (signs * size) @ (about_z @ about_y @ about_x).T + place
    return turned


def _frames() -> Iterator[Pixels]:
    video = cv.VideoCapture(str(VIDEO))
    while True:
        good, pixels = video.read()
        if not good:
            return
        yield pixels


def _moving(pixels: Pixels, ground: Pixels) -> list[dict[str, float]]:
    """Boxes of what is brighter or more coloured than the ground; the camera's exposure is evened out before."""
    even = pixels * (np.median(ground) / max(1.0, float(np.median(pixels))))
    brighter = (even - ground).max(axis=2) > LEAST_CHANGE
    change = cv.morphologyEx(brighter.astype(np.uint8), cv.MORPH_OPEN, np.ones((5, 5), dtype=np.uint8))
    whole = cv.morphologyEx(change, cv.MORPH_CLOSE, np.ones((45, 25), dtype=np.uint8))
    _, _, parts, _ = cv.connectedComponentsWithStats(whole)
    return [
        {"x": float(x), "y": float(y), "width": float(width), "height": float(height)}
        for x, y, width, height, area in parts[1:]
        if area >= LEAST_AREA and width < MOST_WIDTH
    ]


def _picture(
    key: str, load: Callable[[], Pixels], size: tuple[int, int], boxes: list[Labelled], sequence: str, position: int
) -> Picture:
    return Picture(key, key, *size, load, labelled=boxes, sequence=sequence, position=position)
