"""Boxes that people drew in the pictures of cameras, put into space without a model."""

from __future__ import annotations

from annotation.prelabel.registry import PRELABELERS
from annotation.prelabel.scene_lifting import LiftsBoxes
from core.text import Text


@PRELABELERS.register
class SceneLift(LiftsBoxes):
    """What nobody has put into space yet."""

    slug = "scene_lift"
    title = Text(en="Boxes of pictures into space", zh="图像框提升为立体框")
    description = Text(
        en="Gives the boxes that people drew in camera pictures their place in space, and follows them over the frames."
        " Needs no model.",
        zh="为人工在相机图像中绘制的框确定空间位置，并跨帧跟踪。无需模型。",
    )
