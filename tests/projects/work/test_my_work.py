"""What somebody finds on the screen they begin the day with."""

from __future__ import annotations

from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from projects.models import Batch, Participant, Project, Task, TaskMove
from tests.conftest import Api
from tests.projects.work.conftest import at_work


def test_bob_sees_what_was_returned_and_why(project: Project, tasks: list[Task], bob: User, carol: User) -> None:
    Task.objects.filter(pk=tasks[0].pk).update(state="returned", annotator=bob, round=2)
    TaskMove.objects.create(task=tasks[0], source="in_review", target="returned", by=carol, reason="two cars missing")
    Task.objects.filter(pk=tasks[1].pk).update(state="in_progress", annotator=bob)
    work = Api(bob).get("/api/v1/my-work").json()
    assert [(row["number"], row["returned_by"], row["return_reason"]) for row in work["returned"]] == [
        (1, "Carol", "two cars missing")
    ]
    assert [row["number"] for row in work["begun"]] == [2]
    (mine,) = work["projects"]
    assert mine["annotator"] == {"begun": 1, "returned": 1, "assigned": 0, "submitted": 0, "available": 1}
    assert mine["reviewer"] is None
    assert work["done"]["returned"] == 1


def test_carol_sees_her_review_queue_without_her_own_work(
    project: Project, tasks: list[Task], bob: User, carol: User
) -> None:
    Task.objects.filter(pk=tasks[0].pk).update(state="submitted", annotator=bob)
    Task.objects.filter(pk=tasks[1].pk).update(state="submitted", annotator=bob, reviewer=carol)
    Task.objects.filter(pk=tasks[2].pk).update(state="submitted", annotator=carol)
    (mine,) = Api(carol).get("/api/v1/my-work").json()["projects"]
    assert mine["reviewer"] == {"begun": 0, "again": 1, "available": 1}


def test_the_number_of_queries_does_not_grow_with_projects(
    project: Project, tasks: list[Task], bob: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for index in range(10):
        other = Project.objects.create(name=f"P{index}", organisation=project.organisation, modality="image")
        Participant.objects.create(project=other, user=bob, role="annotator")
        Participant.objects.create(project=other, user=bob, role="reviewer")
    browser = at_work(bob)
    with django_assert_max_num_queries(15):
        answer = browser.get("/api/v1/my-work")
    assert len(answer.json()["projects"]) == 11


def test_alice_and_dave_hear_of_a_batch_whose_next_step_is_theirs(
    project: Project, batch: Batch, tasks: list[Task], alice: User, bob: User, dave: User, olga: User
) -> None:
    def step(user: User) -> list[str]:
        return [each["step"] for each in Api(user).get("/api/v1/my-work").json()["batches"]]

    assert step(alice) == []
    Task.objects.filter(batch=batch).update(state="accepted")
    Task.objects.filter(pk=tasks[0].pk).update(state="skipped")
    assert (step(alice), step(dave), step(olga), step(bob)) == (["sample"], ["sample"], ["sample"], [])
    Batch.objects.update(state="qa_sampling")
    assert (step(alice), step(dave)) == (["inspect"], ["inspect"])
    Batch.objects.update(state="approved")
    assert (step(alice), step(dave)) == (["deliver"], [])
    Batch.objects.update(state="delivered")
    assert step(alice) == []
    Batch.objects.update(state="client_rework")
    assert (step(alice), step(dave)) == (["rework"], [])


def test_mallory_has_nothing_to_do(mallory: User) -> None:
    assert Api(mallory).get("/api/v1/my-work").json()["projects"] == []
