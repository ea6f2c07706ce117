"""Pictures of guidelines: taken once by their content, shown in every version that names them."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from core import audit, storage
from core.errors import DomainError
from core.media import signed_url
from core.verdict import require
from projects.markdown import plain, render, sources
from projects.models import Guideline, GuidelinePicture, Project
from projects.policies import project as policy
from projects.services.hooks import Picture, read_picture

if TYPE_CHECKING:
    from accounts.models import User

SCHEME = "picture:"
MAX_BYTES = 10 * 1024**2
PIECE = 256 * 1024


def add_picture(*, project: Project, source: IO[bytes], by: User) -> GuidelinePicture:
    """Keep a picture for the project's guidelines; the same one twice is one.

    Raises DomainError `picture-too-large`, or `picture-refused` with the `reason` in both languages.
    """
    require(policy.may_manage(by, project))
    with tempfile.TemporaryDirectory(prefix="groundwork-picture-") as folder:
        original = Path(folder) / "original"
        _copy(source, original)
        picture = read_picture(original, Path(folder))
        stored = storage.put(picture.path, f"guidelines/{project.pk}", suffix=picture.suffix)
    return _keep(project, stored, picture, by)


@transaction.atomic
def _keep(project: Project, stored: storage.Stored, picture: Picture, by: User) -> GuidelinePicture:
    kept, is_new = GuidelinePicture.objects.get_or_create(
        project=project,
        sha256=stored.sha256,
        defaults={
            "stored": stored.name,
            "size": stored.size,
            "width": picture.width,
            "height": picture.height,
            "created_by": by,
        },
    )
    if is_new:
        audit.record("guidelines.picture", project, by=by, scope=project, picture=str(kept.pk), sha256=kept.sha256)
    return kept


def _copy(source: IO[bytes], path: Path) -> None:
    size = 0
    with path.open("wb") as copy:
        while chunk := source.read(PIECE):
            size += len(chunk)
            if size > MAX_BYTES:
                message = f"A picture may have {MAX_BYTES // 1024**2} MB at most."
                raise DomainError("picture-too-large", message, status=413, limit=MAX_BYTES // 1024**2)
            copy.write(chunk)


def pictures_in(project: Project | UUID, text: str) -> dict[str, GuidelinePicture]:
    """The project's pictures that a text shows, by what it calls them (`picture:<id>`). Others' are not found."""
    found: dict[str, UUID] = {}
    for source in sources(text) if SCHEME in text else []:
        try:
            found[source] = UUID(source.removeprefix(SCHEME))
        except ValueError:
            continue
    if not found:
        return {}
    rows = GuidelinePicture.objects.filter(project=project).in_bulk(list(found.values()))
    return {source: rows[pk] for source, pk in found.items() if pk in rows}


def html_of(project: Project | UUID, text: str, user: User) -> str:
    """Markdown as HTML with the pictures under addresses for `user`, whom the caller has let see the guidelines."""
    pictures = pictures_in(project, text)
    if not pictures:
        return plain(text)
    return render(text, lambda source: signed_url(pictures[source].stored, user=user) if source in pictures else "")


def for_package(guideline: Guideline) -> tuple[str, dict[str, GuidelinePicture]]:
    """The text with its pictures as files beside it, and the pictures by the names of those files."""
    text, files = guideline.text, {}
    for source, picture in pictures_in(guideline.project, text).items():
        name = f"pictures/{picture.sha256[:16]}{PurePosixPath(picture.stored).suffix}"
        text = text.replace(source, name)
        files[name] = picture
    return text, files
