"""Start imports. The job that reads the files belongs to annotation, which knows media and label formats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from core import audit
from core.errors import Conflict, DomainError
from core.jobs import enqueue
from core.verdict import require
from projects.models import Batch, Dataset, Import, ImportItem, Project, Upload
from projects.policies import project as policy
from projects.services import places
from projects.signals import import_starting

if TYPE_CHECKING:
    from accounts.models import User
    from core.models import Job

JOB = "media.import"
NO_TASK = "no-task"
"""Code of the items whose labels found no task that could take them."""
AUTO = "auto"
"""In place of a format: that which the files look like, if they look like one."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How to import: into which data set, with which labels, and which tasks to make of it."""

    dataset: str = ""
    """Name; one that does not exist is made. Empty: `Images`, of other media `Data`."""
    format: str = ""
    """Slug of a label format, or AUTO; empty reads media only."""
    format_options: dict[str, str] = field(default_factory=dict)
    add_missing_labels: bool = False
    """Extend the label schema by what the label files use and it does not have."""
    tasks: bool = True
    """Make a task of every new asset."""
    batch: str = ""
    """Name of the batch for these tasks; one that does not exist is made. Empty: no batch yet."""


@transaction.atomic
def start_import(
    *,
    project: Project,
    source: str,
    by: User,
    uploads: Sequence[UUID] = (),
    location: str = "",
    wish: Wish | None = None,
) -> Import:
    """Begin to bring data in; the worker does it. Raises DomainError for sources that are not there or not complete."""
    wish = wish or Wish()
    require(policy.may_manage(by, project))
    options = {
        "add_missing_labels": wish.add_missing_labels,
        "format_options": wish.format_options,
        "tasks": wish.tasks,
        "batch": "",
    }
    import_starting.send(sender=Import, project=project, format=wish.format, options=wish.format_options)
    found = _uploads(project, by, uploads) if source == Import.Source.UPLOAD else []
    if source == Import.Source.FOLDER:
        places.folder_at(location)
    if source == Import.Source.S3:
        places.bucket_at(location)
    usual = "Images" if project.modality == "image" else "Data"
    dataset, _ = Dataset.objects.get_or_create(project=project, name=wish.dataset.strip()[:200] or usual)
    if wish.tasks and wish.batch.strip():
        options["batch"] = str(_batch(project, wish.batch.strip()[:200]).pk)
    imported = Import.objects.create(
        project=project,
        dataset=dataset,
        source=source,
        location=location,
        format=wish.format,
        options=options,
        created_by=by,
    )
    imported.uploads.set(found)
    title = location or (found[0].name if len(found) == 1 else dataset.name)
    _enqueue(imported, by, title)
    audit.record("import.start", imported, by=by, scope=project, source=source, location=location, format=wish.format)
    return imported


@transaction.atomic
def read_labels_again(*, imported: Import, by: User) -> Import:
    """Read the label files of a finished import once more, now adding to the schema what it does not have."""
    imported = Import.objects.select_for_update(of=("self",)).select_related("project").get(pk=imported.pk)
    require(policy.may_manage(by, imported.project))
    if imported.finished_at is None or not imported.format:
        raise Conflict("import-not-ready", "This import has not ended, or it has no labels.")
    if imported.uploads.filter(stored="").exists():
        raise Conflict("uploads-gone", "The uploaded files are gone; upload the label files again.")
    imported.options = {**imported.options, "add_missing_labels": True}
    _read_again(imported, by)
    return imported


def taken_by(imported: UUID) -> QuerySet[ImportItem, UUID]:
    """Ids of the assets that an import brought, without those that were there before."""
    rows = ImportItem.objects.filter(imported_by=imported, asset__isnull=False)
    return rows.exclude(outcome=ImportItem.Outcome.DUPLICATE).values_list("asset", flat=True)


def read_waiting_labels(*, project: Project, assets: Sequence[UUID], by: User) -> None:
    """Read the labels that came with these assets before they had tasks; call it in a transaction."""
    waiting = ImportItem.objects.filter(code=NO_TASK, asset__in=assets).values("imported_by")
    found = Import.objects.select_for_update(of=("self",)).select_related("project", "dataset")
    for imported in found.filter(pk__in=waiting, project=project, finished_at__isnull=False).exclude(format=""):
        if not imported.uploads.filter(stored="").exists():
            _read_again(imported, by)


def _read_again(imported: Import, by: User) -> None:
    imported.finished_at = None
    imported.save(update_fields=["options", "finished_at"])
    _enqueue(imported, by, imported.dataset.name, phase="labels")
    audit.record("import.labels", imported, by=by, scope=imported.project)


def _enqueue(imported: Import, by: User, title: str, phase: str = "media") -> Job:
    job = enqueue(
        JOB,
        by=by,
        scope=imported.project_id,
        subject=f"import:{imported.pk}",
        title=title[:200],
        imported=str(imported.pk),
        phase=phase,
    )
    Import.objects.filter(pk=imported.pk).update(job=job)
    imported.job = job
    return job


def _uploads(project: Project, by: User, ids: Sequence[UUID]) -> list[Upload]:
    found = list(Upload.objects.filter(pk__in=ids, project=project, created_by=by, purpose="import").exclude(stored=""))
    if not ids or len(found) != len(set(ids)):
        missing = len(set(ids)) - len(found)
        raise DomainError("uploads-incomplete", "Some uploads are not complete, or not yours.", missing=missing)
    return found


def _batch(project: Project, name: str) -> Batch:
    batch, _ = Batch.objects.get_or_create(project=project, name=name)
    if batch.state != Batch.State.OPEN:
        raise Conflict("batch-not-open", f"{name} takes no more tasks.", name=name)
    return batch
