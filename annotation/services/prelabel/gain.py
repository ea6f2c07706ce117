"""What pre-labelling gains: what became of every suggestion, and the time per object with and without."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median
from typing import Any
from uuid import UUID

from annotation.kinds import KINDS
from annotation.models import CARRIED, Content, Document, PrelabelModel, Revision
from annotation.services.prelabel.suggest import joined_into
from annotation.transcription import Rules, rules_of
from annotation.transcription.distance import Rate, rate_of
from annotation.transcription.versions import steps_between, utterances
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
    words: Rate = field(default_factory=Rate)
    """Edits from what the model wrote to what stands in finished tasks."""

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
            "words": {"wrong": self.words.errors, "of": self.words.of, "rate": self.words.value}
            if self.words.of
            else None,
        }


def gain(project: Project) -> dict[str, Any]:
    """Figures per model (those that proposed anything), and seconds per object of finished tasks with and without."""
    outcomes: dict[str, Outcome] = defaultdict(Outcome)
    schema = project.schemas.first()
    rules = rules_of(schema.content if schema else {})
    layers = Document.objects.filter(task__project=project, layer=Document.Layer.PRELABEL).exclude(owner=CARRIED)
    documents = layers.select_related("task")
    ids = list(documents.values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        _add(outcomes, list(documents.filter(pk__in=ids[start : start + CHUNK])), rules)
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


def _add(outcomes: dict[str, Outcome], documents: list[Document], rules: Rules) -> None:
    work = _work([document.task_id for document in documents])
    patches: dict[UUID, list[tuple[str, Any]]] = defaultdict(list)
    revisions = Revision.objects.filter(document__in=documents).order_by("number")
    for document_id, origin, patch in revisions.with_patches("document", "origin"):
        patches[document_id].append((origin, patch))
    for document in documents:
        outcome = outcomes[document.owner]
        outcome.tasks += 1
        finished = document.task.state in FINISHED
        parts = {uid for record in work[document.task_id].values() for uid in joined_into(record)}
        taken_back = _removed_from_work(document.task_id)
        proposed = _proposed(patches[document.pk])
        if finished:
            heard = utterances(record for record, _ in proposed.values())
            said = utterances(work[document.task_id].values()) if heard else []
            outcome.words += rate_of(steps_between(said, heard, rules))
        outcome.kept += len(parts & proposed.keys())
        for uid, (record, removed) in proposed.items():
            if uid in parts:
                continue
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
    """Medians of finished tasks, by whether they had suggestions: seconds per object, and of recordings seconds per
    minute of sound; `saved` is what those with suggestions would have taken more without them."""
    tasks = Task.objects.filter(project=project, state__in=FINISHED, object_count__gt=0, annotate_seconds__gt=0)
    suggested = set(
        Document.objects.filter(task__project=project, layer=Document.Layer.PRELABEL, revision__gt=0).values_list(
            "task", flat=True
        )
    )
    paces = {True: _Paces(), False: _Paces()}
    rows = tasks.values_list("pk", "annotate_seconds", "object_count", "asset__meta")
    for task, seconds, objects, meta in rows.iterator(chunk_size=2000):
        paces[task in suggested].add(seconds, objects, float(meta.get("seconds") or 0) / 60)
    helped, alone = paces[True], paces[False]
    return {"with": helped.json(), "without": alone.json(), "saved": helped.saved(alone)}


@dataclass(slots=True)
class _Paces:
    """How fast tasks were done."""

    per_object: list[float] = field(default_factory=list)
    per_minute: list[float] = field(default_factory=list)
    minutes: float = 0.0
    objects: int = 0

    def add(self, seconds: int, objects: int, minutes: float) -> None:
        self.per_object.append(seconds / objects)
        self.objects += objects
        if minutes:
            self.per_minute.append(seconds / minutes)
            self.minutes += minutes

    def json(self) -> dict[str, Any]:
        return {
            "tasks": len(self.per_object),
            "seconds_per_object": round(median(self.per_object), 2) if self.per_object else None,
            "seconds_per_minute": round(median(self.per_minute), 1) if self.per_minute else None,
        }

    def saved(self, without: _Paces) -> int | None:
        """Seconds; by the minutes of recordings, else by objects."""
        if self.per_minute and without.per_minute:
            return round((median(without.per_minute) - median(self.per_minute)) * self.minutes)
        if self.per_object and without.per_object:
            return round((median(without.per_object) - median(self.per_object)) * self.objects)
        return None
