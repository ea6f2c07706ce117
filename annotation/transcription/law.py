"""What a project's rules have against a transcript, and the transcript with everything mended that can be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from annotation.transcription.rules import Level, Rules
from annotation.transcription.scripts import COMBINING, in_script, is_digit, is_letter
from annotation.transcription.tokens import Token, tokens

FULL = {",": "，", ".": "。", "?": "？", "!": "！", ":": "：", ";": "；", "(": "（", ")": "）"}
"""Half-width marks that stand full-width beside Han characters."""
FULL_WIDTH = (0xFF01, 0xFF5E)
WIDE_BLANK = "\u3000"
BY_CHARACTER = ("script", "digits", "width")
SEVERE: dict[Level, int] = {"block": 0, "warn": 1, "fix": 2}


@dataclass(frozen=True, slots=True)
class Problem:
    """`start` and `stop` are code points of the text; `instead` is what mends it, None where a person has to."""

    rule: str
    level: Level
    start: int
    stop: int
    found: str
    instead: str | None = None


def problems(text: str, rules: Rules, seconds: float | None = None) -> list[Problem]:
    """Everything that a rule has to say, by place. `seconds` is the length of the segment, None where unknown."""
    divided = tokens(text, rules)
    found = [
        *_tags(divided, rules),
        *(problem for token in divided for problem in _token(token, divided, text, rules)),
        *_whole(text, divided, rules, seconds),
    ]
    wanted = [problem for problem in found if problem.level != "off"]
    wanted.sort(key=lambda problem: (problem.start, problem.stop, SEVERE[problem.level], problem.rule))
    return _joined(wanted)


def _joined(found: list[Problem]) -> list[Problem]:
    """Problems of single characters that stand side by side are one."""
    result: list[Problem] = []
    for problem in found:
        last = result[-1] if result else None
        if last and _together(last, problem):
            both = None if last.instead is None or problem.instead is None else last.instead + problem.instead
            result[-1] = replace(last, stop=problem.stop, found=last.found + problem.found, instead=both)
        else:
            result.append(problem)
    return result


def _together(one: Problem, next: Problem) -> bool:
    same = one.rule == next.rule and (one.instead is None) == (next.instead is None)
    return same and one.rule in BY_CHARACTER and one.stop == next.start


def fixed(text: str, rules: Rules) -> str:
    """The text with everything mended that has a remedy, again and again until nothing more has."""
    for _ in range(10):
        mended = _mended(text, problems(text, rules))
        if mended == text:
            break
        text = mended
    return text


def _mended(text: str, found: list[Problem]) -> str:
    """The first remedy of each place; what overlaps one waits for the next round."""
    parts, at = [], 0
    for problem in found:
        if problem.instead is None or problem.start < at:
            continue
        parts += [text[at : problem.start], problem.instead]
        at = problem.stop
    return "".join([*parts, text[at:]])


def _problem(rule: str, rules: Rules, token: Token, instead: str | None = None) -> Problem:
    return Problem(rule, rules.levels[rule], token.start, token.stop, token.text, instead)


def _tags(divided: list[Token], rules: Rules) -> Iterator[Problem]:
    """Tags that the project does not know, and those that hold something and are not closed or opened."""
    closing = {tag.tag: tag.close for tag in rules.tags if tag.close}
    closers = set(closing.values())
    open_tags: list[Token] = []
    for token in divided:
        if token.type != "tag":
            continue
        if not token.known:
            if rules.tags:
                yield _problem("tags", rules, token)
        elif token.text in closing:
            open_tags.append(token)
        elif token.text in closers:
            if open_tags and closing[open_tags[-1].text] == token.text:
                open_tags.pop()
            else:
                yield _problem("tags", rules, token)
    for token in open_tags:
        yield _problem("tags", rules, token)


def _token(token: Token, divided: list[Token], text: str, rules: Rules) -> Iterator[Problem]:
    if token.type == "space":
        yield from _space(token, text, rules)
    elif token.type == "mark":
        yield from _mark(token, text, rules)
    elif token.type == "word":
        yield from _characters(token, rules)
        yield from _word(token, rules)
    elif token.type == "other" and token.text not in rules.characters:
        yield _problem("script", rules, token, "")


def _space(token: Token, text: str, rules: Rules) -> Iterator[Problem]:
    instead = "" if token.start == 0 or token.stop == len(text) else " "
    if token.text == WIDE_BLANK and instead == " ":
        if rules.width == "half":
            yield _problem("width", rules, token, " ")
    elif token.text != instead:
        yield _problem("spaces", rules, token, instead)


def _mark(token: Token, text: str, rules: Rules) -> Iterator[Problem]:
    mark, instead = token.text, None
    if rules.width == "half" and FULL_WIDTH[0] <= ord(mark) <= FULL_WIDTH[1]:
        instead = chr(ord(mark) - 0xFEE0)
    elif rules.width == "full" and mark in FULL and _beside_han(token, text):
        instead = FULL[mark]
    if instead is not None:
        yield _problem("width", rules, token, instead)
    elif rules.punctuation is not None and mark not in rules.punctuation and mark not in rules.characters:
        yield _problem("punctuation", rules, token)


def _beside_han(token: Token, text: str) -> bool:
    beside = text[max(0, token.start - 1) : token.start] + text[token.stop : token.stop + 1]
    return any(in_script(each, "Han") for each in beside)


def _characters(token: Token, rules: Rules) -> Iterator[Problem]:
    """Letters of other scripts and digits; full-width letters and digits by their width alone."""
    for offset, each in enumerate(token.text):
        at = Token("word", each, token.start + offset)
        if each in rules.characters:
            continue
        if FULL_WIDTH[0] <= ord(each) <= FULL_WIDTH[1]:
            if rules.width == "half":
                yield _problem("width", rules, at, chr(ord(each) - 0xFEE0))
        elif is_digit(each):
            if rules.digits == "forbidden":
                yield _problem("digits", rules, at)
        elif rules.scripts and is_letter(each) and not _fits(each, rules):
            yield _problem("script", rules, at)


def _fits(character: str, rules: Rules) -> bool:
    accent = COMBINING[0] <= ord(character) <= COMBINING[1]
    return accent or any(in_script(character, script) for script in rules.scripts)


def _word(token: Token, rules: Rules) -> Iterator[Problem]:
    lower = token.text.lower()
    if lower in rules.forbidden:
        yield _problem("forbidden", rules, token, rules.forbidden[lower])
    elif rules.lexicon and lower not in rules.lexicon and lower not in rules.fillers and not _is_number(lower):
        yield _problem("lexicon", rules, token)
    cased = {"lower": lower, "upper": token.text.upper()}.get(rules.casing, token.text)
    if cased != token.text:
        yield _problem("casing", rules, token, cased)


def _is_number(word: str) -> bool:
    return all(map(is_digit, word))


def _whole(text: str, divided: list[Token], rules: Rules, seconds: float | None) -> Iterator[Problem]:
    whole = Token("other", text, 0)
    if not any(token.type in ("word", "tag") for token in divided):
        yield _problem("empty", rules, whole)
        return
    count = sum(len(token.text) for token in divided if token.type == "word")
    if rules.rate and seconds and count:
        least, most = rules.rate
        if not least <= count / seconds <= most:
            yield Problem("rate", rules.levels["rate"], 0, len(text), f"{count / seconds:.1f}")
