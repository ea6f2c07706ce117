"""Keywords and commands: is it there, where, and was it said as asked."""

from __future__ import annotations

from core.text import Text
from projects.schema import SchemaContent
from projects.templates import speech
from projects.templates.base import Template, label, select
from projects.templates.registry import TEMPLATES

QUALITY = select(
    "quality", "How it was said", "朗读情况",
    (
        ("good", "As asked", "符合要求"),
        ("misread", "Other words", "读错"),
        ("repeated", "Repeated or stammered", "重复或口吃"),
        ("cut", "Cut off", "被截断"),
    ),
    default="good", required=True,
)  # fmt: skip


@TEMPLATES.register
class Keyword(Template):
    slug = "keyword"
    order = speech.ORDER + 20
    title = Text(en="Keywords and commands", zh="唤醒词与命令词")
    summary = Text(
        en="Where a wake word or command is said, by whom, and whether it was said as the script asks.",
        zh="标注唤醒词或命令词的位置、说话人，以及是否符合脚本。",
    )
    modality = "audio"
    kinds = speech.KINDS
    schema = SchemaContent(
        labels=(
            label(0, "keyword", "Keyword", "唤醒词", speech.SEGMENT, QUALITY),
            label(1, "command", "Command", "命令词", speech.SEGMENT, QUALITY),
            label(2, "speech", "Other speech", "其他语音", speech.SEGMENT),
            label(3, "noise", "Noise", "噪声", speech.SEGMENT),
        ),
        questions=(
            select(
                "scene", "Where it was recorded", "录音场景",
                (
                    ("quiet", "Quiet room", "安静室内"),
                    ("home", "Home with noise", "嘈杂居家"),
                    ("car", "Car", "车内"),
                    ("street", "Street", "街道"),
                ),
            ),
        ),
        rules={"transcription": {**speech.ENGLISH, "punctuation": "", "casing": "lower"}},
    )  # fmt: skip
    guidelines = Text(
        en="""# What to mark

Every place where a keyword or command is said, from the first sound of it to the last, within 20 ms.
Write exactly what is said.

- A word that only sounds alike is *Other speech*.
- Said twice: two segments, the second one *Repeated*.
- Cut by the beginning or end of the file: *Cut off*.
""",
        zh="""# 标注内容

标出每一处唤醒词或命令词，从第一个音到最后一个音，误差不超过 20 毫秒，并照实写下内容。

- 仅发音相近的词标为“其他语音”。
- 说了两遍：标两段，第二段选“重复”。
- 被文件首尾截断：选“被截断”。
""",
    )
