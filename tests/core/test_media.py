"""Media addresses: who may follow them, for how long, and what the browser gets."""

from __future__ import annotations

import io
import time
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from core import media, storage
from projects.models import Task

DATA = bytes(range(256)) * 40


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def photo(db: None) -> str:
    return storage.put(io.BytesIO(DATA), "originals", suffix=".jpg").name


@pytest.fixture
def bobs(bob: User) -> Client:
    client = Client()
    client.force_login(bob, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_whole_file_inline_and_safe(bobs: Client, bob: User, photo: str) -> None:
    response = bobs.get(media.signed_url(photo, user=bob, filename="front/街道 1.jpg"))
    assert response.status_code == 200
    assert body(response) == DATA
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith("inline")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"].startswith("private, max-age=")
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize("filename", ["a.html", "a.svg", "a.xml", "a.js", "a", "a.jpg.exe", "a.pdf"])
def test_what_could_carry_script_is_a_download(bobs: Client, bob: User, filename: str) -> None:
    name = storage.put(io.BytesIO(b"<script>alert(1)</script>"), "files").name
    response = bobs.get(media.signed_url(name, user=bob, filename=filename))
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")


def test_an_image_can_be_asked_for_as_a_download(bobs: Client, bob: User, photo: str) -> None:
    response = bobs.get(media.signed_url(photo, user=bob, filename='a";x.jpg', as_attachment=True))
    assert response["Content-Disposition"] == 'attachment; filename="a\\";x.jpg"'


@pytest.mark.parametrize(
    ("header", "start", "stop"),
    [("bytes=0-99", 0, 100), ("bytes=100-", 100, None), ("bytes=-10", -10, None), ("bytes=5-99999999", 5, None)],
)
def test_ranges(bobs: Client, bob: User, photo: str, header: str, start: int, stop: int | None) -> None:
    response = bobs.get(media.signed_url(photo, user=bob), headers={"range": header})
    expected = DATA[start:stop]
    assert response.status_code == 206
    assert body(response) == expected
    first = DATA.index(expected) if start >= 0 else len(DATA) + start
    first = start if start >= 0 else first
    assert response["Content-Range"] == f"bytes {first}-{first + len(expected) - 1}/{len(DATA)}"
    assert response["Content-Length"] == str(len(expected))


@pytest.mark.parametrize("header", ["bytes=0-1,5-6", "bytes=x-y", "bytes=-", "chars=0-1", "bytes=9-5", ""])
def test_what_is_no_single_range_gets_the_whole(bobs: Client, bob: User, photo: str, header: str) -> None:
    response = bobs.get(media.signed_url(photo, user=bob), headers={"range": header})
    assert response.status_code == 200
    assert body(response) == DATA


@pytest.mark.parametrize("header", ["bytes=10240-", "bytes=99999-100000", "bytes=-0"])
def test_a_range_outside_is_416(bobs: Client, bob: User, photo: str, header: str) -> None:
    response = bobs.get(media.signed_url(photo, user=bob), headers={"range": header})
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(DATA)}"


def test_a_download_resumes_only_the_file_it_began(bobs: Client, bob: User, photo: str) -> None:
    url = media.signed_url(photo, user=bob)
    first = bobs.get(url)
    body(first)
    same = {"range": "bytes=50-", "if-range": first["ETag"]}
    assert bobs.get(url, headers=same).status_code == 206
    assert bobs.get(url, headers={**same, "if-range": first["Last-Modified"]}).status_code == 206
    assert bobs.get(url, headers={**same, "if-range": '"other"'}).status_code == 200
    assert bobs.get(url, headers={**same, "if-range": "Sun, 01 Jan 2017 00:00:00 GMT"}).status_code == 200


def test_not_modified_and_head(bobs: Client, bob: User, photo: str) -> None:
    url = media.signed_url(photo, user=bob)
    head = bobs.head(url)
    assert head.status_code == 200
    assert head["Content-Length"] == str(len(DATA))
    assert body(head) == b""
    again = bobs.get(url, headers={"if-none-match": f'W/"x", {head["ETag"]}'})
    assert again.status_code == 304
    assert body(again) == b""
    assert bobs.post(url).status_code == 405


def test_the_address_works_for_its_person_only(bobs: Client, mallory: User, bob: User, photo: str) -> None:
    url = media.signed_url(photo, user=bob)
    assert Client().get(url).status_code == 401
    assert bobs.get(media.signed_url(photo, user=mallory)).status_code == 404
    bob.is_active = False
    bob.save()
    assert bobs.get(url).status_code == 401


def test_a_machine_without_account_may_be_given_one(photo: str) -> None:
    assert Client().get(media.signed_url(photo, user=None, seconds=60)).status_code == 200


def test_forged_changed_and_old_addresses(bobs: Client, bob: User, photo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    url = media.signed_url(photo, user=bob, seconds=60)
    token = url.split("/")[2]
    assert bobs.get(f"/media/x{token}/a.jpg").status_code == 404
    assert bobs.get(f"/media/{token[:-2]}/a.jpg").status_code == 404
    assert bobs.get(url).status_code == 200
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 100)
    old = bobs.get(url)
    assert old.status_code == 410
    assert old.json()["code"] == "link-expired"
    opened = bobs.get(url, headers={"Accept": "text/html,*/*", "Accept-Language": "zh-CN,zh"})
    assert (opened.status_code, opened["Content-Type"]) == (410, "text/html; charset=utf-8")
    assert "此链接已过期" in opened.content.decode()


def test_an_address_of_an_asset_works_as_long_as_its_person_may_see_it(
    bobs: Client, bob: User, ben: User, tasks: list[Task], photo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = tasks[0], tasks[1]
    Task.objects.filter(pk=mine.pk).update(annotator=bob, state=Task.State.IN_PROGRESS)
    Task.objects.filter(pk=other.pk).update(annotator=ben, state=Task.State.IN_PROGRESS)
    of_mine, of_other = (media.signed_url(photo, user=bob, about=task.asset_id, seconds=60) for task in (mine, other))
    assert {bobs.get(url).status_code for url in (of_mine, of_other)} == {200}
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 100)
    part = bobs.get(of_mine, headers={"range": "bytes=5-9"})
    assert (part.status_code, body(part)) == (206, DATA[5:10])
    assert bobs.get(of_other).status_code == 410
    assert Client().get(of_mine).status_code == 401
    Task.objects.filter(pk=mine.pk).update(annotator=ben)
    assert bobs.get(of_mine).status_code == 410


def test_the_address_stays_the_same_for_a_while(bob: User, photo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 7200.0)
    url = media.signed_url(photo, user=bob, seconds=3600)
    monkeypatch.setattr(time, "time", lambda: 8999.0)
    assert media.signed_url(photo, user=bob, seconds=3600) == url
    monkeypatch.setattr(time, "time", lambda: 9001.0)
    assert media.signed_url(photo, user=bob, seconds=3600) != url


def test_a_missing_file_is_404(bobs: Client, bob: User) -> None:
    assert bobs.get(media.signed_url("originals/none.jpg", user=bob)).status_code == 404


def test_behind_a_front_proxy(bobs: Client, bob: User, photo: str, settings: Settings) -> None:
    settings.MEDIA_ACCEL_PREFIX = "/protected/"
    response = bobs.get(media.signed_url(photo, user=bob))
    assert response["X-Accel-Redirect"] == f"/protected/{photo}"
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
