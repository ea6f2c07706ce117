"""Signing in and out over HTTP: what is answered, what is counted, what is written down."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from core.models import AuditEvent
from tests.conftest import PASSWORD, Api

SESSION = "/api/v1/session"
CORRECT = {"email": "bob@example.com", "password": PASSWORD}


def signed_in(email: str = "bob@example.com") -> Api:
    api = Api()
    response = api.post(SESSION, {"email": email, "password": PASSWORD})
    assert response.status_code == 200, response.content
    return api


def test_the_session_says_who_and_what(bob: User) -> None:
    api = Api()
    assert api.get(SESSION).status_code == 401
    answer = api.post(SESSION, {"email": " BOB@example.com ", "password": PASSWORD}).json()
    assert answer["me"] == {"id": str(bob.pk), "name": "Bob", "email": "bob@example.com", "preferences": {}}
    assert answer["memberships"][0]["organisation"]["name"] == "Careful Labels"
    assert answer["permissions"] == []
    assert answer["csrf"]
    assert api.get(SESSION).json()["me"]["name"] == "Bob"
    assert api.delete(SESSION).status_code == 204
    assert api.get(SESSION).json()["code"] == "not-signed-in"
    verbs = list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["person.sign-in", "person.sign-out"]


def test_permissions_of_an_operator(olga: User) -> None:
    permissions = Api(olga).get(SESSION).json()["permissions"]
    assert {"installation.run", "organisations.create", "people.manage", "audit.read-all"} <= set(permissions)


def test_nobody_learns_which_addresses_exist(bob: User, ben: User) -> None:
    ben.is_active = False
    ben.save()
    answers = [
        Api().post(SESSION, {"email": email, "password": password})
        for email, password in [
            ("bob@example.com", "wrong"),
            ("nobody@example.com", "wrong"),
            ("ben@example.com", PASSWORD),
        ]
    ]
    assert {response.status_code for response in answers} == {400}
    assert len({response.content for response in answers}) == 1
    assert answers[0].json()["code"] == "wrong-credentials"
    assert "WWW-Authenticate" not in answers[0]
    failed = AuditEvent.objects.filter(verb="person.sign-in-failed").order_by("id")
    assert [event.subject for event in failed] == [f"user:{bob.pk}", "user:", f"user:{ben.pk}"]


def test_guessing_is_stopped_and_does_not_lock_others_out(bob: User, ben: User) -> None:
    for _ in range(5):
        assert Api().post(SESSION, {**CORRECT, "password": "wrong"}).status_code == 400
    stopped = Api().post(SESSION, CORRECT)
    assert stopped.status_code == 429
    assert stopped.json()["code"] == "too-many-requests"
    assert Api().post(SESSION, {**CORRECT, "email": "ben@example.com"}).status_code == 200


@pytest.mark.parametrize("body", [{}, {"email": "bob@example.com"}, {"email": ["a"], "password": {}}, []])
def test_what_is_no_sign_in(bob: User, body: Any) -> None:
    response = Api().post(SESSION, body)
    assert response.status_code == 400
    assert response.json()["code"] == "invalid"


def test_signing_in_from_a_foreign_page_is_refused(bob: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    response = browser.post(SESSION, CORRECT, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (403, "csrf-failed")
    browser.get(SESSION)
    token = browser.cookies["csrftoken"].value
    response = browser.post(SESSION, CORRECT, content_type="application/json", headers={"X-CSRFToken": token})
    assert response.status_code == 200
    assert browser.patch(SESSION, {"name": "X"}, content_type="application/json").json()["code"] == "csrf-failed"
    headers = {"X-CSRFToken": response.json()["csrf"]}
    patched = browser.patch(SESSION, {"name": "Bobby"}, content_type="application/json", headers=headers)
    assert patched.json()["me"]["name"] == "Bobby"


def test_a_change_with_a_session_that_is_gone_is_401(bob: User) -> None:
    """The browser must be able to tell: sign in again, then send the same change once more."""
    browser = Client(enforce_csrf_checks=True)
    browser.get(SESSION)
    token = browser.cookies["csrftoken"].value
    browser.post(SESSION, CORRECT, content_type="application/json", headers={"X-CSRFToken": token})
    UserSession.objects.get(user=bob).end()
    response = browser.patch(SESSION, {"name": "X"}, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (401, "not-signed-in")
    browser.cookies["sessionid"] = "madeup"
    response = browser.patch(SESSION, {"name": "X"}, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (401, "not-signed-in")


def test_a_new_session_has_a_new_key(bob: User) -> None:
    api = Api()
    api.cookies["sessionid"] = "fixated0000000000000000000000000"
    api.post(SESSION, CORRECT)
    assert api.cookies["sessionid"].value != "fixated0000000000000000000000000"


def test_idle_and_old_sessions_end(bob: User, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SESSION_IDLE_SECONDS = 1800
    now = time.time()
    api = signed_in()
    for minutes, status in [(0, 200), (25, 200), (50, 200), (75, 200), (106, 401)]:
        monkeypatch.setattr(time, "time", lambda minutes=minutes: now + minutes * 60)
        assert api.get(SESSION).status_code == status, minutes
    monkeypatch.setattr(time, "time", lambda: now)
    api = signed_in()
    api.get(SESSION)
    for minutes in range(25, 12 * 60, 25):
        monkeypatch.setattr(time, "time", lambda minutes=minutes: now + minutes * 60)
        assert api.get(SESSION).status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 12 * 3600 + 1)
    assert api.get(SESSION).status_code == 401


def test_profile_and_preferences(bob: User) -> None:
    api = Api(bob)
    api.patch(SESSION, {"preferences": {"language": "zh", "theme": "dark", "keymap": {"box": "N"}}})
    answer = api.patch(SESSION, {"name": "Bobby", "preferences": {"theme": None}}).json()
    assert answer["me"]["name"] == "Bobby"
    assert answer["language"] == "zh"
    assert answer["me"]["preferences"] == {"language": "zh", "keymap": {"box": "N"}}
    too_much = api.patch(SESSION, {"preferences": {"x": "y" * 20_000}})
    assert too_much.json()["code"] == "preferences-too-large"
    assert api.patch(SESSION, {"email": "a@example.com", "is_active": False, "name": " "}).status_code == 400
    bob.refresh_from_db()
    assert (bob.email, bob.is_active, bob.is_superuser) == ("bob@example.com", True, False)


def test_changing_the_password_ends_the_other_sessions(bob: User) -> None:
    here, there = signed_in(), signed_in()
    new = "a much longer pass phrase"
    wrong = here.post(f"{SESSION}/password", {"current": "wrong", "new": new})
    assert wrong.json()["code"] == "wrong-password"
    weak = here.post(f"{SESSION}/password", {"current": PASSWORD, "new": "short"})
    assert weak.json()["code"] == "weak-password"
    assert weak.json()["fields"]["new"]
    assert here.post(f"{SESSION}/password", {"current": PASSWORD, "new": new}).status_code == 204
    assert here.get(SESSION).status_code == 200
    assert there.get(SESSION).status_code == 401
    assert Api().post(SESSION, {**CORRECT, "password": new}).status_code == 200


def test_devices(bob: User, ben: User) -> None:
    here, there, third = signed_in(), signed_in(), signed_in()
    foreign = signed_in("ben@example.com")
    rows = here.get(f"{SESSION}/devices").json()["results"]
    assert len(rows) == 3
    assert [row["is_current"] for row in rows].count(True) == 1
    other = next(row["id"] for row in there.get(f"{SESSION}/devices").json()["results"] if row["is_current"])
    assert foreign.delete(f"{SESSION}/devices/{other}").status_code == 404
    assert here.delete(f"{SESSION}/devices/{other}").status_code == 204
    assert there.get(SESSION).status_code == 401
    assert here.post(f"{SESSION}/devices/end-others").status_code == 204
    assert third.get(SESSION).status_code == 401
    assert foreign.get(SESSION).status_code == 200


def code_of(secret: str, step: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step)))


def test_a_second_factor_from_set_up_to_recovery(bob: User) -> None:
    api = signed_in()
    factor = f"{SESSION}/second-factor"
    assert api.get(factor).json() == {"enabled": False, "recovery_codes_left": 0}
    offer = api.post(f"{factor}/authenticator").json()
    assert offer["url"].startswith("otpauth://totp/")
    assert "<svg" in offer["svg"]
    wrong = api.put(f"{factor}/authenticator", {"code": "000000"})
    assert wrong.json()["code"] == "wrong-code"
    codes = api.put(f"{factor}/authenticator", {"code": code_of(offer["secret"], -1)}).json()["recovery_codes"]
    assert len(codes) == 10
    assert api.get(factor).json() == {"enabled": True, "recovery_codes_left": 10}
    assert offer["secret"] not in str(list(Authenticator.objects.values_list("data", flat=True)))

    asked = Api().post(SESSION, CORRECT)
    assert (asked.status_code, asked.json()["code"]) == (401, "mfa-required")
    refused = Api().post(SESSION, {**CORRECT, "code": "123456"})
    assert (refused.status_code, refused.json()["code"]) == (400, "wrong-code")
    now = code_of(offer["secret"])
    assert Api().post(SESSION, {**CORRECT, "code": f"{now[:3]} {now[3:]}"}).status_code == 200
    assert Api().post(SESSION, {**CORRECT, "code": now}).status_code == 400, "a code works once"
    assert Api().post(SESSION, {**CORRECT, "code": codes[0]}).status_code == 200
    assert Api().post(SESSION, {**CORRECT, "code": codes[0]}).status_code == 400
    assert api.get(factor).json()["recovery_codes_left"] == 9

    assert api.post(f"{factor}/recovery-codes", {"password": "wrong"}).status_code == 400
    fresh = api.post(f"{factor}/recovery-codes", {"password": PASSWORD}).json()["recovery_codes"]
    assert set(fresh).isdisjoint(codes)
    assert api.post(f"{factor}/disable", {"password": PASSWORD}).status_code == 204
    assert Api().post(SESSION, CORRECT).status_code == 200


def test_guessing_codes_is_stopped(bob: User) -> None:
    api = signed_in()
    offer = api.post(f"{SESSION}/second-factor/authenticator").json()
    api.put(f"{SESSION}/second-factor/authenticator", {"code": code_of(offer["secret"], -1)})
    statuses = [Api().post(SESSION, {**CORRECT, "code": f"{index:06}"}).status_code for index in range(6)]
    assert statuses[-1] == 429
    assert Api().post(SESSION, {**CORRECT, "code": code_of(offer["secret"])}).status_code == 429


def test_tokens(bob: User, ben: User) -> None:
    api = Api(bob)
    made = api.post("/api/v1/tokens", {"name": "upload script"})
    assert made.status_code == 201
    secret, token_id = made.json()["token"], made.json()["id"]
    bearer = Api()
    bearer.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert bearer.get(SESSION).json()["me"]["name"] == "Bob"
    listed = api.get("/api/v1/tokens").json()["results"]
    assert [(row["name"], row["prefix"]) for row in listed] == [("upload script", secret[:9])]
    assert listed[0]["last_used_at"]
    assert "token" not in listed[0]
    assert Api(ben).delete(f"/api/v1/tokens/{token_id}").status_code == 404
    assert api.delete(f"/api/v1/tokens/{token_id}").status_code == 204
    assert bearer.get(SESSION).status_code == 401
    assert api.get("/api/v1/tokens").json()["results"] == []


def test_reading_with_a_token_does_not_write_each_time(bob: User, django_assert_max_num_queries: Any) -> None:
    secret = Api(bob).post("/api/v1/tokens", {"name": "x"}).json()["token"]
    bearer = Api()
    bearer.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    bearer.get("/api/v1/jobs")
    first = bob.access_tokens.get().last_used_at
    with django_assert_max_num_queries(5):  # token, what one may see (of two apps), jobs
        bearer.get("/api/v1/jobs")
    assert bob.access_tokens.get().last_used_at == first


@pytest.mark.parametrize("header", ["Bearer", "Bearer x", "Bearer gw_made-up", "Bearer gw_a b", "bearer \xff"])
def test_what_is_no_token(bob: User, header: str) -> None:
    api = Api()
    api.credentials(HTTP_AUTHORIZATION=header)
    assert api.get(SESSION).status_code == 401


def test_old_tokens_and_those_of_people_who_left(bob: User) -> None:
    api = Api(bob)
    past = (timezone.now() - timedelta(days=1)).isoformat()
    assert api.post("/api/v1/tokens", {"name": "x", "expires_at": past}).status_code == 400
    secret = api.post("/api/v1/tokens", {"name": "x", "expires_at": "2999-01-01T00:00:00Z"}).json()["token"]
    bearer = Api()
    bearer.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    assert bearer.get(SESSION).status_code == 200
    bob.access_tokens.update(expires_at=timezone.now())
    assert bearer.get(SESSION).status_code == 401
    bob.access_tokens.update(expires_at=None)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert bearer.get(SESSION).status_code == 401


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("post", "tokens"),
        ("get", "tokens"),
        ("post", "session/password"),
        ("post", "session/second-factor/authenticator"),
        ("post", "session/second-factor/disable"),
        ("get", "session/devices"),
    ],
)
def test_a_stolen_token_cannot_take_the_account_over(bob: User, method: str, path: str) -> None:
    secret = Api(bob).post("/api/v1/tokens", {"name": "x"}).json()["token"]
    bearer = Api()
    bearer.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    response = getattr(bearer, method)(f"/api/v1/{path}", {})
    assert response.status_code == 403
    assert response.json()["params"] == {"reason": "needs-session"}
