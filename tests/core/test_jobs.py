"""Jobs as rows: taken once, reported, cancelled, retried from the checkpoint, given on when a worker is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import scopes
from core.errors import DomainError, NotAllowed
from core.jobs import CONTINUE, KINDS, JobRun, enqueue, job_kind
from core.models import AuditEvent, Job
from core.scopes import Sight
from core.services import jobs

pytestmark = pytest.mark.django_db
Handler = Callable[[JobRun], dict[str, Any]]
ENDED: list[tuple[str, str]] = []


@pytest.fixture(autouse=True)
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The jobs that workers were told of, in place of a broker; what the tests declare is forgotten after."""
    told: list[str] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, queue: told.append(args[0]))
    monkeypatch.setattr(transaction, "on_commit", lambda publish, robust: publish())
    known = dict(KINDS)
    ENDED.clear()
    yield told
    KINDS.clear()
    KINDS.update(known)


def on_end(job: Job) -> None:
    ENDED.append((job.kind, job.state))


def made(handler: Handler, by: User | None = None, **params: Any) -> Job:
    KINDS.pop("test.kind", None)
    job_kind("test.kind", on_end=on_end)(handler)
    return enqueue("test.kind", by=by, scope="project-1", title="Street scenes", **params)


def ran(job: Job) -> Job:
    jobs.run_job(str(job.pk))
    job.refresh_from_db()
    return job


def test_a_job_runs_once_and_keeps_its_result(alice: User, sent: list[str]) -> None:
    calls = []

    def handler(run: JobRun) -> dict[str, Any]:
        calls.append(run.params)
        run.progress(1, 2)
        run.log("file-refused", level="warning", name="a.jpg")
        run.progress(2)
        return {"count": 2}

    job = made(handler, alice, size=3)
    assert sent == [str(job.pk)]
    job = ran(job)
    assert (job.state, job.result, job.done, job.total, job.attempt) == ("done", {"count": 2}, 2, 2, 1)
    assert job.log[0]["code"] == "file-refused"
    assert job.finished_at is not None
    assert ENDED == [("test.kind", "done")]
    ran(job)
    assert calls == [{"size": 3}]


def test_lines_logged_in_a_hurry_all_arrive() -> None:
    def handler(run: JobRun) -> dict[str, Any]:
        for index in range(600):
            run.log("line", index=index)
        return {}

    log = ran(made(handler)).log
    assert [line["params"]["index"] for line in log] == list(range(100, 600))


def test_a_rule_that_refuses_and_a_crash(caplog: pytest.LogCaptureFixture) -> None:
    def refuse(run: JobRun) -> dict[str, Any]:
        raise DomainError("no-images", "There are no images.", where="front")

    def crash(run: JobRun) -> dict[str, Any]:
        run.log("begun")
        return {"share": 1 / 0}

    assert ran(made(refuse)).error == {
        "code": "no-images",
        "message": "There are no images.",
        "params": {"where": "front"},
    }
    job = ran(made(crash))
    assert job.state == "failed"
    assert job.error is not None
    assert job.error["code"] == "job-crashed"
    assert "ZeroDivisionError" in job.error["params"]["trace"]
    assert job.log[0]["code"] == "begun"
    assert [state for _, state in ENDED] == ["failed", "failed"]


def test_cancel_while_waiting_and_while_running(alice: User) -> None:
    job = jobs.cancel(job=made(lambda run: {}, alice), by=alice)
    assert job.state == "cancelled"
    assert ran(job).attempt == 0
    with pytest.raises(DomainError) as caught:
        jobs.cancel(job=job, by=alice)
    assert caught.value.code == "job-ended"

    def handler(run: JobRun) -> dict[str, Any]:
        run.checkpoint({"next": 1})
        jobs.cancel(job=Job.objects.get(pk=run.job.pk), by=alice)
        run.progress(5, 5)
        raise AssertionError("went on after the cancel")

    job = ran(made(handler, alice))
    assert (job.state, job.done, job.state_data) == ("cancelled", 5, {"next": 1})
    assert [state for _, state in ENDED] == ["cancelled", "cancelled"]
    assert AuditEvent.objects.filter(verb="job.cancel", scope="project-1").count() == 2


def test_a_retry_goes_on_from_the_checkpoint(alice: User, sent: list[str]) -> None:
    done: list[int] = []

    def handler(run: JobRun) -> dict[str, Any]:
        for index in range(run.state.get("next", 0), 6):
            if index == 3 and run.job.attempt == 1:
                raise OSError("the disk is full")
            done.append(index)
            run.job.done = index + 1
            run.checkpoint({"next": index + 1})
        return {"done": len(done)}

    job = ran(made(handler, alice))
    assert (job.state, job.done) == ("failed", 3)
    job = jobs.retry(job=job, by=alice)
    assert (job.state, job.error, job.finished_at) == ("queued", None, None)
    assert sent == [str(job.pk)] * 2
    job = ran(job)
    assert (job.state, job.attempt, job.result) == ("done", 2, {"done": 6})
    assert done == [0, 1, 2, 3, 4, 5]
    with pytest.raises(DomainError) as caught:
        jobs.retry(job=job, by=alice)
    assert caught.value.code == "job-not-ended"


