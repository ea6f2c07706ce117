"""The demonstration's recordings: a meeting whose speakers are labelled, an address written down, readers who wait."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from delivery.demo.cast import Cast
from delivery.demo.work import accept, label, labels_in
from projects.models import Project, Task
from projects.services.imports import Wish, start_import
from projects.services.people import set_roles
from projects.services.projects import create_project

TEMPLATE = "conversation"
NAME = "Meeting and speeches"
RECORDINGS = "demo/speech"  # below one of IMPORT_ROOTS
TRANSCRIPTS = Path(settings.BASE_DIR) / "demo" / "transcripts"
ROLES = {"bob": "annotator", "ben": "annotator", "carol": "reviewer", "dave": "qa", "erin": "client"}


def project_of(cast: Cast) -> tuple[Project, str]:
    """The project and the id of the job that takes its recordings, with the speakers of the meeting as labels."""
    alice = cast.people["alice"]
    project = create_project(
        template=TEMPLATE,
        name=NAME,
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


def write_down(cast: Cast) -> None:
    """Bob writes the address down, Carol accepts it; the others wait in the queue."""
    transcripts = labels_in(TRANSCRIPTS)
    for task in Task.objects.filter(project__name=NAME, asset__name__in=transcripts).select_related("asset"):
        label(task, transcripts[task.asset.name], by=cast.people["bob"])
        accept(task, by=cast.people["carol"])
