"""The golden files that the browser reads too: both sides divide, judge and mend a transcript alike."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.transcription import fixed, problems, rules_of, tokens
from annotation.transcription.scripts import SCRIPTS
from projects.schema import InvalidSchema, parse

FOLDER = Path(__file__).parent / "transcription"
CASES = json.loads((FOLDER / "texts.json").read_text(encoding="utf-8"))
each_case = pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])


def test_writing_systems_are_those_of_the_browser() -> None:
    table = json.loads((FOLDER / "scripts.json").read_text(encoding="utf-8"))
    assert {name: [list(each) for each in ranges] for name, ranges in SCRIPTS.items()} == table


@each_case
def test_tokens(case: dict[str, Any]) -> None:
    found = tokens(case["text"], rules_of({"transcription": case["rules"]}))
    assert [[each.type if each.known else f"unknown {each.type}", each.text] for each in found] == case["tokens"]


@each_case
def test_problems(case: dict[str, Any]) -> None:
    found = problems(case["text"], rules_of({"transcription": case["rules"]}), case["seconds"])
    assert [asdict(each) for each in found] == case["problems"]


@each_case
def test_mended(case: dict[str, Any]) -> None:
    assert fixed(case["text"], rules_of({"transcription": case["rules"]})) == case["fixed"]


@each_case
def test_what_is_mended_is_sound_where_it_can_be(case: dict[str, Any]) -> None:
    rules = rules_of({"transcription": case["rules"]})
    assert all(each.instead is None for each in problems(case["fixed"], rules))


@given(st.text(alphabet=st.sampled_from("aA é1,。你ｂ[]<>'-\u3000\n\u202e😀か")))
def test_no_character_is_lost_between_tokens(text: str) -> None:
    for case in CASES[:3]:
        rules = rules_of({"transcription": case["rules"]})
        found = tokens(text, rules)
        assert "".join(each.text for each in found) == text
        assert [each.start for each in found[1:]] == [each.stop for each in found[:-1]]
        once = fixed(text, rules)
        assert fixed(once, rules) == once


WRONG = [
    ({"scripts": ["Klingon"]}, "transcription.scripts"),
    ({"digits": "never"}, "transcription.digits"),
    ({"tags": [{"tag": ""}]}, "transcription.tags[0].tag"),
    ({"tags": [{"close": "x"}]}, "transcription.tags[0].tag"),
    ({"forbidden": [{"word": "a", "instead": 3}]}, "transcription.forbidden[0].instead"),
    ({"rate": {"least": 3, "most": 2}}, "transcription.rate.least"),
    ({"levels": {"script": "shout"}}, "transcription.levels.script"),
    ({"levels": {"speling": "warn"}}, "transcription.levels.speling"),
    ({"lexicon": "words"}, "transcription.lexicon"),
    ({"punctuation": 3}, "transcription.punctuation"),
    ({"colour": 1}, "transcription"),
    ([1], "transcription"),
]


@pytest.mark.parametrize(("section", "place"), WRONG)
def test_rules_that_are_none_are_refused_by_their_place(section: Any, place: str) -> None:
    with pytest.raises(InvalidSchema) as caught:
        parse({"labels": [], "questions": [], "transcription": section})
    assert list(caught.value.fields) == [place]


@each_case
def test_rules_come_through_a_schema_unchanged(case: dict[str, Any]) -> None:
    content = parse({"labels": [], "questions": [], "transcription": case["rules"]}).json()
    assert content.get("transcription", {}) == case["rules"]
