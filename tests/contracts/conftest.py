"""The world that the tests of all routes share."""

from __future__ import annotations

import pytest

from accounts.models import Membership, Organisation, User
from projects.models import Batch, Project, Task
from tests.conftest import person
from tests.contracts.world import World, make_world


@pytest.fixture
def world(
    project: Project,
    batch: Batch,
    tasks: list[Task],
    alice: User,
    bob: User,
    carol: User,
    dave: User,
    erin: User,
    mallory: User,
    olga: User,
    vendor: Organisation,
    operator: Organisation,
) -> World:
    people = {"olga": olga, "alice": alice, "bob": bob, "carol": carol, "dave": dave, "erin": erin, "mallory": mallory}
    people["vera"] = person("Vera", vendor, Membership.Role.ADMINISTRATOR)
    people["audrey"] = person("Audrey", operator, Membership.Role.AUDITOR)
    return make_world(project, batch, tasks, people)
