"""Job kinds of quality."""

from __future__ import annotations

from core.jobs import JobRun, job_kind
from qa.services import checks


@job_kind(checks.JOB, queue="default")
def check_batch(run: JobRun) -> dict[str, int]:
    return checks.perform_run(run)
