"""What templates for recordings share: one module each makes the projects, this one registers nothing."""

from __future__ import annotations

from typing import Any

from projects.schema import Anchor, Attribute
from projects.templates.base import names, select

SEGMENT = ("segment",)
POINT = ("time_point",)
KINDS = ("segment", "time_point", "tag")
ORDER = 200
"""Templates of recordings come after those of images."""

NOISE: list[dict[str, str]] = [{"tag": "[noise]"}, {"tag": "[laughter]"}, {"tag": "[breath]"}, {"tag": "[music]"}]
ENGLISH: dict[str, Any] = {
    "language": "en",
    "scripts": ["Latin"],
    "punctuation": ".,?!",
    "digits": "forbidden",
    "width": "half",
    "tags": [*NOISE, {"tag": "(())"}, {"tag": "<unk>"}],
    "fillers": ["uh", "um", "er", "mm", "hmm"],
    "rate": {"least": 2, "most": 25},
}
"""Verbatim English, numbers in words; a project in another language sets its own scripts, marks and rate."""

SPEAKING = select(
    "language", "Language", "语言",
    (("main", "The project's", "项目语言"), ("other", "Another", "其他语言"), ("mixed", "Mixed", "混合")),
    default="main",
)  # fmt: skip


def total(key: str, en: str, zh: str, most: float, formula: str) -> Attribute:
    """A number that follows from the ratings before it."""
    return Attribute(key, names(en, zh), "number", minimum=0, maximum=most, step=0.01, formula=formula)


def scale(
    key: str, en: str, zh: str, least: float, most: float, *anchors: tuple[float, str, str], required: bool = True,
    step: float = 1,
) -> Attribute:  # fmt: skip
    """A rating; `anchors` are (value, English, Chinese), rising."""
    told = tuple(Anchor(at, names(english, chinese)) for at, english, chinese in anchors)
    return Attribute(
        key, names(en, zh), "number", minimum=least, maximum=most, step=step, required=required, anchors=told
    )
