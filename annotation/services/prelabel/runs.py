"""Run a model over tasks on a worker, with progress, cancel, retry and checkpoints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from annotation.models import PrelabelModel, PrelabelRun
from annotation.policies import may_run_model
from annotation.prelabel.base import Long, Picture, Prelabeler, PrelabelError, Proposal, Refused
from annotation.services.prelabel.models import models_for, opened
from annotation.services.prelabel.pictures import pictures_of
from annotation.services.prelabel.suggest import suggest
from core import audit
from core.errors import Conflict, DomainError, NotFound
from core.jobs import CONTINUE, JobRun, enqueue
from core.verdict import require
from projects.models import Batch, Project, Task

if TYPE_CHECKING:
    from accounts.models import User

RUN = "prelabel.run"
OPEN = (Task.State.NEW, Task.State.CLAIMED, Task.State.IN_PROGRESS, Task.State.RETURNED)
"""States in which suggestions still help somebody."""
MOST_FAILURES = 5
"""Failures in a row after which a run stops: the model, not an image, is at fault."""
CHUNK = 50
HUNDREDTHS = 100
LASTING = frozenset({"video", "audio"})
"""Media of which one may be hours long."""
COUNTS = ("tasks", "proposed", "labelled", "rejected", "unfit", "failed", "refused")
MOST_REASONS = 50
"""Lines of the log that say why proposals could not be used."""


@transaction.atomic
def start_run(*, project: Project, model: PrelabelModel, selection: Mapping[str, Any], by: User) -> PrelabelRun:
    """Begin a run over the open tasks of `selection` ({batch} or {tasks} or nothing: all of the project)."""
    require(may_run_model(by, project))
    if not models_for(project).filter(pk=model.pk).exists():
        raise NotFound("model")
    if model.answers_prompts:
        raise Conflict("model-answers-prompts", "This model is asked in the workbench, not run over tasks.")
    if model.state != PrelabelModel.State.READY:
        raise Conflict(f"model-{model.state}", "This model is not ready.", state=model.state)
    chosen = _selection(project, selection)
    count = open_tasks(project, chosen).count()
    if not count:
        raise DomainError("no-open-tasks", "None of these tasks is open for suggestions.")
    run = PrelabelRun.objects.create(project=project, model=model, selection=chosen, created_by=by)
    title = f"{model.name} {model.version}"
    run.job = enqueue(RUN, by=by, scope=project, subject=f"prelabelrun:{run.pk}", title=title, run=str(run.pk))
    run.save(update_fields=["job"])
    audit.record("prelabel.run", run, by=by, scope=project, model=str(model.pk), name=model.name, tasks=count)
    return run


def open_tasks(project: Project, selection: Mapping[str, Any]) -> QuerySet[Task]:
    """The tasks a run works on, in the order of their sequences."""
    tasks = Task.objects.without_answers().filter(project=project, state__in=OPEN)
    if selection.get("batch"):
        tasks = tasks.filter(batch=selection["batch"])
    if selection.get("tasks"):
        tasks = tasks.filter(pk__in=selection["tasks"])
    return tasks.select_related("asset").order_by("asset__dataset", "asset__sequence", "asset__position", "number")


def _selection(project: Project, given: Mapping[str, Any]) -> dict[str, Any]:
    """The selection as plain JSON, with ids of this project only."""
    if given.get("batch"):
        batch = Batch.objects.filter(project=project, pk=given["batch"]).first()
        if batch is None:
            raise NotFound("batch")
        return {"batch": str(batch.pk)}
    return {"tasks": [str(task) for task in given["tasks"]]} if given.get("tasks") else {}


class _Paused(Exception):
    """The slice is over in the middle of a task; what is known of it is kept."""


class _Tally:
    """What a run has done so far, and where it goes on."""

    def __init__(self, run: JobRun, found: PrelabelRun) -> None:
        self._run = run
        self._within: dict[str, Any] = run.state.get("within", {})
        self.counts: dict[str, int] = {name: 0 for name in COUNTS} | run.state.get("counts", {})
        self.done: set[str] = set(run.state.get("done", []))
        self.refused = Counter({Refused(reason, what): count for reason, what, count in run.state.get("refused", [])})
        self.tasks = {str(task.pk): task for task in open_tasks(found.project, found.selection)}
        self._total = len(self.tasks.keys() | self.done)
        self._parts = HUNDREDTHS if found.project.modality in LASTING else 1

    def progress(self, share: float = 0.0) -> None:
        """In tasks; where one takes long in hundredths of them."""
        self._run.progress(round((len(self.done) + share) * self._parts), self._total * self._parts)

    def save(self, within: Mapping[str, Any] | None = None) -> None:
        self.counts["refused"] = self.refused.total()
        state = {"done": sorted(self.done), "counts": self.counts, "refused": _rows(self.refused)}
        self._run.checkpoint({**state, "within": dict(within)} if within else state)

    def keep(self, key: str, what: Any) -> None:
        """What has been found in a part of a task."""
        self.save({key: what})
        if self._run.out_of_time():
            raise _Paused

    def recall(self, key: str) -> Any:
        return self._within.get(key)


def execute(run: JobRun) -> dict[str, Any]:
    """The worker's part. Goes on after a crash or a retry behind the last task, or in a video, where it was."""
    found = PrelabelRun.objects.select_related("model", "project").get(pk=run.params["run"])
    tally = _Tally(run, found)
    tally.progress()
    try:
        if not _work_off(run, found, tally):
            return CONTINUE
    except _Paused:
        return CONTINUE
    for reason, what, count in _rows(tally.refused)[:MOST_REASONS]:
        run.log("prelabel-refused", level="warning", reason=reason, what=what, count=count)
    tally.save()
    PrelabelRun.objects.filter(pk=found.pk).update(counts=tally.counts)
    return tally.counts


