"""The post office: letters wait as rows, a worker hands each to the mail server once.

A letter is written in the transaction of what it tells, so it leaves exactly when that was committed. What certainly
did not reach the mail server is tried again; what may have reached it is not, for nobody wants it twice.
"""

from __future__ import annotations

import json
import logging
import smtplib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from celery import current_app
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from accounts.models import Letter
from accounts.sealing import seal, unseal

log = logging.getLogger(__name__)

PURPOSE = "accounts.letter"
MAX_ATTEMPTS = 8
"""With doubling pauses the last attempt is about two hours after the first."""
SILENCE = timedelta(minutes=15)
KEPT = timedelta(days=30)


class NotTaken(Exception):
    """The mail server certainly does not have the letter; with `is_final` it will never take it."""

    def __init__(self, reason: object, *, is_final: bool = False) -> None:
        super().__init__(str(reason)[:300])
        self.is_final = is_final


@dataclass(frozen=True, slots=True)
class Content:
    """What a letter says: its subject, and the same text plain and as HTML."""

    title: str
    text: str
    html: str
    headers: dict[str, str] = field(default_factory=dict)


def is_on() -> bool:
    """Whether the operator has named a mail server."""
    return bool(settings.EMAIL_HOST)


def post(*, subject: str, address: str, content: Content) -> Letter:
    """Write a letter in the running transaction; a worker sends it on commit. `subject` is kind:id of what it tells."""
    sealed = seal(PURPOSE, json.dumps(asdict(content)))
    letter = Letter.objects.create(subject=subject, address=address, sealed=sealed)
    letter_id = str(letter.pk)

    def publish() -> None:
        current_app.send_task("accounts.send_letter", args=[letter_id], queue="default")

    # A broker that is down is no error: `send_due` finds the letter.
    transaction.on_commit(publish, robust=True)
    return letter


def withdraw(*, subject: str) -> None:
    """Do not send what waits about `subject`: it does not hold any more."""
    waiting = Letter.objects.filter(subject=subject, state=Letter.State.WAITING)
    waiting.update(state=Letter.State.FAILED, error="withdrawn", sealed="")


def last_of(subjects: Iterable[str]) -> dict[str, Letter]:
    """The newest letter about each subject that has one."""
    letters = Letter.objects.filter(subject__in=list(subjects)).order_by("created_at", "pk").defer("sealed")
    return {letter.subject: letter for letter in letters}


def send_due() -> int:
    """Send what waited for another attempt or whose message was lost, and forget what is old; returns how many left."""
    lost = Letter.objects.taken_before(SILENCE)
    lost.update(state=Letter.State.UNSURE, error="the worker was lost while sending", sealed="")
    Letter.objects.filter(created_at__lt=timezone.now() - KEPT).exclude(state=Letter.State.WAITING).delete()
    return sum(send_letter(letter_id) for letter_id in list(Letter.objects.due().values_list("pk", flat=True)))


def send_letter(letter_id: UUID | str) -> bool:
    """Send one letter if it is due and nobody else has taken it; true when the mail server has it now."""
    letter = _take(letter_id)
    if letter is None:
        return False
    try:
        _hand_over(letter)
    except NotTaken as refusal:
        _not_taken(letter, refusal)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("the mail server may or may not have the letter %s: %s", letter, error)
        _settle(letter, Letter.State.UNSURE, error)
    else:
        _settle(letter, Letter.State.SENT)
    return letter.state == Letter.State.SENT


def _take(letter_id: UUID | str) -> Letter | None:
    taken = Letter.objects.due().filter(pk=letter_id)
    if not taken.update(state=Letter.State.SENDING, taken_at=timezone.now()):
        return None
    return Letter.objects.get(pk=letter_id)


def _hand_over(letter: Letter) -> None:
    try:
        content = Content(**json.loads(unseal(PURPOSE, letter.sealed)))
    except InvalidToken as error:
        raise NotTaken("SECRET_KEY has changed since it was written", is_final=True) from error
    headers = {"Message-ID": f"<{letter.pk}@groundwork>", "Auto-Submitted": "auto-generated", **content.headers}
    mail = EmailMultiAlternatives(content.title, content.text, None, [letter.address], headers=headers)
    mail.attach_alternative(content.html, "text/html")
    server: BaseEmailBackend = get_connection()
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as error:
        raise NotTaken(error) from error
    try:
        server.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = error.recipients[letter.address]
        raise NotTaken(_readable(answer), is_final=code >= 500) from error
    except smtplib.SMTPResponseException as error:
        raise NotTaken(_readable(error.smtp_error), is_final=error.smtp_code >= 500) from error
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.close()


def _readable(answer: Any) -> str:
    return answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)


def _not_taken(letter: Letter, refusal: NotTaken) -> None:
    letter.attempts += 1
    if refusal.is_final or letter.attempts >= MAX_ATTEMPTS:
        log.warning("the letter %s cannot be sent: %s", letter, refusal)
        _settle(letter, Letter.State.FAILED, refusal)
        return
    letter.due_at = timezone.now() + timedelta(minutes=2 ** (letter.attempts - 1))
    letter.state, letter.error = Letter.State.WAITING, str(refusal)
    letter.save(update_fields=["state", "error", "attempts", "due_at"])


def _settle(letter: Letter, state: Letter.State, error: object = "") -> None:
    letter.state, letter.error, letter.sealed = state, str(error)[:300], ""
    letter.save(update_fields=["state", "error", "sealed", "attempts"])
