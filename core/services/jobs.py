"""Run, cancel, retry and reconcile jobs.

A message to a worker only says "look at job X"; the row decides. So a message may come twice, late or never: taking a
job is one conditional change of its row, and `reconcile` sends again what nobody took or whose worker fell silent.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from core import audit
from core.errors import DomainError
from core.jobs import CONTINUE, KINDS, Cancelled, JobRun, Lost
from core.models import Job
from core.policies import may_control_job
from core.verdict import require

if TYPE_CHECKING:
    from accounts.models import User

log = logging.getLogger(__name__)

SILENCE = timedelta(minutes=3)
"""A running job whose worker is silent for so long is given to another worker."""
BEAT_SECONDS = 20.0
MAX_LOSSES = 3
"""A job whose workers die so often in a row is what kills them; it is stopped."""


def send(job: Job) -> None:
    """Tell a worker once the transaction has committed. A broker that is down is no error: `reconcile` sends again."""
    queue = KINDS[job.kind].queue
    task_id = str(job.pk)

    def publish() -> None:
        current_app.send_task("core.run_job", args=[task_id], queue=queue)

    transaction.on_commit(publish, robust=True)


def run_job(job_id: str) -> None:
    """Run one job to its end, or to the end of its slice. Safe to call twice: the second caller finds it taken."""
    job = _take(job_id)
    if job is None:
        return
    run = JobRun(job)
    try:
        with _heartbeat(run):
            result = KINDS[job.kind].run(run)
    except Cancelled:
        _finish(run, Job.State.CANCELLED)
    except Lost:
        log.warning("job %s was given to another worker", job)
    except DomainError as error:
        _finish(run, Job.State.FAILED, {"code": error.code, "message": error.message, "params": error.params})
    except Exception as error:
        log.exception("job %s failed", job)
        trace = traceback.format_exc(limit=-5)
        _finish(run, Job.State.FAILED, _crash(error, trace))
    else:
        if result is CONTINUE:
            _next_slice(run)
        else:
            job.result = result or {}
            _finish(run, Job.State.DONE)


def cancel(*, job: Job, by: User) -> Job:
    """Ask a job to stop: a queued one ends at once, a running one at its next report."""
    require(may_control_job(by, job))
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job.pk)
        if not job.is_active:
            raise DomainError("job-ended", "This job has already ended.", status=409)
        job.cancel_requested = True
        job.save(update_fields=["cancel_requested"])
        audit.record("job.cancel", job, by=by, scope=job.scope, kind=job.kind)
        if job.state == Job.State.QUEUED:
            _end(job, Job.State.CANCELLED)
    return job


def retry(*, job: Job, by: User) -> Job:
    """Run a failed or cancelled job again from its last checkpoint."""
    require(may_control_job(by, job))
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=job.pk)
        if job.state not in {Job.State.FAILED, Job.State.CANCELLED}:
            raise DomainError("job-not-ended", "Only a job that failed or was cancelled can be retried.", status=409)
        if job.kind not in KINDS:
            raise DomainError("unknown-job-kind", f"No worker knows the job kind {job.kind!r}.", kind=job.kind)
        job.cancel_requested = False
        job.error = None
        job.finished_at = None
        job.losses = 0
        _queue(job, "cancel_requested", "error", "finished_at", "losses")
        audit.record("job.retry", job, by=by, scope=job.scope, kind=job.kind)
    return job


def reconcile() -> int:
    """Send again what got stuck: jobs whose worker fell silent, and queued ones that nobody took. Returns how many."""
    known = Job.objects.filter(kind__in=KINDS)
    with transaction.atomic():
        locked = Job.objects.select_for_update(skip_locked=True)
        silent = list(locked.filter(pk__in=known.silent_for(SILENCE).values("pk")))
        for job in silent:
            _recover(job)
        waiting = list(locked.filter(pk__in=known.waiting_for(SILENCE).values("pk")))
        for job in waiting:
            _queue(job)
    return len(silent) + len(waiting)


def queues() -> tuple[str, ...]:
    """The queues that workers must serve."""
    return tuple(settings.JOB_QUEUES)


def _take(job_id: str) -> Job | None:
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id, state=Job.State.QUEUED).first()
        if job is None:
            return None
        if job.cancel_requested:
            _end(job, Job.State.CANCELLED)
            return None
        if job.kind not in KINDS:
            _end(job, Job.State.FAILED, {"code": "unknown-job-kind", "message": job.kind, "params": {"kind": job.kind}})
            return None
        now = timezone.now()
        job.state = Job.State.RUNNING
        job.attempt += 1
        job.started_at = job.started_at or now
        job.heartbeat = now
        job.save(update_fields=["state", "attempt", "started_at", "heartbeat"])
        return job


@contextmanager
def _heartbeat(run: JobRun) -> Iterator[None]:
    """Say every few seconds that the worker lives, while the handler is inside one long call."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT_SECONDS):
            try:
                run.row().update(heartbeat=timezone.now())
            except DatabaseError:
                log.warning("no heartbeat for job %s", run.job, exc_info=True)
            finally:
                connection.close()

    thread = threading.Thread(target=beat, name=f"heartbeat-{run.job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=5)


def _next_slice(run: JobRun) -> None:
    with transaction.atomic():
        job = run.row().select_for_update().first()
        if job is None:
            return
        if job.cancel_requested:
            _end(job, Job.State.CANCELLED)
            return
        job.losses = 0
        _queue(job, "losses")


def _recover(job: Job) -> None:
    """Its worker is gone: queue it again, or stop it when that happens again and again."""
    job.losses += 1
    if job.cancel_requested:
        _end(job, Job.State.CANCELLED)
    elif job.losses > MAX_LOSSES:
        error = {"code": "worker-lost", "message": "The worker was lost again and again.", "params": {}}
        _end(job, Job.State.FAILED, error)
    else:
        log.warning("the worker of job %s is silent; queued again", job)
        _queue(job, "losses")


def _queue(job: Job, *changed: str) -> None:
    job.state = Job.State.QUEUED
    job.queued_at = timezone.now()
    job.save(update_fields=[*changed, "state", "queued_at"])
    send(job)


def _finish(run: JobRun, state: Job.State, error: dict[str, Any] | None = None) -> None:
    """End the job that this worker ran, unless it is another's by now."""
    with transaction.atomic():
        row = run.row().select_for_update().first()
        if row is None:
            log.warning("job %s ended as %s here, but another worker has it", run.job, state)
            return
        run.job.cancel_requested = row.cancel_requested
        run.job.losses = 0
        _end(run.job, state, error)


def _end(job: Job, state: Job.State, error: dict[str, Any] | None = None) -> None:
    """Write the end, then tell the kind. Whatever the kind's tidying up raises fails the job."""
    kind = KINDS.get(job.kind)
    job.state, job.error, job.finished_at = state, error, timezone.now()
    try:
        with transaction.atomic():
            _save_end(job)
            if kind and kind.on_end:
                kind.on_end(job)
    except Exception as problem:
        log.exception("tidying up after job %s failed", job)
        job.state, job.error = Job.State.FAILED, _crash(problem, traceback.format_exc(limit=-5))
        _save_end(job)


def _save_end(job: Job) -> None:
    job.save(update_fields=["state", "error", "result", "finished_at", "done", "total", "log", "losses"])


def _crash(error: Exception, trace: str) -> dict[str, Any]:
    return {"code": "job-crashed", "message": str(error) or type(error).__name__, "params": {"trace": trace}}
