"""Who may read and write documents, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotation.models import Document, PrelabelModel
from core.verdict import Allowed, Denied, Verdict
from projects.models import Batch, Project, Task
from projects.policies.project import may_manage
from projects.policies.roles import Role, has_role, runs_installation

if TYPE_CHECKING:
    from accounts.models import User
    from annotation.prelabel.base import Prelabeler

State = Task.State
SHOWN_LAYERS = frozenset({Document.Layer.WORK, Document.Layer.PRELABEL})


def may_read(user: User, document: Document) -> Verdict:
    """Whoever may see the task sees its work and suggestions; gold and consensus are for managers and QA."""
    if document.layer in SHOWN_LAYERS and _has(user, document.task):
        return Allowed
    if not Task.objects.visible_to(user).filter(pk=document.task_id).exists():
        return Denied("not-in-project")
    if document.layer in SHOWN_LAYERS:
        return Allowed
    return Allowed if has_role(user, document.task.project, Role.MANAGER, Role.QA) else Denied("not-qa")


def _has(user: User, task: Task) -> bool:
    """Whether the task is in the user's hands: known without a query, and what most requests for a document are."""
    if task.state in Task.LABELLING:
        return task.annotator_id == user.pk
    return task.state == State.IN_REVIEW and task.reviewer_id == user.pk


def may_write(user: User, task: Task) -> Verdict:
    """Change the work: its annotator while they label, its reviewer while they review, nobody else and never else.

    A lease that ran out takes nothing away as long as nobody else took the task up: whoever was offline goes on.
    """
    closed = _closed(task)
    if not closed:
        return closed
    if task.state in Task.LABELLING and task.annotator_id == user.pk:
        return Allowed
    if task.state == State.NEW and task.annotator_id == user.pk and task.assignee_id in (None, user.pk):
        return Allowed
    if task.state in (State.IN_REVIEW, State.SUBMITTED) and task.reviewer_id == user.pk != task.annotator_id:
        return Allowed
    if user.pk not in (task.annotator_id, task.reviewer_id):
        return Denied("not-assigned")
    held_by_another = task.state in Task.LABELLING or task.state == State.NEW
    return Denied("not-assigned" if held_by_another else f"task-{task.state.replace('_', '-')}")


def _closed(task: Task) -> Verdict:
    if task.project.state != Project.State.ACTIVE:
        return Denied("project-archived")
    if task.batch is not None and task.batch.state != Batch.State.OPEN:
        return Denied("batch-closed")
    return Allowed


def may_add_model(user: User, plugin: type[Prelabeler], project: Project | None) -> Verdict:
    """Administrators of the installation bring files and servers; the project's manager adds what is built in."""
    if plugin.brings_files() or plugin.needs_server or project is None:
        return Allowed if runs_installation(user) else Denied("not-administrator")
    return may_manage(user, project)


def may_prompt(user: User, task: Task, model: PrelabelModel) -> Verdict:
    """Ask a model about the picture of a task: whoever may draw there."""
    written = may_write(user, task)
    if not written:
        return written
    if not model.answers_prompts or model.project_id not in (None, task.project_id):
        return Denied("model-answers-no-prompts")
    return Allowed if model.state == PrelabelModel.State.READY else Denied("model-not-ready")


def may_change_model(user: User, model: PrelabelModel, plugin: type[Prelabeler]) -> Verdict:
    return may_add_model(user, plugin, model.project)


def may_run_model(user: User, project: Project) -> Verdict:
    """Propose labels in a project, and see the models it may use."""
    return may_manage(user, project)
