"""The order in which the tasks of a project lie side by side: a sequence, or else a batch."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from projects.models import Task


def around(task: Task, visible: QuerySet[Task]) -> tuple[QuerySet[Task], QuerySet[Task]]:
    """Tasks before this one and after it, the nearest first; none where it lies beside no other."""
    asset = task.asset
    others = visible.filter(project=task.project_id).exclude(pk=task.pk)
    if asset.sequence:
        others, order = others.filter(asset__sequence=asset.sequence), ["asset__position", "number"]
        same = Q(asset__position=asset.position, number__lt=task.number)
        earlier = Q(asset__position__lt=asset.position) | same
    elif task.batch_id:
        others, order, earlier = others.filter(batch=task.batch_id), ["number"], Q(number__lt=task.number)
    else:
        return others.none(), others.none()
    before = others.filter(earlier).order_by(*(f"-{key}" for key in order))
    return before, others.filter(~earlier).order_by(*order)
