"""Divide a transcript into words, tags, marks and blanks. Positions count code points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from annotation.transcription.rules import Rules
from annotation.transcription.scripts import in_script, is_digit, is_letter, is_mark, is_space

BRACKETS = {"[": "]", "<": ">", "{": "}"}
"""What opens a tag, and what closes it: such a piece is one token whether the project knows the tag or not."""
JOINTS = frozenset("'’-·")
"""Stand inside a word between two letters: don't, well-known, col·lecció."""
ALONE = ("Han", "Hiragana", "Katakana", "Thai")
"""Scripts without blanks between words: of Han each character is a word, of the others each run."""

TokenType = Literal["word", "tag", "mark", "space", "other"]


@dataclass(frozen=True, slots=True)
class Token:
    """`start` and `stop` are code points of the text. `known` is whether a tag is one of the project's."""

    type: TokenType
    text: str
    start: int
    known: bool = True

    @property
    def stop(self) -> int:
        return self.start + len(self.text)


def tokens(text: str, rules: Rules) -> list[Token]:
    """Everything in order; the texts put together are the text again."""
    tags = sorted({name for tag in rules.tags for name in (tag.tag, tag.close) if name}, key=lambda name: -len(name))
    found: list[Token] = []
    at = 0
    while at < len(text):
        token = _tag(text, at, tags, rules) or _plain(text, at)
        found.append(token)
        at = token.stop
    return found


def _tag(text: str, at: int, tags: list[str], rules: Rules) -> Token | None:
    for name in tags:
        if text.startswith(name, at):
            return Token("tag", name, at)
    closing = BRACKETS.get(text[at])
    if closing is None or (rules.punctuation is not None and text[at] in rules.punctuation):
        return None
    for end in range(at + 1, len(text)):
        if text[end] == closing:
            return Token("tag", text[at : end + 1], at, known=False)
        if text[end] == text[at] or text[end] == "\n":
            return None
    return None


def _plain(text: str, at: int) -> Token:
    first = text[at]
    if is_space(first):
        return Token("space", text[at : _blank_end(text, at)], at)
    if is_mark(first):
        return Token("mark", first, at)
    if not _in_word(first):
        return Token("other", first, at)
    if in_script(first, "Han"):
        return Token("word", first, at)
    return Token("word", text[at : _word_end(text, at)], at)


def _blank_end(text: str, at: int) -> int:
    end = at
    while end < len(text) and is_space(text[end]):
        end += 1
    return end


def _word_end(text: str, at: int) -> int:
    kind = _alone(text[at])
    end = at + 1
    while end < len(text):
        if _in_word(text[end]) and _alone(text[end]) == kind:
            end += 1
        elif text[end] in JOINTS and end + 1 < len(text) and _in_word(text[end + 1]) and _alone(text[end + 1]) == kind:
            end += 2
        else:
            break
    return end


def _in_word(character: str) -> bool:
    return is_letter(character) or is_digit(character) or in_script(character, "Han") or character in "\u200c\u200d"


def _alone(character: str) -> str:
    """The script without blanks that a character belongs to; "" for all others."""
    return next((script for script in ALONE if in_script(character, script)), "")
