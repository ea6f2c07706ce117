from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from annotation.transcription import problems, rules_of
from annotation.transcription.law import Problem
from annotation.transcription.versions import READING
from core.text import Text
from qa.checks import sound
from qa.checks.base import Answer, Check, Found, Params, Record, change
from qa.checks.registry import CHECKS


class _Law(Check):
    """What the project's rules of transcription have against the texts, as far as it has one of these levels."""

    levels: ClassVar[frozenset[str]]
    modalities = sound.MODALITIES

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        if not answer.schema.get("transcription"):
            return
        rules = rules_of(answer.schema)
        for record in answer.records:
            # A record without text says nothing; whether it should is asked by another check.
            if (text := record["data"].get("text")) and record["label"] != READING:
                for problem in problems(text, rules, sound.seconds(answer, record)):
                    if problem.level in self.levels:
                        yield _found(record, problem)


def _found(record: Record, problem: Problem) -> Found:
    text, rule = record["data"]["text"], sound.RULES[problem.rule]
    params = {"found": problem.found, "rule_en": rule.en, "rule_zh": rule.zh}
    fix = None
    if problem.instead is not None:
        mended = text[: problem.start] + problem.instead + text[problem.stop :]
        fix = [change(record, {**record, "data": {**record["data"], "text": mended}})]
    return Found(record["id"], params, fix, key=f"{problem.rule}:{problem.start}:{problem.found}"[:100])


@CHECKS.register
class Transcription(_Law):
    """The text breaks a rule of transcription that the project insists on."""

    slug = "transcription"
    code = "S8"
    title = Text("Not written by the rules", "不符合转写规则")
    message = Text("“{found}” is against the rules: {rule_en}.", "“{found}”不符合规则：{rule_zh}。")
    severity = "block"
    levels = frozenset({"block"})


@CHECKS.register
class TranscriptionAdvice(_Law):
    """The text is unlike what the rules of transcription ask for."""

    slug = "transcription-advice"
    code = "S2"
    title = Text("Unusual by the rules", "转写规则提示")
    message = Text("“{found}” is against the rules: {rule_en}.", "“{found}”不符合规则：{rule_zh}。")
    levels = frozenset({"warn", "fix"})
