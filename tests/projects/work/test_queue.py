"""The pull queue and its leases."""

from __future__ import annotations

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core.errors import DomainError, NotAllowed
from core.ids import uuid7
from projects.models import Batch, Guideline, Lease, Project, Task, TaskMove
from projects.services import leases, queue
from projects.services.move import lock_task
from projects.services.tasks import needs_review, reopen_task, return_task, skip_task
from tests.conftest import Api
from tests.projects.work.conftest import Clock, at_work


def pull(project: Project, by: User, slot: queue.Slot = "annotator") -> Task | None:
    return queue.next_task(project=project, by=by, slot=slot)


def number(task: Task | None) -> int | None:
    return task.number if task else None


def put(task: Task, **values: object) -> Task:
    Task.objects.filter(pk=task.pk).update(**values)
    task.refresh_from_db()
    return task


def test_bob_and_ben_get_different_tasks_in_order(project: Project, tasks: list[Task], bob: User, ben: User) -> None:
    assert number(pull(project, bob)) == 1
    assert number(pull(project, ben)) == 2
    assert {lease.user: lease.task.number for lease in Lease.objects.all()} == {bob: 1, ben: 2}


def test_bob_gets_what_he_has_begun_before_anything_new(project: Project, tasks: list[Task], bob: User) -> None:
    first = pull(project, bob)
    assert pull(project, bob) == first
    assert TaskMove.objects.count() == 1


def test_returned_work_comes_first_then_what_is_assigned_then_the_queue(
    project: Project, tasks: list[Task], bob: User, ben: User
) -> None:
    put(tasks[2], state="returned", annotator=bob, round=2)
    put(tasks[1], assignee=bob)
    order = []
    for _ in range(3):
        task = pull(project, bob)
        assert task is not None
        order.append(task.number)
        put(task, state="submitted")
    assert order == [3, 2, 1]
    assert pull(project, bob) is None


def test_ben_never_gets_what_is_assigned_to_bob(project: Project, tasks: list[Task], bob: User, ben: User) -> None:
    for task in tasks:
        put(task, assignee=bob)
    assert pull(project, ben) is None
    with pytest.raises(NotAllowed) as refused:
        queue.claim_task(task=tasks[0], by=ben, slot="annotator")
    assert refused.value.params["reason"] == "assigned-to-other"


def test_urgent_batches_and_tasks_come_first(project: Project, tasks: list[Task], bob: User, batch: Batch) -> None:
    urgent = Batch.objects.create(project=project, name="Urgent", priority=5)
    put(tasks[2], batch=urgent)
    put(tasks[1], priority=3)
    put(tasks[0], batch=None)
    numbers = []
    while task := pull(project, bob):
        numbers.append(task.number)
        put(task, state="submitted")
    assert numbers == [3, 2, 1]


def test_nothing_comes_from_a_batch_that_is_past_work(
    project: Project, tasks: list[Task], bob: User, batch: Batch
) -> None:
    batch.state = "qa_sampling"
    batch.save()
    assert pull(project, bob) is None


def test_the_claim_pins_the_guidelines(project: Project, tasks: list[Task], bob: User) -> None:
    Guideline.objects.create(project=project, version=2, text="new")
    task = pull(project, bob)
    assert task is not None
    assert task.guideline_version == 2


def test_an_expired_lease_puts_an_untouched_task_back_for_anybody(
    project: Project, tasks: list[Task], bob: User, ben: User, clock: Clock
) -> None:
    pull(project, bob)
    clock.forward(minutes=31)
    assert leases.release_expired() == 1
    tasks[0].refresh_from_db()
    assert (tasks[0].state, tasks[0].annotator) == ("new", None)
    assert number(pull(project, ben)) == 1


def test_an_expired_draft_waits_for_bob_while_ben_has_other_work(
    project: Project, tasks: list[Task], bob: User, ben: User, clock: Clock
) -> None:
    task = pull(project, bob)
    assert task is not None
    put(task, state="in_progress")
    clock.forward(minutes=31)
    leases.release_expired()
    assert put(task).state == "new"
    assert number(pull(project, ben)) == 2
    assert number(pull(project, bob)) == 1


def test_ben_takes_over_bobs_draft_when_nothing_else_is_left(
    project: Project, tasks: list[Task], bob: User, ben: User, clock: Clock
) -> None:
    task = pull(project, bob)
    assert task is not None
    put(task, state="in_progress")
    Task.objects.exclude(pk=task.pk).update(state="accepted")
    clock.forward(minutes=31)
    assert number(pull(project, ben)) == 1
    assert put(task).annotator == ben


def test_expired_rework_stays_returned_to_bob(project: Project, tasks: list[Task], bob: User, clock: Clock) -> None:
    put(tasks[0], state="in_progress", annotator=bob, round=2)
    leases.hold(Task.objects.select_related("project").get(pk=tasks[0].pk), bob)
    clock.forward(minutes=31)
    leases.release_expired()
    assert (put(tasks[0]).state, tasks[0].annotator) == ("returned", bob)


