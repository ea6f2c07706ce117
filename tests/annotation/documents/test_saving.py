"""Saving over HTTP: once, merged, never overwritten, and only by whoever has the task."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from annotation.models import Document, Revision
from annotation.services.documents import work_document
from projects.models import LabelSchema, Lease, Project, Task, TaskMove
from projects.services.queue import claim_task
from projects.services.tasks import return_task, start_review
from tests.annotation.documents.conftest import box, change, operation
from tests.conftest import Api
from tests.contents import everything, held, hold

A, B, C = (str(uuid4()) for _ in range(3))


def save(user: User | None, document: Document, body: dict[str, Any]) -> Any:
    return Api(user).patch(f"/api/v1/documents/{document.pk}", body)


def records(document: Document) -> dict[str, dict[str, Any]]:
    return {record["id"]: record for record in held(document)}


def test_bob_saves_and_reads_back_what_he_sent(document: Document, bob: User) -> None:
    answer = save(bob, document, operation(change(None, box(A)), change(None, box(B, z=3, score=0.5))))
    assert (answer.status_code, answer.json()) == (200, {"revision": 1, "changes": []})
    found = Api(bob).get(f"/api/v1/documents/{document.pk}").json()
    assert found["records"] == [box(A), box(B, z=3, score=0.5)]
    assert (found["revision"], found["schema_version"], found["can_write"]) == (1, 1, True)


def test_the_first_patch_starts_the_work(document: Document, bobs: Task, bob: User) -> None:
    save(bob, document, operation(change(None, box(A))))
    bobs.refresh_from_db()
    assert (bobs.state, bobs.object_count) == ("in_progress", 1)
    save(bob, document, operation(change(box(A), None), base=1))
    bobs.refresh_from_db()
    assert bobs.object_count == 0
    assert list(TaskMove.objects.values_list("target", flat=True)) == ["claimed", "in_progress"]


def test_a_lost_reply_and_a_repeat_save_once(document: Document, bob: User) -> None:
    body = operation(change(None, box(A)))
    first = save(bob, document, body).json()
    save(bob, document, operation(change(box(A), box(A, x=99)), base=1))
    again = save(bob, document, body)
    assert (again.status_code, again.json()["revision"]) == (200, first["revision"])
    assert records(document)[A]["data"]["x"] == 99
    assert document.revisions.count() == 2


def test_a_repeat_after_the_submit_is_still_answered(document: Document, bobs: Task, bob: User) -> None:
    body = operation(change(None, box(A)))
    save(bob, document, body)
    Task.objects.filter(pk=bobs.pk).update(state="submitted")
    assert save(bob, document, body).json()["revision"] == 1
    refused = save(bob, document, operation(change(None, box(B)), base=1))
    assert (refused.status_code, refused.json()["params"]) == (403, {"reason": "task-submitted"})


def test_two_tabs_that_touch_different_records_merge(document: Document, bob: User) -> None:
    save(bob, document, operation(change(None, box(A)), change(None, box(B))))
    save(bob, document, operation(change(box(A), box(A, x=50)), base=1))
    answer = save(bob, document, operation(change(box(B), None), change(None, box(C)), base=1))
    assert answer.json() == {"revision": 3, "changes": [{"id": A, "record": box(A, x=50)}]}
    assert records(document) == {A: box(A, x=50), C: box(C)}


def test_two_tabs_that_touch_one_record_conflict_and_nothing_is_applied(document: Document, bob: User) -> None:
    save(bob, document, operation(change(None, box(A))))
    save(bob, document, operation(change(box(A), box(A, x=50)), base=1))
    answer = save(bob, document, operation(change(box(A), box(A, x=70)), change(None, box(B)), base=1))
    assert answer.status_code == 409
    assert (answer.json()["code"], answer.json()["revision"]) == ("conflict", 2)
    assert answer.json()["conflicts"] == [{"id": A, "record": box(A, x=50)}]
    assert records(document) == {A: box(A, x=50)}


def test_a_record_deleted_elsewhere_conflicts_with_null(document: Document, bob: User) -> None:
    save(bob, document, operation(change(None, box(A))))
    save(bob, document, operation(change(box(A), None), base=1))
    answer = save(bob, document, operation(change(box(A), box(A, x=1)), base=1))
    assert answer.json()["conflicts"] == [{"id": A, "record": None}]


def test_two_who_do_the_same_agree(document: Document, bob: User) -> None:
    save(bob, document, operation(change(None, box(A))))
    save(bob, document, operation(change(box(A), None), base=1))
    assert save(bob, document, operation(change(box(A), None), base=1)).status_code == 200


def test_one_is_not_true_and_equals_one_point_nought(document: Document, bob: User) -> None:
    save(bob, document, operation(change(None, box(A, x=1, attributes={"occluded": True}))))
    assert (
        save(bob, document, operation(change(box(A, x=1, attributes={"occluded": 1}), None), base=1)).status_code == 409
    )
    assert (
        save(bob, document, operation(change(box(A, x=1.0, attributes={"occluded": True}), None), base=1)).status_code
        == 200
    )


def test_upper_case_ids_are_the_same_ids(document: Document, bob: User) -> None:
    loud = box(A.upper())
    assert save(bob, document, operation(change(None, loud))).status_code == 200
    assert save(bob, document, operation(change(loud, None), base=1)).status_code == 200


@pytest.mark.parametrize(
    ("record", "place"),
    [
        (box(A, label="spaceship"), "label"),
        (box(A, kind="blob"), "kind"),
        (box(A, label="person", kind="tag", data={}), "kind"),
        (box(A, data={"x": 1, "y": 2, "width": 0, "height": 5}), "data.width"),
        (box(A, attributes={"colour": "red"}), "attributes.colour"),
        (box(A, attributes={"occluded": "yes"}), "attributes.occluded"),
        (box(A, source={"origin": "martian"}), "source.origin"),
        (box(A, z="top"), "z"),
        ({"id": A, "kind": "box"}, "label"),
        (box(B), "id"),
    ],
)
def test_an_unsound_record_is_named_and_nothing_is_saved(
    record: dict[str, Any], place: str, document: Document, bob: User
) -> None:
    good = change(None, box(C))
    answer = save(bob, document, operation(good, {"id": A, "before": None, "after": record}))
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-record")
    assert list(answer.json()["fields"]) == [A]
    assert any(message.startswith(place) for message in answer.json()["fields"][A]), answer.json()
    assert records(document) == {}


@pytest.mark.parametrize(
    "patch", [None, {}, "x", [1], [{"id": "no"}], [{"id": A}], [{"id": A, "before": 3, "after": None}]]
)
def test_what_is_no_patch_is_refused(patch: object, document: Document, bob: User) -> None:
    answer = save(bob, document, {"op_id": str(uuid4()), "base_revision": 0, "patch": patch})
    assert answer.status_code == 400
    assert answer.json()["code"] in {"invalid-patch", "invalid-record"}


@pytest.mark.parametrize("body", [{}, [], {"op_id": "x"}, {"op_id": str(uuid4()), "base_revision": True, "patch": []}])
def test_an_incomplete_operation_is_refused(body: Any, document: Document, bob: User) -> None:
    assert save(bob, document, body).status_code == 400


@pytest.mark.parametrize("text", ["\x00", "\ud800"])
def test_text_that_no_database_keeps_is_refused(text: str, document: Document, bob: User) -> None:
    body = json.dumps(operation(change(None, box(A, group=f"a{text}"))))
    answer = Api(bob).patch(f"/api/v1/documents/{document.pk}", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-patch")


def test_infinity_is_refused(document: Document, bob: User) -> None:
    body = json.dumps(operation(change(None, box(A)))).replace("20.5", "1e999")
    answer = Api(bob).patch(f"/api/v1/documents/{document.pk}", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-patch")


def test_a_backslash_that_only_looks_like_nul_is_kept(document: Document, bob: User) -> None:
    assert save(bob, document, operation(change(None, box(A, group="\\u0000")))).status_code == 200


def test_a_document_holds_one_confirmation_of_emptiness(document: Document, bob: User) -> None:
    empty = box(A, kind="empty", label="", data={})
    other = box(B, kind="empty", label="", data={})
    assert save(bob, document, operation(change(None, empty))).status_code == 200
    assert save(bob, document, operation(change(None, other), base=1)).json()["code"] == "invalid-record"
    assert save(bob, document, operation(change(empty, None), change(None, other), base=1)).status_code == 200


def test_a_schema_change_never_breaks_open_work(document: Document, bob: User, project: Project) -> None:
    """Bob's page knows version 1; version 2 has no cars any more."""
    save(bob, document, operation(change(None, box(A))))
    content = {"labels": [label for label in _content(project)["labels"] if label["key"] != "car"], "questions": []}
    LabelSchema.objects.create(project=project, version=2, content=content)
    assert save(bob, document, operation(change(box(A), box(A, x=5)), change(None, box(B)), base=1)).status_code == 200
    document.refresh_from_db()
    assert document.schema_version == 2


