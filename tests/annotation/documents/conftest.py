"""Records, and a task that Bob has in his hands."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from accounts.models import User
from annotation.models import Document
from annotation.services.documents import work_document
from projects.models import Project, Task
from projects.services.queue import claim_task


def box(uid: UUID | str, x: float = 10, **changes: Any) -> dict[str, Any]:
    """A car at x."""
    record = {
        "id": str(uid),
        "kind": "box",
        "label": "car",
        "data": {"x": x, "y": 20.5, "width": 30, "height": 40},
        "attributes": {},
        "z": 0,
        "group": None,
        "source": {"origin": "human"},
        "score": None,
    }
    return {**record, **changes}


def change(before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[str, Any]:
    known = after or before
    assert known is not None
    return {"id": known["id"], "before": before, "after": after}


def operation(*changes: dict[str, Any], base: int = 0) -> dict[str, Any]:
    return {"op_id": str(uuid4()), "base_revision": base, "patch": list(changes)}


@pytest.fixture
def bobs(task: Task, bob: User, project: Project) -> Task:
    """The first task, claimed by Bob."""
    return claim_task(task=task, by=bob, slot="annotator")


@pytest.fixture
def document(bobs: Task) -> Document:
    return work_document(bobs)
