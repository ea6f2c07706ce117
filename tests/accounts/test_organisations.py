"""Invitations, organisations and people: who may do what, and what it leads to."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Invitation, Membership, Organisation, User
from accounts.signals import invitation_accepted, invitation_offered, person_left
from core.errors import NotAllowed
from core.models import AuditEvent
from tests.conftest import PASSWORD, Api, person

INVITATIONS = "/api/v1/invitations"
NEW_PASSWORD = "a long enough pass phrase"


@pytest.fixture
def vera(vendor: Organisation) -> User:
    """Administers the vendor."""
    return person("Vera", vendor, Membership.Role.ADMINISTRATOR)


@pytest.fixture
def audrey(operator: Organisation) -> User:
    """Audits the operator."""
    return person("Audrey", operator, Membership.Role.AUDITOR)


def invited(by: User, organisation: Organisation, email: str = "new@example.com", **more: Any) -> Any:
    response = Api(by).post(INVITATIONS, {"email": email, "organisation": str(organisation.pk), **more})
    assert response.status_code == 201, response.content
    return response.json()


def token_of(invitation: dict[str, Any]) -> str:
    return str(invitation["link"]).rsplit("/invite/", 1)[1]


def by_token(invitation: dict[str, Any]) -> str:
    return f"{INVITATIONS}/by-token/{token_of(invitation)}"


def test_from_the_invitation_to_the_first_sign_in(vera: User, vendor: Organisation) -> None:
    invitation = invited(vera, vendor, " New@Example.com ")
    assert invitation["state"] == "open"
    assert not Invitation.objects.filter(token_hash=token_of(invitation)).exists()
    stranger = Api()
    shown = stranger.get(by_token(invitation)).json()
    assert shown["email"] == "new@example.com"
    assert (shown["organisation"]["name"], shown["invited_by"], shown["has_account"]) == (
        "Careful Labels",
        "Vera",
        False,
    )
    weak = stranger.post(by_token(invitation), {"name": "Nina", "password": "new@example.com"})
    assert weak.json()["code"] == "weak-password"
    assert stranger.post(by_token(invitation), {"name": " ", "password": NEW_PASSWORD}).status_code == 400
    answer = stranger.post(by_token(invitation), {"name": "Nina", "password": NEW_PASSWORD})
    assert answer.status_code == 201
    assert answer.json()["signed_in"]
    assert stranger.get("/api/v1/session").json()["me"]["email"] == "new@example.com"
    assert User.objects.get(email="new@example.com").memberships.get().role == "member"
    again = Api().post(by_token(invitation), {"name": "Mallory", "password": NEW_PASSWORD})
    assert (again.status_code, again.json()["code"]) == (410, "invitation-used")
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"invitation.create", "invitation.accept", "person.create", "organisation.add-member"} <= verbs


def test_somebody_with_an_account_joins_with_the_password_they_have(
    olga: User, bob: User, client_company: Organisation
) -> None:
    invitation = invited(olga, client_company, "bob@example.com")
    assert Api().get(by_token(invitation)).json()["has_account"]
    wrong = Api().post(by_token(invitation), {"name": "Bob", "password": NEW_PASSWORD})
    assert wrong.json()["code"] == "wrong-credentials"
    assert Api().post(by_token(invitation), {"password": PASSWORD}).status_code == 201
    assert bob.memberships.count() == 2
    bob.refresh_from_db()
    assert bob.check_password(PASSWORD)


def test_links_end(vera: User, vendor: Organisation) -> None:
    unknown = Api().get(f"{INVITATIONS}/by-token/made-up")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not-found")
    old = invited(vera, vendor)
    renewed = Api(vera).post(f"{INVITATIONS}/{old['id']}/renew").json()
    assert Api().get(by_token(old)).status_code == 404
    assert Api().get(by_token(renewed)).status_code == 200
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert Api().get(by_token(renewed)).json()["code"] == "invitation-expired"
    assert Api(vera).get(INVITATIONS, {"state": "expired"}).json()["results"][0]["id"] == old["id"]
    renewed = Api(vera).post(f"{INVITATIONS}/{old['id']}/renew").json()
    assert Api(vera).post(f"{INVITATIONS}/{old['id']}/revoke").json()["state"] == "revoked"
    assert Api().get(by_token(renewed)).json()["code"] == "invitation-revoked"
    assert Api(vera).post(f"{INVITATIONS}/{old['id']}/renew").status_code == 410


def test_a_second_invitation_replaces_the_first(vera: User, vendor: Organisation, bob: User) -> None:
    first = invited(vera, vendor)
    second = invited(vera, vendor)
    assert Api().get(by_token(first)).json()["code"] == "invitation-revoked"
    assert Api().get(by_token(second)).status_code == 200
    already = Api(vera).post(INVITATIONS, {"email": "bob@example.com", "organisation": str(vendor.pk)})
    assert (already.status_code, already.json()["code"]) == (409, "already-member")


@pytest.mark.parametrize("role", ["auditor", "security"])
def test_watching_roles_exist_at_the_operator_only(
    olga: User, vera: User, vendor: Organisation, operator: Organisation, role: str
) -> None:
    for by in (olga, vera):
        refused = Api(by).post(INVITATIONS, {"email": "x@example.com", "organisation": str(vendor.pk), "role": role})
        assert refused.json()["params"] == {"reason": "operator-role"}
    invited(olga, operator, "x@example.com", role=role)


def test_administrators_invite_to_their_own_only(
    vera: User, bob: User, alice: User, vendor: Organisation, other_vendor: Organisation, operator: Organisation
) -> None:
    for organisation in (other_vendor, operator):
        refused = Api(vera).post(INVITATIONS, {"email": "x@example.com", "organisation": str(organisation.pk)})
        assert refused.status_code == 404
    for by, organisation in ((bob, vendor), (alice, operator)):
        refused = Api(by).post(INVITATIONS, {"email": "x@example.com", "organisation": str(organisation.pk)})
        assert refused.status_code == 403
    assert Invitation.objects.count() == 0


def test_whoever_knows_projects_may_refuse_and_hears_of_the_acceptance(vera: User, vendor: Organisation) -> None:
    roles = [{"project": "0190a0a0-0000-7000-8000-000000000000", "role": "annotator"}]
    accepted: list[Any] = []

    def refuse(invitation: Invitation, by: User, **kwargs: Any) -> None:
        if invitation.project_roles:
            raise NotAllowed("not-manager")

    def hear(invitation: Invitation, person: User, **kwargs: Any) -> None:
        accepted.append((invitation.email, person.name))

    others = invitation_offered.receivers, invitation_accepted.receivers
    invitation_offered.receivers, invitation_accepted.receivers = [], []
    try:
        invitation_offered.connect(refuse)
        invitation_accepted.connect(hear)
        body = {"email": "x@example.com", "organisation": str(vendor.pk), "project_roles": roles}
        assert Api(vera).post(INVITATIONS, body).status_code == 403
        assert Invitation.objects.count() == 0
        Api().post(by_token(invited(vera, vendor)), {"name": "Nina", "password": NEW_PASSWORD})
    finally:
        invitation_offered.receivers, invitation_accepted.receivers = others
    assert accepted == [("new@example.com", "Nina")]


def test_what_each_sees_of_the_others(
    olga: User, audrey: User, vera: User, bob: User, alice: User, mallory: User, erin: User
) -> None:
    def names(by: User, path: str) -> set[str]:
        return {row["name"] for row in Api(by).get(f"/api/v1/{path}", {"limit": 100}).json()["results"]}

    everybody = {"Olga", "Audrey", "Vera", "Bob", "Alice", "Mallory", "Erin"}
    assert names(olga, "people") == names(audrey, "people") == everybody
    assert names(vera, "people") == {"Vera", "Bob"}
    assert names(bob, "people") == {"Bob"}
    assert names(mallory, "people") == {"Mallory"}
    assert names(vera, "organisations") == names(bob, "organisations") == {"Careful Labels"}
    assert len(names(olga, "organisations")) == 4
    assert Api(vera).get(f"/api/v1/people/{mallory.pk}").status_code == 404


def test_the_directory_filters_and_asks_few_questions(
    olga: User, vera: User, bob: User, erin: User, vendor: Organisation, django_assert_max_num_queries: Any
) -> None:
    api = Api(olga)

    def names(**filters: Any) -> list[str]:
        return [row["name"] for row in api.get("/api/v1/people", filters).json()["results"]]

    assert names(search="BOB@") == ["Bob"]
    assert names(organisation=str(vendor.pk)) == ["Bob", "Vera"]
    assert names(organisation=str(vendor.pk), role="administrator") == ["Vera"]
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert names(active=False) == ["Bob"]
    with django_assert_max_num_queries(7):
        row = api.get("/api/v1/people", {"search": "vera"}).json()["results"][0]
    assert row["memberships"][0]["organisation"]["name"] == "Careful Labels"
    assert row["can"] == {"deactivate": True}


def test_deactivating_ends_sessions_and_tokens_at_once(olga: User, bob: User) -> None:
    api = Api()
    api.post("/api/v1/session", {"email": "bob@example.com", "password": PASSWORD})
    secret = api.post("/api/v1/tokens", {"name": "x"}).json()["token"]
    left: list[Any] = []

    def hear(person: User, organisation: Organisation | None, **kwargs: Any) -> None:
        left.append((person.name, organisation))

    person_left.connect(hear)
    answer = Api(olga).post(f"/api/v1/people/{bob.pk}/deactivate")
    assert answer.json()["is_active"] is False
    assert api.get("/api/v1/session").status_code == 401
    bearer = Api()
    bearer.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert bearer.get("/api/v1/session").status_code == 401
    assert left == [("Bob", None)]
    assert Api(olga).post(f"/api/v1/people/{bob.pk}/reactivate").json()["is_active"] is True
    assert bearer.get("/api/v1/session").status_code == 401
    assert Api().post("/api/v1/session", {"email": "bob@example.com", "password": PASSWORD}).status_code == 200


def test_a_vendors_administrator_reaches_only_people_of_their_own(
    olga: User, vera: User, bob: User, mallory: User, client_company: Organisation
) -> None:
    assert Api(vera).post(f"/api/v1/people/{vera.pk}/deactivate").json()["params"] == {"reason": "yourself"}
    assert Api(vera).post(f"/api/v1/people/{mallory.pk}/deactivate").status_code == 404
    assert Api(bob).post(f"/api/v1/people/{vera.pk}/deactivate").status_code == 404
    Membership.objects.create(user=bob, organisation=client_company)
    assert Api(vera).post(f"/api/v1/people/{bob.pk}/deactivate").json()["params"] == {"reason": "not-administrator"}
    assert Api(olga).post(f"/api/v1/people/{bob.pk}/deactivate").status_code == 200


def test_members_and_their_roles(
    olga: User, vera: User, bob: User, mallory: User, vendor: Organisation, operator: Organisation
) -> None:
    members = f"/api/v1/organisations/{vendor.pk}/members"
    assert [row["person"]["name"] for row in Api(vera).get(members).json()["results"]] == ["Bob", "Vera"]
    assert Api(bob).get(members).status_code == 403
    assert Api(mallory).get(members).status_code == 404
    assert Api(bob).patch(f"{members}/{bob.pk}", {"role": "administrator"}).status_code == 403
    assert Api(vera).patch(f"{members}/{vera.pk}", {"role": "member"}).json()["params"] == {"reason": "yourself"}
    assert Api(vera).patch(f"{members}/{bob.pk}", {"role": "security"}).json()["params"] == {"reason": "operator-role"}
    assert Api(vera).patch(f"{members}/{bob.pk}", {"role": "administrator"}).json()["role"] == "administrator"
    assert Api(bob).delete(f"{members}/{vera.pk}").status_code == 204
    assert vera.memberships.count() == 0
    event = AuditEvent.objects.get(verb="organisation.role")
    assert (event.data["before"], event.data["after"]) == ("member", "administrator")


def test_the_last_one_cannot_be_taken_away(olga: User, operator: Organisation) -> None:
    from accounts.services.organisations import keep_an_operator
    from core.errors import DomainError

    with pytest.raises(DomainError) as caught:
        keep_an_operator(olga)
    assert caught.value.code == "last-administrator"
    keep_an_operator(person("Otto", operator))


def test_organisations_are_made_and_named_by_those_who_may(
    olga: User, vera: User, bob: User, vendor: Organisation
) -> None:
    made = Api(olga).post("/api/v1/organisations", {"name": "Lake Robotics", "kind": "client"})
    assert made.status_code == 201
    assert made.json()["can"] == {"administer": True}
    taken = Api(olga).post("/api/v1/organisations", {"name": "LAKE robotics ", "kind": "vendor"})
    assert (taken.status_code, taken.json()["code"]) == (409, "name-taken")
    assert Api(vera).post("/api/v1/organisations", {"name": "X", "kind": "operator"}).status_code == 403
    path = f"/api/v1/organisations/{vendor.pk}"
    assert Api(vera).patch(path, {"name": "Very Careful Labels"}).json()["name"] == "Very Careful Labels"
    assert Api(bob).patch(path, {"name": "X"}).status_code == 403
    assert Api(vera).patch(path, {"name": "Very Careful Labels", "kind": "operator"}).json()["kind"] == "vendor"


@pytest.mark.django_db
def test_the_first_administrator() -> None:
    def run() -> Any:
        out = StringIO()
        call_command("first_administrator", stdout=out)
        return json.loads(out.getvalue().splitlines()[-1])

    (made,) = run()
    assert run() == []
    answer = Api().post("/api/v1/session", {"email": made["email"], "password": made["password"]}).json()
    assert "installation.run" in answer["permissions"]
    assert len(made["password"]) == 23
