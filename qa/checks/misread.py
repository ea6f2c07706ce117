from __future__ import annotations

from collections.abc import Iterator

from annotation.transcription import rules_of
from annotation.transcription.distance import characters_of, rate, words_of
from core.text import Text
from qa.checks import sound
from qa.checks.base import Answer, Check, Found, Param, Params, Record
from qa.checks.registry import CHECKS

PROMPT = "prompt"


@CHECKS.register
class Misread(Check):
    """What was said is not what was to be read. Prompts are segments of a label or tier called `prompt`."""

    slug = "misread"
    code = "S11"
    title = Text("Not read as written", "与朗读文本不符")
    message = Text(
        "{percent} % of the characters differ from “{prompt}”.", "{percent}% 的字符与朗读文本“{prompt}”不同。"
    )
    tiers = frozenset({"submit", "batch"})
    modalities = sound.MODALITIES
    params = (Param("percent", Text("Characters that may differ", "允许不同的字符"), 5, 0, 100, "%"),)

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        """All that is said during a prompt is compared with it; words of their own tier repeat their utterance."""
        parts = list(sound.segments(answer))
        said = [each for each in parts if not _is_prompt(each) and each["data"]["parent"] is None]
        rules = rules_of(answer.schema)
        for prompt in filter(_is_prompt, parts):
            wanted = characters_of(words_of(prompt["data"]["text"], rules))
            heard = sorted((each for each in said if _during(each, prompt)), key=lambda each: each["data"]["start"])
            if not wanted or not heard:
                continue
            text = " ".join(each["data"]["text"] for each in heard)
            apart = rate(wanted, characters_of(words_of(text, rules))).value or 0.0
            if apart * 100 > params["percent"]:
                shown = {"percent": round(100 * apart), "prompt": prompt["data"]["text"][:60]}
                yield Found(heard[0]["id"], shown, key=prompt["id"])


def _is_prompt(record: Record) -> bool:
    return PROMPT in (record["label"], record["data"]["tier"].casefold()) and bool(record["data"]["text"])


def _during(record: Record, prompt: Record) -> bool:
    one, other = record["data"], prompt["data"]
    same_channel = None in (one["channel"], other["channel"]) or one["channel"] == other["channel"]
    middle = (one["start"] + one["stop"]) / 2
    return bool(same_channel and other["start"] <= middle < other["stop"])
