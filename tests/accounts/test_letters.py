"""Mail: what was committed is sent once, whatever the mail server does; nothing of it lies open or twice."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from accounts.models import Letter, Organisation, User
from accounts.services import post
from accounts.tasks import send_letter, send_mail
from tests.conftest import Api

INVITATIONS = "/api/v1/invitations"


@pytest.fixture(autouse=True)
def mail_is_on(settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example.com"


def invited(by: User, organisation: Organisation, **more: Any) -> dict[str, Any]:
    given = {"email": "nina@example.com", "organisation": str(organisation.pk), **more}
    response = Api(by).post(INVITATIONS, given)
    assert response.status_code == 201, response.content
    return dict(response.json())


def only_mail() -> mail.EmailMultiAlternatives:
    (sent,) = mail.outbox
    assert isinstance(sent, mail.EmailMultiAlternatives)
    return sent


def html_of(sent: mail.EmailMultiAlternatives) -> str:
    (alternative,) = sent.alternatives
    assert alternative[1] == "text/html"
    return str(alternative[0])


class Refusing(EmailBackend):
    """A mail server that raises what the test says, at the door or at the letter."""

    at_the_door: Exception | None = None
    at_the_letter: Exception | None = None

    def open(self) -> None:
        if Refusing.at_the_door:
            raise Refusing.at_the_door

    def send_messages(self, messages: Any) -> int:
        if Refusing.at_the_letter:
            raise Refusing.at_the_letter
        return super().send_messages(messages)


@pytest.fixture
def server(settings: Settings) -> type[Refusing]:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    Refusing.at_the_door = Refusing.at_the_letter = None
    return Refusing


def test_an_invitation_is_mailed_in_the_language_of_the_invited(olga: User, vendor: Organisation) -> None:
    answer = invited(olga, vendor, language="zh")
    assert answer["mailed"]
    assert mail.outbox == []
    send_mail()
    sent = only_mail()
    assert sent.to == ["nina@example.com"]
    assert sent.subject == f"Olga 邀请您加入 {vendor.name}"
    for part in (str(sent.body), html_of(sent)):
        assert answer["link"] in part
        assert "有效期至" in part
    assert 'lang="zh-Hans"' in html_of(sent)


def test_who_has_an_account_reads_it_in_their_own_language(olga: User, bob: User, client_company: Organisation) -> None:
    bob.preferences = {"language": "zh"}
    bob.save()
    invited(olga, client_company, email=bob.email, language="en")
    send_mail()
    assert "邀请您加入" in only_mail().subject


def test_names_cannot_break_the_head_or_the_page(olga: User, vendor: Organisation) -> None:
    vendor.name = "Acme\r\nBcc: <b>x</b>@example.com"
    vendor.save()
    invited(olga, vendor)
    send_mail()
    sent = only_mail()
    assert sent.subject == "Olga invites you to Acme Bcc: <b>x</b>@example.com"
    assert sent.bcc == []
    assert "<b>" not in html_of(sent)
    assert sent.message()["Subject"]


def test_a_worker_hears_of_it_on_commit_and_sends_it_once(
    olga: User,
    vendor: Organisation,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    told: list[str] = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args, queue: told.append(*args))
    with django_capture_on_commit_callbacks(execute=True):
        invited(olga, vendor)
        assert told == []
    (letter_id,) = told
    for _ in range(2):
        send_letter(letter_id)
        send_mail()
    assert only_mail().extra_headers["Message-ID"].startswith(f"<{letter_id}@")


def test_what_is_rolled_back_is_not_sent(olga: User, vendor: Organisation) -> None:
    with transaction.atomic():
        invited(olga, vendor)
        transaction.set_rollback(True)
    send_mail()
    assert mail.outbox == []


def test_the_link_does_not_lie_open_and_is_gone_when_sent(olga: User, vendor: Organisation) -> None:
    token = invited(olga, vendor)["link"].rsplit("/", 1)[1]
    letter = Letter.objects.get()
    assert letter.sealed
    assert token not in letter.sealed
    send_mail()
    letter.refresh_from_db()
    assert (letter.state, letter.sealed) == ("sent", "")


@pytest.mark.parametrize(
    ("door", "letter", "state", "again"),
    [
        (ConnectionRefusedError("nobody there"), None, "waiting", True),
        (smtplib.SMTPAuthenticationError(535, b"no"), None, "waiting", True),
        (None, smtplib.SMTPDataError(451, b"busy"), "waiting", True),
        (None, smtplib.SMTPDataError(554, b"spam"), "failed", False),
        (None, smtplib.SMTPRecipientsRefused({"nina@example.com": (450, b"later")}), "waiting", True),
        (None, smtplib.SMTPRecipientsRefused({"nina@example.com": (550, b"nobody")}), "failed", False),
        (None, smtplib.SMTPServerDisconnected("gone after the last byte"), "unsure", False),
        (None, TimeoutError("no answer"), "unsure", False),
    ],
)
def test_it_is_tried_again_only_when_the_server_cannot_have_it(
    olga: User,
    vendor: Organisation,
    server: type[Refusing],
    door: Exception | None,
    letter: Exception | None,
    state: str,
    again: bool,
) -> None:
    invited(olga, vendor)
    server.at_the_door, server.at_the_letter = door, letter
    send_mail()
    row = Letter.objects.get()
    assert (row.state, bool(row.sealed)) == (state, again)
    assert row.error
    send_mail()
    assert Letter.objects.get().attempts == row.attempts, "not before its time"
    server.at_the_door = server.at_the_letter = None
    Letter.objects.update(due_at=timezone.now())
    send_mail()
    assert len(mail.outbox) == int(again)


def test_it_gives_up_at_last(olga: User, vendor: Organisation, server: type[Refusing]) -> None:
    invited(olga, vendor)
    server.at_the_door = ConnectionRefusedError("nobody there")
    for _ in range(post.MAX_ATTEMPTS):
        Letter.objects.update(due_at=timezone.now())
        send_mail()
    assert Letter.objects.get().state == "failed"


def test_a_letter_whose_worker_died_is_not_sent_again(olga: User, vendor: Organisation) -> None:
    invited(olga, vendor)
    long_ago = timezone.now() - post.SILENCE - timedelta(seconds=1)
    Letter.objects.update(state="sending", taken_at=long_ago)
    send_mail()
    assert mail.outbox == []
    assert Letter.objects.get().state == "unsure"


def test_a_withdrawn_or_renewed_link_does_not_leave(olga: User, vendor: Organisation) -> None:
    first = invited(olga, vendor)
    renewed = Api(olga).post(f"{INVITATIONS}/{first['id']}/renew").json()
    other = invited(olga, vendor, email="otto@example.com")
    Api(olga).post(f"{INVITATIONS}/{other['id']}/revoke")
    send_mail()
    assert renewed["link"] in str(only_mail().body)


def test_old_letters_are_forgotten(olga: User, vendor: Organisation) -> None:
    invited(olga, vendor)
    send_mail()
    Letter.objects.update(created_at=timezone.now() - post.KEPT - timedelta(days=1))
    send_mail()
    assert not Letter.objects.exists()


def test_without_a_mail_server_the_link_is_all_there_is(olga: User, vendor: Organisation, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    assert not invited(olga, vendor)["mailed"]
    assert not Api(olga).get("/api/v1/session").json()["mail"]
    assert not Letter.objects.exists()


def test_the_list_of_invitations_says_what_became_of_each_mail(
    olga: User, vendor: Organisation, server: type[Refusing]
) -> None:
    def mails() -> dict[str, Any]:
        return {row["email"]: row["mail"] for row in Api(olga).get(INVITATIONS).json()["results"]}

    invited(olga, vendor)
    assert mails()["nina@example.com"]["state"] == "waiting"
    server.at_the_letter = smtplib.SMTPRecipientsRefused({"nina@example.com": (550, b"nobody of that name")})
    send_mail()
    assert mails()["nina@example.com"] == {"state": "failed", "error": "nobody of that name"}
    Letter.objects.all().delete()
    assert mails()["nina@example.com"] is None
