"""What concerns a person while they are away, by mail: at once, once a day, or never, as they choose.

An app declares a kind of notice and tells people within the transaction of what happened. A worker gathers what is
still true when its reader is away, writes one letter of it and forgets it in the same transaction: nothing is told
twice, and nobody reads by mail what they have just dealt with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone

from accounts.models import Notice, User
from accounts.services import post
from accounts.services.letters import Line, notice_letter
from core.errors import NotFound
from core.text import Text

CHOICES = ("at-once", "daily", "never")
PREFERENCE = "mail"
GATHERING = timedelta(minutes=2)
"""So that what happens in one go arrives in one mail."""
PRESENCE = timedelta(minutes=5)
"""Who was seen so lately is here: it waits until they are gone."""
SUMMARY_HOUR = 6
"""UTC; when the working day begins in Europe, and at two in the afternoon in China."""
SALT = "accounts.unsubscribe"


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One sort of news: its sentence, and whether it still holds for `(person, subject)` when it would be mailed."""

    slug: str
    text: Text
    holds: Callable[[User, str], bool]


KINDS: dict[str, NoticeKind] = {}


def notice_kind(slug: str, *, text: Text, holds: Callable[[User, str], bool]) -> NoticeKind:
    """Declare a kind of notice, once, where the app's services live."""
    if slug in KINDS:
        raise ValueError(f"notice kind {slug!r} is declared twice")
    KINDS[slug] = NoticeKind(slug, text, holds)
    return KINDS[slug]


def choice_of(person: User) -> str:
    """`at-once`, `daily` or `never`."""
    chosen = person.preferences.get(PREFERENCE)
    return chosen if chosen in CHOICES else CHOICES[0]


def tell(
    people: Iterable[User], *, kind: NoticeKind, subject: object, path: str, by: User | None, **params: Any
) -> None:
    """Tell each of `people` (but not `by`, who knows) in the running transaction; its sentence names `params`."""
    if not post.is_on():
        return
    heard = {person.pk: person for person in people if person.is_active and choice_of(person) != "never"}
    if by is not None:
        heard.pop(by.pk, None)
    Notice.objects.bulk_create(
        Notice(person=person, kind=kind.slug, subject=str(subject), path=path, params=params)
        for person in heard.values()
    )


def mail_due() -> int:
    """Write the letters that are due now; returns how many."""
    now = timezone.now()
    waiting = Notice.objects.filter(created_at__lte=now - GATHERING).order_by().values_list("person", flat=True)
    return sum(_mail(person_id, now) for person_id in list(waiting.distinct()))


@transaction.atomic
def _mail(person_id: UUID, now: datetime) -> bool:
    person = User.objects.get(pk=person_id)
    notices = list(Notice.objects.select_for_update(skip_locked=True).filter(person=person))
    if not notices or not _is_time(person, notices[0].created_at, now):
        return False
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).delete()
    if not post.is_on() or not person.is_active or choice_of(person) == "never":
        return False
    lines = _lines(person, notices)
    if not lines:
        return False
    content = notice_letter(language=person.language or "en", lines=lines, stop=unsubscribe_token(person))
    post.post(subject=f"person:{person.pk}", address=person.email, content=content)
    return True


def _is_time(person: User, oldest: datetime, now: datetime) -> bool:
    """A summary leaves at its hour; everything else when its reader is away."""
    if choice_of(person) == "daily":
        summary = now.replace(hour=SUMMARY_HOUR, minute=0, second=0, microsecond=0)
        return oldest < (summary if summary <= now else summary - timedelta(days=1))
    return not UserSession.objects.filter(user=person, last_seen_at__gt=now - PRESENCE).exists()


def _lines(person: User, notices: list[Notice]) -> list[Line]:
    """One line for each thing that still holds, the latest word on it."""
    last = {(notice.kind, notice.subject): notice for notice in notices if notice.kind in KINDS}
    language = person.language or "en"
    return [
        Line(
            KINDS[notice.kind].text.format(**notice.params).in_language(language),
            f"{settings.PUBLIC_URL.rstrip('/')}{notice.path}",
        )
        for notice in last.values()
        if KINDS[notice.kind].holds(person, notice.subject)
    ]


def unsubscribe_token(person: User) -> str:
    """Whoever has it may stop the person's mail, and nothing else."""
    return signing.Signer(salt=SALT).sign(str(person.pk))


@transaction.atomic
def unsubscribe(*, token: str) -> None:
    """Stop the mail of whoever the token was signed for. Raises NotFound for a token that is not ours."""
    try:
        person_id = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature as error:
        raise NotFound("subscription") from error
    person = User.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise NotFound("subscription")
    person.preferences = {**person.preferences, PREFERENCE: "never"}
    person.save(update_fields=["preferences"])
    Notice.objects.filter(person=person).delete()
