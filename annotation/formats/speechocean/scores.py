"""One sentence of the file as scores, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from annotation.formats import timed
from annotation.formats.labels import SchemaGatherer
from annotation.formats.report import Report
from annotation.kinds.record import Record

OURS = {"accuracy": "accuracy", "completeness": "completeness", "fluency": "fluency", "prosody": "prosodic"}
"""Our name of a sentence's score -> the file's."""
RIGHT, WRONG = 10.0, 5.0
PHONE = re.compile(r"[({\[]|[)}\]]|[^\s(){}\[\]]+")
OPENS = {"(": 0, "{": 1}
"""What stands around wrong and around accented phones; "[" is around one that was put in."""


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    scores: dict[str, Any]
    phones: list[tuple[str, str | None]]
    """Phones with what they score, "0" to "2"; None for one that the reader put in."""


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    scores: dict[str, Any]
    words: list[Word]


def _attribute(key: str, most: float, step: float) -> dict[str, Any]:
    names = {"en": key.capitalize(), "zh": key.capitalize()}
    return {
        "key": key, "name": names, "type": "number", "options": [], "min": 0, "max": most, "step": step,
        "default": None, "required": False, "when": None,
    }  # fmt: skip


def _choice(key: str, values: Iterable[str]) -> dict[str, Any]:
    options = [{"key": value, "name": {"en": value, "zh": value}} for value in values]
    return {**_attribute(key, 0, 1), "type": "select", "options": options, "min": None, "max": None, "step": None}


def _schema() -> dict[str, Any]:
    gatherer = SchemaGatherer()
    for label in (timed.SPEECH, timed.WORD, timed.PHONE):
        gatherer.label(label, ["segment"])
    schema = gatherer.schema()
    own = {
        timed.WORD: [_attribute("accuracy", 10, 0.1), _choice("stress", ("right", "wrong"))],
        timed.PHONE: [_choice("score", ("2", "1", "0"))],
    }
    labels = [{**label, "attributes": own.get(label["key"], [])} for label in schema["labels"]]
    ranges = {"completeness": (1, 0.05)}
    questions = [_attribute(key, *ranges.get(key, (10, 0.1))) for key in OURS]
    return {**schema, "labels": labels, "questions": questions}


SCHEMA = _schema()


def read_sentence(row: Any, rater: str) -> Sentence:
    """Raises KeyError, TypeError, ValueError, IndexError for what is none."""
    scores = {ours: _value(row[theirs], rater) for ours, theirs in OURS.items()}
    if scores["completeness"] > 1:
        scores["completeness"] = round(scores["completeness"] / 10, 4)  # the summary has it from 0 to 10
    return Sentence(str(row["text"]), scores, [_word(word, rater) for word in row["words"]])


def _word(row: Any, rater: str) -> Word:
    stress = "right" if _value(row["stress"], rater) > (RIGHT + WRONG) / 2 else "wrong"
    scores = {"accuracy": _value(row["accuracy"], rater), "stress": stress}
    phones = row["phones"]
    if "phones-accuracy" in row:
        found: list[tuple[str, str | None]] = [
            (str(phone), str(round(float(score)))) for phone, score in zip(phones, row["phones-accuracy"], strict=True)
        ]
    else:
        found = (
            _mean([_phones(str(each)) for each in phones]) if rater == "mean" else _phones(str(phones[int(rater) - 1]))
        )
    return Word(str(row["text"]), scores, found)


def _value(value: Any, rater: str) -> float:
    """A single score, one rater's or the mean. Raises ValueError when that rater left it out."""
    if not isinstance(value, list):
        return float(value)
    if rater != "mean":
        return float(value[int(rater) - 1])
    return round(sum(map(float, value)) / len(value), 4)


def _phones(text: str) -> list[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []
    inside = ""
    for piece in PHONE.findall(text):
        if piece in "({[":
            inside = piece
        elif piece in ")}]":
            inside = ""
        else:
            found.append((piece, None if inside == "[" else str(OPENS.get(inside, 2))))
    return found


def _mean(raters: list[list[tuple[str, str | None]]]) -> list[tuple[str, str | None]]:
    """The scores of all rounded, where all speak of the same phones; else those of the first."""
    first = raters[0]
    if any([name for name, _ in each] != [name for name, _ in first] for each in raters):
        return first
    found: list[tuple[str, str | None]] = []
    for place, (name, _) in enumerate(first):
        scores = [int(score) for each in raters if (score := each[place][1]) is not None]
        found.append((name, str(round(sum(scores) / len(scores))) if scores else None))
    return found


def write_sentence(records: list[Record], report: Report) -> dict[str, Any] | None:
    """The row of a recording; None for one whose sentence nobody scored."""
    answers = next((each["attributes"] for each in records if each["kind"] == "answers"), {})
    if not all(isinstance(answers.get(key), int | float) for key in OURS):
        report.loss("not-scored")
        return None
    parts = [each for each in records if each["kind"] == "segment"]
    words = _ordered(parts, timed.WORD)
    phones = _ordered(parts, timed.PHONE)
    text = " ".join(each["data"]["text"] for each in _ordered(parts, timed.SPEECH))
    report.records += 1 + len(parts)
    scores = {theirs: float(answers[ours]) for ours, theirs in OURS.items()}
    basis = 0.8 * scores["accuracy"] + 0.1 * scores["fluency"] + 0.1 * scores["prosodic"]
    return {
        "text": text or " ".join(each["data"]["text"] for each in words),
        **scores,
        "total": round(basis * (0.2 + 0.8 * scores["completeness"]), 2),
        "words": [_word_row(word, phones) for word in words],
    }


def _ordered(parts: list[Record], label: str) -> list[Record]:
    found = [each for each in parts if each["label"] == label]
    return sorted(found, key=lambda each: (each["data"]["start"], each["data"]["stop"]))


def _word_row(word: Record, phones: list[Record]) -> dict[str, Any]:
    start, stop = word["data"]["start"], word["data"]["stop"]
    scored = [each for each in phones if each["attributes"].get("score") is not None]
    inside = [each for each in scored if start <= (each["data"]["start"] + each["data"]["stop"]) / 2 < stop]
    accuracy = float(word["attributes"].get("accuracy") or 0)
    stress = WRONG if word["attributes"].get("stress") == "wrong" else RIGHT
    return {
        "text": word["data"]["text"],
        "accuracy": accuracy,
        "stress": stress,
        "total": round(0.8 * accuracy + 0.2 * stress, 2),
        "phones": [each["data"]["text"] for each in inside],
        "phones-accuracy": [float(each["attributes"]["score"]) for each in inside],
    }
