"""Detectors that an administrator brings as an ONNX file: of boxes in `pictures`, of things in the points of scenes in
`points`, of boxes in the pictures of scenes in `cameras`, of what is said in `speech`; and models for points and boxes
in `sam`."""

from __future__ import annotations

from annotation.prelabel.onnx.cameras import SceneCameras
from annotation.prelabel.onnx.pictures import Onnx
from annotation.prelabel.onnx.points import SceneOnnx
from annotation.prelabel.onnx.sam import Sam
from annotation.prelabel.onnx.speech import SpeechOnnx

__all__ = ["Onnx", "Sam", "SceneCameras", "SceneOnnx", "SpeechOnnx"]
