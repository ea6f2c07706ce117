"""Lists of tasks, bulk actions and batches over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from annotation.models import Document
from core.models import AuditEvent, Job
from core.services.jobs import run_job
from projects.models import Asset, Batch, Lease, Project, Task
from projects.services import bulk as bulk_service
from qa.models import Issue
from tests.conftest import Api
from tests.contents import car, hold
from tests.projects.work.conftest import at_work


def rows(user: User, project: Project, query: str = "") -> list[int]:
    answer = Api(user).get(f"/api/v1/projects/{project.pk}/tasks{query}")
    assert answer.status_code == 200, answer.content
    return [row["number"] for row in answer.json()["results"]]


@pytest.fixture
def hundred(project: Project, batch: Batch, tasks: list[Task], bob: User, carol: User) -> list[Task]:
    """A hundred tasks more, all of Bob's, in review by Carol."""
    assets = Asset.objects.bulk_create(
        Asset(
            project=project,
            dataset=tasks[0].asset.dataset,
            name=f"many/{index}.jpg",
            media_type="image/jpeg",
            sha256="",
            size=1,
            original="x",
            thumbnail="y.jpg",
        )
        for index in range(100)
    )
    made = Task.objects.bulk_create(
        Task(
            project=project, batch=batch, asset=asset, number=100 + i, state="in_review", annotator=bob, reviewer=carol
        )
        for i, asset in enumerate(assets)
    )
    for task in made[:3]:
        Issue.objects.create(task=task, type="missing")
    return made


