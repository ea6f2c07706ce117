"""Versions of a project's label schema. A version in use is never changed and never breaks open work.

What a new version leaves out stays in it as retired: valid on records that have it, not offered for new ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from core import audit
from core.errors import Conflict, DomainError
from core.verdict import require
from projects.models import LabelSchema, Project
from projects.policies import project as policy
from projects.schema import (
    Change,
    InvalidSchema,
    Problem,
    SchemaContent,
    carry_over,
    changes_between,
    extended_by,
    kinds_of,
    parse,
    problems_in,
)
from projects.schema.usage import Use, uses_of

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a new version would be: its content with what stays as retired, every change with its use, warnings."""

    content: SchemaContent
    changes: list[Change]
    uses: list[Use]
    problems: list[Problem]

    def json(self) -> dict[str, Any]:
        changes = [
            {
                **change.json(),
                "touches_records": change.touches_records,
                "records": use.records,
                "tasks": use.tasks,
                "open_tasks": use.open_tasks,
            }
            for change, use in zip(self.changes, self.uses, strict=True)
        ]
        return {
            "content": self.content.json(),
            "changes": changes,
            "problems": [problem.json() for problem in self.problems],
        }


def current_schema(project: Project) -> LabelSchema:
    """The newest version; every project has at least one."""
    return LabelSchema.objects.filter(project=project).order_by("-version")[0]


def propose(*, project: Project, content: object, by: User) -> Proposal:
    """Say what publishing `content` would do, and change nothing. Raises InvalidSchema where it cannot be."""
    require(policy.may_manage(by, project))
    return _proposal(project, current_schema(project), content)


def _proposal(project: Project, current: LabelSchema, content: object) -> Proposal:
    schema, problems = problems_in(content, kinds=kinds_of(project.modality))
    old = parse(current.content)
    if project.tasks.exists():
        schema, broken = carry_over(old, schema)
        problems += broken
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise InvalidSchema(errors)
    changes = changes_between(old, schema)
    return Proposal(schema, changes, uses_of(project, changes), problems)


@transaction.atomic
def publish_schema(*, project: Project, content: object, base_version: int, by: User, note: str = "") -> LabelSchema:
    """Make `content` the next version. `base_version` is the one that `by` began from; a newer one is a conflict."""
    project = _locked(project)
    require(policy.may_manage(by, project))
    current = current_schema(project)
    if current.version != base_version:
        raise Conflict(
            "schema-changed",
            f"Version {current.version} was published meanwhile; look at it first.",
            version=current.version,
        )
    proposal = _proposal(project, current, content)
    if proposal.content.json() == current.content:
        raise DomainError("nothing-changed", "This is what the current version says already.")
    return _publish(project, current, proposal, note, by)


@transaction.atomic
def extend_schema(*, project: Project, content: SchemaContent, by: User) -> LabelSchema:
    """A next version that also has what `content` has: labels, their kinds, attributes and options; the rest stays.

    New labels get colours of their own. Where nothing is missing, the current version is the answer.
    """
    project = _locked(project)
    require(policy.may_manage(by, project))
    current = current_schema(project)
    extended = extended_by(parse(current.content), content)
    if extended.json() == current.content:
        return current
    return _publish(project, current, _proposal(project, current, extended.json()), "", by)


def _locked(project: Project) -> Project:
    return Project.objects.select_for_update(of=("self",)).get(pk=project.pk)


def _publish(project: Project, current: LabelSchema, proposal: Proposal, note: str, by: User) -> LabelSchema:
    schema = LabelSchema.objects.create(
        project=project,
        version=current.version + 1,
        content=proposal.content.json(),
        note=note.strip()[:500],
        created_by=by,
    )
    verbs = sorted({change.verb for change in proposal.changes})
    audit.record("schema.publish", project, by=by, scope=project, version=schema.version, changes=verbs)
    return schema
