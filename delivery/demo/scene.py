"""The demonstration's drive: five frames of points with three cameras, to be labelled in space."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from delivery.demo.cast import Cast
from projects.models import Project
from projects.services.imports import Wish, start_import
from projects.services.people import set_roles
from projects.services.projects import create_project

TEMPLATE = "driving"
DRIVE = "demo/scene"  # below one of IMPORT_ROOTS
ROLES = {"bob": "annotator", "ben": "annotator", "carol": "reviewer", "dave": "qa", "erin": "client"}


def project_of(cast: Cast) -> tuple[Project, str]:
    """The project and the id of the job that takes its scene."""
    return drive(cast, TEMPLATE, "Drive in San Francisco, 3D", "Road users in lidar sweeps with three cameras.")


def drive(cast: Cast, template: str, name: str, what: str) -> tuple[Project, str]:
    """A project of this template with the drive, and the id of the job that takes it."""
    alice = cast.people["alice"]
    project = create_project(
        template=template,
        name=name,
        by=alice,
        client=cast.client,
        languages=["en", "zh"],
        deadline=timezone.localdate() + timedelta(days=30),
        description=f"{what} PandaSet by Hesai and Scale AI, CC BY 4.0.",
    )
    for key, role in ROLES.items():
        set_roles(project=project, person=cast.people[key], roles=[role], by=alice)
    wish = Wish(dataset="PandaSet scene", batch="Drive")
    imported = start_import(project=project, source="folder", location=DRIVE, by=alice, wish=wish)
    return project, str(imported.job_id)
