"""How much of the recorded work a change of the labels concerns. The app that holds the records counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from projects.schema.changes import Change

if TYPE_CHECKING:
    from projects.models import Project


@dataclass(frozen=True, slots=True)
class Use:
    """Records that have what the change takes away or demands, and the tasks with such records."""

    records: int = 0
    tasks: int = 0
    open_tasks: int = 0
    """Of those tasks, the ones that are not accepted yet."""


Counter = Callable[["Project", Sequence[Change]], list[Use]]
"""Uses of a project's changes, one per change and in their order."""

_counters: list[Counter] = []


def usage_counter(counter: Counter) -> Counter:
    """Let `counter` say how many records a change touches. There is one, registered when its app is ready."""
    _counters[:] = [counter]
    return counter


def uses_of(project: Project, changes: Sequence[Change]) -> list[Use]:
    """One Use per change; zeros for changes that touch no records."""
    touching = [at for at, change in enumerate(changes) if change.touches_records]
    uses = [Use()] * len(changes)
    if touching and _counters:
        counted = _counters[0](project, [changes[at] for at in touching])
        for at, use in zip(touching, counted, strict=True):
            uses[at] = use
    return uses