def _content(project: Project) -> dict[str, Any]:
    schema = project.schemas.first()
    assert schema is not None
    return dict(schema.content)


def test_imported_records_that_do_not_fit_can_still_be_moved(document: Document, bob: User) -> None:
    odd = box(A, attributes={"vendor_code": 7})
    hold(document, [odd])
    moved = box(A, x=11, attributes={"vendor_code": 7})
    assert save(bob, document, operation(change(odd, moved))).status_code == 200


def test_bob_cannot_write_what_ben_holds(tasks: list[Task], bob: User, ben: User, project: Project) -> None:
    bens = work_document(claim_task(task=tasks[1], by=ben, slot="annotator"))
    assert save(bob, bens, operation(change(None, box(A)))).status_code == 404
    assert not everything()


def test_managers_make_no_silent_edits(document: Document, alice: User, dave: User, olga: User) -> None:
    for somebody in (alice, dave, olga):
        answer = save(somebody, document, operation(change(None, box(A))))
        assert (answer.status_code, answer.json()["params"]) == (403, {"reason": "not-assigned"})
        found = Api(somebody).get(f"/api/v1/documents/{document.pk}")
        assert (found.status_code, found.json()["can_write"]) == (200, "not-assigned")


def test_mallory_and_the_client_see_no_document(document: Document, mallory: User, erin: User) -> None:
    for stranger in (mallory, erin):
        for path in ("", "/changes?since=0", "/revisions", "/revisions/0"):
            assert Api(stranger).get(f"/api/v1/documents/{document.pk}{path}").status_code == 404
        assert save(stranger, document, operation(change(None, box(A)))).status_code == 404
        assert Api(stranger).post(f"/api/v1/documents/{document.pk}/restore", {"revision": 0}).status_code == 404


