"""What people of the demonstration do with a task, as the workbench does it."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from accounts.models import User
from annotation.formats import FORMATS
from annotation.formats.reading import read
from annotation.formats.source import open_source
from annotation.kinds.record import Record
from annotation.services.documents import apply_patch, work_document
from projects.models import Task
from projects.services.queue import claim_task
from projects.services.tasks import start_review, submit_task
from qa.services import review


def labels_in(folder: Path) -> dict[str, list[Record]]:
    """Labels drawn by hand in the workbench, by the name of what they belong to."""
    with open_source(folder) as source:
        return {item.name: item.records for item in read(FORMATS["groundwork"], source).items}


def label(task: Task, records: list[Record], by: User) -> None:
    """Claim a task, save its records and submit it."""
    claim_task(task=task, by=by, slot="annotator")
    document = work_document(task)
    patch = [
        {"id": record["id"], "before": None, "after": {**record, "source": {"origin": "human"}}} for record in records
    ]
    apply_patch(document=document, op_id=uuid4(), base_revision=0, patch=patch, by=by)
    submit(task, by)


def submit(task: Task, by: User) -> None:
    submit_task(task=task, by=by, revision=work_document(task).revision)


def accept(task: Task, by: User) -> None:
    start_review(task=task, by=by)
    review.decide(task=task, decision="accept", note="", by=by)
