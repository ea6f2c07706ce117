"""QA of a batch: draw, inspect, approve or send back."""

from __future__ import annotations

from typing import Any

import pytest
from scipy.stats import binom, hypergeom

from accounts.models import User
from projects.models import Batch, Task
from qa.metrics.proportion import clopper_pearson, of_population
from qa.models import Sample
from tests.conftest import Api

pytestmark = pytest.mark.django_db


def post(user: User, path: str, status: int = 200, **body: Any) -> Any:
    response = Api(user).post(f"/api/v1/{path}", body, format="json")
    assert response.status_code == status, response.content
    return response.json()


@pytest.fixture
def finished(batch: Batch, tasks: list[Task], bob: User, carol: User) -> Batch:
    Task.objects.update(state=Task.State.ACCEPTED, annotator=bob, reviewer=carol)
    return batch


@pytest.fixture
def sample(finished: Batch, dave: User) -> Any:
    return post(dave, f"batches/{finished.pk}/sample", 201, share=0.5, least=1)


def inspect(user: User, sample: Any, verdict: str, note: str = "") -> list[Any]:
    items = Api(user).get(f"/api/v1/samples/{sample['id']}/items").json()["results"]
    for item in items:
        path = f"/api/v1/samples/{sample['id']}/items/{item['task']}"
        response = Api(user).put(path, {"verdict": verdict, "note": note}, format="json")
        assert response.status_code == 200, response.content
    return list(items)


def test_half_of_three_tasks_are_two_and_the_batch_is_closed_for_work(sample: Any, finished: Batch) -> None:
    finished.refresh_from_db()
    assert sample["figures"]["size"] == 2
    assert finished.state == Batch.State.QA_SAMPLING


def test_an_unfinished_batch_is_not_sampled(batch: Batch, tasks: list[Task], dave: User) -> None:
    assert post(dave, f"batches/{batch.pk}/sample", 409)["code"] == "batch-unfinished"


def test_dave_approves_after_inspecting_all(sample: Any, finished: Batch, dave: User) -> None:
    assert post(dave, f"batches/{finished.pk}/approve", 409)["code"] == "sample-unfinished"
    inspect(dave, sample, "pass")
    assert post(dave, f"batches/{finished.pk}/approve", note="Good")["state"] == "approved"
    assert Sample.objects.get().state == Sample.State.APPROVED


def test_what_failed_goes_back_to_bob(sample: Any, finished: Batch, dave: User, bob: User) -> None:
    failed = inspect(dave, sample, "fail", "A car is missing")
    assert post(dave, f"batches/{finished.pk}/reject", note="Two misses")["state"] == "open"
    returned = Task.objects.filter(state=Task.State.RETURNED)
    assert {str(task.pk) for task in returned} == {item["task"] for item in failed}
    assert {task.annotator for task in returned} == {bob}


def test_a_failure_takes_a_reason(sample: Any, dave: User) -> None:
    item = Api(dave).get(f"/api/v1/samples/{sample['id']}/items").json()["results"][0]
    path = f"/api/v1/samples/{sample['id']}/items/{item['task']}"
    response = Api(dave).put(path, {"verdict": "fail"}, format="json")
    assert (response.status_code, response.json()["code"]) == (400, "reason-missing")


@pytest.mark.parametrize("who", ["bob", "carol", "erin", "mallory"])
def test_only_qa_and_managers_inspect(request: pytest.FixtureRequest, sample: Any, dave: User, who: str) -> None:
    user = request.getfixturevalue(who)
    item = Api(dave).get(f"/api/v1/samples/{sample['id']}/items").json()["results"][0]
    path = f"/api/v1/samples/{sample['id']}/items/{item['task']}"
    assert Api(user).put(path, {"verdict": "pass"}, format="json").status_code in {403, 404}


def test_the_same_seed_draws_the_same_tasks(finished: Batch, dave: User) -> None:
    from qa.services import sampling

    first = sampling.draw(batch=finished, share=0.5, least=1, by=dave, seed="abc")
    drawn = set(first.items.values_list("task", flat=True))
    sampling.reject(batch=finished, note="again", by=dave)
    second = sampling.draw(batch=finished, share=0.5, least=1, by=dave, seed="abc")
    assert set(second.items.values_list("task", flat=True)) == drawn


@pytest.mark.parametrize(("successes", "trials"), [(0, 10), (9, 10), (10, 10), (290, 300)])
def test_interval_holds_what_its_definition_says(successes: int, trials: int) -> None:
    """Against the definition, by binomial tails: at the bounds the seen result is as unlikely as 2.5 %."""
    low, high = clopper_pearson(successes, trials)
    if successes > 0:
        assert binom.sf(successes - 1, trials, low) == pytest.approx(0.025)
    if successes < trials:
        assert binom.cdf(successes, trials, high) == pytest.approx(0.025)


@pytest.mark.parametrize(("successes", "trials", "population"), [(0, 10, 50), (9, 10, 40), (10, 10, 200), (19, 20, 21)])
def test_the_interval_of_a_finite_batch_holds_what_its_definition_says(
    successes: int, trials: int, population: int
) -> None:
    """By trying every number of sound tasks: those at which what was seen is not too unlikely on either side."""
    possible = [
        good
        for good in range(successes, population - trials + successes + 1)
        if hypergeom.sf(successes - 1, population, good, trials) > 0.025
        and hypergeom.cdf(successes, population, good, trials) > 0.025
    ]
    assert of_population(successes, trials, population) == (possible[0] / population, possible[-1] / population)


def test_a_batch_that_was_inspected_whole_is_known() -> None:
    assert of_population(4, 5, 5) == (0.8, 0.8)


def test_nothing_tried_says_nothing() -> None:
    assert clopper_pearson(0, 0) == (0.0, 1.0)


def test_the_workbench_knows_where_a_task_stands_in_the_sample(
    sample: Any, tasks: list[Task], bob: User, dave: User
) -> None:
    def place(user: User, task: str) -> Any:
        return Api(user).get(f"/api/v1/tasks/{task}/workbench").json()["sample"]

    first, second = (item["task"] for item in Api(dave).get(f"/api/v1/samples/{sample['id']}/items").json()["results"])
    assert place(dave, first) == {
        "id": sample["id"],
        "verdict": "",
        "note": "",
        "can": True,
        "inspected": 0,
        "size": 2,
        "next": second,
    }
    inspect(dave, sample, "fail", "One is missing")
    done = place(dave, second)
    assert (done["verdict"], done["note"], done["inspected"], done["next"]) == ("fail", "One is missing", 2, None)
    [outside] = {str(task.pk) for task in tasks} - {first, second}
    assert place(dave, outside) is None
    assert place(bob, first) is None
