"""A label for every point of a scene, with objects told apart: semantic and panoptic segmentation of lidar sweeps."""

from __future__ import annotations

from core.text import Text
from projects.schema import SchemaContent
from projects.templates.base import Template, label
from projects.templates.registry import TEMPLATES

STUFF = ("point_labels",)
THINGS = ("cuboid", "point_labels")
"""What can be put into a box is counted: its points are told apart by object."""


@TEMPLATES.register
class PointSegmentation(Template):
    slug = "point_segmentation"
    order = 16
    title = Text(en="3D semantic segmentation", zh="三维语义分割")
    summary = Text(
        en="A label for every lidar point, objects told apart, over single sweeps or the whole drive at once.",
        zh="为每个激光点标注类别并区分个体，可逐帧进行，也可在整段行驶的叠加点云上一次完成。",
    )
    modality = "scene"
    kinds = THINGS
    schema = SchemaContent(
        labels=(
            label(0, "road", "Road", "道路", STUFF),
            label(1, "marking", "Road marking", "道路标线", STUFF),
            label(2, "sidewalk", "Sidewalk", "人行道", STUFF),
            label(3, "terrain", "Other ground", "其他地面", STUFF),
            label(4, "building", "Building", "建筑物", STUFF),
            label(5, "vegetation", "Vegetation", "植被", STUFF),
            label(6, "pole", "Pole, sign, light", "杆、标志、信号灯", STUFF),
            label(7, "barrier", "Fence, barrier", "围栏、护栏", STUFF),
            label(8, "car", "Car", "轿车", THINGS),
            label(9, "truck", "Truck, bus", "卡车、公交车", THINGS),
            label(10, "cyclist", "Two-wheeler", "两轮车", THINGS),
            label(11, "pedestrian", "Pedestrian", "行人", THINGS),
            label(12, "noise", "Noise, reflection", "噪点、反射", STUFF),
        )
    )
    guidelines = Text(
        en="""# What to label

**Every** point gets one label: what the surface is that the laser hit.

## In which order
1. **Ground** first: the ground is found already, so it takes one key; then mark sidewalk and markings in it.
2. **What stands still**, over several sweeps at once: buildings, vegetation, poles. What moves is kept out by its box.
3. **Objects** one by one: each car, two-wheeler and pedestrian has a number of its own, the same in all frames.
4. **What is left**: choose "unlabelled only" and look around. Hide finished labels.

## Where people disagree
| Points | Label |
|---|---|
| Wheels where they touch the road | the vehicle |
| A rider and the bicycle | two-wheeler, one object |
| Tree trunks | vegetation |
| Low walls and kerbs | other ground up to 20 cm, barrier above |
| Behind glass, mirrored, in spray | noise |

## When you are not sure
Look at the cameras, and at the frames before and after. Leave points without a label only where nobody could tell.
""",
        zh="""# 标注内容

**每一个**点都要有且只有一个标签：激光打到的是什么表面。

## 标注顺序
1. 先标**地面**：地面已自动识别，一个按键即可；再在其中划分人行道和标线。
2. 再标**静止物**：叠加多帧，一次标出建筑物、植被和杆。移动物体由其立体框排除。
3. 逐个标**目标**：每辆车、每个行人都有自己的编号，在所有帧中保持一致。
4. 最后处理**剩余的点**：选择“仅未标注”并环视检查，可隐藏已完成的标签。

## 容易产生分歧之处
| 点 | 标签 |
|---|---|
| 车轮与路面接触处 | 车辆 |
| 骑行者与自行车 | 两轮车，一个目标 |
| 树干 | 植被 |
| 矮墙与路缘 | 20 厘米以下为其他地面，以上为护栏 |
| 玻璃后、镜像、水雾中的点 | 噪点 |

## 不确定时
请查看相机图像及前后帧。只有任何人都无法判断的点才可不标。
""",
    )
