"""People: their account from the first day to the last."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.passwords import generated_password, require_good
from accounts.policies import may_deactivate
from accounts.services.organisations import keep_an_operator
from accounts.signals import person_left
from core import audit
from core.errors import DomainError
from core.verdict import require

MAX_PREFERENCES = 64
MAX_PREFERENCE_CHARACTERS = 16_000


@transaction.atomic
def create_person(*, email: str, name: str, password: str | None = None) -> tuple[User, str]:
    """An account without invitation, for commands that set an installation up: (person, password)."""
    password = password or generated_password()
    user = User.objects.create_user(email, password, name=name)
    audit.record("person.create", user, by=None, name=name)
    return user, password


@transaction.atomic
def change_profile(*, person: User, name: str | None = None, preferences: dict[str, Any] | None = None) -> User:
    """One's own name and preferences. Preferences are merged key by key; a null takes a key away."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if name is not None:
        person.name = name.strip()
    if preferences is not None:
        merged = {**person.preferences, **preferences}
        person.preferences = {key: value for key, value in merged.items() if value is not None}
        if len(person.preferences) > MAX_PREFERENCES or len(str(person.preferences)) > MAX_PREFERENCE_CHARACTERS:
            raise DomainError("preferences-too-large", "These are more preferences than can be kept.")
    person.save(update_fields=["name", "preferences"])
    return person


@transaction.atomic
def change_password(*, person: User, current: str, new: str, keep_session: str | None) -> User:
    """Set one's own password; every other session ends. The caller limits how often it may be tried."""
    if not person.check_password(current):
        raise DomainError("wrong-password", "This is not your password.", fields={"current": ["wrong-password"]})
    require_good(new, person, "new")
    person.set_password(new)
    person.save(update_fields=["password"])
    end_sessions(person, keep=keep_session)
    audit.record("person.password", person, by=person)
    return person


@transaction.atomic
def deactivate(*, person: User, by: User) -> User:
    """Nothing is deleted: the person may not sign in any more, their sessions and tokens end at once."""
    require(may_deactivate(by, person))
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        return person
    keep_an_operator(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_sessions(person)
    person.access_tokens.filter(revoked_at=None).update(revoked_at=timezone.now())
    audit.record("person.deactivate", person, by=by, name=person.name)
    person_left.send(sender=User, person=person, organisation=None, by=by)
    return person


@transaction.atomic
def reactivate(*, person: User, by: User) -> User:
    """Let the person sign in again, with the password they had; tokens stay revoked."""
    require(may_deactivate(by, person))
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
        audit.record("person.reactivate", person, by=by, name=person.name)
    return person


def end_sessions(person: User, *, keep: str | None = None) -> int:
    """End all sessions of a person but the one with key `keep`; returns how many."""
    sessions = UserSession.objects.filter(user=person)
    if keep:
        sessions = sessions.exclude(session_key=keep)
    ended = list(sessions)
    for session in ended:
        session.end()
    return len(ended)
