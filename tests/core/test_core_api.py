"""Jobs, audit trail and health over HTTP: who sees what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Membership, Organisation, User
from core import audit, scopes
from core.models import AuditEvent, Job, WorkerHeartbeat
from core.scopes import Sight
from core.services import audit as chain
from core.workers import SCHEDULER, beat
from tests.conftest import Api, person

JOBS = "/api/v1/jobs"
EVENTS = "/api/v1/audit-events"


def job(by: User | None, scope: str = "", **more: Any) -> Job:
    return Job.objects.create(kind="test.unknown", created_by=by, scope=scope, title="front.zip", **more)


@pytest.fixture
def managed(monkeypatch: pytest.MonkeyPatch, alice: User) -> None:
    """Alice manages project p-1, as the app that knows projects would say."""

    def answer(user: User) -> Sight:
        return Sight(scopes=frozenset({"p-1"})) if user == alice else Sight()

    for purpose in (scopes.JOBS, scopes.AUDIT):
        monkeypatch.setitem(scopes._PROVIDERS, purpose, [*scopes._PROVIDERS[purpose][:1], answer])


@pytest.fixture
def audrey(operator: Organisation) -> User:
    return person("Audrey", operator, Membership.Role.AUDITOR)


def test_whose_jobs_one_sees(managed: None, olga: User, alice: User, bob: User, mallory: User) -> None:
    rows = [job(bob, "p-1"), job(alice, "p-2"), job(None), job(bob)]

    def seen(by: User, **filters: Any) -> set[int]:
        ids = {row["id"] for row in Api(by).get(JOBS, filters).json()["results"]}
        return {index for index, row in enumerate(rows) if str(row.pk) in ids}

    assert seen(olga) == {0, 1, 2, 3}
    assert seen(alice) == {0, 1}
    assert seen(alice, mine=True) == {1}
    assert seen(olga, scope="p-1") == {0}
    assert seen(bob) == {0, 3}
    assert seen(mallory) == set()
    assert Api(mallory).get(f"{JOBS}/{rows[0].pk}").status_code == 404
    assert Api(mallory).post(f"{JOBS}/{rows[0].pk}/cancel").status_code == 404


def test_a_job_tells_how_it_fares_and_what_may_be_done(olga: User, bob: User) -> None:
    error = {"code": "job-crashed", "message": "x", "params": {"trace": "File ...", "name": "a"}}
    line = {"at": "2025-01-01T00:00:00Z", "level": "info", "code": "read", "params": {"count": 3}}
    failed = job(bob, state="failed", error=error, log=[line], done=3, total=9)
    answer = Api(bob).get(f"{JOBS}/{failed.pk}").json()
    assert (answer["state"], answer["done"], answer["total"], answer["log"]) == ("failed", 3, 9, [line])
    assert answer["error"]["params"] == {"name": "a"}
    assert answer["created_by"] == {"id": str(bob.pk), "name": "Bob"}
    assert answer["can"] == {"cancel": "job-ended", "retry": "unknown-job-kind"}
    assert "trace" in Api(olga).get(f"{JOBS}/{failed.pk}").json()["error"]["params"]
    assert "log" not in Api(bob).get(JOBS).json()["results"][0]


def test_active_jobs_and_states(bob: User) -> None:
    for state in Job.State.values:
        job(bob, state=state)

    def states(**filters: Any) -> set[str]:
        return {row["state"] for row in Api(bob).get(JOBS, filters).json()["results"]}

    assert states(active=True) == {"queued", "running"}
    assert states(active=False) == {"done", "failed", "cancelled"}
    assert states(state="failed,done") == {"failed", "done"}
    assert Api(bob).get(JOBS, {"state": "failed,made-up"}).status_code == 400


def test_cancel_over_http(bob: User) -> None:
    row = job(bob)
    answer = Api(bob).post(f"{JOBS}/{row.pk}/cancel")
    assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    again = Api(bob).post(f"{JOBS}/{row.pk}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "job-ended")


def test_the_list_asks_few_questions(bob: User, django_assert_max_num_queries: Any) -> None:
    for _ in range(20):
        job(bob)
    api = Api(bob)
    api.get(JOBS)
    with django_assert_max_num_queries(6):  # session, person, what one may see (of two apps), jobs
        assert len(api.get(JOBS).json()["results"]) == 20


def write(count: int = 1, verb: str = "task.submit", scope: str = "p-1", by: User | None = None) -> None:
    for index in range(count):
        audit.record(verb, f"task:{index}", by=by, scope=scope)


def test_who_reads_which_events(
    managed: None, olga: User, audrey: User, alice: User, bob: User, mallory: User, erin: User
) -> None:
    write(2)
    write(1, scope="p-2")
    write(1, scope="")

    def count(by: User) -> int:
        return len(Api(by).get(EVENTS).json()["results"])

    assert [count(by) for by in (olga, audrey, alice, bob, mallory, erin)] == [4, 4, 2, 0, 0, 0]
    for by in (alice, bob, mallory, erin):
        assert Api(by).post(f"{EVENTS}/verify").status_code == 403


def test_events_are_filtered_and_paged(olga: User, bob: User) -> None:
    write(3, by=bob)
    write(2, verb="task.accept")
    write(1, verb="batch.approve", scope="p-2")
    api = Api(olga)

    def count(**filters: Any) -> int:
        return len(api.get(EVENTS, filters).json()["results"])

    assert count(verb="task.") == 5
    assert count(verb="task.accept") == 2
    assert count(verb="task") == 0
    assert count(actor=str(bob.pk)) == 3
    assert count(subject="task:0", scope="p-1") == 2
    assert count(since=timezone.now().isoformat()) == 0
    assert count(until=timezone.now().isoformat()) == 6
    assert api.get(EVENTS, {"since": "yesterday"}).status_code == 400
    first = api.get(EVENTS, {"limit": 4}).json()
    second = api.get(first["next"]).json()
    assert len(first["results"]) == 4
    assert len(second["results"]) == 2
    assert second["next"] is None


def test_verifying_over_http(audrey: User) -> None:
    write(3)
    api = Api(audrey)
    answer = api.post(f"{EVENTS}/verify").json()
    assert answer == {
        "ok": True,
        "checked": 3,
        "unsealed": 0,
        "head": {"number": 3, "hash": chain.head().hash},
        "broken": None,
    }
    assert api.post(f"{EVENTS}/verify", {"head": answer["head"]}).json()["ok"]
    cut = api.post(f"{EVENTS}/verify", {"head": {"number": 7, "hash": "0" * 64}}).json()
    assert cut["broken"] == {"number": 7, "reason": "cut-off", "event": None}
    assert api.post(f"{EVENTS}/verify", {"head": {"number": "x"}}).status_code == 400
    assert {row["number"] for row in api.get(EVENTS).json()["results"]} == {1, 2, 3}
    assert AuditEvent.objects.unsealed().count() == 0


@pytest.mark.django_db
def test_health_says_yes_or_no_to_anybody() -> None:
    response = Api().get("/api/v1/health")
    assert (response.status_code, response.json()) == (200, {"ok": True})


def test_status_is_for_those_who_run_the_installation(olga: User, alice: User, audrey: User, mallory: User) -> None:
    for by in (alice, audrey, mallory):
        assert Api(by).get("/api/v1/status").status_code == 403
    beat("worker@one", ["default", "media", "models", "export"])
    beat(SCHEDULER, [])
    job(olga)
    answer = Api(olga).get("/api/v1/status").json()
    parts = {part["name"]: part for part in answer["parts"]}
    assert set(parts) == {"database", "storage", "broker", "cache", "disk", "workers"}
    assert [name for name, part in parts.items() if not part["ok"] and name not in {"broker", "disk"}] == []
    assert [worker["name"] for worker in answer["workers"]] == ["worker@one"]
    assert answer["jobs"]["states"]["queued"] == 1
    assert answer["audit"] == {"number": 0, "hash": "0" * 64}


def test_status_says_what_is_wrong(olga: User, monkeypatch: pytest.MonkeyPatch) -> None:
    beat("worker@one", ["default"])
    beat("worker@two", ["media"])
    WorkerHeartbeat.objects.filter(name="worker@two").update(at=timezone.now() - timedelta(minutes=10))

    def broken(*args: object) -> None:
        raise OSError("No space left on device\nmore")

    monkeypatch.setattr("core.storage.FolderStorage._save", broken)
    answer = Api(olga).get("/api/v1/status").json()
    parts = {part["name"]: part for part in answer["parts"]}
    assert not answer["ok"]
    assert parts["storage"]["problem"] == "No space left on device"
    assert parts["workers"]["detail"] == {"unserved": ["media", "models", "export"], "scheduler": False}
    assert [worker["alive"] for worker in answer["workers"]] == [True, False]


@pytest.mark.django_db
def test_workers_not_heard_of_for_a_day_are_forgotten() -> None:
    beat("worker@old", [])
    WorkerHeartbeat.objects.update(at=timezone.now() - timedelta(days=2))
    beat("worker@new", ["default"])
    assert [row.name for row in WorkerHeartbeat.objects.all()] == ["worker@new"]
