"""Things followed through a video: traffic, shops, sports."""

from __future__ import annotations

from core.text import Text
from projects.schema import SchemaContent
from projects.templates.base import Template, checkbox, label, select
from projects.templates.registry import TEMPLATES

KINDS = ("box", "polygon", "mask")

TRUNCATED = checkbox("truncated", "Cut by the image edge", "被图像边缘截断")
MOTION = select(
    "motion", "Motion", "运动",
    (
        ("moving", "Moving", "行驶"),
        ("waiting", "Waiting", "等待"),
        ("parked", "Parked", "停放"),
    ),
)  # fmt: skip


@TEMPLATES.register
class VideoTracking(Template):
    slug = "video-tracking"
    order = 60
    title = Text(en="Video object tracking", zh="视频目标跟踪")
    summary = Text(
        en="One track per object with keyframes; the frames between them are filled in.",
        zh="每个目标一条轨迹，标注关键帧，中间帧自动补全。",
    )
    modality = "video"
    kinds = (*KINDS, "segment", "time_point")
    schema = SchemaContent(
        labels=(
            label(0, "car", "Car", "轿车", KINDS, MOTION, TRUNCATED),
            label(1, "truck", "Truck", "卡车", KINDS, MOTION, TRUNCATED),
            label(2, "bus", "Bus", "公交车", KINDS, MOTION, TRUNCATED),
            label(3, "person", "Person", "行人", KINDS, TRUNCATED),
            label(4, "bicycle", "Bicycle", "自行车", KINDS, TRUNCATED),
            label(5, "congestion", "Congestion", "拥堵", ("segment",)),
            label(6, "unusable", "Unusable frame", "不可用帧", ("time_point",)),
        )
    )
    guidelines = Text(
        en="""# What to label

Follow **every** object of the classes below that is at least 12 pixels wide or high, from the first frame in which
it is seen to the last. One object is one track, even if it is hidden for a while.

## How a good track looks
- Draw the box where the object is first seen, go on about ten frames, and correct it. Set keyframes where it turns,
  brakes or changes its size, and none where the frames between are right without.
- The box touches the outermost visible pixel on all four sides.
- *Hidden behind something* from the frame in which less than half of it is seen.
- *Out of the picture* from the first frame in which nothing of it is seen. When it comes back, it is the same track.

## When two objects cross
Look at them one by one, frame by frame. If they have been taken for each other, select both and swap them
from that frame on.

## Events and frames
Mark the time of a traffic jam as an event. Tag frames that nobody can use: black, torn, or frozen.
""",
        zh="""# 标注内容

跟踪下列类别中宽或高不小于 12 像素的**每一个**目标，从首次出现的帧直到最后一帧。
一个目标对应一条轨迹，即使它被遮挡一段时间。

## 合格的轨迹
- 在目标首次出现的帧绘制边界框，前进约十帧后修正。在目标转向、刹车或大小变化处设关键帧；中间帧已准确时不必添加。
- 四条边均紧贴目标最外侧的可见像素。
- 可见部分不足一半时，从该帧起标为“被遮挡”。
- 完全看不到时，从该帧起标为“离开画面”。再次出现时仍为同一条轨迹。

## 两个目标交错时
逐个、逐帧检查。如果两者被混淆，请同时选中，并从该帧起互换。

## 事件与帧
将拥堵的时间段标为事件。标记无法使用的帧：黑屏、撕裂或画面冻结。
""",
    )
