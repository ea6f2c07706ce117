"""Prosody for speech synthesis: breaks, stress and tones."""

from __future__ import annotations

from core.text import Text
from projects.schema import SchemaContent
from projects.templates import speech
from projects.templates.base import Template, label, select
from projects.templates.registry import TEMPLATES

BREAK = select(
    "index", "Break", "停顿等级",
    (
        ("1", "#1 word", "#1 韵律词"),
        ("2", "#2 prosodic phrase", "#2 韵律短语"),
        ("3", "#3 intonational phrase", "#3 语调短语"),
        ("4", "#4 end of sentence", "#4 句末"),
    ),
    required=True,
)  # fmt: skip
STRESS = select(
    "stress", "Stress", "重读",
    (("none", "None", "无"), ("weak", "Weak", "次重"), ("strong", "Strong", "重读")),
    default="none",
)  # fmt: skip


@TEMPLATES.register
class Prosody(Template):
    slug = "prosody"
    order = speech.ORDER + 50
    title = Text(en="Prosody for speech synthesis", zh="语音合成韵律")
    summary = Text(
        en="Break indices and tones at their exact times; words, stress and pinyin on lanes of their own.",
        zh="在准确时间上标注停顿等级与声调，单词、重读、拼音或音素各占一条轨道。",
    )
    modality = "audio"
    kinds = ("time_point", "segment", "tag")
    schema = SchemaContent(
        labels=(
            label(0, "break", "Break", "停顿", speech.POINT, BREAK),
            label(1, "tone", "Tone or accent", "声调或重音", speech.POINT),
            label(2, "word", "Word or character", "词或字", speech.SEGMENT, STRESS),
            label(3, "phone", "Syllable or phone", "音节或音素", speech.SEGMENT),
            label(4, "speech", "Sentence", "句子", speech.SEGMENT),
        )
    )
    guidelines = Text(
        en="""# What to mark

- **Breaks** at the end of every prosodic word: #1 no pause, #2 a slight one, #3 a clear one with a change of pitch,
  #4 the end of the sentence. Judge by ear, not by commas.
- **Tones**: write the tone that is **heard** after sandhi (pinyin with number, as *ni2 hao3*),
  or the accent (*H\\**, *L+H\\**, *L-L%*).
- **Stress** of a word only where it stands out from its neighbours.
- Syllables or phones lie inside their word and touch each other.
""",
        zh="""# 标注内容

- 在每个韵律词末尾标注**停顿**：#1 无停顿，#2 轻微停顿，#3 明显停顿并伴随音高变化，#4 句末。
  以听感为准，不以标点为准。
- **声调**：写变调后**实际听到**的声调（带数字的拼音，如 *ni2 hao3*），或音高重音（*H\\**、*L+H\\**、*L-L%*）。
- **重读**：仅标注明显突出于相邻词的词。
- 音节或音素位于所属词之内，彼此相接。
""",
    )
