"""Layers of one task: its work now and as it was, suggestions, what several people answered. Any two are compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import Any
from uuid import UUID

from accounts.models import User
from annotation.models import CARRIED, Document, PrelabelModel, Revision
from annotation.policies import may_read
from annotation.services.blobs import Blobs
from annotation.services.documents import read_records, state_at, work_document
from core.errors import NotFound
from projects.models import Task
from projects.policies.people import acquaintances
from qa.models import Review
from qa.services import answers_of_several as answers
from qa.services.differences import things_of

MOST_EARLIER = 50

Records = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class TaskLayer:
    """One layer. `what` is work, earlier, answer, or the layer of its document; `origin` says how an earlier state came
    to be, `decision` what was decided on it."""

    key: str
    what: str
    read: Callable[[], Records]
    person: UUID | None = None
    model: str = ""
    at: datetime | None = None
    origin: str = ""
    round: int | None = None
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    left: Records
    right: Records
    things: list[dict[str, Any]] = field(default_factory=list)


def layers_of(task: Task, by: User) -> list[TaskLayer]:
    """What `by` may compare: the work as it is, everybody's answers, suggestions, then earlier states, newest first.

    Whoever may open the task may see how its work came to be. What several people answered is for those who judge, once
    all answers are in; gold and consensus for those who may read them.
    """
    work = work_document(task)
    return [
        TaskLayer("work", "work", partial(read_records, work), at=work.updated_at),
        *_answers(task),
        *_documents(task, by),
        *_earlier(task, work),
    ]


def described(task: Task, by: User) -> list[dict[str, Any]]:
    """The layers as they are listed. Another vendor's people have no name."""
    layers = layers_of(task, by)
    people = {each.person for each in layers if each.person}
    known = User.objects.filter(acquaintances(by, task.project), pk__in=people).in_bulk() if people else {}
    return [
        {
            "key": each.key,
            "what": each.what,
            "person": {"id": str(person.pk), "name": person.name} if (person := known.get(each.person)) else None,
            "model": each.model,
            "at": each.at,
            "origin": each.origin,
            "round": each.round,
            "decision": each.decision,
        }
        for each in layers
    ]


def compare(*, task: Task, left: str, right: str, by: User) -> Comparison:
    """Two layers with all that is in them, and which of it is the same."""
    found = {each.key: each for each in layers_of(task, by)}
    if left not in found or right not in found:
        raise NotFound("layer")
    one, other = found[left].read(), found[right].read()
    things = things_of(one, other, Blobs(task.project_id, [*one, *other]))
    return Comparison(one, other, [each.json() for each in things])


def _answers(task: Task) -> Iterator[TaskLayer]:
    if task.annotator_id is not None or task.state not in answers.COMPARED:
        return
    for each in answers.given(task):
        if each.state != Task.State.SKIPPED:
            read = partial(_work_of, each)
            yield TaskLayer(f"answer-{each.pk}", "answer", read, person=each.annotator_id, at=each.submitted_at)


def _work_of(task: Task) -> Records:
    return read_records(work_document(task))


def _documents(task: Task, by: User) -> Iterator[TaskLayer]:
    """Suggestions, gold and consensus, where there is something in them."""
    documents = task.documents.exclude(layer=Document.Layer.WORK).filter(revision__gt=0)
    shown = [each for each in documents.select_related("task__project") if may_read(by, each)]
    owners = [each.owner for each in shown if each.layer == Document.Layer.PRELABEL and each.owner != CARRIED]
    models = {str(model.pk): model.name for model in PrelabelModel.objects.filter(pk__in=owners)} if owners else {}
    for each in shown:
        name = models.get(each.owner, each.owner)
        yield TaskLayer(f"document-{each.pk}", each.layer, partial(read_records, each), model=name, at=each.updated_at)


def _earlier(task: Task, work: Document) -> list[TaskLayer]:
    """States in which the work went from one hand to another, or was decided on; not the one that it still is in."""
    reviews = {each.revision: each for each in Review.objects.filter(task=task)}
    rows = list(work.revisions.order_by("number").values_list("number", "author_id", "origin", "at"))
    ends = [row for row, after in pairwise(rows) if row[1:3] != after[1:3] or row[0] in reviews]
    return [_state(work, row, reviews.get(row[0])) for row in reversed(ends)][:MOST_EARLIER]


def _state(work: Document, row: tuple[int, UUID | None, str, datetime], review: Review | None) -> TaskLayer:
    number, author, origin, at = row
    return TaskLayer(
        f"revision-{number}",
        "earlier",
        lambda: list(state_at(work, number).values()),
        person=author if origin in {Revision.Origin.HUMAN, Revision.Origin.REVIEW} else None,
        at=at,
        origin=origin,
        round=review.round if review else None,
        decision=review.decision if review else "",
    )
