"""Run, cancel, retry and reconcile jobs."""

from __future__ import annotations

import logging
import traceback
from datetime import timedelta
from typing import TYPE_CHECKING

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core import audit
from core.errors import DomainError
from core.jobs import CONTINUE, KINDS, Cancelled, JobRun
from core.models import Job

if TYPE_CHECKING:
    from accounts.models import User

log = logging.getLogger(__name__)
SILENCE = timedelta(minutes=3)
"""A running job whose worker is silent for so long is given to another worker."""


def send(job: Job) -> None:
    """Tell a worker once the transaction has committed."""
    queue = KINDS[job.kind].queue
    task_id = str(job.pk)

    def publish() -> None:
        current_app.send_task("core.run_job", args=[task_id], queue=queue)

    transaction.on_commit(publish)


def run_job(job_id: str) -> None:
    """Run one job to its end, or to the end of its slice. Safe to call twice: the second caller finds it taken."""
    job = _take(job_id)
    if job is None:
        return
    kind = KINDS[job.kind]
    try:
        result = kind.run(JobRun(job))
    except Cancelled:
        _finish(job, Job.State.CANCELLED)
    except DomainError as error:
        _finish(
            job,
            Job.State.FAILED,
            {"code": error.code, "message": error.message, "params": error.params},
        )
    except Exception as error:
        log.exception("job %s failed", job)
        trace = traceback.format_exc(limit=-5)
        _finish(
            job,
            Job.State.FAILED,
            {"code": "job-crashed", "message": str(error), "params": {"trace": trace}},
        )
    else:
        if result is CONTINUE:
            Job.objects.filter(pk=job.pk).update(
                state=Job.State.QUEUED, heartbeat=timezone.now()
            )
            send(job)
            return
        job.result = result
        _finish(job, Job.State.DONE)


def _take(job_id: str) -> Job | None:
    with transaction.atomic():
        job = (
            Job.objects.select_for_update()
            .filter(pk=job_id, state=Job.State.QUEUED)
            .first()
        )
        if job is None:
            return None
        now = timezone.now()
        job.state = Job.State.RUNNING
        job.attempt += 1
        job.started_at = job.started_at or now
        job.heartbeat = now
        job.save(update_fields=["state", "attempt", "started_at", "heartbeat"])
        return job


def _finish(job: Job, state: Job.State, error: dict[str, object] | None = None) -> None:
    job.state = state
    job.error = error
    job.finished_at = timezone.now()
    job.save(update_fields=["state", "error", "result", "finished_at", "done", "total"])
    on_end = KINDS[job.kind].on_end
    if on_end:
        on_end(job)


def cancel(*, job: Job, by: User) -> Job:
    """Ask a job to stop: a queued one ends at once, a running one at its next report."""
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job.pk)
        if job.state not in {Job.State.QUEUED, Job.State.RUNNING}:
            raise DomainError("job-ended", "This job has already ended.", status=409)
        job.cancel_requested = True
        job.save(update_fields=["cancel_requested"])
        audit.record("job.cancel", job, by=by, scope=job.scope, kind=job.kind)
        if job.state == Job.State.QUEUED:
            _finish(job, Job.State.CANCELLED)
    return job


def retry(*, job: Job, by: User) -> Job:
    """Run a failed or cancelled job again from its last checkpoint."""
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job.pk)
        if job.state not in {Job.State.FAILED, Job.State.CANCELLED}:
            raise DomainError(
                "job-not-ended",
                "Only a job that failed or was cancelled can be retried.",
                status=409,
            )
        job.state = Job.State.QUEUED
        job.cancel_requested = False
        job.error = None
        job.finished_at = None
        job.save(update_fields=["state", "cancel_requested", "error", "finished_at"])
        audit.record("job.retry", job, by=by, scope=job.scope, kind=job.kind)
        send(job)
    return job


def reconcile() -> int:
    """Send again what got stuck: silent running jobs, and queued ones that no worker took. Returns how many."""
    silent = Job.objects.silent_for(SILENCE).filter(kind__in=KINDS)
    stuck = list(silent)
    silent.update(state=Job.State.QUEUED)
    waiting = Job.objects.filter(
        state=Job.State.QUEUED,
        kind__in=KINDS,
        created_at__lt=timezone.now() - SILENCE,
        heartbeat=None,
    )
    stuck += list(waiting)
    for job in stuck:
        send(job)
    return len(stuck)


def queues() -> tuple[str, ...]:
    """The queues that workers must serve."""
    return tuple(settings.JOB_QUEUES)
