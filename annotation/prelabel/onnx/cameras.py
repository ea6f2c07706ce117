"""Detectors of boxes in pictures, as an ONNX file, over the cameras of scenes; what they find is lifted into space."""

from __future__ import annotations

from typing import Any

import numpy as np

from annotation.prelabel.base import Picture, PrelabelError, Setup
from annotation.prelabel.onnx.pictures import Onnx
from annotation.prelabel.onnx.runner import ONNX_FILE
from annotation.prelabel.opencv import cv
from annotation.prelabel.registry import PRELABELERS
from annotation.prelabel.scene_lifting import LiftsBoxes
from annotation.prelabel.scene_view import Frame, InPicture
from annotation.prelabel.scenes import FRAMES
from core.text import Text


@PRELABELERS.register
class SceneCameras(LiftsBoxes):
    """The file and its settings are those of a detector for images."""

    slug = "scene_cameras"
    title = Text(en="ONNX detector for the cameras of scenes", zh="场景相机 ONNX 检测器")
    description = Text(
        en="A detector of the YOLO or DETR family as one ONNX file, run over the pictures of all cameras. The points"
        " behind each box give it its place in space; things are followed over the frames.",
        zh="YOLO 或 DETR 系列检测器（单个 ONNX 文件），应用于全部相机图像。由框内点云确定空间位置，并跨帧跟踪。",
    )
    file = ONNX_FILE
    fields = (*Onnx.fields, FRAMES)

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._detector = Onnx(setup)
        self._detector.refused = self.refused

    def close(self) -> None:
        self._detector.close()

    @classmethod
    def examine(cls, setup: Setup) -> dict[str, Any]:
        return Onnx.examine(setup)

    def in_pictures(self, frame: Frame) -> list[InPicture]:
        """What the detector finds in the pictures of a frame that have a calibration."""
        manifest = frame.scene.manifest
        self._detector.refused = self.refused
        found = []
        for number, rig in enumerate(manifest.rigs):
            if rig.camera is None or manifest.image(frame.number, number) is None:
                continue
            for each in self._detector.detect(_picture(frame, rig.name)):
                if "cuboid" in self.setup.labels[each.label]:
                    x, y = each.data["x"], each.data["y"]
                    sides = (x, y, x + each.data["width"], y + each.data["height"])
                    found.append(InPicture(rig.name, sides, each.label, each.score))
        return found


def _picture(frame: Frame, camera: str) -> Picture:
    with frame.picture(camera) as path:
        pixels = cv.imdecode(np.fromfile(path, dtype=np.uint8), cv.IMREAD_COLOR)
    if pixels is None:
        raise PrelabelError("image-unreadable", f"{camera} cannot be read.", name=camera)
    return Picture(camera, camera, pixels.shape[1], pixels.shape[0], lambda: pixels)
