"""Long work as rows: declare a kind, enqueue it, let a worker run it with progress, cancel, retry and checkpoints."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from core.errors import DomainError
from core.models import Job, JobQuerySet

if TYPE_CHECKING:
    from accounts.models import User

LOG_LINES = 500
WRITE_SECONDS = 0.5
SLICE_SECONDS = 480
"""A handler that `run.out_of_time()` says is late returns CONTINUE and is called again with its checkpoint."""

CONTINUE: dict[str, Any] = {"__continue__": True}


class Cancelled(Exception):
    """Somebody asked the job to stop."""


class Lost(Exception):
    """The job was given to another worker meanwhile; this one must not write about it any more."""


@dataclass(frozen=True, slots=True)
class JobKind:
    slug: str
    queue: str
    run: Callable[[JobRun], dict[str, Any]]
    on_end: Callable[[Job], None] | None = None


KINDS: dict[str, JobKind] = {}


def job_kind(
    slug: str, *, queue: str = "default", on_end: Callable[[Job], None] | None = None
) -> Callable[[Callable[[JobRun], dict[str, Any]]], Callable[[JobRun], dict[str, Any]]]:
    """Declare a kind of job (in an app's `tasks.py`, which Celery imports).

    The function gets a JobRun and returns the job's result. `on_end(job)` hears of done, failed and cancelled, to
    tidy up.
    """

    def declare(
        run: Callable[[JobRun], dict[str, Any]],
    ) -> Callable[[JobRun], dict[str, Any]]:
        if slug in KINDS and KINDS[slug].run.__qualname__ != run.__qualname__:
            raise ValueError(f"job kind {slug!r} is declared twice")
        KINDS[slug] = JobKind(slug, queue, run, on_end)
        return run

    return declare


class JobRun:
    """What a handler sees of its job: parameters, checkpoint, and ways to report.

    Every report is refused (Lost) once the job was given to another worker, so that two never write at the same time.
    """

    def __init__(self, job: Job) -> None:
        self.job = job
        self.params: dict[str, Any] = job.params
        self.state: dict[str, Any] = job.state_data
        self._began = time.monotonic()
        self._written = 0.0

    def progress(self, done: int, total: int | None = None) -> None:
        """Report progress; written at most twice a second. Raises Cancelled when somebody asked to stop."""
        self.job.done = done
        if total is not None:
            self.job.total = total
        if self._may_wait() and done != self.job.total:
            return
        self._write("done", "total", "log")
        self.check()

    def log(self, code: str, *, level: str = "info", **params: Any) -> None:
        """Append a line to the job's log (written with the next report); the browser translates `jobs:log.<code>`."""
        entry = {"at": timezone.now().isoformat(), "level": level, "code": code, "params": params}
        self.job.log = [*self.job.log, entry][-LOG_LINES:]
        if not self._may_wait():
            self._write("log")

    def checkpoint(self, state: dict[str, Any]) -> None:
        """Remember where to go on after a crash, a retry or a new slice. Raises Cancelled like `progress`."""
        self.state = self.job.state_data = state
        self._write("state_data", "done", "total", "log")
        self.check()

    def check(self) -> None:
        """Raise Cancelled when somebody asked to stop, Lost when another worker has the job."""
        if self.row().filter(cancel_requested=True).exists():
            raise Cancelled

    def out_of_time(self) -> bool:
        """Whether the slice is over: checkpoint, then return CONTINUE."""
        return time.monotonic() - self._began > SLICE_SECONDS

    def row(self) -> JobQuerySet:
        """The job's row, as long as it is this worker's."""
        return Job.objects.filter(pk=self.job.pk, attempt=self.job.attempt, state=Job.State.RUNNING)

    def _may_wait(self) -> bool:
        return time.monotonic() - self._written < WRITE_SECONDS

    def _write(self, *fields: str) -> None:
        self._written = time.monotonic()
        self.job.heartbeat = timezone.now()
        values = {name: getattr(self.job, name) for name in (*fields, "heartbeat")}
        if not self.row().update(**values):
            raise Lost


def enqueue(
    kind: str,
    *,
    by: User | None,
    scope: object = "",
    subject: str = "",
    title: str = "",
    **params: Any,
) -> Job:
    """Create a job row in the running transaction; a worker hears of it on commit.

    `params` must be JSON. `title` is what it works on, in a person's words (a file or batch name): the browser shows it
    beside `jobs:kind.<kind>`.
    """
    from core.services.jobs import send

    if kind not in KINDS:
        raise DomainError("unknown-job-kind", f"No worker knows the job kind {kind!r}.", kind=kind)
    job = Job.objects.create(
        kind=kind,
        scope=str(getattr(scope, "pk", scope) or ""),
        subject=subject,
        title=title,
        params=params,
        created_by=by,
    )
    send(job)
    return job
