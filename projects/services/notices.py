"""What people of a project hear by mail about their tasks."""

from __future__ import annotations

from accounts.models import User
from accounts.services.notices import notice_kind, tell
from core.text import Text
from projects.models import Task


def _waits(person: User, task: str) -> bool:
    """It came back and the person has not opened it since."""
    waiting = Task.objects.filter(pk=task, annotator=person, state=Task.State.RETURNED)
    return waiting.exclude(lease__user=person).exists()


RETURNED = notice_kind(
    "task-returned",
    text=Text(en="Task #{number} of {project} came back to you", zh="“{project}”的任务 #{number} 已退回给您"),
    holds=_waits,
)


def task_path(task: Task) -> str:
    """Where a task is opened in the browser."""
    return f"/tasks/{task.pk}"


def tell_returned(task: Task, *, by: User | None) -> None:
    """Tell its annotator that a task came back."""
    if task.annotator is not None:
        names = {"number": task.number, "project": task.project.name}
        tell([task.annotator], kind=RETURNED, subject=task.pk, path=task_path(task), by=by, **names)
