"""What annotation adds to the work in projects: no submit of unsaved work, and lists filtered by label."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from accounts.models import User
from annotation.models import Document, Record
from core.errors import Conflict
from projects.models import Task
from projects.services.hooks import submit_check, task_filter


@submit_check
def refuse_unseen_changes(task: Task, by: User, revision: int) -> None:
    """Refuse while the server has another revision than the one the person looked at."""
    document = Document.objects.filter(task=task, layer=Document.Layer.WORK, owner="").first()
    newest = document.revision if document else 0
    if newest != revision:
        raise Conflict(
            "revision-differs",
            f"The work is at revision {newest}, not {revision}: look at it again before you submit.",
            revision=newest,
        )


def with_label(label: str) -> Exists:
    """Tasks whose work holds a record of this label."""
    work = Record.objects.filter(document__task=OuterRef("pk"), document__layer=Document.Layer.WORK, label=label)
    return Exists(work)


task_filter("label", with_label)
