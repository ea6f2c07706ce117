"""Which kinds of records a label may allow, per modality. The app that knows kinds declares them when it is ready."""

from __future__ import annotations

from collections.abc import Iterable

_KINDS: dict[str, tuple[str, ...]] = {}


def declare_kinds(modality: str, kinds: Iterable[str]) -> None:
    """Say which kinds a label of this modality's projects may allow, in the order in which people should see them."""
    _KINDS[modality] = tuple(kinds)


def kinds_of(modality: str) -> tuple[str, ...]:
    """Empty when nobody has declared the modality."""
    return _KINDS.get(modality, ())