def _work_off(run: JobRun, found: PrelabelRun, tally: _Tally) -> bool:
    """Whether everything has been done, and not only what fits into a slice."""
    with ExitStack() as stack:
        long = Long(step=tally.progress, keep=tally.keep, recall=tally.recall)
        plugin = opened(found.model, found.project, run.check, stack, long)
        plugin.refused = tally.refused
        waiting = [task for key, task in tally.tasks.items() if key not in tally.done]
        for key, proposals, error in _predictions(plugin, found.project, waiting):
            if error:
                tally.counts["failed"] += 1
                run.log("prelabel-failed", level="warning", task=tally.tasks[key].number, reason=error.message)
            else:
                _count(tally.counts, tally.tasks[key], found.model, proposals)
            tally.done.add(key)
            tally.progress()
            if len(tally.done) % CHUNK == 0:
                tally.save()
            if run.out_of_time():
                tally.save()
                return False
    return True


def _rows(refused: Counter[Refused]) -> list[tuple[str, str, int]]:
    """Reason, what and count, the most frequent first."""
    return [(each.reason, each.what, count) for each, count in refused.most_common()]


def _count(counts: dict[str, int], task: Task, model: PrelabelModel, proposals: list[Proposal]) -> None:
    result = suggest(task=task, model=model, proposals=proposals)
    counts["tasks"] += 1
    for name in ("proposed", "labelled", "rejected", "unfit"):
        counts[name] += getattr(result, name)


Prediction = tuple[str, list[Proposal], PrelabelError | None]


def _predictions(plugin: Prelabeler, project: Project, tasks: list[Task]) -> Iterator[Prediction]:
    """(task, proposals, what failed) one after the other; raises once too many fail in a row."""
    failures = 0
    for pictures in portions(plugin, project, tasks):
        wanted = [picture.key for picture in pictures if picture.wanted]
        try:
            for picture, proposals in plugin.predict(pictures):
                wanted.remove(picture.key)
                failures = 0
                yield picture.key, proposals, None
        except PrelabelError as error:
            failures += 1
            if failures >= MOST_FAILURES or len(tasks) == 1:
                raise  # nothing else will come of it, so the job itself says why
            for key in wanted:
                yield key, [], error


def portions(plugin: Prelabeler, project: Project, tasks: list[Task]) -> Iterator[list[Picture]]:
    """One picture at a time, or a whole sequence with its labelled pictures for what carries labels on."""
    if not plugin.uses_neighbours:
        for start in range(0, len(tasks), CHUNK):
            portion = tasks[start : start + CHUNK]
            for picture in pictures_of(portion, wanted={task.pk for task in portion}):
                yield [picture]
        return
    for (dataset, sequence), group in groupby(tasks, key=lambda task: (task.asset.dataset_id, task.asset.sequence)):
        wanted: set[UUID] = {task.pk for task in group}
        whole = Task.objects.without_answers().filter(project=project, asset__dataset=dataset, asset__sequence=sequence)
        ordered = whole.select_related("asset").order_by("asset__position", "number")
        if not sequence:
            ordered = ordered.filter(pk__in=wanted)
        yield pictures_of(ordered, wanted=wanted)
