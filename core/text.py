"""Text that a plug-in carries itself, in every language of the product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class _Params(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or name in English and Simplified Chinese; `{name}` marks a parameter in both."""

    en: str
    zh: str

    def format(self, **params: Any) -> Text:
        """The text with its parameters filled in; one that an older record does not have shows as a dash."""
        values = _Params(params)
        return Text(self.en.format_map(values), self.zh.format_map(values))

    def json(self) -> dict[str, str]:
        return {"en": self.en, "zh": self.zh}

    def in_language(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en
