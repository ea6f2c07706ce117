"""One import from its first file to its last label, in slices, so that a crash or a retry goes on where it stopped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Count
from django.utils import timezone

from annotation.formats import FORMATS, Format
from annotation.formats.conversion import recognise
from annotation.modalities import MODALITIES, Group
from annotation.modalities.sandbox import Sandbox
from annotation.services.importing import items
from annotation.services.importing.labels import Tally, take_labels
from annotation.services.importing.media import MediaImport, stored_prefix, take_media
from annotation.services.importing.sources import Files, files_of
from annotation.services.importing.texts import MISFITS
from core.errors import DomainError
from core.jobs import CONTINUE
from core.storage import Backend
from projects.models import Asset, Import, ImportItem
from projects.services.assets import natural, order_sequences, remove_unused
from projects.services.imports import AUTO, NO_TASK
from projects.services.uploads import discard_content

if TYPE_CHECKING:
    from core.jobs import JobRun
    from core.models import Job

Outcome = ImportItem.Outcome


def run_import(run: JobRun) -> dict[str, Any]:
    """Take the files, then the labels. The job's result is what the import counted, and how many assets came of it."""
    imported = Import.objects.select_related("project", "dataset", "created_by").get(pk=run.params["imported"])
    phase = run.state.get("phase", run.params.get("phase", "media"))
    tally = Tally()
    with files_of(imported) as files:
        if imported.format == AUTO:
            _find_format(imported, files)
        if phase == "media":
            if not _media(imported, files, run):
                return CONTINUE
            order_sequences(imported.dataset, _sequences(imported))
            run.checkpoint({"phase": "labels"})
        if imported.format:
            _forget_old_rows(imported, run)
            tally, complete = take_labels(imported, files, run)
            if not complete:
                return CONTINUE
    return _finish(imported, tally)


def _find_format(imported: Import, files: Files) -> None:
    """The format that the files look like, as if somebody had chosen it; none where no label file is among them."""
    imported.format = ""
    found = recognise(files, imported.project.modality)
    if found and any(_may_be_labels(found, name, imported.project.modality) for name in files.names):
        imported.format = found.slug
    imported.save(update_fields=["format"])


def _may_be_labels(found: type[Format], name: str, slug: str) -> bool:
    modality, name = MODALITIES[slug], name.lower()
    return name.endswith(found.extensions) and (not name.endswith(modality.suffixes) or name.endswith(modality.beside))


def _media(imported: Import, files: Files, run: JobRun) -> bool:
    names = sorted(_media_names(imported, files), key=natural)
    if not names and not files.rejected and not files.names:
        raise DomainError("nothing-to-import", "There are no files there.")
    modality = MODALITIES[imported.project.modality]
    groups = list(modality.groups(files, names))
    _note_rest(imported, files, names, groups)
    if not groups:
        return True
    limits = replace(modality.limits, pixels=min(modality.limits.pixels, settings.IMPORT_MAX_PIXELS))
    with (
        TemporaryDirectory(prefix="groundwork-import-", dir=_store().spool()) as folder,
        Sandbox(modality.slug, limits) as sandbox,
    ):
        return take_media(MediaImport(imported, files, Path(folder)), run, groups, sandbox)


def _store() -> Backend:
    return cast(Backend, default_storage)


def _media_names(imported: Import, files: Files) -> Iterable[str]:
    """All names but those of label files. Without a format every file is looked at: people want to hear of each."""
    suffixes = MODALITIES[imported.project.modality].suffixes
    if not imported.format:
        unread = set(_unread_labels(imported, files)[0])
        return [name for name in files.names if name not in unread]
    said = FORMATS[imported.format].is_label_picture
    return [name for name in files.names if name.lower().endswith(suffixes) and not said(name)]


def _unread_labels(imported: Import, files: Files) -> tuple[list[str], str]:
    """Files that look like labels where nobody said that there are any, and the name of their format."""
    modality = imported.project.modality
    found = None if imported.format else recognise(files, modality)
    if found is None:
        return [], ""
    suffixes = MODALITIES[modality].suffixes
    names = [name for name in files.names if name.lower().endswith(found.extensions)]
    read = (name for name in names if found.is_label_picture(name) or not name.lower().endswith(suffixes))
    return list(read), found.title.en


def _note_rest(imported: Import, files: Files, media: list[str], groups: Iterable[Group]) -> None:
    """Rows for files that are not media: once, however often the job is taken up."""
    if ImportItem.objects.filter(imported_by=imported).exists():
        return
    rows = [items.not_offered(imported, rejected) for rejected in files.rejected]
    used = {name for group in groups for name in group.files}
    said = FORMATS[imported.format] if imported.format else None
    rest = [name for name in files.names if said and name not in used]
    labels = [name for name in rest if said and (name.lower().endswith(said.extensions) or said.is_label_picture(name))]
    rows += [items.item(imported, name, Outcome.LABELS, "labels-read") for name in labels]
    used.update(labels)
    unread, title = _unread_labels(imported, files)
    said_so = {"format": title}
    rows += [items.item(imported, name, Outcome.WARNING, "labels-unread", params=said_so) for name in unread]
    rows += [items.item(imported, name, Outcome.WARNING, "no-part-of-anything") for name in media if name not in used]
    ImportItem.objects.bulk_create(rows, batch_size=500)


def _forget_old_rows(imported: Import, run: JobRun) -> None:
    """When labels are read once more, what the first reading said of them no longer holds."""
    if run.params.get("phase") == "labels" and not run.state.get("labelled"):
        codes = ("unknown-label", *MISFITS, "no-picture", NO_TASK, "has-work", "size-differs")
        ImportItem.objects.filter(imported_by=imported, code__in=codes).delete()


def _sequences(imported: Import) -> list[str]:
    taken = Asset.objects.filter(pk__in=imported.items.values("asset"), dataset=imported.dataset)
    return list(taken.order_by().values_list("sequence", flat=True).distinct())


def _finish(imported: Import, tally: Tally) -> dict[str, Any]:
    rows = imported.items.order_by().values_list("outcome").annotate(count=Count("pk"))
    counts: dict[str, Any] = dict(rows)
    if imported.format:
        counts |= {"records": tally.records, "unknown_labels": tally.json()["unknown"], "additions": tally.additions}
    imported.counts = counts
    imported.finished_at = timezone.now()
    imported.save(update_fields=["counts", "finished_at"])
    if not tally.additions and not imported.items.filter(code=NO_TASK).exists():
        # Otherwise they may be read once more: with what is missing added, or when there are tasks.
        for upload in imported.uploads.exclude(stored=""):
            discard_content(upload)
    return {**counts, "taken": imported.items.exclude(asset=None).values("asset").distinct().count()}


def tidy_up(job: Job) -> None:
    """After the end of the job, however it ended: no file stays that no asset names."""
    imported = Import.objects.filter(pk=job.params.get("imported")).first()
    if imported is None or job.state == job.State.DONE:
        return
    remove_unused(_stored_below(stored_prefix(imported)))


def _stored_below(prefix: str) -> list[str]:
    """Names of all files below a prefix; the layout is two folders deep."""
    found: list[str] = []
    try:
        folders, files = default_storage.listdir(prefix)
    except FileNotFoundError:
        return found
    found += [f"{prefix}/{name}" for name in files]
    for folder in folders:
        found += _stored_below(f"{prefix}/{folder}")
    return found
