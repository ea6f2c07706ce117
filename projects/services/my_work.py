"""What somebody has to do, over all their projects; the queries do not grow with the number of projects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from projects.models import Batch, Project, Task, TaskMove
from projects.policies.roles import Role, runs_installation
from projects.services import hooks
from projects.services.answers import asking
from projects.services.queue import DRAFTS, IN_OPEN_BATCH, NEW, ORPHANS, foreign_to

if TYPE_CHECKING:
    from accounts.models import User

State = Task.State
MOST_LISTED = 50


def projects_with_work(user: User) -> list[dict[str, Any]]:
    """For each active project with a role in the work: {project, annotator: {...}|None, reviewer: {...}|None}."""
    works = [Role.ANNOTATOR, Role.REVIEWER]
    roles: dict[Project, set[str]] = defaultdict(set)
    taking_part = user.participations.filter(role__in=works, project__state=Project.State.ACTIVE)
    for each in taking_part.select_related("project"):
        roles[each.project].add(each.role)
    if not roles:
        return []
    labels = _label_counts(user, [p for p in roles if Role.ANNOTATOR in roles[p]])
    reviews = _review_counts(user, [p for p in roles if Role.REVIEWER in roles[p]])
    return [
        {"project": project, "annotator": labels.get(project.pk), "reviewer": reviews.get(project.pk)}
        for project in sorted(roles, key=lambda project: project.name)
    ]


def _count(tasks: QuerySet[Task], **kinds: Q) -> Iterable[tuple[UUID, dict[str, int]]]:
    """Per project, how many tasks of open batches are of each kind."""
    counts = {name: Count("pk", filter=kind) for name, kind in kinds.items()}
    rows = tasks.filter(IN_OPEN_BATCH).order_by().values("project").annotate(**counts)
    for project, *numbers in rows.values_list("project", *counts):
        yield project, dict(zip(counts, numbers, strict=True))


def _label_counts(user: User, projects: list[Project]) -> dict[UUID, dict[str, int]]:
    counts = {p.pk: {"returned": 0, "begun": 0, "assigned": 0, "submitted": 0, "available": 0} for p in projects}
    mine = Task.objects.filter(Q(annotator=user) | Q(assignee=user), project__in=projects)
    kinds = {
        "returned": Q(state=State.RETURNED, annotator=user),
        "begun": Q(annotator=user)
        & (Q(state__in=[State.CLAIMED, State.IN_PROGRESS]) | Q(state=State.NEW, assignee=None)),
        "assigned": Q(state=State.NEW, assignee=user),
        "submitted": Q(state__in=[State.SUBMITTED, State.IN_REVIEW], annotator=user),
    }
    for project, row in _count(mine, **kinds):
        counts[project].update(row)
    queue = Task.objects.filter(project__in=projects, state__in=[State.NEW, State.RETURNED])
    usual = [When(project=p.pk, then=Value(n)) for p in projects if (n := int(p.workflow.get("answers", 1))) > 1]
    wanted = Coalesce(F("batch__answers"), Case(*usual, default=Value(1)))
    open_to_all = ORPHANS | DRAFTS & ~Q(annotator=user)
    for project, row in _count(asking(queue, user, wanted), available=NEW | open_to_all):
        counts[project].update(row)
    return counts


def _review_counts(user: User, projects: list[Project]) -> dict[UUID, dict[str, int]]:
    counts = {p.pk: {"begun": 0, "again": 0, "available": 0} for p in projects}
    if not projects:
        return counts
    tasks = Task.objects.filter(project__in=projects, state__in=[State.SUBMITTED, State.IN_REVIEW])
    seen = tasks.filter(foreign_to(user), pk__in=Task.objects.visible_to(user).values("pk"))
    kinds = {
        "begun": Q(state=State.IN_REVIEW, reviewer=user),
        "again": Q(state=State.SUBMITTED, reviewer=user),
        "available": Q(state=State.SUBMITTED) & (Q(reviewer=None) | ~Q(reviewer=user)),
    }
    for project, row in _count(seen, **kinds):
        counts[project].update(row)
    return counts


def returned_to(user: User) -> QuerySet[Task]:
    """Returned work of `user`, the newest first, with `returned_at`, `returned_by` (a name) and `return_reason`."""
    moves = TaskMove.objects.filter(
        task=OuterRef("pk"), target=State.RETURNED, source__in=[State.IN_REVIEW, *Task.GIVEN]
    )
    last = moves.order_by("-id")
    tasks = Task.objects.filter(annotator=user, project__state=Project.State.ACTIVE, round__gt=1)
    counts = {f"facet_{facet.name}": facet.count() for facet in hooks.FACETS.values()}
    return (
        tasks.filter(state__in=[State.RETURNED, State.IN_PROGRESS])
        .select_related("project", "asset")
        .annotate(
            returned_at=Subquery(last.values("at")[:1]),
            returned_by=Subquery(last.values("by__name")[:1]),
            return_reason=Subquery(last.values("reason")[:1]),
            **counts,
        )
        .order_by("-returned_at")[:MOST_LISTED]
    )


def begun_by(user: User) -> QuerySet[Task]:
    """What `user` has open: work and reviews under way, the newest lease first."""
    labelling = Q(annotator=user, state__in=[State.CLAIMED, State.IN_PROGRESS], round=1)
    reviewing = Q(reviewer=user, state=State.IN_REVIEW)
    tasks = Task.objects.filter(labelling | reviewing, project__state=Project.State.ACTIVE)
    return tasks.select_related("project", "asset").order_by("-lease__until", "number")[:MOST_LISTED]


def batches_waiting_for(user: User) -> QuerySet[Batch]:
    """Batches whose next `step` is for whoever leads or checks the project: sample, inspect, deliver or rework."""
    roles = user.participations.filter(project=OuterRef("project"))
    manages = Value(True) if runs_installation(user) else Exists(roles.filter(role=Role.MANAGER))
    checks = Exists(roles.filter(role=Role.QA))
    tasks = Task.objects.filter(batch=OuterRef("pk"))
    finished = Exists(tasks.filter(state=State.ACCEPTED)) & ~Exists(tasks.exclude(state__in=Task.FINISHED))
    anybody, managers = Q(manages=True) | Q(checks=True), Q(manages=True)
    step = Case(
        When(anybody & Q(state=Batch.State.OPEN) & finished, then=Value("sample")),
        When(anybody & Q(state=Batch.State.QA_SAMPLING), then=Value("inspect")),
        When(managers & Q(state=Batch.State.APPROVED), then=Value("deliver")),
        When(managers & Q(state=Batch.State.CLIENT_REWORK), then=Value("rework")),
    )
    batches = Batch.objects.filter(project__state=Project.State.ACTIVE).select_related("project")
    return batches.annotate(manages=manages, checks=checks, step=step).exclude(step=None)[:MOST_LISTED]


def done_by(user: User, *, days: int = 7) -> dict[str, int]:
    """What `user` has done in the last days: tasks submitted, reviews decided, own tasks accepted and returned."""
    since = timezone.now() - timedelta(days=days)
    decided = [State.ACCEPTED, State.RETURNED]
    moves = TaskMove.objects.filter(at__gte=since)
    own = moves.filter(by=user).aggregate(
        submitted=Count("pk", filter=Q(target=State.SUBMITTED, source__in=Task.LABELLING)),
        reviewed=Count("pk", filter=Q(target__in=decided, source=State.IN_REVIEW)),
    )
    fate = moves.filter(task__annotator=user, target__in=decided).aggregate(
        accepted=Count("pk", filter=Q(target=State.ACCEPTED)),
        returned=Count("pk", filter=Q(target=State.RETURNED)),
    )
    return {**own, **fate}
