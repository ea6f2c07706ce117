"""Figures for a project's quality page and for the quality report."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from projects.models import Batch, Project
from qa.checks import CHECKS
from qa.models import Finding, Issue, Review
from qa.services.agreement import NOTHING, review_changes, rows_of

DAYS_SHOWN = 30
ACCEPTED = Count("id", filter=Q(decision=Review.Decision.ACCEPT))
RETURNED = Count("id", filter=Q(decision=Review.Decision.RETURN))


def quality_summary(*, project: Project, batch: Batch | None = None) -> dict[str, Any]:
    """Reviews, findings by check, issues by type and severity, decisions by annotator and by day, and what
    reviewers changed; seven queries.

    Of the `tasks` that were reviewed, `accepted_first_round` were accepted by their first review.
    """
    where = Q(task__project=project) & (Q(task__batch=batch) if batch else Q())
    reviews = Review.objects.filter(where)
    decisions = reviews.aggregate(
        reviewed=Count("id"),
        tasks=Count("task", distinct=True),
        accepted=ACCEPTED,
        returned=RETURNED,
        accepted_first_round=Count("id", filter=Q(decision=Review.Decision.ACCEPT, round=1)),
    )
    findings = (
        Finding.objects.filter(where)
        .exclude(state=Finding.State.GONE)
        .order_by()
        .values("check_slug", "severity", "state")
        .annotate(count=Count("id"))
    )
    issues = Issue.objects.filter(where).order_by().values("type", "severity", "state").annotate(count=Count("id"))
    people = (
        reviews.exclude(task__annotator=None)
        .order_by()
        .values("task__annotator", "task__annotator__name")
        .annotate(accepted=ACCEPTED, returned=RETURNED)
    )
    changes = review_changes(project, rows_of(reviews))
    by_person = changes.pop("people")
    return {
        **decisions,
        "findings": [{**row, "title": _title(row["check_slug"])} for row in findings],
        "issues": list(issues),
        "people": [
            {
                "id": str(row["task__annotator"]),
                "name": row["task__annotator__name"],
                "accepted": row["accepted"],
                "returned": row["returned"],
                **by_person.get(str(row["task__annotator"]), NOTHING),
            }
            for row in people
        ],
        "days": _days(reviews),
        "changes": changes,
    }


def _days(reviews: QuerySet[Review]) -> list[dict[str, Any]]:
    """Decisions per day, the last DAYS_SHOWN days, today last, also those on which nothing was decided."""
    first = timezone.localdate() - timedelta(days=DAYS_SHOWN - 1)
    rows = (
        reviews.filter(at__date__gte=first)
        .annotate(date=TruncDate("at"))
        .order_by()
        .values("date")
        .annotate(accepted=ACCEPTED, returned=RETURNED)
    )
    found: dict[date, dict[str, Any]] = {row["date"]: dict(row) for row in rows}
    dates = [first + timedelta(days=offset) for offset in range(DAYS_SHOWN)]
    return [found.get(day, {"date": day, "accepted": 0, "returned": 0}) for day in dates]


def _title(slug: str) -> dict[str, str]:
    check = CHECKS.get(slug)
    return check.title.json() if check else {"en": slug, "zh": slug}
