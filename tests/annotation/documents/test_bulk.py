"""Documents by the ten thousand."""

from __future__ import annotations

from uuid import uuid4

import pytest

from accounts.models import User
from annotation.kinds.record import check_record, new_record
from annotation.models import Document, Revision
from annotation.services.documents import apply_patch, changes_since, create_many, read_records, state_at
from core.errors import Conflict, DomainError
from projects.models import Task
from projects.services.queue import claim_task
from tests.annotation.documents.conftest import box, change
from tests.conftest import Api


def test_bulk_documents_are_like_saved_ones(tasks: list[Task], bob: User, alice: User) -> None:
    rows = [(task, [check_record(box(uuid4(), x=i)) for i in range(3)]) for task in tasks[:2]] + [(tasks[2], [])]
    seen: list[int] = []
    assert create_many(rows, origin="import", by=alice, each=seen.append) == 6
    assert seen == [3]
    assert [task.object_count for task in Task.objects.order_by("number")] == [3, 3, 0]
    for task, records in rows:
        document = Document.objects.get(task=task)
        assert read_records(document) == records
        assert list(state_at(document, 1).values()) == records
        assert document.revisions.values_list("author", "origin").get() == (alice.pk, "import")
    document = Document.objects.get(task=tasks[0])
    claim_task(task=tasks[0], by=bob, slot="annotator")
    first = rows[0][1][0]
    applied = apply_patch(document=document, op_id=uuid4(), base_revision=1, patch=[change(dict(first), None)], by=bob)
    assert applied.revision == 2


def test_bulk_refuses_what_no_database_holds_and_tasks_that_have_work(tasks: list[Task], alice: User) -> None:
    bad = new_record(id=str(uuid4()), kind="box", label="car\0", data={"x": 1.0})
    with pytest.raises(DomainError) as refused:
        create_many([(tasks[0], [bad])], origin="import", by=alice)
    assert refused.value.code == "invalid-patch"
    assert not Document.objects.exists()
    create_many([(tasks[0], [])], origin="import", by=alice)
    with pytest.raises(Conflict) as taken:
        create_many([(tasks[1], []), (tasks[0], [])], origin="import", by=alice)
    assert taken.value.code == "document-exists"
    assert Document.objects.count() == 1


def test_what_an_import_made_stays_restorable_after_it_is_changed(tasks: list[Task], alice: User) -> None:
    records = [check_record(box(uuid4(), x=i)) for i in range(3)]
    create_many([(tasks[0], records)], origin="import", by=alice)
    document = Document.objects.get(task=tasks[0])
    listed = Api(alice).get(f"/api/v1/documents/{document.pk}/revisions").json()["results"]
    assert [each["changes"] for each in listed] == [3]
    assert [each["record"] for each in changes_since(document, 0).changes] == records
    moved = {**records[0], "data": {**records[0]["data"], "x": 99.0}}
    for base, patch in ((1, change(dict(records[0]), moved)), (2, change(dict(records[1]), None))):
        apply_patch(
            document=document, op_id=uuid4(), base_revision=base, patch=[patch], by=None, origin=Revision.Origin.RULE
        )
    document.refresh_from_db()
    assert [list(state_at(document, at).values()) for at in (1, 2, 3)] == [
        records,
        [moved, *records[1:]],
        [moved, records[2]],
    ]
    listed = Api(alice).get(f"/api/v1/documents/{document.pk}/revisions").json()["results"]
    assert [each["changes"] for each in listed] == [1, 1, 3]