def test_an_expired_review_goes_back_to_the_review_queue(
    project: Project, tasks: list[Task], bob: User, carol: User, clock: Clock
) -> None:
    put(tasks[0], state="submitted", annotator=bob)
    assert number(pull(project, carol, "reviewer")) == 1
    clock.forward(minutes=31)
    leases.release_expired()
    assert put(tasks[0]).state == "submitted"


def test_heartbeats_slide_the_lease(project: Project, tasks: list[Task], bob: User, clock: Clock) -> None:
    task = pull(project, bob)
    assert task is not None
    for _ in range(4):
        clock.forward(minutes=20)
        leases.heartbeat(task=task, by=bob, active_seconds=60)
    assert leases.release_expired() == 0
    assert put(task).annotate_seconds == 240


def test_nobody_works_more_seconds_than_have_passed(
    project: Project, tasks: list[Task], bob: User, clock: Clock
) -> None:
    task = pull(project, bob)
    assert task is not None
    clock.forward(seconds=30)
    leases.heartbeat(task=task, by=bob, active_seconds=100_000)
    assert put(task).annotate_seconds == 30 + leases.SLACK_SECONDS


def test_saving_between_reports_takes_no_active_time_away(
    project: Project, tasks: list[Task], bob: User, clock: Clock
) -> None:
    task = pull(project, bob)
    assert task is not None
    for _ in range(4):
        clock.forward(seconds=55)
        with transaction.atomic():
            leases.keep(lock_task(task.pk), bob)  # as a save does: it slides the lease
        clock.forward(seconds=5)
        leases.heartbeat(task=task, by=bob, active_seconds=60)
    assert put(task).annotate_seconds == 240


def test_the_same_seconds_never_count_twice(project: Project, tasks: list[Task], bob: User, clock: Clock) -> None:
    task = pull(project, bob)
    assert task is not None
    for _ in range(10):
        clock.forward(seconds=60)
        for _tab in range(3):
            leases.heartbeat(task=task, by=bob, active_seconds=60)
    assert put(task).annotate_seconds <= 600 + leases.SLACK_SECONDS


def test_bob_comes_back_late_and_goes_on_as_long_as_nobody_took_it(
    project: Project, tasks: list[Task], bob: User, ben: User, clock: Clock
) -> None:
    task = pull(project, bob)
    assert task is not None
    put(task, state="in_progress")
    clock.forward(hours=2)
    leases.release_expired()
    leases.heartbeat(task=task, by=bob, active_seconds=0)
    assert put(task).state == "claimed"
    clock.forward(hours=2)
    leases.release_expired()
    put(task, annotator=ben, state="claimed")
    with pytest.raises(NotAllowed) as refused:
        leases.heartbeat(task=task, by=bob, active_seconds=0)
    assert refused.value.params["reason"] == "lease-lost"


def test_the_project_says_how_long_a_lease_lasts(project: Project, tasks: list[Task], bob: User, clock: Clock) -> None:
    project.workflow = {"lease_minutes": 5}
    project.save()
    pull(project, bob)
    clock.forward(minutes=6)
    assert leases.release_expired() == 1


def test_bob_gives_a_task_back_and_keeps_his_draft(project: Project, tasks: list[Task], bob: User, ben: User) -> None:
    task = pull(project, bob)
    assert task is not None
    put(task, state="in_progress")
    queue.release_task(task=task, by=bob)
    assert (put(task).state, task.annotator) == ("new", bob)
    assert not Lease.objects.exists()
    with pytest.raises(NotAllowed):
        queue.release_task(task=task, by=ben)


def test_alice_frees_what_is_stuck(project: Project, tasks: list[Task], bob: User, ben: User, alice: User) -> None:
    task = pull(project, bob)
    assert task is not None
    put(task, state="in_progress")
    with pytest.raises(NotAllowed):
        queue.free_task(task=task, by=ben)
    queue.free_task(task=task, by=alice, reason="Bob is ill")
    assert (put(task).state, task.annotator) == ("new", None)
    assert number(pull(project, ben)) == 1


def test_carol_reviews_what_others_submitted_and_her_returns_first(
    project: Project, tasks: list[Task], bob: User, carol: User, cora: User
) -> None:
    put(tasks[0], state="submitted", annotator=bob, reviewer=cora, round=2)
    put(tasks[1], state="submitted", annotator=bob)
    put(tasks[2], state="submitted", annotator=bob, reviewer=carol, round=2)
    numbers = []
    while task := pull(project, carol, "reviewer"):
        numbers.append(task.number)
        put(task, state="accepted")
    assert numbers == [3, 2, 1]


