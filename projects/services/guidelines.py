"""Versions of a project's guidelines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from django.db import transaction

from core import audit
from core.errors import Conflict, DomainError
from core.verdict import require
from projects.models import Guideline, Project
from projects.policies import project as policy

if TYPE_CHECKING:
    from accounts.models import User

MAX_CHARACTERS = 200_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a comparison: `same`, `added` or `removed`."""

    change: str
    text: str


def current_guideline(project: Project) -> Guideline | None:
    return Guideline.objects.filter(project=project).order_by("-version").first()


@transaction.atomic
def publish_guideline(*, project: Project, text: str, base_version: int, by: User, note: str = "") -> Guideline:
    """Make `text` the next version. `base_version` is the one `by` began from (0: none); a newer one is a conflict."""
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    require(policy.may_manage(by, project))
    current = current_guideline(project)
    version = current.version if current else 0
    if version != base_version:
        message = f"Version {version} was published meanwhile; look at it first."
        raise Conflict("guidelines-changed", message, version=version)
    if len(text) > MAX_CHARACTERS:
        raise DomainError("guidelines-too-long", "The text is too long.", limit=MAX_CHARACTERS)
    if current and text == current.text:
        raise DomainError("nothing-changed", "This is what the current version says already.")
    guideline = Guideline.objects.create(
        project=project, version=version + 1, text=text, note=note.strip()[:500], created_by=by
    )
    audit.record("guidelines.publish", project, by=by, scope=project, version=guideline.version)
    return guideline


def compare(old: str, new: str) -> list[Line]:
    """Both texts line by line, what was removed before what was added in its place."""
    return list(_lines(old.splitlines(), new.splitlines()))


def _lines(old: list[str], new: list[str]) -> Iterator[Line]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Line("same", text) for text in old[i1:i2])
        else:
            yield from (Line("removed", text) for text in old[i1:i2])
            yield from (Line("added", text) for text in new[j1:j2])