def test_slices(alice: User, sent: list[str]) -> None:
    def handler(run: JobRun) -> dict[str, Any]:
        count = run.state.get("count", 0) + 1
        run.checkpoint({"count": count})
        return {"count": count} if count == 3 else CONTINUE

    job = made(handler, alice)
    for _ in range(3):
        job = ran(job)
    assert (job.state, job.result, job.attempt) == ("done", {"count": 3}, 3)
    assert len(sent) == 3


def test_a_cancel_between_slices(alice: User) -> None:
    def handler(run: JobRun) -> dict[str, Any]:
        Job.objects.filter(pk=run.job.pk).update(cancel_requested=True)
        return CONTINUE

    assert ran(made(handler, alice)).state == "cancelled"


def aged(job: Job, **times: timedelta) -> None:
    Job.objects.filter(pk=job.pk).update(**{name: timezone.now() - age for name, age in times.items()})


def test_a_lost_worker_gives_the_job_to_another_which_it_cannot_disturb(sent: list[str]) -> None:
    """The first worker was only asleep: when it wakes, nothing it reports is written any more."""
    orders: list[str] = []

    def handler(run: JobRun) -> dict[str, Any]:
        if run.job.attempt > 1:
            orders.append("second")
            return {"by": "second"}
        aged(run.job, heartbeat=timedelta(minutes=4))
        assert jobs.reconcile() == 1
        jobs.run_job(str(run.job.pk))
        orders.append("first wakes")
        run.progress(99, 99)
        raise AssertionError("wrote after it had lost the job")

    job = ran(made(handler))
    assert orders == ["second", "first wakes"]
    assert (job.state, job.result, job.done, job.attempt) == ("done", {"by": "second"}, 0, 2)
    assert len(sent) == 2


def test_a_sleeper_that_ends_without_a_report_changes_nothing() -> None:
    def handler(run: JobRun) -> dict[str, Any]:
        if run.job.attempt == 1:
            aged(run.job, heartbeat=timedelta(minutes=4))
            jobs.reconcile()
            return {"by": "sleeper"}
        return {"by": "second"}

    job = ran(made(handler))
    assert (job.state, job.result) == ("queued", {})
    assert ran(job).result == {"by": "second"}


def test_what_kills_its_workers_is_stopped() -> None:
    job = made(lambda run: {})
    for _ in range(jobs.MAX_LOSSES + 1):
        assert jobs._take(str(job.pk)) is not None
        aged(job, heartbeat=timedelta(minutes=4))
        jobs.reconcile()
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.error is not None
    assert job.error["code"] == "worker-lost"
    assert ENDED == [("test.kind", "failed")]


def test_a_lost_message_is_sent_again(sent: list[str]) -> None:
    job = made(lambda run: {})
    assert jobs.reconcile() == 0
    aged(job, queued_at=timedelta(minutes=4))
    assert jobs.reconcile() == 1
    assert jobs.reconcile() == 0
    assert sent == [str(job.pk)] * 2


def test_a_job_of_an_unknown_kind() -> None:
    with pytest.raises(DomainError) as caught:
        enqueue("test.unknown", by=None)
    assert caught.value.code == "unknown-job-kind"
    job = made(lambda run: {})
    KINDS.pop("test.kind")
    assert ran(job).state == "failed"


def test_tidying_up_that_fails_is_said(caplog: pytest.LogCaptureFixture) -> None:
    def broken(job: Job) -> None:
        raise RuntimeError("cannot tidy up")

    job_kind("test.broken", on_end=broken)(lambda run: {})
    job = ran(enqueue("test.broken", by=None))
    assert job.state == "failed"
    assert job.error is not None
    assert job.error["message"] == "cannot tidy up"


def test_two_kinds_cannot_share_a_name() -> None:
    def other(run: JobRun) -> dict[str, Any]:
        return {}

    made(lambda run: {})
    with pytest.raises(ValueError, match="declared twice"):
        job_kind("test.kind")(other)


def test_only_who_answers_for_a_job_may_stop_it(alice: User, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    job = made(lambda run: {}, bob)
    with pytest.raises(NotAllowed):
        jobs.cancel(job=job, by=alice)
    monkeypatch.setitem(scopes._PROVIDERS, scopes.JOBS, [lambda user: Sight(scopes=frozenset({"project-1"}))])
    assert jobs.cancel(job=job, by=alice).state == "cancelled"