def test_without_a_session_the_answer_is_401(document: Document) -> None:
    answer = save(None, document, operation(change(None, box(A))))
    assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in")


def test_what_carol_mends_in_review_is_recorded_as_hers(document: Document, bobs: Task, bob: User, carol: User) -> None:
    save(bob, document, operation(change(None, box(A)), change(None, box(B))))
    Task.objects.filter(pk=bobs.pk).update(state="submitted")
    start_review(task=bobs, by=carol)
    assert save(bob, document, operation(change(box(A), None), base=1)).json()["params"] == {"reason": "task-in-review"}
    assert save(carol, document, operation(change(box(A), box(A, x=7)), base=1)).status_code == 200
    assert list(document.revisions.values_list("origin", "author__name")) == [("human", "Bob"), ("review", "Carol")]


def test_returned_work_is_bobs_again_and_starts_anew(document: Document, bobs: Task, bob: User, carol: User) -> None:
    save(bob, document, operation(change(None, box(A))))
    Task.objects.filter(pk=bobs.pk).update(state="submitted")
    start_review(task=bobs, by=carol)
    return_task(task=bobs, by=carol, reason="loose")
    assert save(carol, document, operation(change(box(A), None), base=1)).status_code == 403
    assert save(bob, document, operation(change(box(A), box(A, x=8)), base=1)).status_code == 200
    bobs.refresh_from_db()
    assert (bobs.state, bobs.round) == ("in_progress", 2)


