"""Two layers of one picture beside each other: which there are for whom, and what differs."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from annotation.kinds.record import new_record
from annotation.models import Document
from projects.models import Project, Task
from qa.services.differences import things_of
from tests.conftest import Api
from tests.contents import car, hold
from tests.qa.test_checks import record
from tests.qa.test_scene_changes import labels
from tests.qa.test_several_answers import answer, several  # noqa: F401 - a fixture
from tests.qa.test_since import box, made, write


def compared(left: list[dict[str, Any]], right: list[dict[str, Any]]) -> dict[tuple[Any, Any], tuple[str, ...]]:
    """What differs, by the ids in either layer."""
    return {
        (each.left and each.left["id"], each.right and each.right["id"]): each.parts
        for each in things_of(left, right)
        if each.parts or not (each.left and each.right)
    }


def other(record: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """The same as somebody else drew it."""
    return {**record, "id": str(uuid4()), **changed}


def test_what_is_the_same_is_found_by_its_place_and_by_its_id() -> None:
    kept, moved, gone = box(10), box(100), box(200)
    twin = other(kept)
    aside = other(moved, data={**moved["data"], "x": 104})
    wider = {**gone, "data": {**gone["data"], "x": 600}}
    assert compared([kept, moved, gone], [twin, aside, wider]) == {
        (moved["id"], aside["id"]): ("shape",),
        (gone["id"], gone["id"]): ("shape",),
    }
    alike = {each.left and each.left["id"]: each.alike for each in things_of([moved, gone], [aside, wider])}
    assert alike[gone["id"]] == 0
    assert alike[moved["id"]] == pytest.approx(46 / 54)


def test_what_differs_is_said_of_labels_shapes_and_attributes() -> None:
    one, plain, lone = box(10), box(100), box(400)
    person = other(one, label="person")
    marked = other(plain, attributes={"occluded": True})
    blank = {**plain, "attributes": {"note": "", "occluded": None}}
    more = box(700)
    assert compared([one, plain, lone], [person, marked, more]) == {
        (one["id"], person["id"]): ("label",),
        (plain["id"], marked["id"]): ("attributes",),
        (lone["id"], None): (),
        (None, more["id"]): (),
    }
    assert compared([plain], [blank]) == {}


def test_a_shape_of_another_kind_is_the_same_thing_while_it_keeps_its_id() -> None:
    one = box(10)
    polygon = {"points": [[10, 10], [60, 10], [60, 50], [10, 50]], "holes": []}
    assert compared([one], [{**one, "kind": "polygon", "data": polygon}]) == {(one["id"], one["id"]): ("shape",)}


def test_an_arrow_is_the_same_when_it_joins_the_same_things() -> None:
    def arrow(start: dict[str, Any], end: dict[str, Any]) -> dict[str, Any]:
        data = {"from": start["id"], "to": end["id"]}
        return dict(new_record(id=str(uuid4()), kind="relation", label="rides", data=data, origin="human"))

    one, two, three = box(10), box(100), box(200)
    mine = [one, two, three, arrow(one, two), arrow(two, three)]
    theirs = [other(each) for each in (one, two, three)]
    turned = arrow(theirs[2], theirs[1])
    assert compared(mine, [*theirs, arrow(theirs[0], theirs[1]), turned]) == {
        (mine[4]["id"], None): (),
        (None, turned["id"]): (),
    }


def test_points_of_a_frame_are_one_thing_that_differs_in_the_share_with_another_label() -> None:
    one, first = labels([1, 1, 2, 0, 0, 0, 1, 2])
    two, second = labels([1, 2, 2, 1, 0, 0, 1, 2])
    (thing,) = things_of([one], [other(two)], {**first, **second})
    assert thing.parts == ("points",)
    assert thing.alike == pytest.approx(4 / 6)
    assert compared([one], [other(one)]) == {}
    assert ("points",) not in compared([one], [labels([1, 1], frame=1)[0]]).values()
    (gone,) = things_of([one], [other(two)])
    assert (gone.parts, gone.alike) == (("points",), None)


def test_boxes_in_pictures_of_cameras_are_the_same_where_they_lie_over_each_other() -> None:
    place = {"frame": 0, "camera": "front", "x": 10, "y": 10, "width": 50, "height": 40, "of": None}
    mine = record("picture_box", **place)
    theirs = record("picture_box", **{**place, "x": 12})
    elsewhere = record("picture_box", **{**place, "frame": 1})
    assert compared([mine], [theirs, elsewhere]) == {
        (mine["id"], theirs["id"]): ("shape",),
        (None, elsewhere["id"]): (),
    }


def layers(task: Task, by: User) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = Api(by).get(f"/api/v1/tasks/{task.pk}/layers").json()["layers"]
    return found


def comparison(task: Task, by: User, left: str, right: str) -> Any:
    return Api(by).get(f"/api/v1/tasks/{task.pk}/comparison", {"left": left, "right": right})


@pytest.mark.django_db
def test_the_work_is_compared_with_what_it_was_before_the_reviewer(
    task: Task, bob: User, carol: User, mallory: User, django_assert_max_num_queries: Any
) -> None:
    task.annotator, task.state = bob, Task.State.IN_PROGRESS
    task.save()
    Document.objects.create(task=task, layer="work", schema_version=1)
    first, second = box(10), box(200)
    write(task, made(first), bob)
    write(task, made(second), bob)
    Task.objects.filter(pk=task.pk).update(state=Task.State.IN_REVIEW, reviewer=carol)
    after = {**second, "data": {**second["data"], "width": 44}}
    write(task, [{"id": second["id"], "before": second, "after": after}], carol)
    api = Api(carol)
    with django_assert_max_num_queries(11):
        now, handed_in = api.get(f"/api/v1/tasks/{task.pk}/layers").json()["layers"]
    assert (now["key"], handed_in["what"], handed_in["person"]["name"]) == ("work", "earlier", "Bob")
    found = comparison(task, bob, handed_in["key"], "work").json()
    assert found["things"] == [
        {"left": first["id"], "right": first["id"], "parts": [], "alike": 1.0},
        {"left": second["id"], "right": second["id"], "parts": ["shape"], "alike": 0.88},
    ]
    assert [len(found[side]) for side in ("left", "right")] == [2, 2]
    assert comparison(task, bob, "work", "revision-77").status_code == 404
    assert comparison(task, mallory, "work", "work").status_code == 404


@pytest.mark.django_db
def test_suggestions_are_a_layer_and_gold_is_for_those_who_may_read_it(task: Task, bob: User, dave: User) -> None:
    task.annotator, task.state = bob, Task.State.IN_PROGRESS
    task.save()
    for layer, owner in (("prelabel", "carried"), ("gold", "")):
        document = Document.objects.create(task=task, layer=layer, owner=owner, revision=1, schema_version=1)
        hold(document, [box(10)])
    whats = {by.name: [each["what"] for each in layers(task, by)] for by in (bob, dave)}
    assert whats == {"Bob": ["work", "prelabel"], "Dave": ["work", "prelabel", "gold"]}
    suggested = next(each["key"] for each in layers(task, bob) if each["what"] == "prelabel")
    assert len(comparison(task, bob, suggested, "work").json()["things"]) == 1
    gold = next(each["key"] for each in layers(task, dave) if each["what"] == "gold")
    assert comparison(task, bob, gold, "work").status_code == 404


@pytest.mark.django_db
def test_answers_are_compared_by_those_who_judge_once_all_are_in(
    several: Project,  # noqa: F811
    task: Task,
    bob: User,
    ben: User,
    carol: User,
) -> None:
    one, two = car(str(uuid4()), 10, 10, 50, 40), car(str(uuid4()), 12, 10, 50, 40)
    own = answer(several, bob, one)
    assert [each["what"] for each in layers(Task.objects.get(pk=own), bob)] == ["work"]
    answer(several, ben, two)
    task.refresh_from_db()
    listed = layers(task, carol)
    people = {each["person"]["name"]: each["key"] for each in listed if each["what"] == "answer"}
    assert list(people) == ["Bob", "Ben"]
    found = comparison(task, carol, people["Bob"], people["Ben"]).json()
    assert [(each["left"], each["right"], each["parts"]) for each in found["things"]] == [
        (one["id"], two["id"], ["shape"])
    ]
    # To each rater the others stay unknown.
    assert comparison(task, bob, people["Bob"], people["Ben"]).status_code == 404
