"""`manage.py doctor`: is everything that this installation stands on there and working? In words, with remedies."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from core.doctor import Report, looks
from core.services import health

CLOCK_TOLERANCE_S = 5.0
START_WORKERS = "Start them: ./dev up does, and so does docker compose up."
REMEDIES = {
    "database": "Check DATABASE_URL and that the server runs.",
    "storage": "Check STORAGE_URL, its credentials, and that the folder can be written.",
    "broker": "Check CELERY_BROKER_URL and that Redis runs.",
    "cache": "Check REDIS_URL, or that the cache folder can be written.",
    "disk": "Free some space, or move GROUNDWORK_VAR to a larger disk.",
    "workers": START_WORKERS,
}


def look() -> Iterator[Report]:
    for find in looks.values():
        yield from find()
    yield from _installation()


def _installation() -> Iterator[Report]:
    """Nothing else can be known without a database and its tables."""
    try:
        yield _migrations()
    except DatabaseError as error:
        first = (str(error).strip().splitlines() or ["no reason given"])[0]
        yield Report(False, f"The database does not answer: {first}", REMEDIES["database"])
        return
    try:
        status = health.status()
    except DatabaseError:
        return
    yield from (_part(part) for part in status.parts)
    yield _clock()


def _migrations() -> Report:
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        return Report(False, f"Migrations that are not applied: {missing}", "Run ./dev manage migrate.")
    return Report(True, "All migrations are applied")


def _part(part: health.Part) -> Report:
    name = f"The {part.name}"
    if not part.ok:
        return Report(False, f"{name}: {part.problem}", REMEDIES.get(part.name, ""))
    verb = "are" if part.name.endswith("s") else "is"
    return Report(True, f"{name} {verb} well ({part.milliseconds:.0f} ms)")


def _clock() -> Report:
    """Leases, links and the audit trail compare this machine's clock with times that others wrote."""
    if connection.vendor != "postgresql":
        now = timezone.now()
        return Report(now.year >= 2025, f"The clock says {now:%Y-%m-%d %H:%M} UTC", "Set the machine's clock.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs: datetime = cursor.fetchone()[0]
    apart = abs((timezone.now() - theirs).total_seconds())
    words = f"The clocks of this machine and the database are {apart:.1f} s apart"
    return Report(apart < CLOCK_TOLERANCE_S, words, "Synchronise both with NTP (chrony, systemd-timesyncd).")


class Command(BaseCommand):
    help = "Says what this installation stands on, and what is missing or down."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="a JSON list instead of text")

    def handle(self, *args: object, **options: bool) -> None:
        reports = [report if not report.ok else Report(True, report.what) for report in look()]
        if options["json"]:
            self.stdout.write(json.dumps([asdict(report) for report in reports]))
        else:
            self._tell(reports)
        if not all(report.ok for report in reports):
            sys.exit(1)

    def _tell(self, reports: list[Report]) -> None:
        for report in reports:
            self.stdout.write(f"{'ok  ' if report.ok else 'FAIL'} {report.what}")
            if report.remedy:
                self.stdout.write(f"     {report.remedy}")
