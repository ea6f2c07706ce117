"""The figures of a project: where the work stands, how fast it goes, how often it comes back, when it will be done."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from core.verdict import require
from projects.models import Batch, Project, Task, TaskMove
from projects.policies import project as policy
from projects.policies.roles import roles_in

if TYPE_CHECKING:
    from accounts.models import User

DAYS_SHOWN = 30
DAYS_OF_FORECAST = 14
"""Throughput is the mean over this many days, or since the first finished task when that is less."""

State = Task.State
COUNTED = (State.SUBMITTED, State.ACCEPTED, State.RETURNED)


@dataclass(frozen=True, slots=True)
class Day:
    """Moves on one day (UTC): how often tasks were submitted, accepted and returned."""

    date: date
    submitted: int = 0
    accepted: int = 0
    returned: int = 0


@dataclass(frozen=True, slots=True)
class Forecast:
    """`per_day` accepted tasks per calendar day; `date` is None while nothing was accepted or nothing remains."""

    remaining: int
    per_day: float
    date: date | None
    late_days: int | None
    """Days after the deadline; negative when before; None without deadline or date."""


def overview(*, project: Project, by: User) -> dict[str, Any]:
    """What `by` may know of the project's progress: everything, or the figures of the tasks visible to them."""
    roles = roles_in(by, project)
    require(policy.may_see_inside_with(roles))
    tasks = Task.objects.filter(Q(answer_to=None) | Q(annotator=by), project=project)
    everything = bool(policy.may_see_all_data_with(roles))
    if everything:
        tasks = tasks.without_answers()
    else:
        tasks = tasks.filter(pk__in=Task.objects.visible_to(by).filter(project=project).values("pk"))
    states = _states(tasks)
    days = _days(tasks)
    totals = tasks.aggregate(objects=Sum("object_count"), seconds=Sum("annotate_seconds"))
    return {
        "everything": everything,
        "states": states,
        "total": sum(states.values()),
        "objects": totals["objects"] or 0,
        "annotate_seconds": totals["seconds"] or 0,
        "batches": _batches(project) if everything else {},
        "days": [asdict(day) for day in days],
        "quality": _quality(tasks),
        "forecast": asdict(forecast(states, days, project.deadline, timezone.localdate())),
    }


def _states(tasks: QuerySet[Task]) -> dict[str, int]:
    found = dict(tasks.order_by().values_list("state").annotate(count=Count("pk")))
    return {state: found.get(state, 0) for state in State.values}


def _batches(project: Project) -> dict[str, int]:
    rows = Batch.objects.filter(project=project).order_by().values_list("state").annotate(count=Count("pk"))
    found = dict(rows)
    return {state: found.get(state, 0) for state in Batch.State.values}


def _days(tasks: QuerySet[Task]) -> list[Day]:
    """The last DAYS_SHOWN days, today last, also those on which nothing happened."""
    today = timezone.localdate()
    first = today - timedelta(days=DAYS_SHOWN - 1)
    rows = (
        TaskMove.objects.filter(task__in=tasks.order_by().values("pk"), target__in=COUNTED, at__date__gte=first)
        .annotate(day=TruncDate("at"))
        .order_by()
        .values("day")
        .annotate(
            submitted=Count("pk", filter=Q(target=State.SUBMITTED)),
            accepted=Count("pk", filter=Q(target=State.ACCEPTED)),
            returned=Count("pk", filter=Q(target=State.RETURNED)),
        )
    )
    found = {row["day"]: Day(row["day"], row["submitted"], row["accepted"], row["returned"]) for row in rows}
    dates = [first + timedelta(days=offset) for offset in range(DAYS_SHOWN)]
    return [found.get(day, Day(day)) for day in dates]


def _quality(tasks: QuerySet[Task]) -> dict[str, Any]:
    """`return_rate`: share of the reviewed tasks that came back at least once; `first_pass` is the rest."""
    decided = tasks.filter(Q(reviewed_at__isnull=False) | Q(round__gt=1))
    counts = decided.aggregate(reviewed=Count("pk"), returned=Count("pk", filter=Q(round__gt=1)))
    reviewed, returned = counts["reviewed"], counts["returned"]
    rate = returned / reviewed if reviewed else None
    return {
        "reviewed": reviewed,
        "returned": returned,
        "return_rate": rate,
        "first_pass": None if rate is None else 1 - rate,
    }


def forecast(states: dict[str, int], days: list[Day], deadline: date | None, today: date) -> Forecast:
    """When the remaining tasks will be accepted if the work goes on as in the last days."""
    remaining = sum(states.values()) - states[State.ACCEPTED] - states[State.SKIPPED]
    recent = days[-DAYS_OF_FORECAST:]
    busy = [at for at, day in enumerate(recent) if day.accepted or day.submitted]
    counted = recent[busy[0] :] if busy else []
    accepted = sum(day.accepted for day in counted)
    per_day = accepted / len(counted) if counted else 0.0
    if not remaining or not accepted:
        return Forecast(remaining, per_day, None, None)
    done = today + timedelta(days=ceil(remaining / per_day))
    return Forecast(remaining, per_day, done, (done - deadline).days if deadline else None)
