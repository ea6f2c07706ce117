"""Who somebody is, asked once a request and kept no longer than it holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from accounts.models import Membership, Organisation, User
from accounts.standing import is_operator_staff
from core.once import OncePerRequest
from projects.models import Participant, Project
from projects.policies.roles import roles_in

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db


def in_a_request(view: Callable[[], object]) -> None:
    def answer(_: HttpRequest) -> HttpResponse:
        view()
        return HttpResponse()

    OncePerRequest(answer)(RequestFactory().get("/"))


def test_a_request_asks_once_who_somebody_is(
    project: Project, bob: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def view() -> None:
        with django_assert_num_queries(2):  # memberships, roles
            assert roles_in(bob, project) == roles_in(bob, project) == {"annotator"}
            assert not is_operator_staff(bob)

    in_a_request(view)


def test_nothing_is_kept_from_one_request_to_the_next_or_outside(project: Project, bob: User) -> None:
    seen: list[frozenset[str]] = []
    for role in ("reviewer", "qa"):
        Participant.objects.filter(project=project, user=bob).update(role=role)  # no signal tells of it
        assert roles_in(bob, project) == {role}
        in_a_request(lambda: seen.append(roles_in(bob, project)))
    assert seen == [{"reviewer"}, {"qa"}]


def test_what_changes_during_a_request_holds_at_once(project: Project, bob: User, operator: Organisation) -> None:
    def view() -> None:
        assert roles_in(bob, project) == {"annotator"}
        Participant.objects.create(project=project, user=bob, role="qa")
        assert roles_in(bob, project) == {"annotator", "qa"}
        Participant.objects.filter(project=project, user=bob, role="annotator").delete()
        assert roles_in(bob, project) == {"qa"}
        membership = Membership.objects.create(user=bob, organisation=operator, role="administrator")
        assert roles_in(bob, project) == {"qa", "manager"}
        membership.delete()
        assert roles_in(bob, project) == {"qa"}

    in_a_request(view)


def test_one_person_s_answer_is_not_another_s(project: Project, alice: User, bob: User) -> None:
    def view() -> None:
        assert roles_in(alice, project) == {"manager"}
        assert roles_in(bob, project) == {"annotator"}

    in_a_request(view)