def test_carol_never_gets_her_own_work_to_review(project: Project, tasks: list[Task], carol: User, bob: User) -> None:
    put(tasks[0], state="submitted", annotator=carol)
    put(tasks[1], state="submitted", annotator=bob)
    TaskMove.objects.create(task=tasks[1], source="claimed", target="in_progress", by=carol)
    assert pull(project, carol, "reviewer") is None


def test_a_vendors_reviewer_reviews_only_the_vendors_work(
    project: Project, tasks: list[Task], carol: User, mallory: User, bob: User
) -> None:
    project.participants.create(user=mallory, role="annotator")
    put(tasks[0], state="submitted", annotator=mallory)
    assert pull(project, carol, "reviewer") is None
    put(tasks[0], annotator=bob)
    assert number(pull(project, carol, "reviewer")) == 1


def test_returned_work_goes_back_to_bob_and_the_round_grows(
    project: Project, tasks: list[Task], bob: User, ben: User, carol: User
) -> None:
    put(tasks[0], state="submitted", annotator=bob)
    pull(project, carol, "reviewer")
    return_task(task=tasks[0], by=carol, reason="boxes too loose")
    assert (put(tasks[0]).state, tasks[0].round) == ("returned", 2)
    assert number(pull(project, ben)) == 2
    assert number(pull(project, bob)) == 1


def test_without_review_only_rework_is_reviewed(project: Project, task: Task) -> None:
    project.workflow = {"review": "none"}
    project.save()
    assert needs_review(Task.objects.get(pk=task.pk)) is False
    put(task, round=2)
    assert needs_review(Task.objects.get(pk=task.pk)) is True


def test_the_reviewed_share_is_drawn_evenly_and_for_good(project: Project, tasks: list[Task]) -> None:
    project.workflow = {"review": "sample", "review_share": 0.3}
    drawn = [needs_review(Task(id=uuid7(), project=project)) for _ in range(4000)]
    assert 0.27 < sum(drawn) / len(drawn) < 0.33
    again = tasks[0]
    again.project = project
    assert len({needs_review(again) for _ in range(5)}) == 1


def test_skipping_takes_a_reason_and_alice_reopens(project: Project, tasks: list[Task], bob: User, alice: User) -> None:
    task = pull(project, bob)
    assert task is not None
    with pytest.raises(DomainError) as refused:
        skip_task(task=task, by=bob, reason="  ")
    assert refused.value.code == "reason-missing"
    skip_task(task=task, by=bob, reason="too dark")
    assert (put(task).state, task.skip_reason) == ("skipped", "too dark")
    reopen_task(task=task, by=alice)
    assert (put(task).state, task.annotator, task.skip_reason) == ("new", None, "")


def test_mallory_sees_no_task_and_pulls_none(project: Project, tasks: list[Task], mallory: User) -> None:
    stranger = Api(mallory)
    assert stranger.get(f"/api/v1/tasks/{tasks[0].pk}").status_code == 404
    assert stranger.get(f"/api/v1/projects/{project.pk}/tasks").status_code == 404
    for action in ("claim", "release", "heartbeat", "submit", "skip"):
        answer = stranger.post(f"/api/v1/tasks/{tasks[0].pk}/{action}", {"revision": 0, "reason": "x"})
        assert answer.status_code == 404, action
    assert stranger.post(f"/api/v1/projects/{project.pk}/next-task", {"slot": "annotator"}).status_code == 404


def test_erin_the_client_sees_no_task(project: Project, tasks: list[Task], erin: User) -> None:
    answer = Api(erin).get(f"/api/v1/projects/{project.pk}/tasks")
    assert (answer.status_code, answer.json()["params"]) == (403, {"reason": "not-in-project"})
    assert Api(erin).post(f"/api/v1/projects/{project.pk}/next-task", {"slot": "reviewer"}).status_code == 403


def test_carol_is_no_annotator_and_bob_no_reviewer(project: Project, tasks: list[Task], carol: User, bob: User) -> None:
    denied = Api(carol).post(f"/api/v1/projects/{project.pk}/next-task", {"slot": "annotator"})
    assert (denied.status_code, denied.json()["params"]) == (403, {"reason": "not-annotator"})
    denied = Api(bob).post(f"/api/v1/projects/{project.pk}/next-task", {"slot": "reviewer"})
    assert (denied.status_code, denied.json()["params"]) == (403, {"reason": "not-reviewer"})


def test_an_empty_queue_answers_with_no_content(project: Project, bob: User) -> None:
    assert Api(bob).post(f"/api/v1/projects/{project.pk}/next-task", {}).status_code == 204


def test_claiming_costs_few_queries(
    project: Project, tasks: list[Task], bob: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = at_work(bob)
    with django_assert_max_num_queries(33):
        answer = browser.post(f"/api/v1/projects/{project.pk}/next-task", {})
    assert answer.status_code == 200
