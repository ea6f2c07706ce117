"""The rules of one project as values, read from their JSON with the place of every problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

import orjson

from annotation.transcription.scripts import SCRIPTS
from projects.schema.reader import Reader

Level = Literal["off", "fix", "warn", "block"]
LEVELS: tuple[Level, ...] = ("off", "fix", "warn", "block")
DEFAULTS: dict[str, Level] = {
    "tags": "block", "script": "block", "digits": "block", "punctuation": "warn", "width": "fix", "casing": "warn",
    "spaces": "fix", "forbidden": "warn", "lexicon": "warn", "rate": "warn", "empty": "warn",
}  # fmt: skip
"""Rule -> its level where the project says nothing. `fix` is a warning whose remedy is offered for all at once."""
CHOICES = {"digits": ("any", "forbidden"), "width": ("any", "half", "full"), "casing": ("any", "lower", "upper")}
FIELDS = frozenset(
    {"language", "scripts", "characters", "punctuation", "digits", "width", "casing", "tags", "fillers", "forbidden",
     "lexicon", "rate", "levels"}
)  # fmt: skip
MOST_WORDS = 100_000


@dataclass(frozen=True, slots=True)
class Tag:
    """Something that is not spoken words: "[noise]"; with `close` ("<en>", "</en>") it holds what stands between."""

    tag: str
    close: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """`scripts` () and `punctuation` None allow any; `rate` is letters and digits per second, (least, most)."""

    language: str = ""
    scripts: tuple[str, ...] = ()
    characters: frozenset[str] = frozenset()
    punctuation: frozenset[str] | None = None
    digits: str = "any"
    width: str = "any"
    casing: str = "any"
    tags: tuple[Tag, ...] = ()
    fillers: frozenset[str] = frozenset()
    forbidden: Mapping[str, str | None] = field(default_factory=dict)
    lexicon: frozenset[str] = frozenset()
    rate: tuple[float, float] | None = None
    levels: Mapping[str, Level] = field(default_factory=lambda: DEFAULTS)


NO_RULES = Rules()


def rules_of(schema: Mapping[str, Any]) -> Rules:
    """The rules in the content of a label schema; none at all when it has none."""
    given = schema.get("transcription")
    return _rules(orjson.dumps(given)) if given else NO_RULES


@lru_cache(maxsize=64)
def _rules(content: bytes) -> Rules:
    """What was stored is sound."""
    data = orjson.loads(content)
    punctuation, rate = data.get("punctuation"), data.get("rate")
    return Rules(
        language=data.get("language", ""),
        scripts=tuple(data.get("scripts", ())),
        characters=frozenset(data.get("characters", "")),
        punctuation=None if punctuation is None else frozenset(punctuation),
        **{name: data.get(name, choices[0]) for name, choices in CHOICES.items()},
        tags=tuple(Tag(each["tag"], each.get("close", "")) for each in data.get("tags", ())),
        fillers=frozenset(word.lower() for word in data.get("fillers", ())),
        forbidden={each["word"].lower(): each.get("instead") for each in data.get("forbidden", ())},
        lexicon=frozenset(word.lower() for word in data.get("lexicon", ())),
        rate=(rate["least"], rate["most"]) if rate else None,
        levels={**DEFAULTS, **data.get("levels", {})},
    )


def read_rules(reader: Reader) -> dict[str, Any]:
    """The section `transcription` of a label schema as it shall be kept; what is wrong is told to the reader."""
    reader.only(FIELDS)
    kept = {name: value for name, value in reader.value.items() if name in FIELDS}
    for name in ("language", "characters", "punctuation"):
        if kept.get(name) is not None and not isinstance(kept[name], str):
            reader.problem(name, "not-text")
    for name, choices in CHOICES.items():
        if kept.get(name, choices[0]) not in choices:
            reader.problem(name, "not-a-choice", choices=", ".join(choices))
    for script in reader.strings("scripts"):
        if script not in SCRIPTS:
            reader.problem("scripts", "not-a-choice", choices=", ".join(SCRIPTS))
    for name in ("fillers", "lexicon"):
        _words(reader, name)
    for each in reader.objects("tags"):
        _only_texts(each, {"tag", "close"}, "tag")
    for each in reader.objects("forbidden"):
        _only_texts(each, {"word", "instead"}, "word")
    _rate(reader)
    _levels(reader)
    return kept


def _words(reader: Reader, name: str) -> None:
    words = reader.items(name, limit=MOST_WORDS)
    if not all(isinstance(word, str) and word for word in words):
        reader.problem(name, "not-text")


def _only_texts(reader: Reader, fields: set[str], needed: str) -> None:
    reader.only(fields)
    for name in sorted(fields):
        value = reader.get(name)
        if (value is None and name == needed) or value == "" or not isinstance(value, str | None):
            reader.problem(name, "not-text")


def _rate(reader: Reader) -> None:
    if reader.get("rate") is None:
        return
    rate = Reader(reader.get("rate"), f"{reader.path}.rate", reader.problems)
    rate.only({"least", "most"})
    least, most = rate.number("least"), rate.number("most")
    if least is None or most is None or not 0 <= least < most:
        rate.problem("least", "empty-range")


def _levels(reader: Reader) -> None:
    levels = reader.get("levels")
    if levels is None:
        return
    if not isinstance(levels, dict):
        reader.problem("levels", "not-an-object")
        return
    for name, level in levels.items():
        if name not in DEFAULTS or level not in LEVELS:
            reader.problem(f"levels.{name}"[:100], "not-a-choice", choices=", ".join(LEVELS))
