"""Boxes in space around road users, followed from frame to frame: perception of vehicles and robots."""

from __future__ import annotations

from core.text import Text
from projects.schema import SchemaContent
from projects.templates.base import Template, checkbox, label, select
from projects.templates.registry import TEMPLATES

KINDS = ("cuboid", "picture_box")
"""The label schema sees a track as what it is a track of: cuboids allow tracks of cuboids."""

STATE = select(
    "state", "State", "状态",
    (
        ("moving", "Moving", "行驶"),
        ("stopped", "Stopped", "临时停车"),
        ("parked", "Parked", "停放"),
    ),
)  # fmt: skip
POSTURE = select(
    "posture", "Posture", "姿态",
    (
        ("walking", "Walking", "行走"),
        ("standing", "Standing", "站立"),
        ("sitting", "Sitting or lying", "坐或躺"),
    ),
)  # fmt: skip
RIDER = checkbox("rider", "With a rider", "有骑行者")


@TEMPLATES.register
class Driving(Template):
    slug = "driving"
    order = 15
    title = Text(en="3D detection and tracking", zh="三维检测与跟踪")
    summary = Text(
        en="Boxes around road users in point clouds with cameras, followed over the frames.",
        zh="在带相机的点云中为道路使用者标注立体框，并跨帧跟踪。",
    )
    modality = "scene"
    kinds = KINDS
    schema = SchemaContent(
        labels=(
            label(0, "car", "Car", "轿车", KINDS, STATE),
            label(1, "truck", "Truck", "卡车", KINDS, STATE),
            label(2, "bus", "Bus", "公交车", KINDS, STATE),
            label(3, "pedestrian", "Pedestrian", "行人", KINDS, POSTURE),
            label(4, "cyclist", "Cyclist", "骑行者", KINDS, RIDER),
            label(5, "motorcycle", "Motorcycle", "摩托车", KINDS, RIDER),
            label(6, "barrier", "Barrier", "护栏", KINDS),
            label(7, "cone", "Traffic cone", "锥桶", KINDS),
        )
    )
    guidelines = Text(
        en="""# What to label

One box around **every** road user of the classes below that has at least 5 points in some frame. Follow it over all
frames in which it is there: one object is one track.

## How a good box looks
- It holds the whole object, also what the sensor did not see: give it the usual size of its class.
- The faces that the sensor saw touch the points. The bottom stands on the ground.
- The front of the box is the front of the object. Mirrors and aerials do not count.

## Tracks
- Set a keyframe where the movement changes; between keyframes the box is interpolated.
- The size stays the same in all frames. Measure it in the frame with the most points.
- What never moves gets one box for all frames: mark it as standing still.
- End the track where the object leaves the scene for good.

## Attributes
| Attribute | Set it when |
|---|---|
| State | moving, stopped in traffic, or parked |
| Hidden (from this frame on) | less than half of the side towards the sensor has points |

## When you are not sure
Look at the cameras. If two people could still disagree, skip the task and say why.
""",
        zh="""# 标注内容

为下列类别中在任一帧内至少有 5 个点的**每一个**道路使用者标注一个立体框，
并在其出现的所有帧中持续跟踪：一个目标对应一条轨迹。

## 合格的立体框
- 包含整个目标，包括传感器未扫描到的部分：按该类别的常见尺寸补全。
- 传感器可见的面紧贴点云，底面贴合地面。
- 框的前方即目标的前方。后视镜和天线不计入。

## 轨迹
- 在运动变化处设置关键帧，关键帧之间自动插值。
- 同一目标在所有帧中尺寸一致，以点数最多的一帧为准。
- 始终不动的目标在所有帧中共用一个框：请标记为静止。
- 目标永久离开场景时结束轨迹。

## 属性
| 属性 | 何时设置 |
|---|---|
| 状态 | 行驶、在车流中停车或停放 |
| 被遮挡（从本帧起） | 朝向传感器的一侧有点覆盖的部分不到一半 |

## 不确定时
请查看相机图像。如果两个人仍可能得出不同结论，请跳过该任务并说明原因。
""",
    )
