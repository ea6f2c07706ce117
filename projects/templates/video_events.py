"""What happens when: actions on stretches of a video."""

from __future__ import annotations

from core.text import Text
from projects.schema import SchemaContent
from projects.templates.base import Template, label, select
from projects.templates.registry import TEMPLATES

KINDS = ("segment",)

CERTAINTY = select(
    "certainty", "Certainty", "把握程度",
    (
        ("clear", "Clear", "明确"),
        ("partly-seen", "Partly seen", "部分可见"),
        ("guessed", "Guessed", "推测"),
    ),
)  # fmt: skip


@TEMPLATES.register
class VideoEvents(Template):
    slug = "video-events"
    order = 61
    title = Text(en="Video events", zh="视频事件")
    summary = Text(
        en="Actions with the frames in which they begin and end, chapters, and tags on single frames.",
        zh="标注动作的起止帧、章节，以及单帧标记。",
    )
    modality = "video"
    kinds = (*KINDS, "time_point")
    schema = SchemaContent(
        labels=(
            label(0, "pick-up", "Pick up", "拿起", KINDS, CERTAINTY),
            label(1, "put-down", "Put down", "放下", KINDS, CERTAINTY),
            label(2, "walk", "Walk", "行走", KINDS, CERTAINTY),
            label(3, "stand", "Stand still", "站立", KINDS, CERTAINTY),
            label(4, "fall", "Fall", "跌倒", KINDS, CERTAINTY),
            label(5, "chapter", "Chapter", "章节", KINDS),
            label(6, "key-frame", "Frame to keep", "精选帧", ("time_point",)),
        )
    )
    guidelines = Text(
        en="""# What to mark

Mark every action of the list with the frames in which it begins and ends. Different actions may overlap; two of one
kind by one person may not.

## Where an action begins and ends
- It begins in the first frame in which the movement is seen, and ends in the last.
- Step frame by frame at both ends. Two frames off is too much.

## Chapters and frames
Chapters cut the whole video into parts without gaps. Tag a frame to keep where the action is seen best.
""",
        zh="""# 标注内容

为列表中的每个动作标出起始帧和结束帧。不同动作可以重叠；同一人的同类动作不可重叠。

## 动作的起止
- 从首次看到动作的帧开始，到最后一帧结束。
- 在两端逐帧查看。误差不应超过两帧。

## 章节与帧
章节将整段视频无缝隙地划分为若干部分。在动作最清晰处标记精选帧。
""",
    )
