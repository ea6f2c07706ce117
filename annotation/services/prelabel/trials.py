"""Try a model on one image: what it would propose, without writing anything."""

from __future__ import annotations

import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from annotation.models import PrelabelModel
from annotation.policies import may_run_model
from annotation.services.prelabel.models import models_for, opened
from annotation.services.prelabel.runs import portions
from core.errors import Conflict, NotFound
from core.jobs import JobRun, enqueue
from core.verdict import require
from projects.models import Project, Task

if TYPE_CHECKING:
    from accounts.models import User
    from core.models import Job

TRY = "prelabel.try"


@transaction.atomic
def start_trial(*, project: Project, model: UUID, task: UUID | None, by: User) -> tuple[Task, Job]:
    """Let the worker run a model over one task (the project's first when none is given); the job's result says what
    it would propose: {"proposals": [{kind, label, data, score}], "refused": [{reason, what, count}], "seconds"}."""
    require(may_run_model(by, project))
    found = models_for(project).filter(pk=model).first()
    if found is None:
        raise NotFound("model")
    if found.answers_prompts:
        raise Conflict("model-answers-prompts", "This model is asked in the workbench, not run over tasks.")
    if found.state not in {PrelabelModel.State.READY, PrelabelModel.State.UNFIT}:
        raise Conflict(f"model-{found.state}", "This model is not ready.", state=found.state)
    tasks = Task.objects.without_answers().filter(project=project).select_related("asset").order_by("number")
    chosen = (tasks.filter(pk=task) if task else tasks).first()
    if chosen is None:
        raise NotFound("task")
    subject = f"prelabelmodel:{found.pk}"
    job = enqueue(
        TRY, by=by, scope=project, subject=subject, title=found.name, model=str(found.pk), task=str(chosen.pk)
    )
    return chosen, job


def execute_trial(run: JobRun) -> dict[str, Any]:
    """The worker's part."""
    model = PrelabelModel.objects.get(pk=run.params["model"])
    task = Task.objects.select_related("asset", "project").get(pk=run.params["task"])
    with ExitStack() as stack:
        plugin = opened(model, task.project, run.check, stack)
        began = time.monotonic()
        proposals = [
            {"kind": each.kind, "label": each.label, "data": dict(each.data), "score": round(each.score, 4)}
            for pictures in portions(plugin, task.project, [task])
            for _, found in plugin.predict(pictures)
            for each in found
        ]
        return {
            "proposals": sorted(proposals, key=lambda each: -each["score"]),
            "refused": [
                {"reason": each.reason, "what": each.what, "count": count}
                for each, count in plugin.refused.most_common()
            ],
            "seconds": round(time.monotonic() - began, 2),
        }
