"""Several people answer one task, none seeing the others; the reviewer compares, and what they decide is delivered."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from accounts.models import Membership, Organisation, User
from annotation.kinds.record import new_record
from annotation.models import Document
from annotation.services.bulk import create_many
from annotation.services.documents import work_document
from core.errors import NotAllowed
from projects.models import Batch, Lease, Participant, Project, Task
from projects.services import leases, queue
from projects.services.batches import change_batch
from projects.services.bulk import change
from projects.services.my_work import projects_with_work
from projects.services.projects import update_project
from projects.services.tasks import reopen_task, skip_task, start_review
from qa.models import Sample, SampleItem
from qa.policies import may_inspect
from tests.conftest import Api
from tests.contents import car, held

SHARED = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def several(project: Project, tasks: list[Task]) -> Project:
    """Two people answer each task of the project."""
    project.workflow = {"answers": 2}
    project.save()
    return project


@pytest.fixture
def bea(vendor: Organisation, project: Project) -> User:
    user = User.objects.create_user("bea@example.com", None, name="Bea")
    Membership.objects.create(user=user, organisation=vendor)
    Participant.objects.create(project=project, user=user, role=Participant.Role.ANNOTATOR)
    return user


def pull(project: Project, by: User) -> dict[str, Any] | None:
    answer = Api(by).post(f"/api/v1/projects/{project.pk}/next-task", {"slot": "annotator"})
    return answer.json() if answer.status_code == 200 else None


def save(by: User, bundle: dict[str, Any], *records: dict[str, Any]) -> None:
    document = bundle["document"]
    known = {record["id"]: record for record in document["records"]}
    patch = [{"id": each["id"], "before": known.get(each["id"]), "after": each} for each in records]
    body = {"op_id": str(uuid4()), "base_revision": document["revision"], "patch": patch}
    assert Api(by).patch(f"/api/v1/documents/{document['id']}", body, format="json").status_code == 200


def hand_in(by: User, task: str) -> int:
    revision = work_document(Task.objects.get(pk=task)).revision
    return Api(by).post(f"/api/v1/tasks/{task}/submit", {"revision": revision}, format="json").status_code


def some_car() -> dict[str, Any]:
    return car(str(uuid4()), 10, 10, 50, 40)


def answer(project: Project, by: User, *records: dict[str, Any]) -> str:
    bundle = pull(project, by)
    assert bundle is not None
    save(by, bundle, *(records or [some_car()]))
    assert hand_in(by, bundle["task"]["id"]) == 200
    return str(bundle["task"]["id"])


def test_two_people_answer_the_same_and_a_third_gets_the_next(
    several: Project, bob: User, ben: User, bea: User
) -> None:
    numbers = [bundle["task"]["number"] for by in (bob, ben, bea) if (bundle := pull(several, by))]
    assert numbers == [1, 1, 2]


def test_nobody_gets_the_same_twice(several: Project, bob: User) -> None:
    own = [answer(several, bob, some_car()) for _ in range(3)]
    assert pull(several, bob) is None
    assert list(Task.objects.filter(pk__in=own).order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    available = projects_with_work(bob)[0]["annotator"]
    assert available is not None
    assert available["available"] == 0


def test_an_answer_is_seen_by_who_gives_it_alone(
    several: Project, bob: User, ben: User, alice: User, dave: User, carol: User, olga: User
) -> None:
    mine = answer(several, bob, some_car())
    document = Document.objects.get(task_id=mine)
    for other in (ben, alice, dave, carol, olga):
        api = Api(other)
        for path in (
            f"tasks/{mine}",
            f"tasks/{mine}/workbench",
            f"tasks/{mine}/reviews",
            f"documents/{document.pk}",
            f"documents/{document.pk}/changes?since=0",
        ):
            assert api.get(f"/api/v1/{path}").status_code in {403, 404}, (other, path)
        listed = api.get(f"/api/v1/projects/{several.pk}/tasks").json()["results"]
        assert mine not in {each["id"] for each in listed}
    assert Api(bob).get(f"/api/v1/tasks/{mine}/workbench").status_code == 200
    listed = Api(bob).get(f"/api/v1/projects/{several.pk}/tasks").json()["results"]
    assert [each["number"] for each in listed] == [1, 2, 3]  # his own in place of the item


def test_with_the_last_answer_the_item_goes_to_review_with_what_they_have_in_common(
    several: Project, task: Task, bob: User, ben: User, carol: User
) -> None:
    one, two = car(str(uuid4()), 10, 10, 50, 40), car(str(uuid4()), 12, 10, 50, 40)
    alone = car(str(uuid4()), 300, 300, 20, 20)
    answer(several, bob, one)
    task.refresh_from_db()
    assert task.state == Task.State.NEW
    answer(several, ben, two, alone)
    task.refresh_from_db()
    assert task.state == Task.State.SUBMITTED
    bundle = Api(carol).post(f"/api/v1/projects/{several.pk}/next-task", {"slot": "reviewer"}).json()
    assert bundle["task"]["id"] == str(task.pk)
    people = bundle["answers"]["people"]
    assert [each["person"]["name"] for each in people] == ["Bob", "Ben"]
    assert [one["id"], two["id"]] in bundle["answers"]["things"]
    records = {record["id"]: record for record in bundle["document"]["records"]}
    assert len(records) == 2
    assert records[alone["id"]]["score"] == 0.5
    assert held(work_document(task)) == bundle["answers"]["combined"]


def test_another_vendors_people_have_no_name(
    several: Project, task: Task, bob: User, mallory: User, carol: User, alice: User
) -> None:
    Participant.objects.create(project=several, user=mallory, role=Participant.Role.ANNOTATOR)
    for by in (bob, mallory):
        answer(several, by, some_car())
    bundle = Api(carol).post(f"/api/v1/projects/{several.pk}/next-task", {"slot": "reviewer"}).json()
    assert [each["person"] and each["person"]["name"] for each in bundle["answers"]["people"]] == ["Bob", None]
    seen = Api(alice).get(f"/api/v1/tasks/{task.pk}/workbench").json()["answers"]["people"]
    assert [each["person"]["name"] for each in seen] == ["Bob", "Mallory"]


def test_everybody_begins_with_what_the_import_brought(several: Project, task: Task, bob: User, ben: User) -> None:
    record: Any = car(SHARED, 10, 10, 50, 40)
    create_many([(task, [record])], origin="import", by=None)
    for by, width in ((bob, 60), (ben, 80)):
        bundle = pull(several, by)
        assert bundle is not None
        assert [each["id"] for each in bundle["document"]["records"]] == [SHARED]
        save(by, bundle, {**bundle["document"]["records"][0], "data": {**record["data"], "width": width}})
        hand_in(by, bundle["task"]["id"])
    assert [each["id"] for each in held(work_document(task))] == [SHARED]


def test_who_answered_does_not_judge(several: Project, task: Task, bob: User, ben: User, dave: User) -> None:
    for user in (bob, dave):
        Participant.objects.get_or_create(project=several, user=user, role=Participant.Role.REVIEWER)
    Participant.objects.create(project=several, user=dave, role=Participant.Role.ANNOTATOR)
    answer(several, bob)
    answer(several, dave)
    assert queue.next_task(project=several, by=bob, slot="reviewer") is None
    with pytest.raises(NotAllowed, match="own work"):
        start_review(task=task, by=bob)
    sample = Sample.objects.create(batch=Batch.objects.get(), seed="1", population=1)
    item = SampleItem.objects.create(sample=sample, task=Task.objects.get(pk=task.pk))
    assert may_inspect(dave, item).reason == "own-work"


def test_accepting_accepts_the_part_of_everybody(
    several: Project, task: Task, bob: User, ben: User, carol: User
) -> None:
    own = [answer(several, by) for by in (bob, ben)]
    assert Api(carol).post(f"/api/v1/tasks/{task.pk}/review", {"decision": "accept", "note": ""}).status_code == 200
    states = set(Task.objects.filter(pk__in=[task.pk, *own]).values_list("state", flat=True))
    assert states == {Task.State.ACCEPTED}


def test_a_return_asks_everybody_again_and_seals_what_they_said(
    several: Project, task: Task, bob: User, ben: User, bea: User, carol: User, alice: User
) -> None:
    own = answer(several, bob, some_car())
    answer(several, ben, some_car())
    body = {"decision": "return", "note": "Look at the shadow."}
    assert Api(carol).post(f"/api/v1/tasks/{task.pk}/review", body).status_code == 200
    bundle = pull(several, bob)
    assert bundle is not None
    assert (bundle["task"]["id"], bundle["task"]["round"]) == (own, 2)
    returned = Api(bob).get("/api/v1/my-work").json()["returned"]
    assert [each["return_reason"] for each in returned] == ["Look at the shadow."]
    assert Api(alice).get(f"/api/v1/tasks/{own}").status_code == 404
    assert Api(bea).get(f"/api/v1/tasks/{task.pk}/workbench").status_code == 404
    for by in (bob, ben):
        again = pull(several, by)
        assert again is not None
        assert hand_in(by, again["task"]["id"]) == 200
    task.refresh_from_db()
    assert (task.state, task.round, task.reviewer) == (Task.State.SUBMITTED, 2, carol)


def test_a_draft_that_lapsed_makes_room_for_somebody_else(
    several: Project, task: Task, bob: User, ben: User, bea: User
) -> None:
    bundle = pull(several, bob)
    assert bundle is not None
    save(bob, bundle, some_car())
    lapsed = Task.objects.get(pk=bundle["task"]["id"])
    Lease.objects.filter(task=lapsed).update(until="2020-01-01T00:00Z")
    leases.release_expired()
    for by in (ben, bea):
        fresh = pull(several, by)
        assert fresh is not None
        assert (fresh["task"]["number"], fresh["document"]["records"]) == (1, [])
        save(by, fresh, some_car())
        hand_in(by, fresh["task"]["id"])
    task.refresh_from_db()
    assert task.state == Task.State.SUBMITTED
    with pytest.raises(NotAllowed, match="answers complete"):
        queue.claim_task(task=lapsed, by=bob, slot="annotator")
    following = pull(several, bob)
    assert following is not None
    assert following["task"]["number"] == 2


def test_a_draft_that_lapsed_is_gone_on_with_while_there_is_room(several: Project, bob: User) -> None:
    bundle = pull(several, bob)
    assert bundle is not None
    drawn = some_car()
    save(bob, bundle, drawn)
    Lease.objects.update(until="2020-01-01T00:00Z")
    leases.release_expired()
    again = pull(several, bob)
    assert again is not None
    assert (again["task"]["id"], again["document"]["records"]) == (bundle["task"]["id"], [drawn])


def test_what_nobody_can_answer_is_skipped_and_may_be_tried_again(
    several: Project, task: Task, bob: User, ben: User, alice: User
) -> None:
    for by in (bob, ben):
        bundle = pull(several, by)
        assert bundle is not None
        skip_task(task=Task.objects.get(pk=bundle["task"]["id"]), by=by, reason="Nothing to be seen")
    task.refresh_from_db()
    assert (task.state, task.skip_reason) == (Task.State.SKIPPED, "Nothing to be seen")
    reopen_task(task=task, by=alice)
    again = pull(several, bob)
    assert again is not None
    assert again["task"]["number"] == 1


def test_a_batch_asks_as_many_as_it_says_and_fewer_only_before_anybody_answered(
    project: Project, batch: Batch, tasks: list[Task], bob: User, ben: User, alice: User
) -> None:
    change_batch(batch=batch, by=alice, answers=2)
    assert pull(project, bob) != pull(project, ben)
    assert set(Task.objects.exclude(answer_to=None).values_list("answer_to__number", flat=True)) == {1}
    with pytest.raises(NotAllowed, match="answers begun"):
        change_batch(batch=batch, by=alice, answers=1)
    change_batch(batch=batch, by=alice, answers=3)
    with pytest.raises(NotAllowed, match="asked of several"):
        queue.claim_task(task=tasks[1], by=bob, slot="annotator")
    update_project(project=project, by=alice, workflow={"answers": 4})


def test_people_may_be_asked_by_name(several: Project, task: Task, tasks: list[Task], bob: User, alice: User) -> None:
    last = tasks[2]
    refused = change(project=several, tasks=[last.pk], action="assign", value=bob.pk, by=alice)
    assert refused == {}
    bundle = pull(several, bob)
    assert bundle is not None
    assert bundle["task"]["number"] == last.number
    refused = change(project=several, tasks=[last.pk], action="assign", value=bob.pk, by=alice)
    assert refused == {"answered-already": [str(last.pk)]}


def test_without_review_what_they_have_in_common_is_accepted(
    several: Project, task: Task, bob: User, ben: User
) -> None:
    Project.objects.filter(pk=several.pk).update(workflow={"answers": 2, "review": "none"})
    several.refresh_from_db()
    for by in (bob, ben):
        answer(several, by, some_car())
    task.refresh_from_db()
    assert (task.state, task.object_count) == (Task.State.ACCEPTED, 1)
    assert set(task.answers.values_list("state", flat=True)) == {Task.State.ACCEPTED}


def test_qa_sees_how_far_the_raters_agree(
    project: Project, tasks: list[Task], bob: User, ben: User, dave: User, erin: User, django_assert_num_queries: Any
) -> None:
    scale = {
        "key": "quality",
        "name": {"en": "Quality", "zh": "质量"},
        "type": "number",
        "min": 0,
        "max": 10,
        "step": 1,
    }
    rest: dict[str, Any] = {"options": [], "default": None, "required": False, "when": None}
    schema = project.schemas.get()
    schema.content = {**schema.content, "questions": [{**scale, **rest}]}
    schema.save()
    project.workflow = {"answers": 2, "combine": "mean"}
    project.save()
    for first, second in ((3, 4), (6, 7), (8, 9)):
        for by, value in ((bob, first), (ben, second)):
            record = new_record(id=str(uuid4()), kind="answers", data={}, attributes={"quality": value}, origin="human")
            answer(project, by, dict(record), some_car())
    bundle = Api(dave).get(f"/api/v1/tasks/{tasks[0].pk}/workbench").json()
    merged = next(each for each in bundle["answers"]["combined"] if each["kind"] == "answers")
    assert merged["attributes"] == {"quality": 4}  # 3.5 lies between the steps of the scale
    found = Api(dave).get(f"/api/v1/projects/{project.pk}/agreement").json()
    assert (found["items"], [each["name"] for each in found["people"]]) == (3, ["Ben", "Bob"])
    (row,) = [each for each in found["ratings"] if each["key"] == "?.quality"]
    assert row["things"] == 3
    assert row["same"] == 0
    assert row["bias"] == {str(bob.pk): -1, str(ben.pk): 1}
    assert row["icc"] == pytest.approx(0.9241, abs=1e-3)
    assert Api(bob).get(f"/api/v1/projects/{project.pk}/agreement").status_code == 403
    assert Api(erin).get(f"/api/v1/projects/{project.pk}/agreement").status_code == 403
    browser = Api(dave)
    browser.get("/api/v1/my-work")
    with django_assert_num_queries(11):
        browser.get(f"/api/v1/projects/{project.pk}/agreement")


def test_qa_sees_how_far_drawings_of_several_lie_apart(
    project: Project, tasks: list[Task], bob: User, ben: User, bea: User, dave: User
) -> None:
    """Bob and Ben agree about one of two cars; Bea has another label for it, and misses the second."""
    project.workflow = {"answers": 3}
    project.save()
    here, there, aside = ({"x": x, "y": 100, "width": 100, "height": 60} for x in (100, 400, 250))
    person = {**some_car(), "label": "person", "kind": "box"}
    for by, places in ((bob, (here, there)), (ben, (here, aside)), (bea, ())):
        boxes = [{**some_car(), "kind": "box", "data": place} for place in places]
        answer(project, by, *(boxes or [{**person, "data": here}]))
    drawn = Api(dave).get(f"/api/v1/projects/{project.pk}/agreement").json()["drawn"]
    assert (drawn["items"], drawn["tracks"], drawn["boxes"]) == (1, None, None)
    by_person = {row["id"]: row["objects"]["f1"] for row in drawn["people"]}
    # Beside Ben one of two and two, beside Bea none of two and one: 2 / (4 + 3).
    assert by_person == pytest.approx({str(bob.pk): 2 / 7, str(ben.pk): 2 / 7, str(bea.pk): 0})
    assert drawn["objects"]["f1"] == pytest.approx(4 / 20)
