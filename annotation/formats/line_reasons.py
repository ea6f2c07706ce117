"""Why a line or an object of a label file cannot be read. Readers say it in English; here it is in Chinese, too.

A part in braces stands for what is quoted from the file.
"""

from __future__ import annotations

import re

from core.text import Text

SENTENCES: dict[str, str] = {
    "a command is never run": "不执行命令",
    "it breaks off": "内容不完整",
    "it does not begin with WEBVTT": "文件不以 WEBVTT 开头",
    "it ends at {} s, before its beginning at {} s": "终点 {} 秒早于起点 {} 秒",
    "it ends at {} s, not after its beginning at {} s": "终点 {} 秒不晚于起点 {} 秒",
    "it goes from {} to {} s": "起止时间为 {} 至 {} 秒",
    "it has no times": "没有时间",
    "it has no {}": "缺少 {}",
    "it has not file, channel, begin and end": "缺少文件、声道、起点或终点",
    "it has not file, channel, speaker, begin and end": "缺少文件、声道、说话人、起点或终点",
    "it has not five or six fields": "字段数不是五或六",
    "it has not id, text and normalised text": "缺少编号、文本或规范化文本",
    "it has not path and sentence": "缺少 path 或 sentence",
    "it is nested too deeply": "嵌套过深",
    "it is no task with data": "不是含 data 的任务",
    "it is not a SPEAKER line of nine or ten fields": "不是含九或十个字段的 SPEAKER 行",
    "it is not an object with {}": "不是含 {} 的对象",
    "its root is {}": "根元素为 {}",
    "its source is no file": "来源不是文件",
    "the confidence {} does not lie between 0 and 1": "置信度 {} 不在 0 与 1 之间",
    "the interval has no length": "区间长度为零",
    "the length of the recording is not known": "录音长度未知",
    "too few fields": "字段过少",
    "{} is no time in seconds": "{} 不是以秒为单位的时间",
    "{} is no time": "{} 不是时间",
    "{} is not text": "{} 不是文本",
}


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile("(.*)".join(map(re.escape, sentence.split("{}"))), re.DOTALL)


PATTERNS = [(_pattern(sentence), chinese) for sentence, chinese in SENTENCES.items()]


def in_both(reason: str) -> Text:
    """A reason in both languages; one that a library gave stays as it is."""
    for pattern, chinese in PATTERNS:
        if found := pattern.fullmatch(reason):
            return Text(reason, chinese.format(*found.groups()))
    return Text(reason, reason)
