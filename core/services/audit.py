"""Seal audit events into a hash chain, and verify it.

Each sealed row carries HMAC-SHA256(AUDIT_KEY, hash of the row before + canonical JSON of the row). Whoever can write to
the database but does not have the key can neither change, remove nor insert a row without breaking the chain. Cutting
rows off the end shows only against a head noted elsewhere: the sealer writes each new head to the log, and `verify`
takes one.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from django.conf import settings
from django.db import connection, transaction

from core.models import AuditEvent

log = logging.getLogger(__name__)

GENESIS = "0" * 64
BATCH = 500
LOCK = 0x6772_6F75_6E64
"""Number of the PostgreSQL advisory lock that one sealer holds."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last sealed row. Note it elsewhere to be able to prove later that nothing was cut off."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The first row that does not fit. `reason`: missing (a gap before it), unlinked, altered, or cut-off (the noted
    head is gone or another)."""

    number: int
    reason: str
    event: int | None


@dataclass(frozen=True, slots=True)
class Verification:
    """What a walk along the whole chain found."""

    checked: int
    unsealed: int
    head: Head
    broken: Broken | None

    @property
    def ok(self) -> bool:
        return self.broken is None


def seal() -> int:
    """Give unsealed events their place in the chain; returns how many. At most one sealer works at a time."""
    count = 0
    while True:
        with transaction.atomic():
            sealed = _seal_batch() if _sealer_lock() else 0
        count += sealed
        if sealed < BATCH:
            break
    if count:
        top = head()
        log.info("audit trail sealed up to %d: %s", top.number, top.hash)
    return count


def head() -> Head:
    """The last sealed row."""
    row = AuditEvent.objects.sealed().reverse().values_list("number", "hash").first()
    return Head(int(row[0] or 0), row[1]) if row else Head(0, GENESIS)


def verify(noted: Head | None = None) -> Verification:
    """Walk the chain from its first row; stops at the first that does not fit. `noted` is a head known from before."""
    previous, number, broken = GENESIS, 0, None
    noted_found = noted is None or noted.number == 0
    for event in _chain():
        broken = _fault(event, number, previous)
        if broken:
            break
        number, previous = number + 1, event.hash
        if noted and event.number == noted.number:
            noted_found = hmac.compare_digest(event.hash, noted.hash)
    if broken is None and noted and not noted_found:
        broken = Broken(noted.number, "cut-off", None)
    return Verification(number, AuditEvent.objects.unsealed().count(), Head(number, previous), broken)


def _chain() -> Iterator[AuditEvent]:
    return AuditEvent.objects.sealed().iterator(chunk_size=2000)


def _fault(event: AuditEvent, number: int, previous: str) -> Broken | None:
    """Why `event` cannot be the row after row `number` whose hash is `previous`."""
    here = int(event.number or 0)
    if here != number + 1:
        return Broken(number + 1, "missing", None)
    if event.previous != previous:
        return Broken(here, "unlinked", event.pk)
    if not hmac.compare_digest(event.hash, _hash(event, here, previous)):
        return Broken(here, "altered", event.pk)
    return None


def _sealer_lock() -> bool:
    """Whether this transaction may seal. SQLite lets only one transaction write anyway."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _seal_batch() -> int:
    top = head()
    number, previous = top.number, top.hash
    events = list(AuditEvent.objects.unsealed().order_by("id")[:BATCH])
    for event in events:
        number += 1
        event.number, event.previous = number, previous
        event.hash = previous = _hash(event, number, previous)
    AuditEvent.objects.bulk_update(events, ["number", "previous", "hash"], batch_size=100)
    return len(events)


def _hash(event: AuditEvent, number: int, previous: str) -> str:
    content = {
        "number": number,
        "id": event.pk,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": event.actor,
        "actor_name": event.actor_name,
        "verb": event.verb,
        "subject": event.subject,
        "scope": event.scope,
        "data": event.data,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hmac.new(settings.AUDIT_KEY.encode(), (previous + text).encode(), hashlib.sha256).hexdigest()
