"""Celery entry points of projects."""

from __future__ import annotations

from celery import shared_task

from projects.services import leases


@shared_task(name="projects.release_expired_leases", ignore_result=True)
def release_expired_leases() -> None:
    leases.release_expired()
