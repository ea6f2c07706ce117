"""What recognisers answer, from a bare text to segments with figures, without what they make up.

Whisper repeats itself, or writes what it has often read under silence; the figures it gives then are known, and the
bounds are those of its authors.
"""

from __future__ import annotations

import math
import unicodedata
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotation.prelabel.base import Refused

NO_SPEECH = 0.6
"""Probability of silence above which an unsure segment is dropped."""
UNSURE = -1.0
"""Mean log probability of tokens below which a segment is unsure."""
REPEATED = 2.4
"""How far text may be compressed before it is called a repetition."""
UNKNOWN = 0.5
"""Confidence where the server says nothing of it."""
MOST_TEXT = 5000


@dataclass(frozen=True, slots=True)
class Said:
    text: str
    confidence: float


def read(answer: Mapping[str, Any]) -> Said | Refused:
    """The text of all segments that are kept, with the mean of their confidences by length."""
    segments = answer.get("segments")
    told = segments if isinstance(segments, list) else []
    rows: list[Mapping[str, Any]] = [row for row in told if isinstance(row, dict)]
    rows = rows or [answer]
    kept = [(text, _confidence(row)) for row in rows if (text := _text(row.get("text"))) and not _made_up(row, text)]
    if not kept:
        made_up = next((text for row in rows if (text := _text(row.get("text")))), "")
        return Refused("made-up", made_up[:40]) if made_up else Refused("nothing-said", "–")
    length = sum(len(text) for text, _ in kept)
    confidence = sum(len(text) * sure for text, sure in kept) / length
    whole = _text(answer.get("text")) if len(kept) == len(rows) else ""
    return Said((whole or " ".join(text for text, _ in kept))[:MOST_TEXT], round(confidence, 4))


def _text(value: Any) -> str:
    """On one line, without control characters."""
    text = value if isinstance(value, str) else ""
    plain = "".join(" " if unicodedata.category(each) in ("Cc", "Cs") else each for each in text)
    return " ".join(plain.split())


def _made_up(row: Mapping[str, Any], text: str) -> bool:
    silent, sure = _number(row.get("no_speech_prob")), _number(row.get("avg_logprob"))
    if sure is not None and sure < UNSURE and (silent is None or silent > NO_SPEECH):
        return True
    data = text.encode()
    ratio = _number(row.get("compression_ratio")) or len(data) / len(zlib.compress(data))
    return ratio > REPEATED


def _confidence(row: Mapping[str, Any]) -> float:
    sure = _number(row.get("avg_logprob"))
    return UNKNOWN if sure is None else math.exp(min(0.0, sure))


def _number(value: Any) -> float | None:
    usable = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return float(value) if usable else None
