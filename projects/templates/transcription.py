"""Speech to text: utterances with what is said in them."""

from __future__ import annotations

from core.text import Text
from projects.schema import SchemaContent
from projects.templates import speech
from projects.templates.base import Template, label
from projects.templates.registry import TEMPLATES


@TEMPLATES.register
class Transcription(Template):
    slug = "transcription"
    order = speech.ORDER
    title = Text(en="Speech transcription", zh="语音转写")
    summary = Text(
        en="Utterances cut to the sample and written down word for word, by rules that are checked while you type.",
        zh="精确到采样点切分语句并逐字转写，规则在输入时即时检查。",
    )
    modality = "audio"
    kinds = speech.KINDS
    schema = SchemaContent(
        labels=(
            label(0, "speech", "Speech", "语音", speech.SEGMENT, speech.SPEAKING),
            label(1, "noise", "Noise only", "纯噪声", speech.SEGMENT),
            label(2, "unusable", "Not usable", "不可用", speech.SEGMENT),
        ),
        rules={"transcription": speech.ENGLISH},
    )
    guidelines = Text(
        en="""# What to write down

Everything that is **said**, word for word, as it is said.

## Cutting
- One segment is one utterance: 1 to 15 seconds, cut in pauses, never inside a word.
- Leave 0.2 to 0.5 seconds of silence at either end where there is any.
- Two people at once: one segment for each, overlapping.

## Writing
| what you hear | how you write it |
|---|---|
| numbers, dates, money | in words: *twenty twenty six* |
| letters one by one | *A B C*, with blanks between |
| uh, um, er, mm, hmm | as in this list, no other spelling |
| a word broken off | as far as it goes, with a hyphen: *transcr-* |
| something you cannot make out | `<unk>`; several words: `(())` |
| noise, laughter, breath, music | `[noise]` `[laughter]` `[breath]` `[music]` where it begins |

Do not correct grammar. Do not leave out repetitions.
""",
        zh="""# 转写内容

逐字写下**所说**的全部内容，照实转写。

## 切分
- 一个时间段为一句话：1 至 15 秒，在停顿处切分，不得切断词语。
- 首尾有静音时，保留 0.2 至 0.5 秒。
- 两人同时说话：各建一个时间段，可重叠。

## 书写
| 听到的内容 | 书写方式 |
|---|---|
| 数字、日期、金额 | 写成文字 |
| 逐个字母 | *A B C*，以空格分隔 |
| 语气词 | 只用规则中列出的写法 |
| 未说完的词 | 写到说出的部分，后加连字符 |
| 听不清的内容 | `<unk>`；多个词：`(())` |
| 噪声、笑声、呼吸、音乐 | 在开始处写 `[noise]` `[laughter]` `[breath]` `[music]` |

不改正语法，不省略重复。
""",
    )
