"""The audit trail: sealed in order, and every tampering on real SQL refused by the database or found by the walk."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from accounts.models import User
from core import audit as trail
from core.models import AuditEvent
from core.services import audit

pytestmark = pytest.mark.django_db
GUARDS = {
    "postgresql": (
        "ALTER TABLE core_auditevent DISABLE TRIGGER core_auditevent_guard",
        "ALTER TABLE core_auditevent ENABLE TRIGGER core_auditevent_guard",
    ),
    "sqlite": (
        "DROP TRIGGER core_auditevent_no_update; DROP TRIGGER core_auditevent_no_delete",
        "",
    ),
}


def write(count: int = 5) -> None:
    for index in range(count):
        trail.record("task.submit", f"task:{index}", by=None, scope="p", number=index, name="街道", share=0.1 + index)


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        for statement in filter(None, sql.split(";")):
            cursor.execute(statement)


@pytest.fixture
def chain() -> None:
    write()
    assert audit.seal() == 5


@pytest.fixture
def unguarded(chain: None) -> None:
    """An attacker who owns the database and takes the triggers away first."""
    execute(GUARDS[connection.vendor][0])


def test_sealing_numbers_events_in_order_and_links_them(chain: None) -> None:
    rows = list(AuditEvent.objects.sealed())
    assert [row.number for row in rows] == [1, 2, 3, 4, 5]
    assert rows[0].previous == audit.GENESIS
    assert all(later.previous == earlier.hash for earlier, later in pairwise(rows))
    write(2)
    assert audit.verify().unsealed == 2
    assert audit.seal() == 2
    assert audit.seal() == 0
    result = audit.verify()
    assert result.ok
    assert (result.checked, result.unsealed, result.head) == (7, 0, audit.head())


def test_more_than_one_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "BATCH", 3)
    write(10)
    assert audit.seal() == 10
    assert audit.verify().checked == 10


def test_an_empty_trail_is_in_order() -> None:
    assert audit.verify() == audit.Verification(0, 0, audit.Head(0, audit.GENESIS), None)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE core_auditevent SET verb = 'task.accept' WHERE number = 3",
        "UPDATE core_auditevent SET number = NULL WHERE number = 5",
        "UPDATE core_auditevent SET hash = 'x' WHERE number = 5",
        "DELETE FROM core_auditevent WHERE number = 5",
        "DELETE FROM core_auditevent",
    ],
)
def test_the_database_refuses_to_touch_what_is_sealed(chain: None, sql: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        execute(sql)
    assert audit.verify().ok


def test_the_database_lets_an_open_event_only_be_sealed() -> None:
    write(1)
    for sql in (
        "UPDATE core_auditevent SET actor_name = 'somebody else'",
        "UPDATE core_auditevent SET number = 1, verb = 'other'",
        "UPDATE core_auditevent SET hash = 'x'",
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            execute(sql)


def change(sql: str) -> Callable[[], None]:
    return lambda: execute(sql)


@pytest.mark.parametrize(
    ("tamper", "number", "reason"),
    [
        (change("UPDATE core_auditevent SET verb = 'task.accept' WHERE number = 3"), 3, "altered"),
        (change("UPDATE core_auditevent SET at = '2020-01-01 00:00:00+00' WHERE number = 1"), 1, "altered"),
        (change("UPDATE core_auditevent SET data = '{}' WHERE number = 5"), 5, "altered"),
        (change("UPDATE core_auditevent SET actor = 'x' WHERE number = 2"), 2, "altered"),
        (change("DELETE FROM core_auditevent WHERE number = 2"), 2, "missing"),
        (change("DELETE FROM core_auditevent WHERE number = 1"), 1, "missing"),
        (change("UPDATE core_auditevent SET number = 9 WHERE number = 4"), 4, "missing"),
        (change("UPDATE core_auditevent SET previous = hash WHERE number = 4"), 4, "unlinked"),
        (
            change(
                "DELETE FROM core_auditevent WHERE number = 2;"
                "UPDATE core_auditevent SET number = number - 1 WHERE number = 3"
            ),
            2,
            "unlinked",
        ),
    ],
)
def test_whoever_takes_the_guard_away_is_found(
    unguarded: None, tamper: Callable[[], None], number: int, reason: str
) -> None:
    tamper()
    broken = audit.verify().broken
    assert broken is not None
    assert (broken.number, broken.reason) == (number, reason)


def test_cutting_off_the_end_shows_against_a_noted_head(unguarded: None) -> None:
    noted = audit.head()
    assert audit.verify(noted).ok
    execute("DELETE FROM core_auditevent WHERE number = 5")
    assert audit.verify().ok
    assert audit.verify(noted).broken == audit.Broken(5, "cut-off", None)
    write(1)
    audit.seal()
    assert audit.verify(noted).broken == audit.Broken(5, "cut-off", None)


def test_another_key_does_not_verify(chain: None, settings: Settings) -> None:
    settings.AUDIT_KEY = "guessed"
    broken = audit.verify().broken
    assert broken is not None
    assert broken.number == 1


def test_the_command(unguarded: None) -> None:
    head = audit.head()
    out = StringIO()
    call_command("verify_audit", head=f"{head.number}:{head.hash}", stdout=out)
    assert out.getvalue().startswith("ok  5 events")
    execute("UPDATE core_auditevent SET verb = 'x' WHERE number = 4")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_audit", "--json", stdout=out)
    assert json.loads(out.getvalue())["broken"]["number"] == 4


def test_an_event_names_who_did_what_to_what(alice: User) -> None:
    trail.record("person.deactivate", alice, by=alice, reason="left")
    event = AuditEvent.objects.get(verb="person.deactivate")
    assert (event.actor, event.actor_name) == (str(alice.pk), "Alice")
    assert event.subject == f"user:{alice.pk}"
    assert event.data == {"reason": "left"}
