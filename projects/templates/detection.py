"""Boxes around things: detectors for streets, shops, factories."""

from __future__ import annotations

from core.text import Text
from projects.schema import SchemaContent
from projects.templates.base import Template, checkbox, label, select
from projects.templates.registry import TEMPLATES

KINDS = ("box", "rotated_box", "polygon")

OCCLUDED = checkbox("occluded", "Occluded", "被遮挡")
TRUNCATED = checkbox("truncated", "Cut by the image edge", "被图像边缘截断")
LIGHT = select(
    "light", "Light", "灯色",
    (
        ("red", "Red", "红"),
        ("amber", "Amber", "黄"),
        ("green", "Green", "绿"),
        ("off", "Off or unclear", "熄灭或看不清"),
    ),
)  # fmt: skip


@TEMPLATES.register
class Detection(Template):
    slug = "detection"
    order = 10
    title = Text(en="Object detection", zh="目标检测")
    summary = Text(
        en="A box around every object of interest, with attributes such as occlusion.",
        zh="为每个目标绘制边界框，并标注遮挡等属性。",
    )
    modality = "image"
    kinds = KINDS
    schema = SchemaContent(
        labels=(
            label(0, "car", "Car", "轿车", KINDS, OCCLUDED, TRUNCATED),
            label(1, "truck", "Truck", "卡车", KINDS, OCCLUDED, TRUNCATED),
            label(2, "bus", "Bus", "公交车", KINDS, OCCLUDED, TRUNCATED),
            label(3, "person", "Person", "行人", KINDS, OCCLUDED, TRUNCATED),
            label(4, "bicycle", "Bicycle", "自行车", KINDS, OCCLUDED, TRUNCATED),
            label(5, "traffic-light", "Traffic light", "交通信号灯", KINDS, LIGHT),
            label(6, "traffic-sign", "Traffic sign", "交通标志", KINDS),
        )
    )
    guidelines = Text(
        en="""# What to label

Draw one box around **every** object of the classes below that is at least 12 pixels wide or high.

## How a good box looks
- It touches the outermost visible pixel on all four sides.
- It covers the visible part only. Do not guess what is hidden.
- Mirrors, aerials and thin ropes do not count.

## Attributes
| Attribute | Set it when |
|---|---|
| Occluded | another object hides a part of it |
| Cut by the image edge | it goes on outside the image |

## When you are not sure
Zoom in. If two people could still disagree, skip the task and say why.

## An image without objects
Confirm that it is empty; an empty image is an answer too.
""",
        zh="""# 标注内容

为下列类别中宽或高不小于 12 像素的**每一个**目标绘制一个边界框。

## 合格的边界框
- 四条边均紧贴目标最外侧的可见像素。
- 只包含可见部分，不要推测被遮挡的部分。
- 后视镜、天线、细绳不计入。

## 属性
| 属性 | 何时勾选 |
|---|---|
| 被遮挡 | 目标的一部分被其他物体挡住 |
| 被图像边缘截断 | 目标延伸到图像之外 |

## 不确定时
先放大查看。如果两个人仍可能得出不同结论，请跳过该任务并说明原因。

## 没有目标的图像
请确认图像为空：空图像也是一种答案。
""",
    )
