"""Where apps above projects take part in what projects does. They register in their `AppConfig.ready`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.expressions import Combinable

if TYPE_CHECKING:
    from accounts.models import User
    from projects.models import Task

SubmitCheck = Callable[["Task", "User", int], None]
"""(locked task, who submits, document revision they saw); raises a DomainError to refuse."""

_submit_checks: list[SubmitCheck] = []


def submit_check(check: SubmitCheck) -> SubmitCheck:
    """Ask `check` before every submit, in the order of registration."""
    if check not in _submit_checks:
        _submit_checks.append(check)
    return check


def run_submit_checks(task: Task, by: User, revision: int) -> None:
    for check in _submit_checks:
        check(task, by, revision)


@dataclass(frozen=True, slots=True)
class Facet:
    """Something another app counts per task, for example open issues.

    `count` makes a fresh integer expression over Task, shown in lists; `exists` makes the condition by which
    `?has=<name>` filters.
    """

    name: str
    count: Callable[[], Combinable]
    exists: Callable[[], Q | Combinable]


FACETS: dict[str, Facet] = {}


def task_facet(name: str, *, count: Callable[[], Combinable], exists: Callable[[], Q | Combinable]) -> None:
    """Let lists of tasks show and filter by what another app knows."""
    FACETS[name] = Facet(name, count, exists)


FILTERS: dict[str, Callable[[str], Q | Combinable]] = {}
"""Name of a query parameter of task lists -> condition over Task for its value."""


def task_filter(name: str, condition: Callable[[str], Q | Combinable]) -> None:
    """Let lists of tasks be filtered by what another app knows, for example the labels in a task."""
    FILTERS[name] = condition


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was decoded to its end: the file that browsers show, its suffix (".png"), and its size in pixels
    after EXIF rotation."""

    path: Path
    suffix: str
    width: int
    height: int


PictureReader = Callable[[Path, Path], Picture]
"""(a file that somebody chose, a folder for what is made of it); raises a DomainError for what is no sound picture."""

_picture_readers: list[PictureReader] = []


def picture_reader(reader: PictureReader) -> PictureReader:
    """Let `reader` decode pictures; there is one, of the app that knows media."""
    _picture_readers[:] = [reader]
    return reader


def read_picture(source: Path, folder: Path) -> Picture:
    """Decode a picture that somebody chose. Raises DomainError."""
    return _picture_readers[0](source, folder)
