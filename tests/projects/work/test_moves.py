"""The state machine: every state, every verb, everybody."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from core.errors import DomainError, NotAllowed
from core.models import AuditEvent
from projects.models import Batch, Project, Task, TaskMove
from projects.services.move import (
    BATCH_MOVES,
    MOVES,
    lock_batch,
    lock_task,
    may_move,
    may_move_batch,
    move_batch,
    move_task,
)
from projects.signals import task_moved

PEOPLE = ("alice", "bob", "ben", "carol", "cora", "dave", "erin", "mallory", "olga", "system")
MANAGERS = {"alice", "olga"}
MAY: dict[tuple[str, str], set[str]] = {
    ("new", "claim"): {"bob", "ben"},
    ("claimed", "start"): {"bob"},
    ("returned", "start"): {"bob"},
    ("claimed", "release"): {"bob", "system"} | MANAGERS,
    ("in_progress", "release"): {"bob", "system"} | MANAGERS,
    ("in_progress", "release-rework"): {"bob", "system"} | MANAGERS,
    ("claimed", "submit"): {"bob"},
    ("in_progress", "submit"): {"bob"},
    ("returned", "submit"): {"bob"},
    ("claimed", "skip"): {"bob"},
    ("in_progress", "skip"): {"bob"},
    ("returned", "skip"): {"bob"},
    ("skipped", "reopen"): MANAGERS,
    ("submitted", "start-review"): {"carol", "cora"},
    ("submitted", "accept-unreviewed"): {"system"},
    ("in_review", "stop-review"): {"carol", "system"} | MANAGERS,
    ("in_review", "accept"): {"carol"},
    ("in_review", "return"): {"carol"},
    ("accepted", "recall"): {"dave"} | MANAGERS,
    ("new", "gather"): {"system"},
    ("new", "skip-unanswered"): {"system"},
    ("in_review", "ask-again"): {"carol"},
    ("accepted", "recall-decision"): {"dave"} | MANAGERS,
}
"""Bob labels the task and Carol reviews it. Whatever is not listed is refused."""


@pytest.fixture
def everybody(request: pytest.FixtureRequest) -> dict[str, User | None]:
    return {name: None if name == "system" else request.getfixturevalue(name) for name in PEOPLE}


@pytest.fixture
def bobs(task: Task, bob: User, carol: User) -> Task:
    """A task that Bob labels and Carol reviews."""
    task.annotator, task.reviewer = bob, carol
    task.save()
    return task


@pytest.mark.parametrize("state", Task.State.values)
@pytest.mark.parametrize("verb", MOVES)
def test_every_state_verb_and_person(state: str, verb: str, bobs: Task, everybody: dict[str, User | None]) -> None:
    bobs.state = state
    bobs.save()
    allowed = {name for name, person in everybody.items() if may_move(person, lock(bobs), verb)}
    assert allowed == MAY.get((state, verb), set())


def lock(task: Task) -> Task:
    with transaction.atomic():
        return lock_task(task.pk)


@pytest.mark.parametrize(("state", "verb"), MAY)
def test_a_move_is_written_down(state: str, verb: str, bobs: Task, everybody: dict[str, User | None]) -> None:
    bobs.state = state
    bobs.save()
    name = sorted(MAY[state, verb])[0]
    heard: list[dict[str, Any]] = []

    def hear(**told: Any) -> None:
        heard.append(told)

    task_moved.connect(hear)
    try:
        with transaction.atomic():
            move_task(task=lock_task(bobs.pk), verb=verb, by=everybody[name], reason="because")
    finally:
        task_moved.disconnect(hear)
    bobs.refresh_from_db()
    assert bobs.state == MOVES[verb].target
    move = TaskMove.objects.get(task=bobs)
    assert (move.source, move.target, move.by, move.reason) == (state, bobs.state, everybody[name], "because")
    event = AuditEvent.objects.get(verb=f"task.{verb}", subject=f"task:{bobs.pk}")
    assert event.data == {"source": state, "target": bobs.state, "reason": "because"}
    assert [(told["verb"], told["source"], told["target"]) for told in heard] == [(verb, state, bobs.state)]


def test_a_refused_move_leaves_no_trace(bobs: Task, ben: User) -> None:
    with pytest.raises(NotAllowed) as refused, transaction.atomic():
        move_task(task=lock_task(bobs.pk), verb="submit", by=ben)
    assert refused.value.params == {"reason": "task-new"}
    assert not TaskMove.objects.exists()
    assert not AuditEvent.objects.exists()


def test_nobody_reviews_what_they_labelled_in_an_earlier_round(
    task: Task, ben: User, carol: User, project: Project
) -> None:
    """Carol began the labelling, Ben finished it: she had a part in it."""
    project.participants.create(user=carol, role="annotator")
    TaskMove.objects.create(task=task, source="claimed", target="in_progress", by=carol)
    task.annotator, task.state = ben, "submitted"
    task.save()
    verdict = may_move(carol, lock(task), "start-review")
    assert verdict.reason == "own-work"


@pytest.mark.parametrize("verb", ["claim", "start", "submit", "skip", "start-review", "accept", "return"])
def test_nothing_moves_in_a_closed_batch(verb: str, bobs: Task, batch: Batch, bob: User) -> None:
    batch.state = "approved"
    batch.save()
    bobs.state = MOVES[verb].sources[0]
    bobs.save()
    assert may_move(bob, lock(bobs), verb).reason == "batch-closed"


def test_nothing_moves_in_an_archived_project(bobs: Task, bob: User, project: Project) -> None:
    project.state = "archived"
    project.save()
    assert may_move(bob, lock(bobs), "claim").reason == "project-archived"


BATCH_MAY = {
    ("open", "sample"): {"dave"} | MANAGERS,
    ("qa_sampling", "approve"): {"dave"} | MANAGERS,
    ("qa_sampling", "reject"): {"dave"} | MANAGERS,
    ("approved", "reopen"): MANAGERS,
    ("approved", "deliver"): MANAGERS,
    ("delivered", "client-accept"): {"erin"},
    ("delivered", "client-return"): {"erin"},
    ("client_rework", "rework"): MANAGERS,
}


@pytest.mark.parametrize("state", Batch.State.values)
@pytest.mark.parametrize("verb", BATCH_MOVES)
def test_every_batch_state_verb_and_person(
    state: str, verb: str, batch: Batch, everybody: dict[str, User | None]
) -> None:
    batch.state = state
    allowed = {name for name, person in everybody.items() if person and may_move_batch(person, batch, verb)}
    assert allowed == BATCH_MAY.get((state, verb), set())


def test_dave_cannot_approve_a_batch_in_which_he_reviewed(batch: Batch, bobs: Task, dave: User) -> None:
    bobs.reviewer = dave
    bobs.save()
    batch.state = "qa_sampling"
    assert may_move_batch(dave, batch, "approve").reason == "own-work"


def test_a_batch_is_sampled_when_every_task_is_accepted_or_skipped(batch: Batch, tasks: list[Task], dave: User) -> None:
    Task.objects.filter(pk__in=[tasks[0].pk, tasks[1].pk]).update(state="accepted")
    with pytest.raises(DomainError) as refused, transaction.atomic():
        move_batch(batch=lock_batch(batch.pk), verb="sample", by=dave)
    assert (refused.value.code, refused.value.params) == ("batch-unfinished", {"unfinished": 1, "accepted": 2})
    Task.objects.filter(pk=tasks[2].pk).update(state="skipped")
    with transaction.atomic():
        assert move_batch(batch=lock_batch(batch.pk), verb="sample", by=dave).state == "qa_sampling"
    assert AuditEvent.objects.filter(verb="batch.sample", subject=f"batch:{batch.pk}").exists()
