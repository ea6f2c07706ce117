"""What the administrator of a vendor sees: the projects of its people, and of them its own people and work."""

from __future__ import annotations

import pytest

from accounts.models import Membership, Organisation, User
from projects.models import Participant, Project, Task
from tests.conftest import Api, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def vera(vendor: Organisation) -> User:
    """Administers the vendor of Bob, Ben and Carol, and has no part in any project."""
    return person("vera", vendor, Membership.Role.ADMINISTRATOR)


@pytest.fixture
def foreign(project: Project, mallory: User) -> User:
    """Somebody of another vendor in the same project."""
    Participant.objects.create(project=project, user=mallory, role=Participant.Role.ANNOTATOR)
    return mallory


def test_vera_sees_the_project_of_her_people_and_their_work_only(
    project: Project, tasks: list[Task], vera: User, bob: User, foreign: User
) -> None:
    Task.objects.filter(pk=tasks[0].pk).update(annotator=bob, state="submitted")
    Task.objects.filter(pk=tasks[1].pk).update(annotator=foreign, state="submitted")
    browser = Api(vera)
    [found] = browser.get("/api/v1/projects").json()["results"]
    assert (found["roles"], found["can"]["see_inside"]) == (["overseer"], True)
    assert found["can"]["see_all_data"] != True  # noqa: E712
    assert found["can"]["manage"] != True  # noqa: E712
    seen = browser.get(f"/api/v1/projects/{project.pk}/tasks").json()["results"]
    assert [task["number"] for task in seen] == [1]
    overview = browser.get(f"/api/v1/projects/{project.pk}/overview").json()
    assert (overview["everything"], overview["total"]) == (False, 1)
    people = browser.get(f"/api/v1/projects/{project.pk}/people").json()["results"]
    assert {each["name"] for each in people} == {"Bob", "Ben", "Carol"}
    assert browser.get(f"/api/v1/tasks/{tasks[0].pk}/workbench").json()["task"]["slot"] == "viewer"
    assert browser.get(f"/api/v1/tasks/{tasks[1].pk}/workbench").status_code == 404


def test_vera_takes_no_work_and_changes_nothing(project: Project, tasks: list[Task], vera: User) -> None:
    browser = Api(vera)
    for slot in ("annotator", "reviewer"):
        answer = browser.post(f"/api/v1/projects/{project.pk}/next-task", {"slot": slot}, format="json")
        assert answer.status_code == 403
    assert browser.patch(f"/api/v1/projects/{project.pk}", {"name": "Ours"}, format="json").status_code == 403
    assert browser.get(f"/api/v1/projects/{project.pk}/imports").status_code == 403


def test_where_none_of_her_people_work_there_is_nothing_to_see(
    project: Project, vera: User, vendor: Organisation
) -> None:
    Participant.objects.filter(user__memberships__organisation=vendor).delete()
    assert Api(vera).get("/api/v1/projects").json()["results"] == []
    assert Api(vera).get(f"/api/v1/projects/{project.pk}").status_code == 404


def test_a_plain_member_of_the_vendor_sees_no_more_than_before(project: Project, vendor: Organisation) -> None:
    assert Api(person("vince", vendor)).get(f"/api/v1/projects/{project.pk}").status_code == 404
