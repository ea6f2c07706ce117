"""Projects: begun from a template, seen by those who have a role, changed by managers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import Organisation, User
from core.models import AuditEvent
from projects.models import Participant, Project, Task, TaskMove
from projects.schema import parse
from projects.services.overview import Day, forecast
from projects.templates import TEMPLATES
from tests.conftest import Api


def test_templates_have_valid_labels_and_two_languages() -> None:
    for template in TEMPLATES:
        schema = parse(template.schema.json(), kinds=template.kinds)
        assert schema == template.schema, template.slug
        assert template.title.zh
        assert template.guidelines.zh.startswith("# ")


@pytest.mark.django_db
def test_templates_that_cannot_be_labelled_yet_are_not_offered(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TEMPLATES["segmentation"], "is_offered", False)
    offered = {template["slug"] for template in Api(alice).get("/api/v1/project-templates").json()}
    assert offered >= {"detection", "classification", "transcription", "conversation"}
    assert "segmentation" not in offered


def test_alice_begins_a_project_and_manages_it(alice: User, client_company: Organisation) -> None:
    answer = Api(alice).post(
        "/api/v1/projects",
        {
            "template": "detection",
            "name": "  Night streets ",
            "client": str(client_company.pk),
            "languages": ["zh", "en"],
            "deadline": "2030-01-31",
        },
    )
    assert answer.status_code == 201, answer.content
    project = Project.objects.get(pk=answer.json()["id"])
    assert (project.name, project.modality, project.client) == ("Night streets", "image", client_company)
    assert project.schemas.get().content["labels"][0]["key"] == "car"
    assert project.guidelines.get().text.startswith("# 标注内容")
    assert answer.json()["roles"] == ["manager"]
    assert answer.json()["can"]["manage"] is True
    assert AuditEvent.objects.filter(verb="project.create", scope=str(project.pk)).count() == 1


@pytest.mark.parametrize("who", ["bob", "erin", "mallory"])
def test_people_of_vendors_and_clients_begin_none(who: str, request: pytest.FixtureRequest) -> None:
    user = request.getfixturevalue(who)
    answer = Api(user).post("/api/v1/projects", {"template": "detection", "name": "Mine"})
    assert answer.status_code == 403
    assert answer.json()["params"] == {"reason": "not-operator"}
    assert Api(user).get("/api/v1/project-clients").status_code == 403


def test_unknown_template_name_and_language_are_refused(alice: User) -> None:
    api = Api(alice)
    assert api.post("/api/v1/projects", {"template": "x", "name": "A"}).json()["code"] == "unknown-template"
    assert api.post("/api/v1/projects", {"template": "detection", "name": " "}).status_code == 400
    wrong = api.post("/api/v1/projects", {"template": "detection", "name": "A", "languages": ["fr"]})
    assert wrong.status_code == 400


def test_a_stranger_sees_nothing_and_the_client_only_the_name(project: Project, erin: User, mallory: User) -> None:
    address = f"/api/v1/projects/{project.pk}"
    assert Api(mallory).get(address).status_code == 404
    assert Api(mallory).get("/api/v1/projects").json()["results"] == []
    seen = Api(erin).get(address).json()
    assert seen["name"] == "Street scenes"
    assert [seen[field] for field in ("description", "workflow", "options", "organisation", "progress")] == [None] * 5
    assert seen["can"] == {"manage": "not-manager", "see_inside": "not-in-project", "see_all_data": "not-manager-or-qa"}
    assert Api(erin).get(f"{address}/overview").status_code == 403


def test_an_operators_administrator_manages_every_project(project: Project, olga: User) -> None:
    (seen,) = Api(olga).get("/api/v1/projects").json()["results"]
    assert seen["roles"] == ["manager"]


def test_the_list_takes_the_same_queries_for_one_and_many(
    project: Project, alice: User, operator: Organisation, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    for index in range(5):
        other = Project.objects.create(name=f"P{index}", organisation=operator, modality="image")
        Participant.objects.create(project=other, user=alice, role="annotator")
    api = Api(alice)
    api.get("/api/v1/projects")  # the first request of a session is dearer
    # session, person, memberships, roles, the page
    with django_assert_num_queries(5):  # type: ignore[operator]
        page = api.get("/api/v1/projects?limit=10").json()["results"]
    assert len(page) == 6
    assert {row["progress"] is None for row in page if row["name"].startswith("P")} == {True}


def test_alice_changes_her_project_and_bob_does_not(project: Project, alice: User, bob: User) -> None:
    address = f"/api/v1/projects/{project.pk}"
    changed = Api(alice).patch(address, {"name": "Renamed", "workflow": {"review": "sample", "review_share": 0.25}})
    assert changed.status_code == 200, changed.content
    assert changed.json()["workflow"] == {"review": "sample", "review_share": 0.25}
    assert Api(bob).patch(address, {"name": "Bob's"}).json()["params"] == {"reason": "not-manager"}
    assert Api(alice).patch(address, {"workflow": {"review": "never"}}).status_code == 400


def test_an_archived_project_does_not_change_until_it_is_back(project: Project, alice: User) -> None:
    api, address = Api(alice), f"/api/v1/projects/{project.pk}"
    assert api.post(f"{address}/archive").json()["state"] == "archived"
    assert api.post(f"{address}/archive").status_code == 409
    assert api.patch(address, {"name": "New"}).json()["params"] == {"reason": "project-archived"}
    assert api.post(f"{address}/unarchive").json()["state"] == "active"


def test_the_overview_counts_what_happened(
    project: Project, tasks: list[Task], alice: User, bob: User, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    now = timezone.now()
    Task.objects.filter(pk=tasks[0].pk).update(state="accepted", round=2, reviewed_at=now, annotator=bob)
    Task.objects.filter(pk=tasks[1].pk).update(state="accepted", reviewed_at=now, object_count=7)
    moves = [(tasks[0], "accepted"), (tasks[0], "returned"), (tasks[0], "submitted"), (tasks[1], "accepted")]
    TaskMove.objects.bulk_create(TaskMove(task=task, source="x", target=target, at=now) for task, target in moves)
    api = Api(alice)
    api.get("/api/v1/projects")  # the first request of a session is dearer
    with django_assert_max_num_queries(11):  # type: ignore[operator]
        seen = api.get(f"/api/v1/projects/{project.pk}/overview").json()
    assert seen["states"]["accepted"] == 2
    assert (seen["total"], seen["objects"], seen["batches"]["open"]) == (3, 7, 1)
    assert seen["days"][-1] == {"date": now.date().isoformat(), "submitted": 1, "accepted": 2, "returned": 1}
    assert seen["quality"] == {"reviewed": 2, "returned": 1, "return_rate": 0.5, "first_pass": 0.5}
    assert seen["forecast"]["date"] == (now.date() + timedelta(days=1)).isoformat()


def test_bobs_overview_counts_only_what_he_may_see(project: Project, tasks: list[Task], bob: User, ben: User) -> None:
    Task.objects.filter(pk=tasks[0].pk).update(state="accepted", annotator=bob)
    Task.objects.filter(pk=tasks[1].pk).update(state="accepted", annotator=ben)
    seen = Api(bob).get(f"/api/v1/projects/{project.pk}/overview").json()
    assert (seen["everything"], seen["states"]["accepted"], seen["batches"]) == (False, 1, {})


def test_the_forecast_goes_on_as_in_the_last_days() -> None:
    states = dict.fromkeys(Task.State.values, 0) | {"new": 25, "accepted": 20, "skipped": 5}
    today = date(2026, 3, 10)
    days = [Day(today - timedelta(days=ago), accepted=5 if ago < 4 else 0) for ago in range(29, -1, -1)]
    found = forecast(states, days, date(2026, 3, 12), today)
    assert (found.remaining, found.per_day, found.date, found.late_days) == (25, 5.0, date(2026, 3, 15), 3)
    quiet = forecast(states, [Day(today)], None, today)
    assert (quiet.date, quiet.per_day) == (None, 0.0)
