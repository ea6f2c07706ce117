"""Outlines of things and surfaces."""

from __future__ import annotations

from core.text import Text
from projects.schema import SchemaContent
from projects.templates.base import Template, checkbox, label
from projects.templates.registry import TEMPLATES

THING = ("polygon", "mask", "box")
SURFACE = ("polygon", "mask")
LINE = ("polyline", "polygon")

OCCLUDED = checkbox("occluded", "Occluded", "被遮挡")


@TEMPLATES.register
class Segmentation(Template):
    slug = "segmentation"
    order = 20
    title = Text(en="Segmentation", zh="图像分割")
    summary = Text(
        en="The outline of every object and surface as polygons or masks, with holes; lines for lanes and edges.",
        zh="以多边形或掩码（可带孔洞）标注目标与区域的轮廓，以折线标注车道线与边缘。",
    )
    modality = "image"
    kinds = ("polygon", "mask", "polyline", "box")
    schema = SchemaContent(
        labels=(
            label(0, "road", "Road", "道路", SURFACE, color="#9a6324"),
            label(1, "pavement", "Pavement", "人行道", SURFACE, color="#fabed4"),
            label(2, "vegetation", "Vegetation", "植被", SURFACE, color="#3cb44b"),
            label(3, "building", "Building", "建筑", SURFACE, color="#a9a9a9"),
            label(4, "sky", "Sky", "天空", SURFACE, color="#42d4f4"),
            label(5, "vehicle", "Vehicle", "车辆", THING, OCCLUDED, color="#4363d8"),
            label(6, "person", "Person", "行人", THING, OCCLUDED, color="#e6194b"),
            label(7, "lane-marking", "Lane marking", "车道线", LINE, color="#ffe119"),
        )
    )
    guidelines = Text(
        en="""# What to label

Outline every object and surface of the classes below.

## How a good outline looks
- It follows the visible edge within 2 pixels. More vertices in curves, few on straight edges.
- Neighbours share their border: no gap, no overlap.
- What shows through (between spokes, under a vehicle) is a **hole**.
- The parts of one object that something else divides belong to one group.

## Order
What lies in front lies on top. Draw the background first.

## When you are not sure
Zoom in. If two people could still disagree, skip the task and say why.
""",
        zh="""# 标注内容

勾勒下列类别中每个目标和区域的轮廓。

## 合格的轮廓
- 与可见边缘的偏差不超过 2 像素；弯曲处多加顶点，直线处少加。
- 相邻区域共用边界：不留缝隙，不重叠。
- 透出背景的部分（如轮辐之间、车底）应标为**孔洞**。
- 被其他物体隔开的同一目标的各个部分应归为一组。

## 顺序
前景在上。先画背景。

## 不确定时
先放大查看。如果两个人仍可能得出不同结论，请跳过该任务并说明原因。
""",
    )
