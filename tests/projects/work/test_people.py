"""Who takes part in a project, and who may see and change that."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Membership, Organisation, User
from accounts.services.invitations import accept
from projects.models import Lease, Participant, Project, Task
from projects.services.people import leave_all_projects
from tests.conftest import Api, person


def names(user: User, project: Project, path: str = "people") -> list[str]:
    answer = Api(user).get(f"/api/v1/projects/{project.pk}/{path}")
    assert answer.status_code == 200, answer.content
    return [row["name"] for row in answer.json()["results"]]


def give(by: User, project: Project, to: User, *roles: str) -> Any:
    return Api(by).put(f"/api/v1/projects/{project.pk}/people/{to.pk}", {"roles": list(roles)})


@pytest.fixture
def vera(vendor: Organisation) -> User:
    """Administers Bob's vendor; has no role in the project."""
    return person("Vera", vendor, Membership.Role.ADMINISTRATOR)


@pytest.fixture
def nina(vendor: Organisation) -> User:
    """New at Bob's vendor."""
    return person("Nina", vendor)


def test_alice_sees_everybody_and_bob_only_his_colleagues(project: Project, alice: User, bob: User) -> None:
    assert names(alice, project) == ["Alice", "Ben", "Bob", "Carol", "Dave", "Erin"]
    assert names(bob, project) == ["Ben", "Bob", "Carol"]
    assert names(alice, project, "people?role=annotator") == ["Ben", "Bob"]


def test_bob_sees_no_addresses_but_his_own(project: Project, bob: User) -> None:
    found = Api(bob).get(f"/api/v1/projects/{project.pk}/people").json()["results"]
    assert {row["name"]: row["email"] for row in found} == {"Ben": None, "Bob": "bob@example.com", "Carol": None}
    assert not any(row["can_change"] for row in found)


def test_erin_and_mallory_see_nobody(project: Project, erin: User, mallory: User) -> None:
    assert Api(erin).get(f"/api/v1/projects/{project.pk}/people").status_code == 403
    assert Api(mallory).get(f"/api/v1/projects/{project.pk}/people").status_code == 404


def test_alice_adds_nina_by_name(project: Project, alice: User, nina: User, mallory: User) -> None:
    assert names(alice, project, "people/candidates?search=nin") == ["Nina"]
    answer = give(alice, project, nina, "annotator", "reviewer")
    assert sorted(answer.json()["roles"]) == ["annotator", "reviewer"]
    assert names(alice, project, "people/candidates?search=nin") == []


def test_bob_gives_no_roles(project: Project, bob: User, ben: User, nina: User) -> None:
    assert give(bob, project, ben, "manager").status_code == 404
    assert give(bob, project, nina, "annotator").status_code == 404
    assert Api(bob).get(f"/api/v1/projects/{project.pk}/people/candidates").status_code == 403


def test_a_vendors_administrator_adds_own_people_as_annotators_and_reviewers_only(
    project: Project, vera: User, nina: User, bob: User, dave: User
) -> None:
    Participant.objects.create(project=project, user=vera, role="reviewer")
    assert names(vera, project, "people/candidates") == ["Nina"]
    assert give(vera, project, nina, "annotator").json()["roles"] == ["annotator"]
    refused = give(vera, project, nina, "annotator", "manager")
    assert (refused.status_code, refused.json()["params"]) == (403, {"reason": "not-a-vendor-role"})
    assert give(vera, project, dave, "annotator").status_code == 404
    assert give(vera, project, bob).json()["roles"] == []


def test_clients_people_are_clients_and_nothing_else(project: Project, alice: User, erin: User, bob: User) -> None:
    assert give(alice, project, erin, "client", "annotator").json()["params"] == {"reason": "client-only-role"}
    assert give(alice, project, bob, "annotator", "client").json()["params"] == {"reason": "not-of-the-client"}


def test_a_project_keeps_a_manager(project: Project, alice: User) -> None:
    answer = give(alice, project, alice, "annotator")
    assert (answer.status_code, answer.json()["code"]) == (409, "last-manager")


def test_who_leaves_gives_up_their_tasks(
    project: Project, tasks: list[Task], alice: User, bob: User, ben: User
) -> None:
    Task.objects.filter(pk=tasks[0].pk).update(state="in_progress", annotator=bob)
    Lease.objects.create(task=tasks[0], user=bob, until="2099-01-01T00:00Z")
    Task.objects.filter(pk=tasks[1].pk).update(assignee=bob)
    Task.objects.filter(pk=tasks[2].pk).update(state="returned", annotator=bob, round=2)
    assert give(alice, project, bob).json()["roles"] == []
    found = {task.number: (task.state, task.annotator, task.assignee) for task in Task.objects.all()}
    assert found == {1: ("new", None, None), 2: ("new", None, None), 3: ("returned", None, None)}
    assert not Lease.objects.exists()
    taken = [Api(ben).post(f"/api/v1/projects/{project.pk}/next-task", {}).json()["task"]["number"]]
    for _ in range(2):
        Task.objects.filter(annotator=ben, state__in=["claimed", "returned"]).update(state="submitted")
        taken.append(Api(ben).post(f"/api/v1/projects/{project.pk}/next-task", {}).json()["task"]["number"])
    assert taken == [1, 2, 3]


def invited(by: User, organisation: Organisation, project: Project, role: str) -> Any:
    body = {
        "email": "new@example.com",
        "organisation": str(organisation.pk),
        "role": "member",
        "project_roles": [{"project": str(project.pk), "role": role}],
    }
    return Api(by).post("/api/v1/invitations", body)


def test_an_invitation_gives_its_roles_when_it_is_accepted(project: Project, olga: User, vendor: Organisation) -> None:
    answer = invited(olga, vendor, project, "annotator")
    assert answer.status_code == 201, answer.content
    token = answer.json()["link"].rstrip("/").rsplit("/", 1)[-1]
    joined = accept(token=token, name="Newcomer", password="a long and fine password")
    assert list(Participant.objects.filter(user=joined).values_list("project", "role")) == [(project.pk, "annotator")]


def test_nobody_offers_roles_they_could_not_give(
    project: Project, vera: User, olga: User, mallory: User, vendor: Organisation, other_vendor: Organisation
) -> None:
    Participant.objects.create(project=project, user=vera, role="reviewer")
    assert invited(vera, vendor, project, "annotator").status_code == 201
    assert invited(vera, vendor, project, "manager").json()["params"] == {"reason": "not-a-vendor-role"}
    assert invited(mallory, other_vendor, project, "annotator").status_code == 404
    assert invited(olga, vendor, project, "client").json()["params"] == {"reason": "not-of-the-client"}


def test_who_is_deactivated_loses_open_work_but_not_their_roles(
    project: Project, tasks: list[Task], bob: User, olga: User
) -> None:
    Task.objects.filter(pk=tasks[0].pk).update(state="in_progress", annotator=bob)
    leave_all_projects(person=bob, by=olga, keep_roles=True)
    tasks[0].refresh_from_db()
    assert (tasks[0].state, tasks[0].annotator) == ("new", None)
    assert Participant.objects.filter(user=bob).exists()
    leave_all_projects(person=bob, by=olga, keep_roles=False)
    assert not Participant.objects.filter(user=bob).exists()
