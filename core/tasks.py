"""Celery entry points of core."""

from __future__ import annotations

from celery import shared_task
from django.db import connection

from core import workers
from core.services import audit, jobs


@shared_task(name="core.run_job")
def run_job(job_id: str) -> None:
    jobs.run_job(job_id)
    if connection.vendor == "sqlite":
        # What a long job has written would lie in the log, which every reader then looks through.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")


@shared_task(name="core.reconcile_jobs", ignore_result=True)
def reconcile_jobs() -> None:
    jobs.reconcile()


@shared_task(name="core.seal_audit", ignore_result=True)
def seal_audit() -> None:
    audit.seal()


@shared_task(name="core.heartbeat", ignore_result=True)
def heartbeat() -> None:
    workers.beat(workers.SCHEDULER, [])