def test_bob_saves_after_hours_offline_as_long_as_nobody_took_his_task(
    document: Document, bobs: Task, bob: User, ben: User
) -> None:
    Lease.objects.all().delete()
    Task.objects.filter(pk=bobs.pk).update(state="new")
    assert save(bob, document, operation(change(None, box(A)))).status_code == 200
    bobs.refresh_from_db()
    assert (bobs.state, bobs.lease.user) == ("in_progress", bob)
    Task.objects.filter(pk=bobs.pk).update(annotator=ben)
    assert save(bob, document, operation(change(None, box(B)), base=1)).status_code in {403, 404}


def test_nobody_saves_in_a_batch_that_is_past_work(document: Document, bobs: Task, bob: User) -> None:
    assert bobs.batch is not None
    bobs.batch.state = "approved"
    bobs.batch.save()
    answer = save(bob, document, operation(change(None, box(A))))
    assert answer.json()["params"] == {"reason": "batch-closed"}


def test_bob_catches_up_and_looks_back(document: Document, bob: User) -> None:
    save(bob, document, operation(change(None, box(A)), change(None, box(B))))
    save(bob, document, operation(change(box(A), box(A, x=2)), base=1))
    save(bob, document, operation(change(box(B), None), base=2))
    browser, url = Api(bob), f"/api/v1/documents/{document.pk}"
    assert browser.get(f"{url}/changes?since=1").json() == {
        "revision": 3,
        "changes": [{"id": A, "record": box(A, x=2)}, {"id": B, "record": None}],
    }
    assert browser.get(f"{url}/changes?since=3").json() == {"revision": 3, "changes": []}
    assert browser.get(f"{url}/changes?since=-1").status_code == 400
    assert browser.get(f"{url}/revisions/1").json()["records"] == [box(A), box(B)]
    assert browser.get(f"{url}/revisions/9").status_code == 404
    listed = browser.get(f"{url}/revisions").json()["results"]
    assert [(row["number"], row["changes"], row["author"]["name"]) for row in listed] == [
        (3, 1, "Bob"), (2, 1, "Bob"), (1, 2, "Bob")
    ]  # fmt: skip


def test_bob_restores_an_earlier_state_as_a_new_revision(document: Document, bob: User, alice: User) -> None:
    save(bob, document, operation(change(None, box(A)), change(None, box(B))))
    save(bob, document, operation(change(box(A), None), change(box(B), box(B, x=3)), base=1))
    assert Api(alice).post(f"/api/v1/documents/{document.pk}/restore", {"revision": 1}).status_code == 403
    answer = Api(bob).post(f"/api/v1/documents/{document.pk}/restore", {"revision": 1})
    assert answer.json()["revision"] == 3
    assert records(document) == {A: box(A), B: box(B)}


def test_bob_submits_only_what_he_has_seen(document: Document, bobs: Task, bob: User) -> None:
    save(bob, document, operation(change(None, box(A))))
    answer = Api(bob).post(f"/api/v1/tasks/{bobs.pk}/submit", {"revision": 0})
    assert (answer.status_code, answer.json()["code"], answer.json()["params"]) == (
        409, "revision-differs", {"revision": 1}
    )  # fmt: skip


def test_saving_costs_few_queries(
    document: Document, bob: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = Api(bob)
    url = f"/api/v1/documents/{document.pk}"
    first = [change(None, box(uuid4())) for _ in range(20)]
    browser.patch(url, operation(*first))
    more = [change(None, box(uuid4())) for _ in range(20)]
    moved = [change(each["after"], {**each["after"], "z": 1}) for each in first]
    with django_assert_max_num_queries(20):
        assert browser.patch(url, operation(*more, *moved, base=1)).status_code == 200
    assert Revision.objects.count() == 2
