"""Writing systems by ranges of code points, and the classes of characters that the law knows."""

from __future__ import annotations

import unicodedata

SCRIPTS: dict[str, tuple[tuple[int, int], ...]] = {
    "Latin": ((0x41, 0x5A), (0x61, 0x7A), (0xAA, 0xAA), (0xBA, 0xBA), (0xC0, 0x24F), (0x250, 0x2AF), (0x1E00, 0x1EFF)),
    "Greek": ((0x370, 0x3FF), (0x1F00, 0x1FFF)),
    "Cyrillic": ((0x400, 0x52F), (0x1C80, 0x1C8F), (0x2DE0, 0x2DFF), (0xA640, 0xA69F)),
    "Armenian": ((0x530, 0x58F),),
    "Hebrew": ((0x590, 0x5FF), (0xFB1D, 0xFB4F)),
    "Arabic": ((0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC), (0x200C, 0x200D)),
    "Devanagari": ((0x900, 0x97F), (0xA8E0, 0xA8FF), (0x200C, 0x200D)),
    "Bengali": ((0x980, 0x9FF), (0x200C, 0x200D)),
    "Tamil": ((0xB80, 0xBFF),),
    "Telugu": ((0xC00, 0xC7F),),
    "Thai": ((0xE00, 0xE7F),),
    "Georgian": ((0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F)),
    "Hangul": ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF)),
    "Hiragana": ((0x3041, 0x309F), (0x30FC, 0x30FC)),
    "Katakana": ((0x30A1, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9F)),
    "Han": (
        (0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF),
    ),
}  # fmt: skip
COMBINING = (0x300, 0x36F)
"""Accents that any script may carry."""


def in_script(character: str, script: str) -> bool:
    code = ord(character)
    return any(first <= code <= last for first, last in SCRIPTS[script])


def is_letter(character: str) -> bool:
    """Letters and what modifies them."""
    return unicodedata.category(character)[0] in "LM"


def is_digit(character: str) -> bool:
    return unicodedata.category(character)[0] == "N" and not in_script(character, "Han")


def is_space(character: str) -> bool:
    return character in "\t\n\r" or unicodedata.category(character) == "Zs"


def is_mark(character: str) -> bool:
    """Punctuation and symbols."""
    return unicodedata.category(character)[0] in "PS"
