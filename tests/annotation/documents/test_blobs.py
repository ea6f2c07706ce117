"""Files that records point at: sent before the patch, kept by their content, and only what the record says of them."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import uuid4

import numpy as np
import pytest

from accounts.models import User
from annotation.kinds.point_labels import pack, summed
from annotation.models import Document
from annotation.services import blobs
from projects.models import LabelSchema
from tests.annotation.documents.conftest import change, operation
from tests.conftest import Api
from tests.contents import held

VALUES = np.asarray([0, 1, 1, 2, 2 | 1 << 16, 2 | 2 << 16], np.uint32)
LABELS = ["road", "car"]


def name_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def labels(values: Any = VALUES, **data: Any) -> dict[str, Any]:
    summary = {"frame": 0, "blob": name_of(pack(values)), "count": len(values), "classes": summed(values, LABELS)}
    empty = {"label": "", "attributes": {}, "z": 0, "group": None, "source": {"origin": "human"}, "score": None}
    return {"id": str(uuid4()), "kind": "point_labels", "data": {**summary, **data}, **empty}


def send(user: User, document: Document, content: bytes, name: str = "") -> Any:
    address = f"/api/v1/documents/{document.pk}/blobs/{name or name_of(content)}"
    return Api(user).put(address, content, content_type="application/octet-stream")


def fetch(user: User, document: Document, name: str) -> Any:
    return Api(user).get(f"/api/v1/documents/{document.pk}/blobs/{name}")


def save(user: User, document: Document, record: dict[str, Any]) -> Any:
    return Api(user).patch(f"/api/v1/documents/{document.pk}", operation(change(None, record)))


@pytest.fixture(autouse=True)
def schema(document: Document) -> None:
    found = LabelSchema.objects.get(project=document.task.project_id)
    plain = {"color": "#123456", "hotkey": None, "kinds": ["point_labels"], "attributes": []}
    found.content["labels"] = [{"key": key, "name": {"en": key, "zh": key}, **plain} for key in LABELS]
    found.save()


def test_labels_are_sent_then_named_then_read_by_whoever_may_see_the_task(
    document: Document, bob: User, carol: User, mallory: User
) -> None:
    content, record = pack(VALUES), labels()
    assert send(bob, document, content).status_code == 204
    assert send(bob, document, content).status_code == 204
    assert save(bob, document, record).json()["revision"] == 1
    assert held(document) == [record]
    answer = fetch(carol, document, name_of(content))
    assert (answer.status_code, answer.headers["Location"][:7]) == (302, "/media/")
    file: Any = Api(carol).get(answer.headers["Location"])
    assert b"".join(file.streaming_content) == content
    assert fetch(mallory, document, name_of(content)).status_code == 404
    assert send(carol, document, b"other").status_code == 403
    with pytest.raises(FileNotFoundError):
        blobs.read(uuid4(), name_of(content))


def test_what_has_not_come_or_came_damaged_is_not_named(document: Document, bob: User) -> None:
    answer = save(bob, document, labels())
    assert answer.json()["code"] == "invalid-record"
    assert "has not been sent" in answer.json()["message"]
    assert send(bob, document, b"half", name_of(pack(VALUES))).json()["code"] == "blob-damaged"
    assert fetch(bob, document, name_of(b"half")).status_code == 404


@pytest.mark.parametrize(
    ("content", "data"),
    [
        (pack(VALUES), {"count": 7}),
        (pack(VALUES), {"classes": [{"label": "road", "points": 2, "instances": 0}]}),
        (pack(VALUES), {"classes": summed(VALUES % (1 << 16), LABELS)}),
        (b"no zlib", {}),
        (pack(np.zeros(10_000_000, np.uint32)), {}),
    ],
)
def test_a_record_says_what_its_file_says(document: Document, bob: User, content: bytes, data: dict[str, Any]) -> None:
    send(bob, document, content)
    answer = save(bob, document, labels(blob=name_of(content), **data))
    assert (answer.status_code, held(document)) == (400, [])
