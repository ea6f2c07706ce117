"""Long work of annotation."""

from __future__ import annotations

from typing import Any

from annotation.services import importing
from core.jobs import JobRun, job_kind
from projects.services.imports import JOB as IMPORT


@job_kind(IMPORT, queue="media", on_end=importing.tidy_up)
def import_media(run: JobRun) -> dict[str, Any]:
    return importing.run_import(run)