def test_a_hundred_tasks_cost_a_fixed_number_of_queries(
    hundred: list[Task], project: Project, alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = at_work(alice)
    with django_assert_max_num_queries(9):
        answer = browser.get(f"/api/v1/projects/{project.pk}/tasks?limit=100&state=in_review&has=issues")
    assert [row["counts"]["issues"] for row in answer.json()["results"]] == [1, 1, 1]
    with django_assert_max_num_queries(9):
        answer = browser.get(f"/api/v1/projects/{project.pk}/tasks?limit=100")
    assert len(answer.json()["results"]) == 100
    assert answer.json()["next"]
    with django_assert_max_num_queries(9):
        browser.get(f"/api/v1/projects/{project.pk}/tasks?limit=100&state=in_review&label=car&order=-number")


def test_filters(hundred: list[Task], tasks: list[Task], project: Project, alice: User, bob: User) -> None:
    Task.objects.filter(pk=tasks[0].pk).update(assignee=bob, priority=2, round=3)
    Task.objects.filter(pk=tasks[1].pk).update(batch=None, state="skipped")
    document = Document.objects.create(task=tasks[2], schema_version=1)
    hold(document, [car("0190a000-0000-7000-8000-000000000001", 1, 2, 30, 40)])
    assert rows(alice, project, "?state=new&state=skipped") == [1, 2, 3]
    assert rows(alice, project, f"?assignee={bob.pk}") == [1]
    assert rows(alice, project, "?batch=none") == [2]
    assert rows(alice, project, "?annotator=none") == [1, 2, 3]
    assert rows(alice, project, "?priority=1") == [1]
    assert rows(alice, project, "?returned=true") == [1]
    assert rows(alice, project, "?label=car") == [3]
    assert rows(alice, project, "?search=MANY/7.jpg") == [107]
    assert rows(alice, project, "?search=%23103") == [103]
    assert rows(alice, project, "?annotator=nonsense") == []
    assert rows(alice, project, "?order=-number&limit=2") == [199, 198]
    assert rows(alice, project, "?order=-priority&limit=2") == [1, 2]


def test_bob_sees_his_own_tasks_and_the_queue_and_ben_does_not_see_bobs(
    hundred: list[Task], project: Project, bob: User, ben: User
) -> None:
    assert len(rows(bob, project, "?limit=200")) == 103
    assert rows(ben, project, "?limit=200") == [1, 2, 3]


def bulk(user: User, project: Project, tasks: list[Task], **body: Any) -> Any:
    ids = [str(task.pk) for task in tasks]
    return Api(user).post(f"/api/v1/projects/{project.pk}/tasks/bulk", {"tasks": ids, **body})


def test_alice_assigns_many_by_name(project: Project, tasks: list[Task], alice: User, bob: User, ben: User) -> None:
    Task.objects.filter(pk=tasks[1].pk).update(state="in_progress", annotator=ben)
    Lease.objects.create(task=tasks[1], user=ben, until="2099-01-01T00:00Z")
    Task.objects.filter(pk=tasks[2].pk).update(state="accepted", annotator=ben)
    answer = bulk(alice, project, tasks, action="assign", assignee=str(bob.pk))
    assert answer.json() == {"changed": 2, "refused": {"task-accepted": [str(tasks[2].pk)]}}
    for task in tasks:
        task.refresh_from_db()
    assert [(task.state, task.assignee, task.annotator) for task in tasks] == [
        ("new", bob, None),
        ("new", bob, None),
        ("accepted", None, ben),
    ]
    assert not Lease.objects.exists()
    assert AuditEvent.objects.filter(verb="tasks.assign").count() == 1


def test_returned_work_passes_to_whom_it_is_assigned(
    project: Project, task: Task, alice: User, bob: User, ben: User
) -> None:
    Task.objects.filter(pk=task.pk).update(state="returned", annotator=ben, round=2)
    bulk(alice, project, [task], action="assign", assignee=str(bob.pk))
    answer = Api(bob).post(f"/api/v1/projects/{project.pk}/next-task", {})
    assert answer.json()["task"]["id"] == str(task.pk)


def test_only_annotators_are_assigned(project: Project, tasks: list[Task], alice: User, dave: User) -> None:
    answer = bulk(alice, project, tasks, action="assign", assignee=str(dave.pk))
    assert (answer.status_code, answer.json()["code"]) == (400, "not-an-annotator")


def test_bulk_priority_batch_reopen_and_free(project: Project, tasks: list[Task], alice: User, bob: User) -> None:
    other = Batch.objects.create(project=project, name="Other")
    assert bulk(alice, project, tasks, action="prioritise", priority=7).json()["changed"] == 3
    assert bulk(alice, project, tasks[:2], action="batch", batch=str(other.pk)).json()["changed"] == 2
    Task.objects.filter(pk=tasks[0].pk).update(state="skipped", skip_reason="dark")
    Task.objects.filter(pk=tasks[1].pk).update(state="claimed", annotator=bob)
    answer = bulk(alice, project, tasks, action="reopen").json()
    assert answer["changed"] == 1
    assert set(answer["refused"]) == {"task-new", "task-claimed"}
    assert bulk(alice, project, tasks, action="free").json()["changed"] == 1
    assert set(Task.objects.values_list("state", "priority")) == {("new", 7)}
    assert Task.objects.filter(batch=other).count() == 2


def test_bob_does_nothing_in_bulk(project: Project, tasks: list[Task], bob: User) -> None:
    for body in (
        {"action": "prioritise", "priority": 1},
        {"action": "assign", "assignee": str(bob.pk)},
        {"action": "free"},
    ):
        answer = bulk(bob, project, tasks, **body)
        assert (answer.status_code, answer.json()["params"]) == (403, {"reason": "not-manager"})


def test_an_action_without_its_value_is_refused(project: Project, tasks: list[Task], alice: User) -> None:
    answer = bulk(alice, project, tasks, action="assign")
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["assignee"])


def matching(user: User, project: Project, query: str, **body: Any) -> Any:
    return Api(user).post(f"/api/v1/projects/{project.pk}/tasks/bulk-matching{query}", body)


def result_of(answer: Any) -> dict[str, Any]:
    """What the job of an accepted request did: {"changed", "left"} and its reasons."""
    assert answer.status_code == 202, answer.content
    run_job(answer.json()["id"])
    job = Job.objects.get(pk=answer.json()["id"])
    assert job.state == "done", job.error
    reasons = {line["params"]["reason"]: line["params"]["count"] for line in job.log if line["code"] == "left"}
    return {**job.result, **reasons}


def test_all_that_match_the_list_change_on_a_worker(
    hundred: list[Task], tasks: list[Task], project: Project, alice: User, bob: User
) -> None:
    answer = matching(alice, project, "?state=in_review&search=many/1", action="prioritise", priority=9)
    assert result_of(answer) == {"changed": 11, "left": 0}
    assert rows(alice, project, "?priority=9&limit=200") == [101, *range(110, 120)]


