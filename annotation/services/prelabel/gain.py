"""What pre-labelling gains: what became of every suggestion, and the time per object with and without."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median
from typing import Any
from uuid import UUID

from annotation.kinds import KINDS
from annotation.models import Content, Document, PrelabelModel, Revision
from projects.models import Project, Task

FINISHED = (Task.State.SUBMITTED, Task.State.IN_REVIEW, Task.State.ACCEPTED)
BY_PEOPLE = frozenset({Revision.Origin.HUMAN, Revision.Origin.REVIEW})
CHUNK = 200


@dataclass(slots=True)
class Outcome:
    """What became of a model's suggestions, counted in objects."""

    tasks: int = 0
    kept: int = 0
    adjusted: int = 0
    rejected: int = 0
    ignored: int = 0
    """Neither accepted nor rejected, and the task is finished."""
    open: int = 0
    overlaps: list[float] = field(default_factory=list)

    def json(self) -> dict[str, Any]:
        decided = self.kept + self.adjusted + self.rejected + self.ignored
        return {
            "tasks": self.tasks,
            "proposed": decided + self.open,
            "kept": self.kept,
            "adjusted": self.adjusted,
            "rejected": self.rejected,
            "ignored": self.ignored,
            "open": self.open,
            "kept_share": round((self.kept + self.adjusted) / decided, 4) if decided else None,
            "adjusted_overlap": round(sum(self.overlaps) / len(self.overlaps), 4) if self.overlaps else None,
        }


def gain(project: Project) -> dict[str, Any]:
    """Figures per model (those that proposed anything), and seconds per object of finished tasks with and without."""
    outcomes: dict[str, Outcome] = defaultdict(Outcome)
    documents = Document.objects.filter(task__project=project, layer=Document.Layer.PRELABEL).select_related("task")
    ids = list(documents.values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        _add(outcomes, list(documents.filter(pk__in=ids[start : start + CHUNK])))
    models = {str(model.pk): model for model in PrelabelModel.objects.filter(pk__in=list(outcomes))}
    return {
        "models": [
            {
                "id": owner,
                "name": models[owner].name if owner in models else owner,
                "version": models[owner].version if owner in models else "",
                "prelabeler": models[owner].prelabeler if owner in models else "",
                **outcome.json(),
            }
            for owner, outcome in sorted(outcomes.items())
        ],
        "time": _time(project),
    }


def _add(outcomes: dict[str, Outcome], documents: list[Document]) -> None:
    work = _work([document.task_id for document in documents])
    patches: dict[UUID, list[tuple[str, Any]]] = defaultdict(list)
    revisions = Revision.objects.filter(document__in=documents).order_by("number")
    for document_id, origin, patch in revisions.with_patches("document", "origin"):
        patches[document_id].append((origin, patch))
    for document in documents:
        outcome = outcomes[document.owner]
        outcome.tasks += 1
        finished = document.task.state in FINISHED
        taken_back = _removed_from_work(document.task_id)
        for uid, (record, removed) in _proposed(patches[document.pk]).items():
            _settle(outcome, record, work[document.task_id].get(uid), removed or uid in taken_back, finished)


def _proposed(patches: Iterable[tuple[str, Any]]) -> dict[str, tuple[dict[str, Any], bool]]:
    """Each suggestion as last made, and whether a person removed it; without what the model itself took back."""
    found: dict[str, tuple[dict[str, Any], bool]] = {}
    for origin, patch in patches:
        for change in patch:
            if change["after"] is not None:
                found[change["id"]] = (change["after"], False)
            elif origin in BY_PEOPLE and change["id"] in found:
                found[change["id"]] = (found[change["id"]][0], True)
            else:
                found.pop(change["id"], None)
    return found


def _settle(
    outcome: Outcome, record: dict[str, Any], final: dict[str, Any] | None, removed: bool, finished: bool
) -> None:
    if final is None:
        if removed:
            outcome.rejected += 1
        elif finished:
            outcome.ignored += 1
        else:
            outcome.open += 1
    elif all(final[key] == record[key] for key in ("label", "data", "attributes")):
        outcome.kept += 1
    else:
        outcome.adjusted += 1
        if final["kind"] == record["kind"]:
            outcome.overlaps.append(KINDS[record["kind"]].similarity(record["data"], final["data"]))


def _work(tasks: list[UUID]) -> dict[UUID, dict[str, dict[str, Any]]]:
    """Task -> id -> record of its work."""
    work = Content.objects.filter(document__task__in=tasks, document__layer=Document.Layer.WORK, document__owner="")
    found: dict[UUID, dict[str, dict[str, Any]]] = defaultdict(dict)
    for task, records in work.by_task().items():
        found[task] = {record["id"]: record for record in records}
    return found


def _removed_from_work(task: UUID) -> set[str]:
    """Ids of suggestions that people accepted and then removed from the work."""
    patches = Revision.objects.filter(
        document__task=task, document__layer=Document.Layer.WORK, origin__in=list(BY_PEOPLE)
    ).patches()
    return {change["id"] for patch in patches for change in patch if change["after"] is None}


def _time(project: Project) -> dict[str, Any]:
    """Median seconds per object of finished tasks, by whether they had suggestions."""
    tasks = Task.objects.filter(project=project, state__in=FINISHED, object_count__gt=0, annotate_seconds__gt=0)
    suggested = set(
        Document.objects.filter(task__project=project, layer=Document.Layer.PRELABEL, revision__gt=0).values_list(
            "task", flat=True
        )
    )
    per_object: dict[bool, list[float]] = {True: [], False: []}
    for task, seconds, objects in tasks.values_list("pk", "annotate_seconds", "object_count"):
        per_object[task in suggested].append(seconds / objects)
    return {
        name: {"tasks": len(values), "seconds_per_object": round(median(values), 2) if values else None}
        for name, values in (("with", per_object[True]), ("without", per_object[False]))
    }
