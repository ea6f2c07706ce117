"""A clock that tests can turn, a second reviewer, and a browser that has been used before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from accounts.models import Membership, Organisation, User
from projects.models import Participant, Project
from tests.conftest import Api


class Clock:
    def __init__(self) -> None:
        self.now = timezone.now()

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Iterator[Clock]:
    clock = Clock()
    with patch("django.utils.timezone.now", clock):
        yield clock


@pytest.fixture
def cora(vendor: Organisation, project: Project) -> User:
    """A second reviewer, of the same vendor as Carol."""
    user = User.objects.create_user("cora@example.com", None, name="Cora")
    Membership.objects.create(user=user, organisation=vendor)
    Participant.objects.create(project=project, user=user, role=Participant.Role.REVIEWER)
    return user


def at_work(user: User) -> Api:
    """A browser in which `user` has already done something: the first request of a session writes more."""
    browser = Api(user)
    browser.get("/api/v1/my-work")
    return browser
