"""Who hears by mail of what is said in an issue."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Notice, User
from accounts.tasks import send_mail
from projects.models import Task
from tests.conftest import Api

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mail_is_on(settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example.com"


@pytest.fixture
def in_review(task: Task, bob: User, carol: User) -> Task:
    task.state, task.annotator, task.reviewer = Task.State.IN_REVIEW, bob, carol
    task.save()
    return task


def said(user: User, path: str, **body: Any) -> Any:
    response = Api(user).post(f"/api/v1/{path}", body, format="json")
    assert response.status_code < 300, response.content
    return response.json()


def opened(task: Task, by: User, text: str) -> str:
    return str(said(by, f"tasks/{task.pk}/issues", type="other", severity="minor", text=text)["id"])


def mails() -> dict[str, str]:
    """Subject by address, of everything that is due now."""
    Notice.objects.update(created_at=timezone.now() - timedelta(hours=1))
    mail.outbox.clear()
    send_mail()
    return {sent.to[0]: str(sent.subject) for sent in mail.outbox}


def test_returned_work_and_its_answers_find_whom_they_concern(in_review: Task, bob: User, carol: User) -> None:
    issue = opened(in_review, carol, "Too wide")
    said(carol, f"tasks/{in_review.pk}/review", decision="return")
    assert mails() == {bob.email: f"Task #{in_review.number} of {in_review.project.name} came back to you"}
    said(bob, f"issues/{issue}/comments", text="Is the mirror part of it?")
    assert mails() == {carol.email: f"Bob answered in an issue of task #{in_review.number} of {in_review.project.name}"}


def test_work_taken_up_again_is_no_news(in_review: Task, bob: User, carol: User) -> None:
    said(carol, f"tasks/{in_review.pk}/review", decision="return", note="Look again")
    said(bob, f"tasks/{in_review.pk}/claim")
    assert mails() == {}


def test_a_name_after_an_at_sign_calls_that_person(in_review: Task, carol: User, dave: User, bob: User) -> None:
    for name, text in (("Dave", "what do you think, @dave?"), ("王伟", "@王伟请看")):
        dave.name = name
        dave.save()
        opened(in_review, carol, text)
        assert list(mails()) == [dave.email]
    dave.name = "Da"
    dave.save()
    opened(in_review, carol, "@Dave is another")
    assert mails() == {}


def test_a_mention_reaches_nobody_who_may_not_see_the_task(in_review: Task, carol: User, ben: User, erin: User) -> None:
    opened(in_review, carol, "@Ben @Erin @Mallory look")
    assert mails() == {}
