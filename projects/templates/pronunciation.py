"""Scores of pronunciation for the sentence, its words and their phones, by several raters."""

from __future__ import annotations

from core.text import Text
from projects.schema import SchemaContent
from projects.templates import speech
from projects.templates.base import Template, checkbox, label, select
from projects.templates.registry import TEMPLATES

SENTENCE = (
    speech.scale(
        "accuracy", "Accuracy", "准确度", 0, 10,
        (0, "Not to be understood, or no speech", "无法听懂或没有语音"),
        (3, "Many words wrong", "大量词语读错"),
        (5, "Understood with effort, several mistakes", "费力可懂，有若干错误"),
        (7, "Good, few mistakes or a strong accent", "良好，少量错误或口音较重"),
        (9, "As a good native reader", "接近母语者"),
    ),
    speech.scale(
        "completeness", "Completeness", "完整度", 0, 1,
        (0, "Nothing was read", "未读出"), (1, "Every word was read", "全部读出"), step=0.05,
    ),
    speech.scale(
        "fluency", "Fluency", "流利度", 0, 10,
        (0, "Word by word, or not at all", "逐词停顿或无法判断"),
        (4, "Many pauses and repetitions", "停顿和重复较多"),
        (6, "Mostly fluent", "基本流利"),
        (8, "Fluent", "流利"),
    ),
    speech.scale(
        "prosody", "Prosody", "韵律", 0, 10,
        (0, "Not to be judged", "无法判断"),
        (3, "Monotonous or broken", "单调或不连贯"),
        (5, "Unsteady speed, some wrong intonation", "语速不稳，部分语调有误"),
        (7, "Nearly right intonation, steady speed", "语调基本正确，语速稳定"),
        (9, "Right intonation, speed and rhythm", "语调、语速与节奏正确"),
    ),
    speech.total(
        "total", "Total", "总分", 10,
        "(0.8 * accuracy + 0.1 * fluency + 0.1 * prosody) * (0.2 + 0.8 * completeness)",
    ),
)  # fmt: skip
WORD = (
    speech.scale(
        "accuracy", "Accuracy", "准确度", 0, 10,
        (0, "Not read, or no speech", "未读或无语音"),
        (2, "Hardly to be recognised", "几乎无法辨认"),
        (4, "Under a third of it wrong", "不足三分之一读错"),
        (7, "Right, with a strong accent", "正确但口音较重"),
        (10, "Perfect", "完全正确"),
    ),
    select(
        "stress", "Stress", "重音",
        (("right", "Right, or one syllable", "正确或单音节"), ("wrong", "Wrong", "错误")),
        default="right", required=True,
    ),
    checkbox("inserted", "Not in the text", "文本之外"),
    speech.total("total", "Total", "总分", 10, "0.8 * accuracy + 0.2 * (5 + 5 * (stress = right))"),
)  # fmt: skip
PHONE = (
    select(
        "score", "Score", "得分",
        (("2", "Right", "正确"), ("1", "Right, with an accent", "正确但有口音"),
         ("0", "Wrong or missing", "错误或缺失")),
        default="2", required=True,
    ),
)  # fmt: skip


@TEMPLATES.register
class Pronunciation(Template):
    slug = "pronunciation"
    order = speech.ORDER + 40
    title = Text(en="Pronunciation scoring", zh="发音评测")
    summary = Text(
        en="Sentence, words and phones rated on scales with anchors, by raters who do not see each other.",
        zh="句子、单词、音素按带说明的量表评分，多名评分员互不可见。",
    )
    modality = "audio"
    workflow = {**Template.workflow, "answers": 3, "combine": "median"}
    kinds = speech.KINDS
    schema = SchemaContent(
        labels=(
            label(0, "speech", "Sentence", "句子", speech.SEGMENT),
            label(1, "word", "Word", "单词", speech.SEGMENT, *WORD),
            label(2, "phone", "Phone", "音素", speech.SEGMENT, *PHONE),
        ),
        questions=SENTENCE,
    )
    guidelines = Text(
        en="""# How to rate

Listen to the whole sentence twice. Rate the sentence first, then its words, then the phones that are not right.

- Read the meaning of each value beside the scale; choose the highest that fits.
- Rate the pronunciation, not the voice, the recording or the choice of words.
- Phones begin as *Right*; change those that are not. A phone that replaces another is written as it was said.
- A word that is not in the text but was said: mark it *Not in the text*.
- Do not talk with other raters about items that both of you rate.
""",
        zh="""# 评分方法

先完整听两遍句子。先评句子，再评单词，最后评有问题的音素。

- 参照量表旁各分值的说明，选择符合条件的最高分。
- 只评发音，不评音色、录音质量或措辞。
- 音素默认为“正确”，只修改有问题的音素。被替换的音素按实际发音书写。
- 文本中没有却说出的词：勾选“文本之外”。
- 不与其他评分员讨论共同评分的条目。
""",
    )
