"""Celery entry points of projects."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from core.jobs import JobRun, job_kind
from projects.services import bulk, leases, uploads


@shared_task(name="projects.release_expired_leases", ignore_result=True)
def release_expired_leases() -> None:
    leases.release_expired()


@shared_task(name="projects.drop_stale_uploads", ignore_result=True)
def drop_stale_uploads() -> None:
    uploads.drop_stale()


@job_kind(bulk.JOB)
def change_tasks(run: JobRun) -> dict[str, Any]:
    return bulk.perform(run)
