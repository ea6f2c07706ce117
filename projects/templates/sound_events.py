"""Emotion and events: how something is said, and what else is heard."""

from __future__ import annotations

from core.text import Text
from projects.schema import SchemaContent
from projects.templates import speech
from projects.templates.base import Template, label, select
from projects.templates.registry import TEMPLATES

EMOTION = select(
    "emotion", "Emotion", "情绪",
    (
        ("neutral", "Neutral", "中性"),
        ("happy", "Happy", "高兴"),
        ("angry", "Angry", "愤怒"),
        ("sad", "Sad", "悲伤"),
        ("afraid", "Afraid", "恐惧"),
        ("surprised", "Surprised", "惊讶"),
        ("disgusted", "Disgusted", "厌恶"),
    ),
    required=True,
)  # fmt: skip
STRENGTH = speech.scale(
    "strength", "Strength", "强度", 1, 5,
    (1, "Hardly there", "几乎没有"), (3, "Clear", "明显"), (5, "Extreme", "极强"),
)  # fmt: skip


@TEMPLATES.register
class SoundEvents(Template):
    slug = "sound-events"
    order = speech.ORDER + 30
    title = Text(en="Emotion and sound events", zh="情绪与声音事件")
    summary = Text(
        en="How each utterance is said, and laughter, coughs, doors and alarms with their exact times.",
        zh="标注每句话的情绪，以及笑声、咳嗽、关门、警报等声音事件的准确时间。",
    )
    modality = "audio"
    kinds = speech.KINDS
    schema = SchemaContent(
        labels=(
            label(0, "speech", "Utterance", "语句", speech.SEGMENT, EMOTION, STRENGTH),
            label(1, "laughter", "Laughter", "笑声", speech.SEGMENT),
            label(2, "cough", "Cough, sneeze", "咳嗽、喷嚏", speech.SEGMENT),
            label(3, "crying", "Crying", "哭声", speech.SEGMENT),
            label(4, "music", "Music", "音乐", speech.SEGMENT),
            label(5, "impact", "Bang, door, fall", "撞击、关门、跌落", ("segment", "time_point")),
            label(6, "alarm", "Alarm, bell, horn", "警报、铃声、喇叭", speech.SEGMENT),
        )
    )
    guidelines = Text(
        en="""# What to mark

Every utterance with the emotion **of the voice**, not of the words, and every sound of the classes below.

- Judge each utterance by itself; listen to it whole before you choose.
- Two emotions: the stronger one.
- Sounds may overlap speech and one another. The same sound again after less than 0.5 seconds goes on.
- A bang shorter than 50 ms may be a point in time.
""",
        zh="""# 标注内容

为每句话标注**声音**所表达的情绪（而非文字内容），并标出下列各类声音。

- 每句话单独判断，听完整句再选择。
- 含两种情绪时选较强者。
- 声音可与语音或其他声音重叠。同类声音间隔不足 0.5 秒视为持续。
- 短于 50 毫秒的撞击声可标为时间点。
""",
    )
