"""The demonstration's recordings: a meeting whose speakers are labelled, and speeches that wait for somebody."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from delivery.demo.cast import Cast
from projects.models import Project
from projects.services.imports import Wish, start_import
from projects.services.people import set_roles
from projects.services.projects import create_project

TEMPLATE = "conversation"
RECORDINGS = "demo/speech"  # below one of IMPORT_ROOTS
ROLES = {"bob": "annotator", "ben": "annotator", "carol": "reviewer", "dave": "qa", "erin": "client"}


def project_of(cast: Cast) -> tuple[Project, str]:
    """The project and the id of the job that takes its recordings, with the speakers of the meeting as labels."""
    alice = cast.people["alice"]
    project = create_project(
        template=TEMPLATE,
        name="Meeting and speeches",
        by=alice,
        client=cast.client,
        languages=["en"],
        deadline=timezone.localdate() + timedelta(days=30),
        description="Who speaks when, and what they say. AMI Meeting Corpus and LibriSpeech, CC BY 4.0.",
    )
    for key, role in ROLES.items():
        set_roles(project=project, person=cast.people[key], roles=[role], by=alice)
    wish = Wish(dataset="Recordings", format="rttm", batch="Recordings")
    imported = start_import(project=project, source="folder", location=RECORDINGS, by=alice, wish=wish)
    return project, str(imported.job_id)
