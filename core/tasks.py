"""Celery entry points of core."""

from __future__ import annotations

from celery import Task, shared_task
from django.utils import timezone

from core.models import WorkerHeartbeat
from core.services import audit, jobs


@shared_task(name="core.run_job")
def run_job(job_id: str) -> None:
    jobs.run_job(job_id)


@shared_task(name="core.reconcile_jobs", ignore_result=True)
def reconcile_jobs() -> None:
    jobs.reconcile()


@shared_task(name="core.seal_audit", ignore_result=True)
def seal_audit() -> None:
    audit.seal()


@shared_task(name="core.heartbeat", bind=True, ignore_result=True)
def heartbeat(self: Task[[], None]) -> None:
    WorkerHeartbeat.objects.update_or_create(name=self.request.hostname or "worker", defaults={"at": timezone.now()})
