"""Each worker says every few seconds that it lives, and which queues it serves."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from typing import Any

from celery.signals import worker_ready, worker_shutting_down
from django.db import DatabaseError, connection
from django.utils import timezone

from core.models import WorkerHeartbeat

log = logging.getLogger(__name__)

BEAT_SECONDS = 15.0
SILENT_AFTER = timedelta(seconds=90)
FORGOTTEN_AFTER = timedelta(days=1)
SCHEDULER = "beat"
"""Name under which the scheduled task reports: proof that the clock, the broker and a worker work together."""

_stopped = threading.Event()


def beat(name: str, queues: list[str]) -> None:
    """Note that the worker `name` lives; forget those that have not been heard of for a day."""
    now = timezone.now()
    WorkerHeartbeat.objects.update_or_create(name=name, defaults={"at": now, "queues": queues})
    WorkerHeartbeat.objects.filter(at__lt=now - FORGOTTEN_AFTER).delete()


@worker_ready.connect
def start(sender: Any, **kwargs: object) -> None:
    """One thread in the worker's main process: children are busy with jobs."""
    name = str(sender.hostname)
    queues = sorted(sender.app.amqp.queues.consume_from)
    _stopped.clear()
    threading.Thread(target=_beat_until_stopped, args=(name, queues), name="worker-heartbeat", daemon=True).start()


@worker_shutting_down.connect
def stop(**kwargs: object) -> None:
    _stopped.set()


def _beat_until_stopped(name: str, queues: list[str]) -> None:
    while True:
        try:
            beat(name, queues)
        except DatabaseError:
            log.warning("the heartbeat of %s could not be written", name, exc_info=True)
        finally:
            # Pool processes are forked from this one and must not share its line to the database.
            connection.close()
        if _stopped.wait(BEAT_SECONDS):
            return
