"""The cameras of a scene while it is prepared: their pictures, their lenses, and whether points and pictures agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from annotation.geometry3d.cameras import Camera
from annotation.modalities.base import Derivative, Limits, Warned
from annotation.modalities.scene import calibration, manifest, pictures
from annotation.modalities.scene.calibration import View
from annotation.modalities.scene.reasons import warned
from annotation.modalities.scene.source import Moment, SceneSource, Shot

Floats = NDArray[np.float64]
LOOKED_AT = 5
"""Frames in which each calibration is looked at, spread over the scene."""


class Cameras:
    """Takes pictures frame by frame."""

    def __init__(self, source: SceneSource, folder: Path, limits: Limits) -> None:
        self.source = source
        self.folder = folder
        self.limits = limits
        self.derivatives: list[Derivative] = []
        self._cameras: dict[int, Camera | None] = {}
        self._sizes: dict[int, tuple[int, int]] = {}
        self._faults: dict[int, str] = {}
        self._views: dict[int, list[View]] = {}
        self._unreadable: list[str] = []
        self._step = max(1, len(source.moments) // LOOKED_AT)

    def take(self, number: int, moment: Moment, points: Floats) -> list[dict[str, Any]]:
        """The pictures of a frame for the manifest; `points` are those of the frame in the ego frame."""
        taken = []
        for shot in moment.shots:
            lens = self.source.lenses[shot.camera]
            try:
                picture = pictures.taken(shot.path, manifest.image_key(number, lens.name), self.folder, self.limits)
            except ValueError:
                self._unreadable.append(shot.name)
                continue
            self.derivatives.append(picture)
            camera = self._camera(shot, (picture.meta["width"], picture.meta["height"]))
            pose = shot.pose or (moment.ego @ lens.pose if lens.pose else None)
            if camera and pose and len(points) and number % self._step == 0:
                self._look(shot, camera, moment, points)
            taken.append({"camera": shot.camera, "time": shot.time, "pose": pose.json() if camera and pose else None})
        return taken

    def _camera(self, shot: Shot, size: tuple[int, int]) -> Camera | None:
        """The lens for the size of the first picture."""
        if shot.camera not in self._cameras:
            self._sizes[shot.camera] = size
            lens = self.source.lenses[shot.camera]
            try:
                self._cameras[shot.camera] = lens.intrinsics.camera(*size) if lens.intrinsics and lens.pose else None
            except ValueError as error:
                self._cameras[shot.camera] = None
                self._faults[shot.camera] = str(error)
        return self._cameras[shot.camera]

    def _look(self, shot: Shot, camera: Camera, moment: Moment, points: Floats) -> None:
        lens = self.source.lenses[shot.camera]
        pose = moment.ego.inverse() @ shot.pose if shot.pose else lens.pose
        assert pose is not None
        views = self._views.setdefault(shot.camera, [])
        views.append(calibration.look(camera, pose, lens.base, points))
        if len(views) == 1:
            path = self.folder / f"preview-{shot.camera}.jpg"
            with Image.open(shot.path) as picture:
                calibration.draw(path, picture, camera, pose, points)
            self.derivatives.append(Derivative("preview", path, ".jpg", lens.name))

    def _view(self, at: int) -> View | None:
        """The mean of what was seen of a camera."""
        views = self._views.get(at)
        if not views:
            return None
        fields = ("in_view", "expected", "upright", "inverse_upright")
        return View(*(float(np.mean([getattr(view, name) for view in views])) for name in fields))

    def json(self) -> list[dict[str, Any]]:
        """The cameras for the manifest, and the previews' meta with what was found."""
        found = []
        for at, lens in enumerate(self.source.lenses):
            camera, view = self._cameras.get(at), self._view(at)
            width, height = self._sizes.get(at, (None, None))
            if camera is None or lens.pose is None:
                found.append(manifest.uncalibrated(lens.name, width, height))
                continue
            judged = view.json() if view else None
            found.append({"name": lens.name, **camera.json(), "pose": lens.pose.json(), "calibration": judged})
            for derivative in self.derivatives:
                if derivative.role == "preview" and derivative.key == lens.name:
                    derivative.meta.update(judged or {})
        return found

    def warnings(self) -> list[Warned]:
        told = []
        for at, lens in enumerate(self.source.lenses):
            view = self._view(at)
            if at in self._faults:
                told.append(warned("not-calibrated", camera=lens.name, detail=self._faults[at]))
            if view and view.warning:
                share = f"{view.in_view:.1%}"
                told.append(warned(f"calibration-{view.warning}", camera=lens.name, share=share))
        if self._unreadable:
            told.append(warned("picture-unreadable", count=len(self._unreadable), file=self._unreadable[0]))
        return told
