"""Jobs on real Celery workers, on the filesystem transport of one machine and on Redis."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from django.conf import settings as django_settings
from django.db import connection

from core.jobs import KINDS, enqueue
from core.models import Job, WorkerHeartbeat
from core.services import jobs
from tests.core.job_kinds import count

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
]
ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
assert "test.count" in KINDS, count


def until(true: Callable[[], object], what: str) -> None:
    ends = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < ends, f"waited in vain until {what}"
        time.sleep(0.1)


def database_url() -> str:
    """The test's database, for another process."""
    if connection.vendor != "postgresql":
        pytest.skip("needs a database that two processes share; `./dev pytest` has one")
    made = connection.settings_dict
    return f"postgres://{made['USER']}@/{made['NAME']}?host={made['OPTIONS'].get('host', made['HOST'])}"


@pytest.fixture(params=["filesystem", "redis"])
def broker(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """Environment of a worker on each transport; this process sends to the same."""
    env = {**os.environ, "DATABASE_URL": database_url(), "GROUNDWORK_VAR": str(tmp_path / "var")}
    env |= {"SECRET_KEY": django_settings.SECRET_KEY, "AUDIT_KEY": django_settings.AUDIT_KEY}
    options: dict[str, Any] = {}
    if request.param == "redis":
        url = os.environ.get("CELERY_BROKER_URL", "")
        if not url.startswith("redis"):
            pytest.skip("needs Redis; `./dev pytest` has one")
        # Tests that run side by side share the server but not the jobs: a worker takes whatever its queues hold.
        url += f"?virtual_host={1 + int(os.environ.get('PYTEST_XDIST_WORKER', 'gw0').removeprefix('gw'))}"
    else:
        url = "filesystem://"
        folder = tmp_path / "var/broker"
        for name in ("queue", "control"):
            (folder / name).mkdir(parents=True)
        options = {
            "data_folder_in": str(folder / "queue"),
            "data_folder_out": str(folder / "queue"),
            "control_folder": str(folder / "control"),
        }
    env["CELERY_BROKER_URL"] = url
    monkeypatch.setenv("CELERY_BROKER_URL", url)  # Celery prefers the environment to what it is told
    sender = Celery("sender", broker=url)
    sender.conf.broker_transport_options = options
    monkeypatch.setattr("core.services.jobs.current_app", sender)
    yield env
    sender.close()


@pytest.fixture
def worker(broker: dict[str, str], tmp_path: Path) -> Iterator[Path]:
    """A worker for all queues with two processes; yields its log."""
    log = tmp_path / "worker.log"
    queues = ",".join(jobs.queues())
    options = [
        "-Q",
        queues,
        "-c",
        "2",
        "-I",
        "tests.core.job_kinds",
        "--without-mingle",
        "--without-gossip",
        "-l",
        "INFO",
    ]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "config", "worker", *options, "-n", "tested@here"],
            cwd=ROOT,
            env=broker,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            until(lambda: WorkerHeartbeat.objects.filter(name="tested@here").exists(), f"the worker lives:\n{log}")
            yield log
        finally:
            process.terminate()
            process.wait(timeout=30)


def ended(job: Job, worker: Path) -> Job:
    def over() -> bool:
        job.refresh_from_db()
        return not job.is_active

    until(over, f"job {job} ends:\n{worker.read_text()}")
    return job


def test_a_day_in_the_life_of_a_worker(worker: Path) -> None:
    """One start of a worker for all of it: starting takes longer than the jobs."""
    heard = WorkerHeartbeat.objects.get(name="tested@here")
    assert heard.queues == sorted(jobs.queues())

    sliced = ended(enqueue("test.count", by=None, to=6, per_slice=2), worker)
    assert (sliced.state, sliced.done, sliced.attempt, sliced.result) == ("done", 6, 3, {"counted": 6, "from": 4})

    job = enqueue("test.count", by=None, to=500, seconds=0.1)
    until(lambda: Job.objects.get(pk=job.pk).done > 2, "it has begun")
    Job.objects.filter(pk=job.pk).update(cancel_requested=True)
    cancelled = ended(job, worker)
    assert cancelled.state == "cancelled"
    assert cancelled.state_data["next"] < 500

    failed = ended(enqueue("test.count", by=None, to=5, fail_at=3), worker)
    assert failed.error is not None
    assert (failed.state, failed.error["message"], failed.done) == ("failed", "the disk is full", 3)
    jobs._queue(failed)
    retried = ended(failed, worker)
    assert (retried.state, retried.result) == ("done", {"counted": 5, "from": 3})


def test_a_worker_that_is_killed_loses_nothing(worker: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    job = enqueue("test.count", by=None, to=6, die_at=4)
    until(lambda: Job.objects.get(pk=job.pk).state_data.get("died"), "it has killed its worker")
    time.sleep(1.5)
    assert Job.objects.get(pk=job.pk).state == "running"
    monkeypatch.setattr(jobs, "SILENCE", timedelta(seconds=1))
    until(jobs.reconcile, "the silence is noticed")
    job = ended(job, worker)
    assert (job.state, job.result, job.losses) == ("done", {"counted": 6, "from": 4}, 0)
