"""Figures for a project's quality page and for the quality report."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q

from projects.models import Batch, Project
from qa.checks import CHECKS
from qa.models import Finding, Issue, Review


def quality_summary(*, project: Project, batch: Batch | None = None) -> dict[str, Any]:
    """Reviews, findings by check, issues by type and severity, and decisions by annotator; four queries."""
    where = Q(task__project=project) & (Q(task__batch=batch) if batch else Q())
    reviews = Review.objects.filter(where)
    decisions = reviews.aggregate(
        reviewed=Count("id"),
        accepted=Count("id", filter=Q(decision=Review.Decision.ACCEPT)),
        returned=Count("id", filter=Q(decision=Review.Decision.RETURN)),
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
        .annotate(
            accepted=Count("id", filter=Q(decision=Review.Decision.ACCEPT)),
            returned=Count("id", filter=Q(decision=Review.Decision.RETURN)),
        )
    )
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
            }
            for row in people
        ],
    }


def _title(slug: str) -> dict[str, str]:
    check = CHECKS.get(slug)
    return check.title.json() if check else {"en": slug, "zh": slug}
