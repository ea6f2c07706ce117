"""How English words that no dictionary has may be pronounced: letters to phones by the commonest rules.

Good enough to lay a name where it is heard; nobody should read it as its pronunciation.
"""

from __future__ import annotations

RULES = {
    "tion": "SH AH N", "sion": "ZH AH N", "ough": "OW", "eigh": "EY", "augh": "AO", "tch": "CH", "sch": "SH",
    "igh": "AY",
    "air": "EH R", "ear": "IH R", "eer": "IH R", "our": "AW R", "ure": "Y UH R", "ing": "IH NG",
    "ch": "CH", "sh": "SH", "th": "TH", "ph": "F", "wh": "W", "ck": "K", "ng": "NG", "qu": "K W", "kn": "N", "wr": "R",
    "gh": "G", "dg": "JH", "ai": "EY", "ay": "EY", "ea": "IY", "ee": "IY", "ei": "EY", "ey": "IY", "ie": "IY",
    "oa": "OW",
    "oo": "UW", "ou": "AW", "ow": "OW", "oi": "OY", "oy": "OY", "au": "AO", "aw": "AO", "ew": "UW", "ue": "UW",
    "ui": "UW",
    "ar": "AA R", "er": "ER", "ir": "ER", "or": "AO R", "ur": "ER", "ce": "S", "ci": "S IH", "cy": "S IY", "ge": "JH",
    "a": "AE", "b": "B", "c": "K", "d": "D", "e": "EH", "f": "F", "g": "G", "h": "HH", "i": "IH", "j": "JH", "k": "K",
    "l": "L", "m": "M", "n": "N", "o": "AA", "p": "P", "q": "K", "r": "R", "s": "S", "t": "T", "u": "AH", "v": "V",
    "w": "W", "x": "K S", "y": "IY", "z": "Z",
}  # fmt: skip
LONGEST = max(map(len, RULES))
VOWELS = "aeiouy"


def phones(word: str) -> str:
    """Phones of CMUdict, without stress; "" for a word without a letter of English."""
    found: list[str] = []
    at = 0
    while at < len(word):
        if word[at] == "e" and at == len(word) - 1 and at > 2:
            break  # a last e is silent
        size = next((size for size in range(LONGEST, 0, -1) if word[at : at + size] in RULES), 0)
        if size:
            found.append(RULES[word[at : at + size]])
        at += size or 1
        while size == 1 and at < len(word) and word[at] == word[at - 1] and word[at] not in VOWELS:
            at += 1  # double consonants are one
    return " ".join(found)
