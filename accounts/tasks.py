"""Celery entry points of accounts."""

from __future__ import annotations

from celery import shared_task

from accounts.services import notices, post


@shared_task(name="accounts.send_letter")
def send_letter(letter_id: str) -> None:
    post.send_letter(letter_id)


@shared_task(name="accounts.send_mail", ignore_result=True)
def send_mail() -> None:
    notices.mail_due()
    post.send_due()
