"""Long conversations: who speaks when, and what they say."""

from __future__ import annotations

from core.text import Text
from projects.schema import SchemaContent
from projects.templates import speech
from projects.templates.base import Template, checkbox, label, select
from projects.templates.registry import TEMPLATES

OVERLAP = checkbox("overlap", "Others speak at the same time", "有他人同时说话")
CERTAIN = select(
    "certainty", "Speaker", "说话人",
    (("sure", "Certain", "确定"), ("likely", "Likely", "可能"), ("unknown", "Not known", "未知")),
    default="sure",
)  # fmt: skip


@TEMPLATES.register
class Conversation(Template):
    slug = "conversation"
    order = speech.ORDER + 10
    title = Text(en="Conversation with speakers", zh="多人对话")
    summary = Text(
        en="Meetings and calls: a lane for each speaker, overlapping turns, and what is said in them.",
        zh="会议与通话：每位说话人一条轨道，支持重叠话轮及其转写。",
    )
    modality = "audio"
    kinds = speech.KINDS
    schema = SchemaContent(
        labels=(
            label(0, "speech", "Speech", "语音", speech.SEGMENT, OVERLAP, CERTAIN),
            label(1, "crowd", "Many at once", "多人嘈杂", speech.SEGMENT),
            label(2, "noise", "Noise or music", "噪声或音乐", speech.SEGMENT),
        ),
        questions=(
            select(
                "speakers", "How many people speak", "说话人数",
                (("1", "One", "1 人"), ("2", "Two", "2 人"), ("3", "Three", "3 人"), ("4", "Four or more", "4 人以上")),
                required=True,
            ),
        ),
        rules={"transcription": speech.ENGLISH},
    )  # fmt: skip
    guidelines = Text(
        en="""# Who speaks when

A segment for every turn of every speaker. Turns of different speakers may overlap; those of one speaker may not.

- Name speakers S1, S2, ... in the order in which they are first heard, and keep the name to the end.
- A pause of more than half a second, or another speaker, ends the turn. *Mm-hm* of a listener is a turn of its own.
- The edge lies where the voice begins and ends, within 50 ms.
- You are not sure who it is: say so under *Speaker*. You do not know at all: leave the name empty.
- So many at once that nobody can be made out: one segment *Many at once*.

Write what is said by the rules of transcription. Do not write what nobody can understand: `(())`.
""",
        zh="""# 谁在何时说话

为每位说话人的每个话轮建立一个时间段。不同说话人的话轮可以重叠，同一说话人的不可重叠。

- 按首次出现的顺序命名说话人 S1、S2……，并始终保持一致。
- 停顿超过半秒或换人说话即结束话轮。听者的“嗯”为独立话轮。
- 边界为人声开始与结束处，误差不超过 50 毫秒。
- 不确定是谁：在“说话人”中注明。完全无法判断：名称留空。
- 多人同时说话、无法分辨：整体标为“多人嘈杂”。

按转写规则书写内容；无法听清的写 `(())`。
""",
    )
