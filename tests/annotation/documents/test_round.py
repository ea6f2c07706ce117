"""One round of work, as the workbench asks for it: next task, save, submit; and opening it again."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from projects.models import Asset, Batch, Project, Task
from tests.annotation.documents.conftest import box, change, operation
from tests.conftest import Api

pytestmark = pytest.mark.django_db


def round_of_work(browser: Api, project: Project, boxes: int) -> dict[str, int]:
    """How many queries each request took."""
    taken: dict[str, int] = {}

    def ask(name: str, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        with CaptureQueriesContext(connection) as captured:
            answer = getattr(browser, method)(f"/api/v1/{path}", body, format="json" if body else None)
        assert answer.status_code == 200, answer.content
        taken[name] = len(captured)
        return answer.json()

    bundle = ask("next", "post", f"projects/{project.pk}/next-task", {"slot": "annotator"})
    task, document = bundle["task"], bundle["document"]
    assert ask("open", "get", f"tasks/{task['id']}/workbench")["document"] == document
    changes = [change(None, box(uuid4(), x=10 * at)) for at in range(boxes)]
    saved = ask("save", "patch", f"documents/{document['id']}", operation(*changes))
    wish = {"revision": saved["revision"], "next": {"slot": "annotator"}}
    come = ask("submit", "post", f"tasks/{task['id']}/submit", wish)["next"]
    assert come["task"]["id"] != task["id"]
    ask("give back", "post", f"tasks/{come['task']['id']}/release")
    return taken


def test_a_round_costs_the_same_queries_whatever_the_project_and_the_work(
    project: Project, batch: Batch, tasks: list[Task], bob: User
) -> None:
    browser = Api(bob)
    round_of_work(browser, project, 1)  # what a first request looks up and keeps
    small = round_of_work(browser, project, 2)
    size = {"width": 640, "height": 480, "size": 1, "media_type": "image/jpeg", "sequence": "front"}
    dataset = tasks[0].asset.dataset
    assets = Asset.objects.bulk_create(
        Asset(project=project, dataset=dataset, name=f"more-{at}.jpg", position=at + 3, **size) for at in range(200)
    )
    Task.objects.bulk_create(
        Task(project=project, batch=batch, asset=asset, number=at + 4) for at, asset in enumerate(assets)
    )
    large = round_of_work(browser, project, 60)
    assert small == large
    assert large["next"] <= 29
    assert large["open"] <= 17
    assert large["save"] <= 20
    assert large["submit"] <= 46


def test_what_is_handed_in_stays_so_when_nothing_comes_next(project: Project, tasks: list[Task], bob: User) -> None:
    browser = Api(bob)

    def hand_in(task: str, slot: str) -> Any:
        browser.patch(f"/api/v1/documents/{document_of(task)}", operation(change(None, box(uuid4()))))
        return browser.post(f"/api/v1/tasks/{task}/submit", {"revision": 1, "next": {"slot": slot}}).json()

    def document_of(task: str) -> str:
        return str(browser.get(f"/api/v1/tasks/{task}/workbench").json()["document"]["id"])

    first = browser.post(f"/api/v1/projects/{project.pk}/next-task", {"slot": "annotator"}).json()["task"]["id"]
    answer = hand_in(first, "reviewer")  # which bob is not
    assert answer["state"] == "submitted"
    assert "next" not in answer
    second = browser.post(f"/api/v1/projects/{project.pk}/next-task", {"slot": "annotator"}).json()["task"]["id"]
    third = hand_in(second, "annotator")["next"]["task"]["id"]
    assert Task.objects.get(pk=third).annotator == bob
    assert hand_in(third, "annotator") == {"id": third, "number": 3, "state": "submitted", "next": None}
