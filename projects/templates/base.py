"""What a template is: a modality, labels to begin with, a workflow, and guidelines to fill in."""

from __future__ import annotations

from typing import Any, ClassVar

from core.text import Text
from projects.schema import Attribute, Label, Option, SchemaContent
from projects.schema.colours import PALETTE


class Template:
    """A kind of project. Plug-ins subclass it in a module of this package and register with TEMPLATES."""

    slug: ClassVar[str]
    title: ClassVar[Text]
    summary: ClassVar[Text]
    """One sentence: what is labelled and how."""
    modality: ClassVar[str]
    kinds: ClassVar[tuple[str, ...]]
    """What its labels allow, the most used first; also what a label added later begins with."""
    schema: ClassVar[SchemaContent]
    guidelines: ClassVar[Text]
    """Markdown, in each language a whole document."""
    workflow: ClassVar[dict[str, Any]] = {"review": "all", "review_share": 1.0, "lease_minutes": 30}
    is_offered: ClassVar[bool] = True
    """False while the browser cannot label its modality yet: nobody should begin what nobody can finish."""
    order: ClassVar[int] = 100
    """Where it stands among the others; what most people begin with comes first."""
    picture: ClassVar[str] = ""
    """Which drawing the browser shows; the slug unless said otherwise."""


def names(en: str, zh: str) -> dict[str, str]:
    return {"en": en, "zh": zh}


def label(
    position: int, key: str, en: str, zh: str, kinds: tuple[str, ...], *attributes: Attribute, color: str = ""
) -> Label:
    """A label with the colour and the digit of its position (from 0)."""
    hotkey = str(position + 1) if position < 9 else None
    return Label(key, names(en, zh), color or PALETTE[position % len(PALETTE)], hotkey, kinds, attributes)


def checkbox(key: str, en: str, zh: str) -> Attribute:
    return Attribute(key, names(en, zh), "checkbox", default=False)


def select(
    key: str, en: str, zh: str, options: tuple[tuple[str, str, str], ...], *, default: str | None = None,
    required: bool = False,
) -> Attribute:  # fmt: skip
    """`options` are (key, English, Chinese)."""
    choices = tuple(Option(each[0], names(each[1], each[2])) for each in options)
    return Attribute(key, names(en, zh), "select", choices, default=default, required=required)
