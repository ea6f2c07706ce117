"""Cameras agree with OpenCV, and a pixel looks at the point that fell into it."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from annotation.geometry3d.cameras import Camera

RNG = np.random.default_rng(5)
PINHOLE = Camera(1920, 1080, 1000.0, 1010.0, 950.0, 540.0)
BROWN = Camera(1920, 1080, 1000.0, 1010.0, 950.0, 540.0, "brown", (-0.32, 0.11, 0.001, -0.0005, -0.015))
RATIONAL = Camera(1920, 1080, 900.0, 900.0, 950.0, 540.0, "brown", (0.5, 0.1, 2e-4, -1e-4, 0.01, 0.8, 0.2, 0.02))
FISHEYE = Camera(1280, 1280, 360.0, 362.0, 640.0, 638.0, "fisheye", (-0.02, 0.006, -0.002, 0.0001))
CAMERAS = {"pinhole": PINHOLE, "brown": BROWN, "rational": RATIONAL, "fisheye": FISHEYE}


def matrix(camera: Camera) -> np.ndarray:
    return np.array([[camera.fx, 0, camera.cx], [0, camera.fy, camera.cy], [0, 0, 1]])


def ahead(count: int = 500, spread: float = 0.6) -> np.ndarray:
    depth = RNG.uniform(1, 60, (count, 1))
    return np.concatenate([RNG.uniform(-spread, spread, (count, 2)) * depth, depth], axis=1)


@pytest.mark.parametrize("name", ["pinhole", "brown", "rational"])
def test_projection_is_that_of_opencv(name: str) -> None:
    camera, points = CAMERAS[name], ahead()
    expected, _ = cv2.projectPoints(points, np.zeros(3), np.zeros(3), matrix(camera), np.array(camera.distortion))
    pixels, seen = camera.project(points)
    assert seen.all()
    np.testing.assert_allclose(pixels - 0.5, expected[:, 0], atol=1e-6)


def test_fisheye_is_that_of_opencv() -> None:
    points = ahead(spread=2.5)
    expected, _ = cv2.fisheye.projectPoints(
        points[:, None], np.zeros(3), np.zeros(3), matrix(FISHEYE), np.array(FISHEYE.distortion)
    )
    pixels, seen = FISHEYE.project(points)
    assert seen.all()
    np.testing.assert_allclose(pixels - 0.5, expected[:, 0], atol=1e-6)


@pytest.mark.parametrize("name", CAMERAS)
def test_a_pixel_looks_at_what_fell_into_it(name: str) -> None:
    camera, points = CAMERAS[name], ahead(spread=0.5)
    pixels, _ = camera.project(points)
    directions = points / np.linalg.norm(points, axis=1, keepdims=True)
    np.testing.assert_allclose(camera.rays(pixels), directions, atol=1e-6)


def test_what_is_behind_is_not_seen() -> None:
    points = np.array([[0, 0, 5.0], [0, 0, -5.0], [0, 0, 0.05], [np.nan, 0, 5.0]])
    for camera in (PINHOLE, BROWN):
        assert camera.project(points)[1].tolist() == [True, False, False, False]


def test_a_fisheye_sees_beside_and_behind_itself() -> None:
    wide = Camera(1280, 1280, 300.0, 300.0, 640.0, 640.0, "fisheye", (0.0, 0.0, 0.0, 0.0))
    beside = np.array([[5.0, 0, 0], [5.0, 0, -1.0]])
    pixels, seen = wide.project(beside)
    assert seen.all()
    assert pixels[0, 0] == pytest.approx(640.5 + 300 * math.pi / 2)
    assert wide.inside(pixels).tolist() == [True, True]


def test_beyond_the_fold_of_the_distortion_nothing_is_seen() -> None:
    """With k1 = -0.3 the radius is largest at r = 1 / sqrt(0.9); farther out, points would come back."""
    folding = Camera(1920, 1080, 500.0, 500.0, 960.0, 540.0, "brown", (-0.3, 0.0, 0.0, 0.0))
    assert folding.reach == pytest.approx(1 / math.sqrt(0.9), abs=0.01)
    points = np.array([[1.0, 0, 1.0], [1.2, 0, 1.0], [1.8, 0, 1.0]])
    pixels, seen = folding.project(points)
    assert folding.inside(pixels).all()
    assert seen.tolist() == [True, False, False]
    assert PINHOLE.reach is None


def test_json_and_back() -> None:
    for camera in CAMERAS.values():
        assert Camera.from_json(camera.json()) == camera


@pytest.mark.parametrize(
    "wrong",
    [
        {"fx": 0.0},
        {"fy": float("nan")},
        {"width": 0},
        {"model": "brown", "distortion": (0.1,)},
        {"model": "orthographic"},
        {"distortion": (0.1, 0.0, 0.0, 0.0)},
    ],
)
def test_what_is_no_camera_is_refused(wrong: dict[str, object]) -> None:
    good = {"width": 10, "height": 10, "fx": 1.0, "fy": 1.0, "cx": 5.0, "cy": 5.0}
    with pytest.raises(ValueError):
        Camera(**{**good, **wrong})  # type: ignore[arg-type]
