"""Sentences about files, by code: why one is refused, what people should know of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotation.modalities.base import Rejected, Warned
from core.text import Text


@dataclass(frozen=True, slots=True)
class Reasons:
    """What one modality has to say; a param that is itself a Text is filled in by language."""

    refusals: Mapping[str, Text]
    warnings: Mapping[str, Text]

    def rejected(self, code: str, **params: Any) -> Rejected:
        return Rejected(code, self.refusals[code].format(**params), **_plain(params))

    def warned(self, code: str, **params: Any) -> Warned:
        return Warned(code, self.warnings[code].format(**params), _plain(params))


def _plain(params: dict[str, Any]) -> dict[str, Any]:
    return {name: value.json() if isinstance(value, Text) else value for name, value in params.items()}
