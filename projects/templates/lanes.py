"""Lane lines, curbs and crossings as lines and areas in space, once for the whole drive: maps and lane detection."""

from __future__ import annotations

from core.text import Text
from projects.schema import SchemaContent
from projects.templates.base import Template, label, select
from projects.templates.registry import TEMPLATES

LINES = ("polyline3d",)
AREAS = ("polygon3d",)

COLOUR = select("colour", "Colour", "颜色", (("white", "White", "白色"), ("yellow", "Yellow", "黄色")), default="white")
STYLE = select(
    "style", "Style", "线型",
    (
        ("dashed", "Dashed", "虚线"),
        ("solid", "Solid", "实线"),
        ("double-dashed", "Double dashed", "双虚线"),
        ("double-solid", "Double solid", "双实线"),
        ("dashed-solid", "Left dashed, right solid", "左虚右实"),
        ("solid-dashed", "Left solid, right dashed", "左实右虚"),
    ),
    required=True,
)  # fmt: skip
PLACE = select(
    "place", "Beside our lane", "相对本车道",
    (
        ("left-left", "Second to the left", "左二"),
        ("left", "Left", "左一"),
        ("right", "Right", "右一"),
        ("right-right", "Second to the right", "右二"),
    ),
)  # fmt: skip
SIDE = select("side", "Side", "侧", (("left", "Left", "左"), ("right", "Right", "右")), required=True)


@TEMPLATES.register
class Lanes(Template):
    slug = "lanes"
    order = 17
    title = Text(en="3D lanes and road edges", zh="三维车道线与路沿")
    summary = Text(
        en="Lines and areas on the ground in space, drawn once and shown in every frame and camera.",
        zh="在空间地面上绘制线和区域，一次绘制，在每一帧和每个相机中显示。",
    )
    modality = "scene"
    kinds = LINES + AREAS
    schema = SchemaContent(
        labels=(
            label(0, "lane", "Lane line", "车道线", LINES, COLOUR, STYLE, PLACE),
            label(1, "curb", "Curb", "路沿", LINES, SIDE),
            label(2, "stop", "Stop line", "停止线", LINES),
            label(3, "crossing", "Crossing", "人行横道", AREAS),
        )
    )
    guidelines = Text(
        en="""# What to label

Every painted line between lanes, every curb, stop line and crossing within 60 m of the way that was driven. A line is
drawn **once** in the world and shows in all frames: play the drive and look at the cameras whether it fits.

## How a good line lies
- Along the middle of the paint, or the upper edge of the curb; on the ground, within 10 cm.
- A point every 5 m on straight road, closer in curves. It begins and ends where the paint does.
- Dashes of one line are one line.
- Where a line forks or its style changes, split it there: both parts share the point.

## What cannot be seen
Where a vehicle or the edge of the road hides a part in all frames, draw it through and mark its points as out of sight.

## When you are not sure
Look at the intensity: paint reflects. Put several sweeps together: worn lines come out.
""",
        zh="""# 标注内容

行驶路线两侧 60 米内的每一条车道线、路沿、停止线和人行横道。每条线在世界坐标中**只画一次**，
会显示在所有帧中：请播放并对照相机检查是否吻合。

## 合格的线
- 沿标线中心或路沿上缘，贴合地面，误差不超过 10 厘米。
- 直路每 5 米一个点，弯道加密。起止与标线一致。
- 同一条虚线的各段画成一条线。
- 在分叉或线型变化处拆分，两部分共用该点。

## 不可见的部分
若某段在所有帧中都被车辆等遮挡，请照常画过去，并将其中的点标为不可见。

## 不确定时
查看反射强度：标线反光较强。叠加多帧可使磨损的线更清晰。
""",
    )
