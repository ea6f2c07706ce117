"""What the installation stands on, and how it fares: for the operator's page and for load balancers."""

from __future__ import annotations

import shutil
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Count, Min
from django.utils import timezone

from core.models import Job, WorkerHeartbeat
from core.services import audit
from core.storage import FolderStorage
from core.workers import SCHEDULER, SILENT_AFTER

LOW_DISK = 0.05
"""Less than this part of a disk free is reported as a fault."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that Groundwork needs. `detail` says more in numbers; `problem` is the error's text."""

    name: str
    ok: bool
    milliseconds: float = 0.0
    problem: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Worker:
    name: str
    at: datetime
    queues: list[str]
    alive: bool


@dataclass(frozen=True, slots=True)
class Status:
    """All of it at one moment."""

    at: datetime
    parts: list[Part]
    workers: list[Worker]
    jobs: dict[str, Any]
    audit: dict[str, Any]

    @property
    def ok(self) -> bool:
        return all(part.ok for part in self.parts)

    def json(self) -> dict[str, Any]:
        return {**asdict(self), "ok": self.ok}


def is_alive() -> bool:
    """Whether requests can be answered at all: the database is there."""
    return _looked_at("database", _database).ok


def status() -> Status:
    """Look at everything now; takes as long as the slowest part, each part its own fault."""
    workers = _workers()
    parts = [
        _looked_at("database", _database),
        _looked_at("storage", _storage),
        _looked_at("broker", _broker),
        _looked_at("cache", _cache),
        _looked_at("disk", _disk),
        _looked_at("workers", lambda: _worker_detail(workers)),
    ]
    return Status(timezone.now(), parts, [w for w in workers if w.name != SCHEDULER], _jobs(), _audit())


class _Fault(Exception):
    """Found a fault, with detail to show."""

    def __init__(self, problem: str, **detail: Any) -> None:
        super().__init__(problem)
        self.detail = detail


def _looked_at(name: str, look: Callable[[], dict[str, Any]]) -> Part:
    began = time.perf_counter()
    try:
        detail, problem = look(), ""
    except _Fault as fault:
        detail, problem = fault.detail, str(fault)
    except Exception as error:
        detail, problem = {}, (str(error).strip().splitlines() or [type(error).__name__])[0]
    return Part(name, not problem, round((time.perf_counter() - began) * 1000, 1), problem, detail)


def _database() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        if connection.vendor != "postgresql":
            path = Path(str(connection.settings_dict["NAME"]))
            return {"vendor": connection.vendor, "bytes": path.stat().st_size if path.is_file() else None}
        cursor.execute("SELECT pg_database_size(current_database())")
        return {"vendor": connection.vendor, "bytes": cursor.fetchone()[0]}


def _storage() -> dict[str, Any]:
    kind = "folder" if isinstance(_store(), FolderStorage) else "s3"
    content = uuid.uuid4().bytes
    name = default_storage.save(f"health/{uuid.uuid4()}", ContentFile(content))
    try:
        with default_storage.open(name) as stored:
            intact = stored.read() == content
    finally:
        default_storage.delete(name)
    if not intact:
        raise _Fault("It returns other bytes than were written.", kind=kind)
    return {"kind": kind}


def _broker() -> dict[str, Any]:
    transport = settings.CELERY_BROKER_URL.split(":", 1)[0]
    with current_app.connection_for_write(connect_timeout=3) as broker:
        broker.ensure_connection(max_retries=1)
    return {"transport": transport}


def _cache() -> dict[str, Any]:
    from django.core.cache import cache

    key = f"health-{uuid.uuid4()}"
    cache.set(key, "here", 10)
    found = cache.get(key)
    cache.delete(key)
    if found != "here":
        raise _Fault("It forgets at once.")
    return {}


def _disk() -> dict[str, Any]:
    store = _store()
    folder = Path(store.location) if isinstance(store, FolderStorage) else Path(settings.VAR)
    while not folder.exists():
        folder = folder.parent
    usage = shutil.disk_usage(folder)
    detail = {"total": usage.total, "free": usage.free}
    if usage.free < usage.total * LOW_DISK:
        raise _Fault("Less than 5 % of the disk is free.", **detail)
    return detail


def _store() -> object:
    default_storage.exists("health")  # opens the lazy storage
    return default_storage._wrapped  # type: ignore[attr-defined]


def _workers() -> list[Worker]:
    now = timezone.now()
    rows = WorkerHeartbeat.objects.order_by("name")
    return [Worker(row.name, row.at, row.queues, now - row.at < SILENT_AFTER) for row in rows]


def _worker_detail(workers: list[Worker]) -> dict[str, Any]:
    served = {queue for worker in workers if worker.alive for queue in worker.queues}
    unserved = [queue for queue in settings.JOB_QUEUES if queue not in served]
    scheduler = any(worker.name == SCHEDULER and worker.alive for worker in workers)
    if unserved:
        raise _Fault("Some queues have no worker.", unserved=unserved, scheduler=scheduler)
    if not scheduler:
        raise _Fault("The scheduler has not been heard of.", unserved=[], scheduler=False)
    return {"unserved": [], "scheduler": True}


def _jobs() -> dict[str, Any]:
    counts = dict(Job.objects.order_by().values_list("state").annotate(count=Count("pk")))
    oldest = Job.objects.filter(state=Job.State.QUEUED).aggregate(oldest=Min("queued_at"))["oldest"]
    return {"states": {state: counts.get(state, 0) for state in Job.State.values}, "oldest_queued_at": oldest}


def _audit() -> dict[str, Any]:
    top = audit.head()
    return {"number": top.number, "hash": top.hash}
