"""Text that a plug-in carries itself, in every language of the product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or name in English and Simplified Chinese; `{name}` marks a parameter in both."""

    en: str
    zh: str

    def format(self, **params: Any) -> Text:
        return Text(self.en.format_map(params), self.zh.format_map(params))

    def json(self) -> dict[str, str]:
        return {"en": self.en, "zh": self.zh}

    def in_language(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en
