"""What the doctor looks at beside the installation itself. Apps add theirs in `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Report:
    """One thing looked at, in words for a person; `remedy` is empty when all is well."""

    ok: bool
    what: str
    remedy: str = ""


Look = Callable[[], Iterator[Report]]

looks: dict[str, Look] = {}
"""Name of the look -> what it finds."""


def look(name: str) -> Callable[[Look], Look]:
    """Declare something that the doctor looks at."""

    def declare(find: Look) -> Look:
        looks[name] = find
        return find

    return declare
