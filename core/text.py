"""Text that a plug-in carries itself, in every language of the product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any


class _Filling(Formatter):
    """Fills the places of a sentence; a parameter that an older record does not have shows as a dash."""

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(str(key), "–")

    def format_field(self, value: Any, format_spec: str) -> str:
        one, counts, many = format_spec.partition("|")
        return f"{value} {one if value == 1 else many}" if counts else str(super().format_field(value, format_spec))


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or name in English and Simplified Chinese; `{name}` marks a parameter in both, and
    `{count:object|objects}` a number with what is counted, in the singular and the plural."""

    en: str
    zh: str

    def format(self, **params: Any) -> Text:
        """The text with its parameters filled in; one that is itself a Text is filled in by language."""
        fill = _Filling()
        english = {name: value.en if isinstance(value, Text) else value for name, value in params.items()}
        chinese = {name: value.zh if isinstance(value, Text) else value for name, value in params.items()}
        return Text(fill.vformat(self.en, (), english), fill.vformat(self.zh, (), chinese))

    def json(self) -> dict[str, str]:
        return {"en": self.en, "zh": self.zh}

    def in_language(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en
