"""Rates of error and consensus of transcripts, held against jiwer and worked examples."""

from __future__ import annotations

import random

import jiwer
import pytest

from annotation.transcription import Rules
from annotation.transcription.distance import SMALL, Step, align, characters_of, rate, words_of
from qa.metrics.consensus import consensus

NONE = Rules()


@pytest.mark.parametrize("seed", range(30))
def test_the_rate_is_that_of_jiwer(seed: int) -> None:
    dice = random.Random(seed)
    said, heard = (dice.choices(["a", "b", "c", "d", "e"], k=dice.randint(1, 40)) for _ in range(2))
    found = rate(said, heard)
    assert found.value == pytest.approx(jiwer.wer(" ".join(said), " ".join(heard)))
    steps = align(said, heard)
    assert [step.said for step in steps if step.said] == said
    assert [step.heard for step in steps if step.heard] == heard


def test_an_alignment_shows_what_was_put_in_left_out_and_changed() -> None:
    steps = align(["the", "cat", "sat", "on", "the", "mat"], ["the", "cat", "sit", "on", "mat", "now"])
    assert [(step.said, step.heard) for step in steps if step.edit != "equal"] == [
        ("sat", "sit"), ("the", ""), ("", "now"),
    ]  # fmt: skip
    assert [step.edit for step in steps] == [
        "equal", "equal", "substitute", "equal", "delete", "equal", "insert",
    ]  # fmt: skip


def test_long_texts_are_divided_and_their_alignment_stays_the_best() -> None:
    dice = random.Random(1)
    said = [str(dice.randint(0, 50)) for _ in range(1500)]
    heard = [word for word in said if dice.random() > 0.1]
    heard = [word if dice.random() > 0.1 else "x" for word in heard]
    assert len(said) * len(heard) > SMALL
    assert rate(said, heard).value == pytest.approx(jiwer.wer(" ".join(said), " ".join(heard)))


@pytest.mark.parametrize(
    ("said", "heard", "words", "characters"),
    [
        ("Don't stop, [noise] now!", "don't  STOP now", (0, 3), (0, 12)),
        ("我用 iPhone 打字", "我用iphone打子", (1, 5), (1, 10)),
        ("กำลัง", "กำลัง", (0, 1), (0, 4)),
        ("", "so", (1, 0), (2, 0)),
        ("so", "", (1, 1), (2, 2)),
    ],
)
def test_what_is_compared(said: str, heard: str, words: tuple[int, int], characters: tuple[int, int]) -> None:
    """Without case, marks and tags; Han by character, other words whole; letters with the signs that stand on them."""
    one, two = words_of(said, NONE), words_of(heard, NONE)
    by_word, by_character = rate(one, two), rate(characters_of(one), characters_of(two))
    assert (by_word.errors, by_word.of) == words
    assert (by_character.errors, by_character.of) == characters
    assert Step("a", "").edit == "delete"


def test_the_character_rate_is_that_of_jiwer() -> None:
    said, heard = "thequickbrownfox", "thequikbrownedfox"
    assert rate(characters_of([said]), characters_of([heard])).value == pytest.approx(jiwer.cer(said, heard))


def test_a_consensus_takes_what_most_say_place_by_place() -> None:
    texts = ("the cat sat on a mat", "the cat sit on the mat", "a cat sat on the mat now")
    found = consensus([text.split() for text in texts])
    assert " ".join(each.word for each in found) == "the cat sat on the mat"
    assert [round(each.share, 2) for each in found] == [0.67, 1.0, 0.67, 1.0, 0.67, 1.0]


def test_a_word_that_one_of_three_has_is_left_out_wherever_it_comes() -> None:
    for transcripts in (["a x b", "a b", "a b"], ["a b", "a x b", "a b"], ["a b", "a b", "a x b"]):
        assert [each.word for each in consensus([text.split() for text in transcripts])] == ["a", "b"]
    assert [each.word for each in consensus([["a"], ["a", "b"]])] == ["a", "b"]
    assert consensus([[], []]) == []
