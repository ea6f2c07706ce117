"""Make imports without a browser: files become uploads, folders or zips, and the job runs at once."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from accounts.models import User
from core.models import Job
from core.services.jobs import run_job
from projects.models import Import, ImportItem, Project, Upload
from projects.services import imports, uploads


def uploaded(project: Project, by: User, name: str, content: bytes) -> Upload:
    upload = uploads.create_upload(name=name, size=len(content), project=project, by=by)
    stream = BytesIO(content)
    return uploads.append(upload=upload, offset=0, read=stream.read) if content else upload


def zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def folder(root: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


def started(project: Project, by: User, files: Mapping[str, bytes], **wish: Any) -> Import:
    ids = [uploaded(project, by, name, content).pk for name, content in files.items()]
    return imports.start_import(project=project, source="upload", uploads=ids, wish=imports.Wish(**wish), by=by)


def finished(imported: Import) -> Import:
    """The import after its job has run to the end."""
    assert imported.job_id is not None
    run_job(str(imported.job_id))
    imported.refresh_from_db()
    job = Job.objects.get(pk=imported.job_id)
    assert job.state == Job.State.DONE, job.error
    return imported


def imported(project: Project, by: User, files: Mapping[str, bytes], **wish: Any) -> Import:
    return finished(started(project, by, files, **wish))


def outcomes(done: Import) -> dict[str, str]:
    """Name -> `outcome` or `outcome code`."""
    rows = ImportItem.objects.filter(imported_by=done)
    return {row.name: f"{row.outcome} {row.code}".strip() for row in rows}


def stored(tmp_path: Path) -> list[Path]:
    """Files of assets in the store."""
    return sorted(path for path in (tmp_path / "storage" / "assets").rglob("*") if path.is_file())
