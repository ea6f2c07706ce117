"""What became of a task since it was last decided on: for whoever looks at its next round."""

from __future__ import annotations

from typing import Any

from annotation.models import Document, Revision
from projects.models import Task
from qa.models import Review


def last_decision(task: Task) -> Review | None:
    """The review that ended an earlier round."""
    if task.round == 1:
        return None
    judged = task.answer_to_id or task.pk
    return Review.objects.filter(task=judged, round__lt=task.round).select_related("reviewer").first()


def changes_since(review: Review) -> list[dict[str, Any]]:
    """Each record that is not what was decided on, as it was then: [{id, before}], with null for what came since."""
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    work = Revision.objects.filter(
        document__task=review.task_id,
        document__layer=Document.Layer.WORK,
        document__owner="",
        number__gt=review.revision,
    )
    for patch in work.order_by("number").patches():
        for change in patch:
            before.setdefault(change["id"], change["before"])
            after[change["id"]] = change["after"]
    return [{"id": each, "before": was} for each, was in before.items() if was != after[each]]