def test_what_cannot_change_stays_and_is_counted_by_reason(
    hundred: list[Task], project: Project, alice: User, bob: User
) -> None:
    Task.objects.filter(number__in=[100, 101]).update(state="accepted")
    answer = matching(alice, project, "", action="assign", assignee=str(bob.pk))
    assert result_of(answer) == {"changed": 3, "left": 100, "task-accepted": 2, "task-in-review": 98}
    assert rows(alice, project, f"?assignee={bob.pk}") == [1, 2, 3]


def test_what_stops_matching_on_the_way_changes_nonetheless_and_what_came_later_does_not(
    hundred: list[Task], project: Project, alice: User, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_service, "MOST_AT_ONCE", 20)
    Task.objects.filter(number__gte=100).update(batch=None)
    answer = matching(alice, project, "?batch=none", action="batch", batch=str(batch.pk))
    Task.objects.filter(number=1).update(batch=None)
    assert result_of(answer) == {"changed": 100, "left": 0}
    assert rows(alice, project, "?batch=none") == [1]


def test_a_job_that_stopped_goes_on_where_it_was(
    hundred: list[Task], project: Project, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_service, "MOST_AT_ONCE", 40)
    answer = matching(alice, project, "?search=many", action="prioritise", priority=3)
    Job.objects.update(state_data={"at": 80, "found": 80, "left": {"task-accepted": 1}})
    assert result_of(answer) == {"changed": 99, "left": 1, "task-accepted": 1}
    assert rows(alice, project, "?priority=3&limit=200") == list(range(180, 200))


@pytest.mark.parametrize("action", [{"action": "prioritise", "priority": 1}, {"action": "assign", "assignee": None}])
def test_its_statements_do_not_grow_with_the_tasks(
    hundred: list[Task], project: Project, alice: User, action: dict[str, Any]
) -> None:
    def statements(query: str) -> int:
        job = matching(alice, project, query, **action).json()
        with CaptureQueriesContext(connection) as asked:
            run_job(job["id"])
        return len(asked)

    assert statements("?search=many/1") == statements("?search=many")


def test_a_manager_who_is_none_any_more_changes_nothing(hundred: list[Task], project: Project, alice: User) -> None:
    answer = matching(alice, project, "", action="prioritise", priority=9)
    project.participants.filter(user=alice).delete()
    run_job(answer.json()["id"])
    job = Job.objects.get()
    assert (job.state, (job.error or {})["params"]) == ("failed", {"reason": "not-manager"})
    assert not Task.objects.filter(priority=9).exists()


def test_what_every_task_would_refuse_begins_no_job(
    hundred: list[Task], project: Project, batch: Batch, alice: User, bob: User, dave: User
) -> None:
    assert matching(bob, project, "", action="free").status_code == 403
    assert matching(alice, project, "", action="assign", assignee=str(dave.pk)).json()["code"] == "not-an-annotator"
    assert matching(alice, project, "?search=nothing-like-it", action="free").json()["code"] == "too-many-tasks"
    Batch.objects.update(state="approved")
    assert matching(alice, project, "", action="batch", batch=str(batch.pk)).status_code == 403
    assert not Job.objects.exists()


def test_numbers_that_lie_together_are_kept_as_ranges() -> None:
    assert bulk_service.as_ranges([1, 2, 3, 7, 9, 10]) == [[1, 3], [7, 7], [9, 10]]


def cut(user: User, project: Project, **body: Any) -> Any:
    return Api(user).post(f"/api/v1/projects/{project.pk}/batches/cut", body)


def test_alice_cuts_all_unbatched_tasks_by_ten(hundred: list[Task], project: Project, alice: User) -> None:
    Task.objects.filter(number__gte=100).update(batch=None)
    answer = cut(alice, project, name="Week 1", size=30, priority=2, due="2030-01-01")
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert [(batch["name"], batch["tasks"]) for batch in made] == [
        ("Week 1 1", 30), ("Week 1 2", 30), ("Week 1 3", 30), ("Week 1 4", 10)
    ]  # fmt: skip
    assert made[0]["states"] == {"in_review": 30}
    again = cut(alice, project, name="Week 1", size=30)
    assert again.json()["code"] == "no-tasks-to-cut"


