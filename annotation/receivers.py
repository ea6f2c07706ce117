"""What annotation adds to the work in projects: no submit of unsaved work, and lists filtered by label."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.models import Exists, OuterRef
from django.dispatch import receiver

from accounts.models import User
from annotation.formats import FORMATS
from annotation.modalities import MODALITIES, Limits, Rejected
from annotation.modalities.image.rules import read_image
from annotation.modalities.sandbox import prepare_one
from annotation.modalities.scene.rules import read_scene
from annotation.models import Document
from annotation.services.answers import begin_with_what_came
from annotation.services.schema_usage import count_uses
from annotation.skeletons import extended, read_template
from annotation.transcription import read_rules
from core.doctor import Report, look
from core.errors import Conflict, DomainError
from projects.models import Project, Task
from projects.schema import OF_LABEL, OF_SCHEMA, declare_kinds
from projects.schema.usage import usage_counter
from projects.services.hooks import Picture, picture_reader, submit_check, task_filter
from projects.services.imports import AUTO
from projects.services.judging import declare_judged_first
from projects.signals import answer_asked, import_starting


@submit_check
def refuse_unseen_changes(task: Task, by: User, revision: int) -> None:
    """Refuse while the server has another revision than the one the person looked at."""
    document = Document.objects.filter(task=task, layer=Document.Layer.WORK, owner="").first()
    newest = document.revision if document else 0
    if newest != revision:
        raise Conflict(
            "revision-differs",
            f"The work is at revision {newest}, not {revision}: look at it again before you submit.",
            revision=newest,
        )


def with_label(label: str) -> Exists:
    """Tasks whose work holds a record of this label."""
    work = Document.objects.filter(task=OuterRef("pk"), layer=Document.Layer.WORK, counts__has_key=label)
    return Exists(work)


task_filter("label", with_label)


@receiver(import_starting, dispatch_uid="annotation.readable_format")
def refuse_unreadable_format(project: Project, format: str, options: dict[str, str], **_: Any) -> None:
    """An import names a label format that exists for the project's media, with options that it has."""
    if not format or (format == AUTO and not options):
        return
    found = FORMATS.get(format)
    if found is None or project.modality not in found.modalities:
        raise DomainError("unknown-format", f"There is no format {format!r}.", format=format)
    found.chosen(options)


@receiver(answer_asked, dispatch_uid="annotation.begin_answer")
def begin_answer(item: Task, task: Task, **_: Any) -> None:
    begin_with_what_came(item, task)


PICTURE_LIMITS = Limits(pixels=50_000_000, seconds=20.0, file_bytes=256 * 1024**2)
"""Somebody waits for the answer, so a picture of guidelines may ask for less than an image to label."""


@picture_reader
def read_picture(source: Path, folder: Path) -> Picture:
    """Decode a picture as an image to label is: away from here, to its end, turned as its EXIF data says."""
    try:
        prepared = prepare_one("image", {source.name: source}, folder, PICTURE_LIMITS)
    except Rejected as error:
        raise DomainError("picture-refused", error.text.en, reason=error.text.json()) from error
    facts = prepared.facts
    shown = next((each for each in prepared.derivatives if each.role == "display"), None)
    path, suffix = (shown.path, shown.suffix) if shown else (source, facts.suffix)
    return Picture(path, suffix, facts.width or 0, facts.height or 0)


@look("readers of media")
def readers() -> Iterator[Report]:
    """What decodes each modality's files here."""
    for each in MODALITIES:
        try:
            found = each.readers()
        except (ImportError, OSError) as error:
            yield Report(
                False, f"{each.title.en} cannot be read: {error}", "Run ./dev up, which installs what is missing."
            )
            continue
        if found:
            yield Report(True, f"{each.title.en}: read by {found}")


usage_counter(count_uses)
OF_SCHEMA.declare("transcription", read_rules)
OF_SCHEMA.declare("scene", read_scene)
OF_SCHEMA.declare("image", read_image)
OF_LABEL.declare("skeleton", read_template, extended)
for modality in MODALITIES:
    declare_kinds(modality.slug, modality.kinds)
    if modality.judged_first:
        declare_judged_first(modality.slug)
