"""Words and phones with their boundaries."""

from __future__ import annotations

from core.text import Text
from projects.schema import SchemaContent
from projects.templates import speech
from projects.templates.base import Template, checkbox, label
from projects.templates.registry import TEMPLATES


@TEMPLATES.register
class PhoneAlignment(Template):
    slug = "phone-alignment"
    order = speech.ORDER + 60
    title = Text(en="Word and phone alignment", zh="词与音素对齐")
    summary = Text(
        en="Utterances, words and phones in three tiers, each part of the one above, with boundaries to the sample.",
        zh="语句、单词、音素三层，逐层从属，边界精确到采样点。",
    )
    modality = "audio"
    kinds = speech.KINDS
    schema = SchemaContent(
        labels=(
            label(0, "speech", "Utterance", "语句", speech.SEGMENT),
            label(1, "word", "Word", "单词", speech.SEGMENT),
            label(2, "phone", "Phone", "音素", speech.SEGMENT, checkbox("unclear", "Boundary unclear", "边界不清")),
        )
    )
    guidelines = Text(
        en="""# Where boundaries lie

Zoom in until single periods of the voice are visible, and listen to both sides.

- Words tile the utterance except for pauses; phones tile their word without gaps.
- Between vowel and nasal: where the formants jump. Stops: the closure belongs to the stop,
  and the boundary to the next phone lies after the burst.
- Voiced sounds begin at an upward zero crossing.
- Two sounds that flow into each other: the middle of the transition, and *Boundary unclear*.
- Write phones in the set that the project uses; do not mix sets.
""",
        zh="""# 边界位置

放大至可见单个声门周期，并分别试听边界两侧。

- 单词除停顿外铺满语句；音素无间隙地铺满单词。
- 元音与鼻音之间：共振峰突变处。塞音：闭塞段属于塞音，与后音的边界在除阻之后。
- 浊音从向上过零点开始。
- 两音平滑过渡：取过渡段中点，并勾选“边界不清”。
- 使用项目规定的音素集，不得混用。
""",
    )
