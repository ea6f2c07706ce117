"""The bundle that opens the workbench."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from annotation.kinds.record import check_record
from annotation.models import Document, PrelabelModel
from annotation.services.documents import create_many
from core.models import AuditEvent
from projects.models import Project, Task
from tests.annotation.documents.conftest import box
from tests.conftest import Api


def bundle(user: User, task: Task) -> Any:
    answer = Api(user).get(f"/api/v1/tasks/{task.pk}/workbench")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_bob_gets_everything_in_one_answer(bobs: Task, tasks: list[Task], document: Document, bob: User) -> None:
    model = PrelabelModel.objects.create(prelabeler="propagate", name="Propagate", version="2")
    offered = box(uuid4(), source={"origin": "model", "model": "propagate"}, score=0.8)
    create_many([(bobs, [check_record(offered)])], origin="model", by=None, layer="prelabel", owner=str(model.pk))
    found = bundle(bob, bobs)
    assert found["task"]["slot"] == "annotator"
    assert found["task"]["lease"]
    assert found["task"]["next"] == str(tasks[1].pk)
    assert found["task"]["previous"] is None
    assert found["task"]["can"] == {
        "claim": "task-claimed",
        "start_review": "task-claimed",
        "submit": True,
        "skip": True,
        "accept": "task-claimed",
        "return": "task-claimed",
        "write": True,
    }
    assert found["document"] == {"id": str(document.pk), "layer": "work", "revision": 0, "records": []}
    (layer,) = found["suggestions"]
    assert layer["model"] == {"slug": "propagate", "name": "Propagate", "version": "2"}
    assert layer["document"]["records"] == [offered]
    assert [each["task"] for each in found["neighbours"]] == [str(task.pk) for task in tasks]
    assert found["schema"]["version"] == 1
    assert "Label every car" in found["guidelines"]["html"]
    assert {"issues", "findings", "checks"} <= found.keys()


def test_looking_is_written_down(bobs: Task, bob: User) -> None:
    bundle(bob, bobs)
    assert AuditEvent.objects.filter(verb="task.view", subject=f"task:{bobs.pk}", actor=str(bob.pk)).count() == 1


def test_carol_may_decide_at_once_on_what_is_submitted(bobs: Task, carol: User, alice: User) -> None:
    Task.objects.filter(pk=bobs.pk).update(state="submitted")
    can = bundle(carol, bobs)["task"]["can"]
    assert (can["start_review"], can["accept"], can["return"]) == (True, True, True)
    managed = bundle(alice, bobs)["task"]
    assert (managed["slot"], managed["can"]["accept"], managed["can"]["write"]) == (
        "viewer", "not-reviewer", "not-assigned"
    )  # fmt: skip


def test_mallory_and_ben_cannot_open_bobs_task(bobs: Task, mallory: User, ben: User, erin: User) -> None:
    for somebody in (mallory, ben, erin):
        assert Api(somebody).get(f"/api/v1/tasks/{bobs.pk}/workbench").status_code == 404


def test_the_strip_shows_bob_only_what_he_may_see(bobs: Task, tasks: list[Task], bob: User, ben: User) -> None:
    Task.objects.filter(pk=tasks[1].pk).update(annotator=ben, state="in_progress")
    assert [each["name"] for each in bundle(bob, bobs)["neighbours"]] == ["0.jpg", "2.jpg"]


def test_opening_costs_few_queries(
    bobs: Task, bob: User, project: Project, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = Api(bob)
    browser.get(f"/api/v1/tasks/{bobs.pk}/workbench")
    with django_assert_max_num_queries(26):
        browser.get(f"/api/v1/tasks/{bobs.pk}/workbench")
