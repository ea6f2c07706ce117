"""The people of every test: alice manages, bob and ben annotate, carol reviews, dave is QA, erin is the client,
mallory is a stranger (of a vendor with no project), olga administers the operator."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from accounts.models import Membership, Organisation, User
from projects.models import (
    Asset,
    Batch,
    Dataset,
    Guideline,
    LabelSchema,
    Participant,
    Project,
    Task,
)

PASSWORD = "correct horse battery"

SCHEMA: dict[str, Any] = {
    "labels": [
        {
            "key": "car",
            "name": {"en": "Car", "zh": "轿车"},
            "color": "#4363d8",
            "hotkey": "1",
            "kinds": ["box", "rotated_box", "polygon", "polyline", "points", "tag"],
            "attributes": [
                {
                    "key": "occluded",
                    "name": {"en": "Occluded", "zh": "遮挡"},
                    "type": "checkbox",
                    "options": [],
                    "min": None,
                    "max": None,
                    "step": None,
                    "default": False,
                    "required": False,
                    "when": None,
                }
            ],
        },
        {
            "key": "person",
            "name": {"en": "Person", "zh": "行人"},
            "color": "#e6194b",
            "hotkey": "2",
            "kinds": ["box", "polygon"],
            "attributes": [],
        },
    ],
    "questions": [],
}


@pytest.fixture(autouse=True)
def _own_storage(settings: Settings, tmp_path: Path) -> None:
    settings.STORAGE_URL = f"file://{tmp_path / 'storage'}"
    settings.STORAGES = dict(settings.STORAGES)  # makes Django forget the open store
    settings.CACHES = {  # of its own, so that attempts counted in one test do not stop the next
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }
    # Every test client would read the names of all files of the browser application anew.
    settings.WHITENOISE_ROOT = None
    settings.STATIC_ROOT = str(tmp_path)
    settings.IMPORT_ROOTS = [str(tmp_path / "import")]


@pytest.fixture
def operator(db: None) -> Organisation:
    return Organisation.objects.create(name="Groundwork Operations", kind=Organisation.Kind.OPERATOR)


@pytest.fixture
def vendor(db: None) -> Organisation:
    return Organisation.objects.create(name="Careful Labels", kind=Organisation.Kind.VENDOR)


@pytest.fixture
def other_vendor(db: None) -> Organisation:
    return Organisation.objects.create(name="Other Labels", kind=Organisation.Kind.VENDOR)


@pytest.fixture
def client_company(db: None) -> Organisation:
    return Organisation.objects.create(name="Street Robotics", kind=Organisation.Kind.CLIENT)


def person(name: str, organisation: Organisation, role: str = Membership.Role.MEMBER) -> User:
    user = User.objects.create_user(f"{name.lower()}@example.com", PASSWORD, name=name)
    Membership.objects.create(user=user, organisation=organisation, role=role)
    return user


@pytest.fixture
def olga(operator: Organisation) -> User:
    return person("Olga", operator, Membership.Role.ADMINISTRATOR)


@pytest.fixture
def alice(operator: Organisation) -> User:
    return person("Alice", operator)


@pytest.fixture
def bob(vendor: Organisation) -> User:
    return person("Bob", vendor)


@pytest.fixture
def ben(vendor: Organisation) -> User:
    return person("Ben", vendor)


@pytest.fixture
def carol(vendor: Organisation) -> User:
    return person("Carol", vendor)


@pytest.fixture
def dave(operator: Organisation) -> User:
    return person("Dave", operator)


@pytest.fixture
def erin(client_company: Organisation) -> User:
    return person("Erin", client_company)


@pytest.fixture
def mallory(other_vendor: Organisation) -> User:
    return person("Mallory", other_vendor, Membership.Role.ADMINISTRATOR)


@pytest.fixture
def project(
    operator: Organisation,
    client_company: Organisation,
    alice: User,
    bob: User,
    ben: User,
    carol: User,
    dave: User,
    erin: User,
) -> Project:
    """A 2D detection project in which everybody but Mallory has their role."""
    project = Project.objects.create(
        name="Street scenes",
        organisation=operator,
        client=client_company,
        modality="image",
        template="detection",
    )
    LabelSchema.objects.create(project=project, version=1, content=SCHEMA)
    Guideline.objects.create(project=project, version=1, text="# Label every car")
    role = Participant.Role
    team = [
        (alice, role.MANAGER),
        (bob, role.ANNOTATOR),
        (ben, role.ANNOTATOR),
        (carol, role.REVIEWER),
        (dave, role.QA),
        (erin, role.CLIENT),
    ]
    Participant.objects.bulk_create(Participant(project=project, user=user, role=r) for user, r in team)
    return project


@pytest.fixture
def batch(project: Project) -> Batch:
    return Batch.objects.create(project=project, name="Batch 1")


@pytest.fixture
def tasks(project: Project, batch: Batch) -> list[Task]:
    """Three tasks on three 640x480 images that exist as rows only."""
    dataset = Dataset.objects.create(project=project, name="Images")
    assets = [
        Asset.objects.create(
            project=project,
            dataset=dataset,
            name=f"{index}.jpg",
            media_type="image/jpeg",
            sha256=f"{index:064x}",
            size=1000,
            original=f"missing/{index}.jpg",
            width=640,
            height=480,
            sequence="front",
            position=index,
        )
        for index in range(3)
    ]
    return [
        Task.objects.create(project=project, batch=batch, asset=asset, number=index + 1)
        for index, asset in enumerate(assets)
    ]


@pytest.fixture
def task(tasks: list[Task]) -> Task:
    return tasks[0]


@pytest.fixture
def api() -> type[Api]:
    return Api


class Api(APIClient):
    """`Api(bob).post(...)` acts as Bob; `Api()` is signed out."""

    def __init__(self, user: User | None = None) -> None:
        super().__init__()
        if user is not None:
            self.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
