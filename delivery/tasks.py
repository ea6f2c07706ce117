"""Job kinds of delivery."""

from __future__ import annotations

from typing import Any

from core.jobs import JobRun, job_kind
from delivery.services import packages


@job_kind(packages.JOB, queue="export", on_end=packages.build_ended)
def build(run: JobRun) -> dict[str, Any]:
    return packages.perform_build(run)
