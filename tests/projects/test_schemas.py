"""Versions of a label schema: what a change touches, and that it never breaks open work."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from accounts.models import User
from core.models import AuditEvent
from projects.models import LabelSchema, Project, Task
from projects.schema import parse
from projects.services.schemas import extend_schema
from tests.conftest import SCHEMA, Api


def address(project: Project, tail: str = "schema-versions") -> str:
    return f"/api/v1/projects/{project.pk}/{tail}"


def without_person() -> dict[str, Any]:
    content = deepcopy(SCHEMA)
    content["labels"] = [label for label in content["labels"] if label["key"] != "person"]
    return content


def test_everybody_inside_reads_the_labels_and_the_client_does_not(
    project: Project, bob: User, erin: User, mallory: User
) -> None:
    seen = Api(bob).get(address(project, "schema")).json()
    assert (seen["version"], seen["content"]) == (1, SCHEMA)
    assert Api(erin).get(address(project, "schema")).json()["params"] == {"reason": "not-in-project"}
    assert Api(mallory).get(address(project, "schema")).status_code == 404


def test_a_trial_says_what_changes_and_changes_nothing(project: Project, tasks: list[Task], alice: User) -> None:
    answer = Api(alice).post(address(project), {"content": without_person(), "dry_run": True})
    assert answer.status_code == 200
    (change,) = (each for each in answer.json()["changes"] if each["touches_records"])
    assert (change["verb"], change["label"], change["records"]) == ("retired", "person", 0)
    assert [label.get("retired") for label in answer.json()["content"]["labels"]] == [None, True]
    assert LabelSchema.objects.filter(project=project).count() == 1


def test_what_is_removed_stays_retired_once_there_is_work(project: Project, tasks: list[Task], alice: User) -> None:
    answer = Api(alice).post(address(project), {"content": without_person(), "base_version": 1, "note": "No people"})
    assert answer.status_code == 201, answer.content
    assert (answer.json()["version"], answer.json()["note"]) == (2, "No people")
    assert [label["key"] for label in answer.json()["content"]["labels"]] == ["car", "person"]
    assert AuditEvent.objects.get(verb="schema.publish").data["changes"] == ["retired"]


def test_what_is_removed_before_there_is_work_is_gone(project: Project, alice: User) -> None:
    answer = Api(alice).post(address(project), {"content": without_person(), "base_version": 1})
    assert [label["key"] for label in answer.json()["content"]["labels"]] == ["car"]


def test_two_managers_do_not_overwrite_each_other(project: Project, alice: User, olga: User) -> None:
    assert Api(olga).post(address(project), {"content": without_person(), "base_version": 1}).status_code == 201
    late = Api(alice).post(address(project), {"content": without_person(), "base_version": 1})
    assert (late.status_code, late.json()["code"], late.json()["params"]) == (409, "schema-changed", {"version": 2})
    same = Api(alice).post(address(project), {"content": without_person(), "base_version": 2})
    assert same.json()["code"] == "nothing-changed"
    assert Api(alice).post(address(project), {"content": SCHEMA}).json()["code"] == "base-version-missing"


def test_an_invalid_schema_names_every_place(project: Project, tasks: list[Task], alice: User) -> None:
    content = deepcopy(SCHEMA)
    content["labels"][0]["attributes"][0].update(type="text", default=None)
    content["labels"][1]["color"] = "blue"
    answer = Api(alice).post(address(project), {"content": content, "base_version": 1})
    assert answer.status_code == 400
    assert set(answer.json()["fields"]) == {"labels[0].attributes[0].type", "labels[1].color"}
    assert {problem["code"] for problem in answer.json()["params"]["problems"]} == {"type-changed", "bad-color"}


def test_only_managers_publish(project: Project, bob: User, dave: User) -> None:
    for user in (bob, dave):
        for body in ({"content": SCHEMA, "dry_run": True}, {"content": SCHEMA, "base_version": 1}):
            assert Api(user).post(address(project), body).json()["params"] == {"reason": "not-manager"}


def test_versions_are_listed_read_and_compared(
    project: Project, alice: User, bob: User, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    for version in range(2, 6):
        LabelSchema.objects.create(project=project, version=version, content=without_person(), created_by=alice)
    api = Api(bob)
    api.get("/api/v1/projects")  # the first request of a session is dearer
    # session, person, the project for this person (staff, project), roles (participations, staff), the page
    with django_assert_num_queries(6):  # type: ignore[operator]
        page = api.get(address(project)).json()["results"]
    assert [row["version"] for row in page] == [5, 4, 3, 2, 1]
    assert api.get(address(project, "schema-versions/1")).json()["content"] == SCHEMA
    changes = api.get(address(project, "schema-versions/2/changes")).json()["changes"]
    assert [(change["verb"], change["label"]) for change in changes] == [("retired", "person")]
    assert api.get(address(project, "schema-versions/5/changes?against=2")).json()["changes"] == []
    assert api.get(address(project, "schema-versions/9")).status_code == 404


def test_an_import_adds_the_labels_it_brings(project: Project, alice: User) -> None:
    option = {"key": "red", "name": {"en": "Red"}}
    more = {"key": "paint", "name": {"en": "Paint"}, "type": "select", "options": [option]}
    content = parse(
        {
            "labels": [
                {"key": "van", "name": {"en": "Van"}, "color": "#4363d8", "kinds": ["box"]},
                {"key": "person", "name": {"en": "X"}, "color": "#000000", "kinds": ["points"], "attributes": [more]},
            ]
        }
    )
    schema = extend_schema(project=project, content=content, by=alice)
    car, person, van = schema.content["labels"]
    assert car == SCHEMA["labels"][0]
    assert (person["name"]["en"], person["kinds"]) == ("Person", ["box", "polygon", "points"])
    assert person["attributes"][0]["options"][0]["key"] == "red"
    assert (schema.version, van["key"], van["kinds"]) == (2, "van", ["box"])
    assert van["color"] not in {"#4363d8", "#e6194b"}
    assert extend_schema(project=project, content=content, by=alice).version == 2
