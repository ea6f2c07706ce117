"""What people hear by mail while they are away."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Letter, Notice, User
from accounts.services import notices
from accounts.tasks import send_mail
from core.text import Text
from tests.conftest import Api

TRUE: set[str] = set()
NEWS = notices.notice_kind(
    "test-news", text=Text(en="News of {what}", zh="{what}的消息"), holds=lambda person, subject: subject in TRUE
)


@pytest.fixture(autouse=True)
def mail_is_on(settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example.com"
    settings.PUBLIC_URL = "https://work.example.com"
    TRUE.clear()
    TRUE.update({"1", "2"})


def told(person: User, subject: str = "1", *, ago: timedelta = timedelta(minutes=10), by: User | None = None) -> None:
    notices.tell([person], kind=NEWS, subject=subject, path=f"/things/{subject}", by=by, what=f"thing {subject}")
    Notice.objects.filter(person=person, subject=subject).update(created_at=timezone.now() - ago)


def choose(person: User, mail: str, language: str = "en") -> None:
    person.preferences = {"mail": mail, "language": language}
    person.save()


def seen(person: User, ago: timedelta) -> None:
    UserSession.objects.create(
        user=person, ip="127.0.0.1", session_key=f"{person.pk}", user_agent="", last_seen_at=timezone.now() - ago
    )


def at(monkeypatch: pytest.MonkeyPatch, hour: int, minute: int = 0) -> datetime:
    now = timezone.now().replace(hour=hour, minute=minute, second=0, microsecond=0)
    monkeypatch.setattr("accounts.services.notices.timezone.now", lambda: now)
    return now


def test_who_is_away_hears_of_it_once(bob: User) -> None:
    told(bob)
    send_mail()
    send_mail()
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([bob.email], "News of thing 1")
    assert "https://work.example.com/things/1" in str(sent.body)
    assert not Notice.objects.exists()


def test_what_happens_together_is_one_mail_with_one_line_for_each_thing(bob: User) -> None:
    choose(bob, "at-once", "zh")
    for subject in ("1", "2", "1"):
        told(bob, subject)
    send_mail()
    (sent,) = mail.outbox
    assert sent.subject == "有 2 件事等您处理"
    assert [str(sent.body).count(f"/things/{subject}") for subject in ("1", "2")] == [1, 1]


def test_who_is_here_is_not_written_to_until_they_are_gone(bob: User) -> None:
    seen(bob, timedelta(minutes=1))
    told(bob)
    send_mail()
    assert mail.outbox == []
    UserSession.objects.update(last_seen_at=timezone.now() - notices.PRESENCE - timedelta(seconds=1))
    send_mail()
    assert len(mail.outbox) == 1


def test_what_just_happened_gathers_first(bob: User) -> None:
    told(bob, ago=timedelta(0))
    send_mail()
    assert mail.outbox == []
    assert Notice.objects.exists()


def test_what_does_not_hold_any_more_is_not_told(bob: User) -> None:
    told(bob, "3")
    send_mail()
    assert not Notice.objects.exists()
    assert not Letter.objects.exists()


def test_a_summary_leaves_at_its_hour_whoever_is_here(bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(bob, "daily")
    seen(bob, timedelta(0))
    told(bob)
    before = at(monkeypatch, notices.SUMMARY_HOUR - 1, 59)
    Notice.objects.update(created_at=before - timedelta(hours=3))
    assert notices.mail_due() == 0
    at(monkeypatch, notices.SUMMARY_HOUR, 1)
    assert notices.mail_due() == 1
    Notice.objects.all().delete()
    told(bob)
    after = at(monkeypatch, notices.SUMMARY_HOUR + 5)
    Notice.objects.update(created_at=after - timedelta(hours=1))
    assert notices.mail_due() == 0, "the summary of today has left; this waits for tomorrow's"


@pytest.mark.parametrize("reason", ["never", "inactive", "oneself", "off"])
def test_nobody_is_written_to_who_does_not_want_it_or_knows(bob: User, settings: Settings, reason: str) -> None:
    if reason == "never":
        choose(bob, "never")
    bob.is_active = reason != "inactive"
    settings.EMAIL_HOST = "" if reason == "off" else settings.EMAIL_HOST
    told(bob, by=bob if reason == "oneself" else None)
    assert not Notice.objects.exists()


def test_who_said_never_meanwhile_is_not_written_to(bob: User) -> None:
    told(bob)
    choose(bob, "never")
    send_mail()
    assert (mail.outbox, Notice.objects.count()) == ([], 0)


def test_one_click_ends_it_without_signing_in(bob: User, carol: User) -> None:
    told(bob)
    send_mail()
    (sent,) = mail.outbox
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = sent.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("https://work.example.com")
    assert address.rsplit("/", 1)[1] in str(sent.body)
    assert Api().get(address).status_code == 405
    stranger = Api()
    answer = stranger.post(address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 204
    bob.refresh_from_db()
    carol.refresh_from_db()
    assert (notices.choice_of(bob), notices.choice_of(carol)) == ("never", "at-once")


def test_nobody_ends_the_mail_of_another(bob: User, carol: User) -> None:
    forged = notices.unsubscribe_token(bob).replace(str(bob.pk), str(carol.pk))
    assert Api().post(f"/api/v1/unsubscribe/{forged}").status_code == 404
    carol.refresh_from_db()
    assert notices.choice_of(carol) == "at-once"
