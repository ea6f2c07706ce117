"""`manage.py doctor`: is everything that this installation stands on there and working? Changes nothing that lasts."""

from __future__ import annotations

import json
import sys
import time
import uuid
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from celery import current_app
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from core.models import Job, WorkerHeartbeat

HEARTBEAT_MISSED = timedelta(seconds=90)
CLOCK_TOLERANCE_S = 5.0
WAITING_TOO_LONG = timedelta(minutes=5)


@dataclass(frozen=True)
class Report:
    """One thing looked at, in words for a person; `remedy` is empty when all is well."""

    ok: bool
    what: str
    remedy: str = ""


def _database() -> Report:
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    took = (time.perf_counter() - started) * 1000
    return Report(True, f"The database ({connection.vendor}) answers in {took:.0f} ms")


def _migrations() -> Report:
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        return Report(False, f"{missing} migrations are not applied", "Run ./dev manage migrate.")
    return Report(True, "All migrations are applied")


def _broker() -> Report:
    transport = settings.CELERY_BROKER_URL.split(":", 1)[0]
    with current_app.connection_for_write(connect_timeout=5) as broker:
        broker.ensure_connection(max_retries=1)
    return Report(True, f"The broker ({transport}) answers")


def _worker() -> Report:
    latest = WorkerHeartbeat.objects.order_by("-at").values_list("at", flat=True).first()
    remedy = "Start one: ./dev up does, and so does docker compose up worker-default beat."
    if latest is None:
        return Report(False, "No worker has ever reported", remedy)
    silent = timezone.now() - latest
    if silent > HEARTBEAT_MISSED:
        return Report(False, f"The last worker reported {_ago(silent)} ago", remedy)
    return Report(True, f"A worker reported {silent.seconds} s ago")


def _jobs() -> Report:
    waiting = Job.objects.filter(state=Job.State.QUEUED, created_at__lt=timezone.now() - WAITING_TOO_LONG).count()
    if waiting:
        remedy = "Look at the worker's log; more workers take more jobs at a time."
        return Report(False, f"{waiting} jobs have waited for more than five minutes", remedy)
    return Report(True, "No job waits for a worker")


def _storage() -> Report:
    name = default_storage.save(f"doctor/{uuid.uuid4()}", ContentFile(b"written by manage.py doctor"))
    try:
        with default_storage.open(name) as stored:
            intact = stored.read() == b"written by manage.py doctor"
    finally:
        default_storage.delete(name)
    if not intact:
        return Report(False, "The storage returns other bytes than were written", "Check STORAGE_URL and the disk.")
    return Report(True, "The storage takes and returns files")


def _cache() -> Report:
    from django.core.cache import cache

    key = f"doctor-{uuid.uuid4()}"
    cache.set(key, "here", 10)
    if cache.get(key) != "here":
        return Report(False, "The cache forgets at once", "Check REDIS_URL, or that the cache folder can be written.")
    cache.delete(key)
    return Report(True, "The cache remembers")


def _clock() -> Report:
    """Leases, links and the audit trail compare this machine's clock with times that others wrote."""
    if connection.vendor != "postgresql":
        year = timezone.now().year
        return Report(year >= 2025, f"The clock says {timezone.now():%Y-%m-%d %H:%M} UTC", "Set the machine's clock.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs: datetime = cursor.fetchone()[0]
    apart = abs((timezone.now() - theirs).total_seconds())
    words = f"The clocks of this machine and the database are {apart:.1f} s apart"
    return Report(apart < CLOCK_TOLERANCE_S, words, "Synchronise both with NTP (chrony, systemd-timesyncd).")


def _ago(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"


CHECKS: list[tuple[str, Callable[[], Report], str]] = [
    ("The database", _database, "Check DATABASE_URL and that the server runs."),
    ("The migrations", _migrations, "Run ./dev manage migrate."),
    ("The broker", _broker, "Check CELERY_BROKER_URL and that Redis runs."),
    ("The worker", _worker, "Run ./dev manage migrate."),
    ("The job queue", _jobs, "Run ./dev manage migrate."),
    ("The storage", _storage, "Check STORAGE_URL, its credentials, and that the folder can be written."),
    ("The cache", _cache, "Check REDIS_URL, or that the cache folder can be written."),
    ("The clock", _clock, "Check DATABASE_URL and that the server runs."),
]


def look() -> list[Report]:
    """All checks; one that raises is reported with the first line of its error."""
    reports = []
    for what, check, remedy in CHECKS:
        try:
            report = check()
        except Exception as error:
            words = str(error).strip().splitlines()[:1] or [type(error).__name__]
            report = Report(False, f"{what} cannot be checked: {words[0]}", remedy)
        reports.append(report if not report.ok else Report(True, report.what))
    return reports


class Command(BaseCommand):
    help = "Says what this installation stands on, and what is missing or down."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="a JSON list instead of text")

    def handle(self, *args: object, **options: bool) -> None:
        reports = look()
        if options["json"]:
            self.stdout.write(json.dumps([asdict(report) for report in reports]))
        else:
            for report in reports:
                self.stdout.write(f"{'ok  ' if report.ok else 'FAIL'} {report.what}")
                if report.remedy:
                    self.stdout.write(f"     {report.remedy}")
        if not all(report.ok for report in reports):
            sys.exit(1)
