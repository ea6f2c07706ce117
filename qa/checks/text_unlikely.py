from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

import numpy as np

from core.text import Text
from qa.checks.base import Answer, Check, Found, Param, Params, Record, measure
from qa.checks.registry import CHECKS
from qa.checks.usual import FEWEST, usual

TEXTS = ("text", "transcription", "文字", "文本")
"""Keys of attributes that say what is to be read in a picture."""
ALPHABETS = ("LATIN", "GREEK", "CYRILLIC")
"""Of letters that look alike: a word has one of them."""


def read_in(answer: Answer) -> Iterator[tuple[Record, str]]:
    """What somebody read in the picture, with the object that it stands on."""
    for record in answer.objects():
        text = next((record["attributes"][key] for key in TEXTS if isinstance(record["attributes"].get(key), str)), "")
        if text.strip():
            yield record, text


@CHECKS.register
class TextLetters(Check):
    """Letters that nobody types on purpose: invisible ones, or of two alphabets that look alike in one word."""

    slug = "text-letters"
    code = "I18"
    title = Text("Odd letters in a text", "文本含异常字符")
    message = Text("“{text}” has {what}.", "文本“{text}”{what_zh}。")
    modalities = frozenset({"image"})
    problems = {
        "invisible": Text("a character that is not to be seen", "含不可见字符"),
        "mixed": Text("letters of two alphabets in one word", "同一单词混用两种字母"),
    }

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for record, text in read_in(answer):
            if any(unicodedata.category(letter) in {"Cc", "Cf", "Co", "Cn"} for letter in text if letter not in "\n\t"):
                problem = "invisible"
            elif any(len(_alphabets(word)) > 1 for word in text.split()):
                problem = "mixed"
            else:
                continue
            what = self.problems[problem]
            yield Found(record["id"], {"text": text[:60], "what": what.en, "what_zh": what.zh}, key=problem)


def _alphabets(word: str) -> set[str]:
    names = (unicodedata.name(letter, "").split(" ")[0] for letter in word if letter.isalpha())
    return {name for name in names if name in ALPHABETS}


@CHECKS.register
class TextLength(Check):
    """Far more or fewer letters than there is room for, beside the other texts of the batch."""

    slug = "text-length"
    code = "I18"
    title = Text("Text does not fit its box", "文本长度与框不符")
    message = Text("{letters} letters in {width} x {height} px.", "{width} x {height} 像素的框内有 {letters} 个字符。")
    tiers = frozenset({"batch"})
    params = (Param("z", Text("Unlike the others by, in standard deviations", "与其他文本相差超过的标准差"), 4, 1, 20),)
    modalities = frozenset({"image"})

    def run_batch(self, answers: Iterable[Answer], params: Params) -> Iterator[tuple[str, Found]]:
        found = []
        for answer in answers:
            for record, text in read_in(answer):
                left, top, right, bottom = measure(record).bounds or (0, 0, 0, 0)
                sides = sorted((right - left, bottom - top))
                if sides[0] > 0:
                    told = {"letters": len(text), "width": round(right - left), "height": round(bottom - top)}
                    found.append((answer.task, record["id"], told, np.log(len(text) * sides[0] / sides[1])))
        if len(found) < FEWEST:
            return
        middle, spread = usual([value for *_, value in found])
        for task, record, told, value in found:
            if abs(value - middle) > params["z"] * spread:
                yield task, Found(record, told)
