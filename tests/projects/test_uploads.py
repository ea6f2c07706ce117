"""Resumable uploads as a tus client makes them."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from core import storage
from projects.models import Project, Upload
from projects.services import uploads
from tests.conftest import Api

CONTENT = bytes(range(256)) * 40
STREAM = "application/offset+octet-stream"


def metadata(**values: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items())


class Tus:
    """As much of a tus client as the tests need."""

    def __init__(self, user: User) -> None:
        self.api = Api(user)

    def create(self, size: int, body: bytes | None = None, **values: str) -> Any:
        return self.api.generic(
            "POST",
            "/api/v1/uploads",
            body or b"",  # type: ignore[arg-type]  # bytes are what a body is
            content_type=STREAM if body else "",
            headers={"Tus-Resumable": "1.0.0", "Upload-Length": str(size), "Upload-Metadata": metadata(**values)},
        )

    def send(self, address: str, offset: int, body: bytes, **headers: str) -> Any:
        extra = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(offset), **headers}
        return self.api.generic("PATCH", address, body, content_type=STREAM, headers=extra)  # type: ignore[arg-type]

    def head(self, address: str) -> Any:
        return self.api.head(address, headers={"Tus-Resumable": "1.0.0"})


@pytest.fixture
def tus(alice: User) -> Tus:
    return Tus(alice)


@pytest.fixture
def address(tus: Tus, project: Project) -> str:
    answer = tus.create(len(CONTENT), name="street/a.jpg", project=str(project.pk))
    assert answer.status_code == 201, answer.content
    return str(answer["Location"])


def content_of(address: str) -> bytes:
    upload = Upload.objects.get(pk=address.rsplit("/", 1)[-1])
    return b"".join(storage.read_range(upload.stored))


def test_pieces_become_the_file(tus: Tus, address: str) -> None:
    assert tus.head(address)["Upload-Offset"] == "0"
    assert tus.send(address, 0, CONTENT[:4000]).status_code == 204
    answer = tus.head(address)
    assert (answer["Upload-Offset"], answer["Upload-Length"]) == ("4000", str(len(CONTENT)))
    assert answer["Cache-Control"] == "no-store"
    assert tus.send(address, 4000, CONTENT[4000:])["Upload-Offset"] == str(len(CONTENT))
    assert content_of(address) == CONTENT
    seen = tus.api.get(address).json()
    assert (seen["complete"], seen["name"], seen["sha256"]) == (
        True, "street/a.jpg", hashlib.sha256(CONTENT).hexdigest(),
    )  # fmt: skip


def test_the_first_bytes_may_come_with_the_announcement(tus: Tus, project: Project) -> None:
    answer = tus.create(len(CONTENT), CONTENT, name="a", project=str(project.pk))
    assert (answer.status_code, answer["Upload-Offset"]) == (201, str(len(CONTENT)))
    assert content_of(answer["Location"]) == CONTENT


def test_a_wrong_offset_is_told_the_right_one(tus: Tus, address: str) -> None:
    tus.send(address, 0, CONTENT[:10])
    answer = tus.send(address, 0, CONTENT[:10])
    assert (answer.status_code, answer.json()["params"]) == (409, {"offset": 10})
    tus.send(address, 10, CONTENT[10:])
    assert tus.send(address, len(CONTENT), b"x").status_code == 409


def test_more_than_announced_is_refused(tus: Tus, address: str) -> None:
    answer = tus.send(address, 0, CONTENT + b"x")
    assert (answer.status_code, answer.json()["code"]) == (413, "upload-too-long")


def test_a_file_that_arrived_damaged_is_forgotten(tus: Tus, project: Project) -> None:
    wrong = hashlib.sha256(b"other").hexdigest()
    address = tus.create(len(CONTENT), name="a", project=str(project.pk), sha256=wrong)["Location"]
    answer = tus.send(address, 0, CONTENT)
    assert (answer.status_code, answer.json()["code"]) == (460, "checksum-mismatch")
    assert not Upload.objects.exists()
    assert tus.head(address).status_code == 404
    right = hashlib.sha256(CONTENT).hexdigest()
    address = tus.create(len(CONTENT), name="a", project=str(project.pk), sha256=right)["Location"]
    assert tus.send(address, 0, CONTENT).status_code == 204


def test_damaged_bytes_are_sent_again(tus: Tus, address: str) -> None:
    checksum = "sha256 " + base64.b64encode(hashlib.sha256(CONTENT[:10]).digest()).decode()
    answer = tus.send(address, 0, b"0123456789", **{"Upload-Checksum": checksum})
    assert answer.status_code == 460
    assert tus.head(address)["Upload-Offset"] == "0"
    assert tus.send(address, 0, CONTENT[:10], **{"Upload-Checksum": checksum}).status_code == 204
    assert tus.send(address, 10, b"x", **{"Upload-Checksum": "md5 eA=="}).status_code == 400


def test_an_interrupted_piece_is_kept_as_far_as_it_came(tus: Tus, address: str, alice: User) -> None:
    upload = Upload.objects.get()
    pieces = iter([CONTENT[:100], CONTENT[100:150]])

    def read(count: int) -> bytes:
        try:
            return next(pieces)
        except StopIteration:
            raise ConnectionResetError from None

    with pytest.raises(ConnectionResetError):
        uploads.append(upload=upload, offset=0, read=read)
    assert tus.head(address)["Upload-Offset"] == "150"
    tus.send(address, 150, CONTENT[150:])
    assert content_of(address) == CONTENT


def test_two_requests_do_not_write_at_once(tus: Tus, address: str) -> None:
    upload = Upload.objects.get()
    with uploads._partial(upload):
        assert tus.send(address, 0, CONTENT).status_code == 423
    assert tus.send(address, 0, CONTENT).status_code == 204


def test_an_upload_belongs_to_one_person(tus: Tus, address: str, olga: User, bob: User) -> None:
    for stranger in (Tus(olga), Tus(bob)):
        assert stranger.head(address).status_code == 404
        assert stranger.send(address, 0, CONTENT).status_code == 404
        assert stranger.api.delete(address, headers={"Tus-Resumable": "1.0.0"}).status_code == 404
    assert tus.api.delete(address, headers={"Tus-Resumable": "1.0.0"}).status_code == 204
    assert tus.head(address).status_code == 404


def test_only_managers_upload_into_a_project(project: Project, bob: User, mallory: User, olga: User) -> None:
    assert Tus(bob).create(1, name="a", project=str(project.pk)).status_code == 403
    assert Tus(mallory).create(1, name="a", project=str(project.pk)).status_code == 404
    assert Tus(bob).create(1, name="a", purpose="model").status_code == 403
    assert Tus(olga).create(1, name="a", purpose="model").status_code == 201
    assert Tus(olga).create(1, name="a", purpose="import").status_code == 403


def test_names_are_only_shown(tus: Tus, project: Project) -> None:
    answer = tus.create(0, name="..\\..\\etc/\x00passwd\u202e", project=str(project.pk))
    assert Upload.objects.get(pk=answer["Location"].rsplit("/", 1)[-1]).name == "../../etc/passwd"
    assert content_of(answer["Location"]) == b""


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Tus-Resumable": "0.2.2"}, "tus-version"),
        ({"Upload-Length": "-1"}, "header-missing"),
        ({"Upload-Length": str(10**14)}, "upload-too-large"),
        ({"Upload-Metadata": "name $$$"}, "bad-metadata"),
        ({"Upload-Metadata": metadata(name="a", project="nonsense")}, "bad-metadata"),
    ],
)
def test_what_is_wrong_in_an_announcement_is_named(
    alice: User, project: Project, headers: dict[str, str], code: str
) -> None:
    good = {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": "1",
        "Upload-Metadata": metadata(name="a", project=str(project.pk)),
    }
    answer = Api(alice).generic("POST", "/api/v1/uploads", "", headers={**good, **headers})
    assert answer.json()["code"] == code


def test_the_server_says_what_it_can(alice: User) -> None:
    answer = Api(alice).options("/api/v1/uploads")
    assert (answer.status_code, answer["Tus-Version"]) == (204, "1.0.0")
    assert "creation" in answer["Tus-Extension"]
    assert Api().options("/api/v1/uploads").status_code == 401


def test_a_full_disk_is_said_before_anything_is_sent(
    tus: Tus, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "SPARE_BYTES", 1 << 60)
    assert tus.create(1, name="a", project=str(project.pk)).json()["code"] == "storage-full"


def test_what_nobody_continues_is_dropped(tus: Tus, address: str, tmp_path: Path) -> None:
    tus.send(address, 0, CONTENT[:100])
    assert uploads.drop_stale() == 0
    Upload.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert uploads.drop_stale() == 1
    assert not Upload.objects.exists()
    assert not [path for path in (tmp_path / "storage").rglob("*") if path.is_file()]


def test_a_browser_uploads_with_its_token_and_not_without(alice: User, project: Project) -> None:
    browser = Api(alice)
    browser.handler.enforce_csrf_checks = True
    browser.get("/api/v1/session")
    body = CONTENT
    headers = {
        "Tus-Resumable": "1.0.0",
        "Upload-Length": str(len(body)),
        "Upload-Metadata": metadata(name="a.jpg", project=str(project.pk)),
    }
    address = "/api/v1/uploads"
    refused = browser.generic("POST", address, body, content_type=STREAM, headers=headers)  # type: ignore[arg-type]
    assert refused.status_code == 403
    headers["X-CSRFToken"] = browser.cookies["csrftoken"].value
    taken = browser.generic("POST", address, body, content_type=STREAM, headers=headers)  # type: ignore[arg-type]
    assert (taken.status_code, content_of(taken["Location"])) == (201, CONTENT)