def test_alice_cuts_all_that_match(hundred: list[Task], project: Project, alice: User) -> None:
    answer = Api(alice).post(
        f"/api/v1/projects/{project.pk}/batches/cut?search=many/1", {"name": "Ones", "matching": True, "size": 6}
    )
    assert [(batch["name"], batch["tasks"]) for batch in answer.json()] == [("Ones 1", 6), ("Ones 2", 5)]


def test_alice_cuts_a_selection_out_of_an_open_batch(project: Project, tasks: list[Task], alice: User) -> None:
    answer = cut(alice, project, name="Chosen", tasks=[str(tasks[1].pk)])
    assert [(batch["name"], batch["tasks"]) for batch in answer.json()] == [("Chosen", 1)]
    taken = cut(alice, project, name="Batch 1", tasks=[str(tasks[0].pk)])
    assert (taken.status_code, taken.json()["code"]) == (409, "batch-name-taken")


def test_nobody_cuts_into_a_batch_that_is_past_work(
    project: Project, tasks: list[Task], batch: Batch, alice: User
) -> None:
    batch.state = "approved"
    batch.save()
    answer = cut(alice, project, name="Chosen", tasks=[str(tasks[1].pk)])
    assert answer.json()["params"] == {"reason": "batch-closed"}
    stayed = bulk(alice, project, tasks, action="batch", batch=None).json()
    assert (stayed["changed"], {why: len(ids) for why, ids in stayed["refused"].items()}) == (0, {"batch-closed": 3})
    into = bulk(alice, project, tasks, action="batch", batch=str(batch.pk))
    assert into.json()["params"] == {"reason": "batch-closed"}
    assert Api(alice).delete(f"/api/v1/batches/{batch.pk}").json()["params"] == {"reason": "batch-closed"}


def test_batches_show_progress_in_a_fixed_number_of_queries(
    hundred: list[Task],
    project: Project,
    batch: Batch,
    alice: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for index in range(20):
        Batch.objects.create(project=project, name=f"More {index}")
    browser = at_work(alice)
    with django_assert_max_num_queries(10):
        answer = browser.get(f"/api/v1/projects/{project.pk}/batches")
    found = next(row for row in answer.json()["results"] if row["id"] == str(batch.pk))
    assert found["states"] == {"in_review": 100, "new": 3}
    assert found["can"] == {"sample": True}


def test_alice_changes_and_dissolves_a_batch(project: Project, tasks: list[Task], batch: Batch, alice: User) -> None:
    answer = Api(alice).patch(f"/api/v1/batches/{batch.pk}", {"name": "Renamed", "priority": 3, "due": "2031-05-01"})
    assert (answer.json()["name"], answer.json()["priority"], answer.json()["due"]) == ("Renamed", 3, "2031-05-01")
    assert Api(alice).delete(f"/api/v1/batches/{batch.pk}").status_code == 204
    assert set(Task.objects.values_list("batch", flat=True)) == {None}


def test_bob_and_mallory_do_not_change_batches(batch: Batch, project: Project, bob: User, mallory: User) -> None:
    assert Api(bob).patch(f"/api/v1/batches/{batch.pk}", {"priority": 9}).status_code == 403
    assert Api(bob).post(f"/api/v1/projects/{project.pk}/batches", {"name": "mine"}).status_code == 403
    assert Api(mallory).get(f"/api/v1/batches/{batch.pk}").status_code == 404
    assert Api(mallory).delete(f"/api/v1/batches/{batch.pk}").status_code == 404


def test_counts_follow_the_filters(hundred: list[Task], project: Project, alice: User, bob: User) -> None:
    Task.objects.filter(number=1).update(batch=None)
    url = f"/api/v1/projects/{project.pk}/tasks/counts"
    assert Api(alice).get(url).json() == {"total": 103, "unbatched": 1, "states": {"new": 3, "in_review": 100}}
    assert Api(alice).get(f"{url}?state=in_review,accepted&has=issues").json()["states"] == {"in_review": 3}
    assert rows(alice, project, "?state=new,skipped") == [1, 2, 3]
