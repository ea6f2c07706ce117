from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import exp, log

from annotation.transcription import rules_of, tokens
from annotation.transcription.scripts import in_script
from annotation.transcription.versions import utterances
from core.text import Text
from qa.checks import sound
from qa.checks.base import Answer, Check, Found, Param, Params
from qa.checks.registry import CHECKS
from qa.checks.usual import FEWEST, usual

SHORTEST = 1.0
"""Seconds of a segment from which on a rate means something: a "yes" has none."""
Rates = list[tuple[str, bool, float]]
"""Record, whether it is written in Han, letters per second."""


@CHECKS.register
class SpeakingRate(Check):
    """More or fewer letters in a second than people say, or than the same speaker says elsewhere: the text has too
    much or too little, or the edges are wrong. What the rules of transcription say of a rate is not said again.
    """

    slug = "speaking-rate"
    code = "S3"
    title = Text("Unusual speaking rate", "语速异常")
    message = Text("{rate} letters per second; {usual} is usual.", "每秒 {rate} 个字符，通常为 {usual}。")
    tiers = frozenset({"submit", "batch"})
    modalities = sound.MODALITIES
    params = (
        Param("least", Text("Letters per second at least", "每秒字母不少于"), 2, 0, 100),
        Param("most", Text("Letters per second at most", "每秒字母不多于"), 25, 1, 100),
        Param("han_least", Text("Han characters per second at least", "每秒汉字不少于"), 1, 0, 100),
        Param("han_most", Text("Han characters per second at most", "每秒汉字不多于"), 9, 1, 100),
        Param("z", Text("Unlike the same speaker by, in standard deviations", "与同一说话人相差的标准差"), 3.5, 1, 20),
    )

    def run(self, answer: Answer, params: Params) -> Iterator[Found]:
        for each in _rates(answer):
            yield from _beyond(each, answer, params)

    def run_batch(self, answers: Iterable[Answer], params: Params) -> Iterator[tuple[str, Found]]:
        """Speakers are those of all tasks; who has no name is known in one recording only."""
        by_speaker: dict[tuple[str, str, bool], list[tuple[str, str, float]]] = defaultdict(list)
        for answer in answers:
            names = {
                record["id"]: record["data"]["speaker"] for record in answer.records if record["kind"] == "segment"
            }
            for each in _rates(answer):
                if found := next(_beyond(each, answer, params), None):
                    yield answer.task, found
                    continue
                record, han, rate = each
                who = ("", names[record]) if names[record] else (answer.task, "")
                by_speaker[(*who, han)].append((answer.task, record, rate))
        for spoken in by_speaker.values():
            yield from _unlike(spoken, params["z"])


def _rates(answer: Answer) -> Rates:
    rules = rules_of(answer.schema)
    found: Rates = []
    per_second = sound.rate_of(answer)
    for record in utterances(answer.records) if per_second else ():
        seconds = (record["data"]["stop"] - record["data"]["start"]) / per_second
        if seconds < SHORTEST:
            continue
        said = "".join(token.text for token in tokens(record["data"]["text"], rules) if token.type == "word")
        if said:
            han = sum(in_script(letter, "Han") for letter in said) > len(said) / 2
            found.append((record["id"], han, len(said) / seconds))
    return found


def _beyond(each: tuple[str, bool, float], answer: Answer, params: Params) -> Iterator[Found]:
    record, han, rate = each
    before = "han_" if han else ""
    least, most = params[f"{before}least"], params[f"{before}most"]
    ruled = rules_of(answer.schema).rate
    is_said = ruled is not None and not ruled[0] <= rate <= ruled[1]
    if not is_said and not least <= rate <= most:
        yield Found(record, {"rate": round(rate, 1), "usual": f"{least:g}–{most:g}"})


def _unlike(spoken: list[tuple[str, str, float]], z: float) -> Iterator[tuple[str, Found]]:
    if len(spoken) < FEWEST:
        return
    middle, spread = usual([log(rate) for *_, rate in spoken])
    for task, record, rate in spoken:
        if abs(log(rate) - middle) > z * spread:
            yield task, Found(record, {"rate": round(rate, 1), "usual": f"{exp(middle):.1f}"})
