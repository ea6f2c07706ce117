"""Begin, change and archive projects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from accounts.models import Organisation
from core import audit
from core.errors import Conflict, DomainError
from core.verdict import require
from projects.models import Guideline, LabelSchema, Participant, Project
from projects.policies import project as policy
from projects.services.answers import MOST_ANSWERS, require_unanswered
from projects.templates import TEMPLATES

if TYPE_CHECKING:
    from accounts.models import User

LANGUAGES = ("en", "zh")
REVIEW = ("all", "sample", "none")
COMBINE = ("median", "mean")
"""What becomes of the numbers of several people."""
CHANGEABLE = frozenset({"name", "description", "client", "languages", "deadline", "workflow", "options"})


@transaction.atomic
def create_project(
    *,
    template: str,
    name: str,
    by: User,
    client: Organisation | None = None,
    languages: Sequence[str] = (),
    deadline: date | None = None,
    description: str = "",
) -> Project:
    """A project with its template's labels and guidelines as version 1, managed by who began it."""
    require(policy.may_create_project(by))
    plan = TEMPLATES.get(template)
    if plan is None:
        raise DomainError("unknown-template", f"There is no template {template!r}.", template=template)
    chosen = _languages(languages or LANGUAGES[:1])
    project = Project.objects.create(
        name=_name(name),
        organisation=_operator_of(by),
        client=_client(client),
        modality=plan.modality,
        template=plan.slug,
        description=description,
        workflow=dict(plan.workflow),
        options={"kinds": list(plan.kinds)},
        languages=chosen,
        deadline=deadline,
        created_by=by,
    )
    LabelSchema.objects.create(project=project, version=1, content=plan.schema.json(), created_by=by)
    text = plan.guidelines.in_language(chosen[0])
    Guideline.objects.create(project=project, version=1, text=text, created_by=by)
    Participant.objects.create(project=project, user=by, role=Participant.Role.MANAGER)
    audit.record("project.create", project, by=by, scope=project, name=project.name, template=plan.slug)
    return project


@transaction.atomic
def update_project(*, project: Project, by: User, **changes: Any) -> Project:
    """Change some of CHANGEABLE; what is not named stays."""
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    require(policy.may_manage(by, project))
    before = int(project.workflow.get("answers", 1))
    for field, value in changes.items():
        if field not in CHANGEABLE:
            raise DomainError("unknown-field", f"{field} cannot be changed.", field=field)
        setattr(project, field, _checked(project, field, value))
    usual = project.tasks.filter(Q(batch=None) | Q(batch__answers=None))
    require_unanswered(usual, before, int(project.workflow.get("answers", 1)))
    project.save(update_fields=list(changes))
    audit.record("project.update", project, by=by, scope=project, fields=sorted(changes))
    return project


@transaction.atomic
def archive_project(*, project: Project, by: User) -> Project:
    """Take it out of everybody's way; nothing in it changes any more."""
    return _set_state(project, by, Project.State.ARCHIVED)


@transaction.atomic
def unarchive_project(*, project: Project, by: User) -> Project:
    return _set_state(project, by, Project.State.ACTIVE)


def _set_state(project: Project, by: User, state: Project.State) -> Project:
    project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    require(policy.may_unarchive(by, project))
    if project.state == state:
        raise Conflict("already-so", "Somebody did that already.")
    project.state = state
    project.save(update_fields=["state"])
    verb = "project.archive" if state == Project.State.ARCHIVED else "project.unarchive"
    audit.record(verb, project, by=by, scope=project)
    return project


def clients_for(user: User) -> list[Organisation]:
    """The clients for whom `user` may begin a project."""
    require(policy.may_create_project(user))
    return list(Organisation.objects.filter(kind=Organisation.Kind.CLIENT))


def _operator_of(user: User) -> Organisation:
    return Organisation.objects.filter(kind=Organisation.Kind.OPERATOR, memberships__user=user).order_by("name")[0]


def _checked(project: Project, field: str, value: Any) -> Any:
    match field:
        case "name":
            return _name(value)
        case "client":
            return _client(value)
        case "languages":
            return _languages(value)
        case "workflow":
            return _workflow({**project.workflow, **value})
        case "options":
            return {**project.options, **value}
    return value


def _name(name: str) -> str:
    name = name.strip()
    if not name:
        raise DomainError("name-missing", "Give it a name.", fields={"name": ["is required"]})
    return name[:200]


def _client(client: Organisation | None) -> Organisation | None:
    if client is not None and client.kind != Organisation.Kind.CLIENT:
        raise DomainError("not-a-client", f"{client.name} is not a client.", fields={"client": ["is not a client"]})
    return client


def _languages(languages: Sequence[str]) -> list[str]:
    unknown = [language for language in languages if language not in LANGUAGES]
    if unknown or not languages:
        raise DomainError(
            "unknown-language", "Choose among English and Chinese.", fields={"languages": ["choose en or zh"]}
        )
    return list(dict.fromkeys(languages))


def _workflow(workflow: dict[str, Any]) -> dict[str, Any]:
    wrong: dict[str, list[str]] = {}
    if workflow.get("review", "all") not in REVIEW:
        wrong["workflow.review"] = ["is all, sample or none"]
    if not _between(workflow.get("review_share", 1.0), 0, 1):
        wrong["workflow.review_share"] = ["is between 0 and 1"]
    if not _between(workflow.get("lease_minutes", 30), 5, 240):
        wrong["workflow.lease_minutes"] = ["is between 5 and 240"]
    if not _between(workflow.get("answers", 1), 1, MOST_ANSWERS):
        wrong["workflow.answers"] = [f"is between 1 and {MOST_ANSWERS}"]
    if workflow.get("combine", "median") not in COMBINE:
        wrong["workflow.combine"] = ["is median or mean"]
    if wrong:
        raise DomainError("invalid-workflow", "The workflow is not valid.", fields=wrong)
    return workflow


def _between(value: object, low: float, high: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
