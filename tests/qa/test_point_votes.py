"""Labels of points that several people gave: every point has what most of them say, and who decides hears the rest."""

from __future__ import annotations

from collections import Counter
from typing import Any, cast
from uuid import uuid4

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from annotation.kinds.point_labels import pack, summed, unpack
from annotation.kinds.record import new_record
from annotation.services import blobs
from annotation.services.documents import work_document
from projects.models import Project, Task
from qa.metrics.point_votes import voted
from qa.services.answers_of_several import combine
from tests.conftest import Api
from tests.contents import held, hold
from tests.qa.test_several_answers import bea, pull, several  # noqa: F401 - fixtures

NAMES = ["road", "car", "tree"]
ORDERS = (NAMES, NAMES[::-1], ["car", "tree", "road"])


def values(*points: int) -> np.ndarray[Any, np.dtype[np.uint32]]:
    return np.array(points, np.uint32)


def coded(names: list[str | None], order: list[str]) -> Any:
    return values(*(0 if name is None else order.index(name) + 1 for name in names))


@given(st.lists(st.lists(st.sampled_from([*NAMES, None]), min_size=3, max_size=3), min_size=1, max_size=40))
def test_every_point_has_what_most_say_whatever_order_their_classes_are_in(said: list[list[str | None]]) -> None:
    people = [coded([point[at] for point in said], order) for at, order in enumerate(ORDERS)]
    vote = voted([(each, order) for each, order in zip(people, ORDERS, strict=True)])
    expected, tied = [], 0
    for point in said:
        (most, count), *rest = Counter(point).most_common()
        is_tied = bool(rest) and rest[0][1] == count
        tied += is_tied
        expected.append(None if is_tied else most)
    assert [vote.labels[each - 1] if each else None for each in vote.values.tolist()] == expected
    assert vote.tied == tied
    assert vote.points == sum(point != [None] * 3 for point in said)
    decided = [at for at, point in enumerate(said) if point != [None] * 3 and len(set(point)) < 3]
    assert vote.with_most == [sum(said[at][who] == expected[at] for at in decided) for who in range(3)]
    assert vote.agreed == sum(point[0] is not None and len(set(point)) == 1 for point in said)
    assert set(vote.labels) == {name for name in expected if name}


def test_things_are_those_of_the_first_person_by_what_they_cover_and_of_others_where_the_first_has_none() -> None:
    first = values(*[1 | 5 << 16] * 10, *[1 | 6 << 16] * 10, *[0] * 10)
    # The same two things under other numbers, a few points farther; and one that the first person has not seen.
    second = values(*[1 | 1 << 16] * 10, *[1 | 9 << 16] * 8, *[1 | 1 << 16] * 2, *[1 | 3 << 16] * 10)
    vote = voted([(first, ["car"]), (second, ["car"]), (second, ["car"])])
    expected = values(*[1 | 5 << 16] * 10, *[1 | 6 << 16] * 8, *[1 | 5 << 16] * 2, *[1 | 7 << 16] * 10)
    assert vote.values.tolist() == expected.tolist()
    assert (vote.points, vote.agreed, vote.tied) == (30, 20, 0)


@pytest.mark.django_db
def test_the_last_of_three_answers_makes_the_vote_the_work_and_tells_of_ties(
    several: Project,  # noqa: F811 - a fixture
    task: Task,
    bob: User,
    ben: User,
    bea: User,  # noqa: F811 - a fixture
    carol: User,
) -> None:
    several.workflow = {"answers": 3}
    several.save()
    schema = several.schemas.get()
    (label, *_) = schema.content["labels"]
    schema.content = {"labels": [{**label, "key": name, "kinds": ["point_labels"]} for name in NAMES], "questions": []}
    schema.save()
    said = [values(1, 1, 2, 2, 0, 1), values(1, 2, 2, 1, 0, 1), values(1, 2, 2, 0, 0, 0)]
    for by, each in zip((bob, ben, bea), said, strict=True):
        bundle = pull(several, by)
        assert bundle is not None
        name = blobs.keep(several.pk, pack(each))
        data = {"frame": 3, "blob": name, "count": 6, "classes": summed(each, NAMES[:2])}
        record = new_record(id=str(uuid4()), kind="point_labels", label="", data=data, origin="human")
        own = Task.objects.get(pk=bundle["task"]["id"])
        hold(work_document(own), [record])
        Task.objects.filter(pk=own.pk).update(state=Task.State.SUBMITTED)
    combine(task)
    (decided,) = held(work_document(task))
    found = unpack(blobs.read(several.pk, decided["data"]["blob"]), 6)
    labels = [each["label"] for each in decided["data"]["classes"]]
    assert [labels[each - 1] if each else None for each in found] == ["road", "car", "car", None, None, "road"]
    Task.objects.filter(pk=task.pk).update(state=Task.State.SUBMITTED)
    drawn = Api(carol).get(f"/api/v1/projects/{several.pk}/agreement").json()["drawn"]
    assert drawn["points"] == pytest.approx(2 / 5)
    by_name = {str(by.pk): by.name for by in (bob, ben, bea)}
    assert {by_name[each["id"]]: each["points"] for each in drawn["people"]} == {"Bob": 0.6, "Ben": 0.8, "Bea": 0.6}
    answers = Api(carol).get(f"/api/v1/tasks/{task.pk}/workbench").json()["answers"]
    assert answers["votes"] == {decided["id"]: {"points": 5, "agreed": 2, "tied": 1}}
    assert cast(list[Any], answers["combined"])[0]["data"] == decided["data"]
