"""Of which media people judge previews before tasks are made. The app that knows modalities declares them."""

from __future__ import annotations

_JUDGED: set[str] = set()


def declare_judged_first(modality: str) -> None:
    _JUDGED.add(modality)


def is_judged_first(modality: str) -> bool:
    return modality in _JUDGED
