"""Findings, issues and reviews through HTTP, as the people of a project use them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from accounts.models import User
from annotation.models import Document
from core.models import AuditEvent
from core.services.jobs import run_job
from projects.models import Batch, Project, Task
from qa.checks.tiny import Tiny
from qa.models import Finding, Issue, Review
from qa.services import checks
from qa.services.settings import set_check
from tests.conftest import Api
from tests.contents import car, everything, held, hold

pytestmark = pytest.mark.django_db


def labelled(task: Task, *boxes: tuple[float, float, float, float], label: str = "car") -> Document:
    document, _ = Document.objects.get_or_create(task=task, layer="work", defaults={"schema_version": 1})
    hold(document, [*held(document), *(car(str(uuid4()), *box, label=label) for box in boxes)])
    return document


def put(task: Task, state: str, **who: User) -> Task:
    for slot, user in who.items():
        setattr(task, slot, user)
    task.state = state
    task.save()
    return task


@pytest.fixture
def in_review(task: Task, bob: User, carol: User) -> Task:
    labelled(task, (10, 10, 50, 40))
    return put(task, Task.State.IN_REVIEW, annotator=bob, reviewer=carol)


def post(user: User, path: str, status: int = 200, **body: Any) -> Any:
    response = Api(user).post(f"/api/v1/{path}", body, format="json")
    assert response.status_code == status, response.content
    return response.json()


def test_carol_accepts_bobs_work(in_review: Task, carol: User) -> None:
    decided = post(carol, f"tasks/{in_review.pk}/review", decision="accept")
    in_review.refresh_from_db()
    assert decided["decision"] == "accept"
    assert in_review.state == Task.State.ACCEPTED
    assert Review.objects.get().reviewer == carol


def test_returning_takes_a_reason(in_review: Task, carol: User) -> None:
    refused = post(carol, f"tasks/{in_review.pk}/review", 400, decision="return")
    assert refused["code"] == "return-without-reason"
    in_review.refresh_from_db()
    assert in_review.state == Task.State.IN_REVIEW


def test_a_return_without_a_note_says_what_its_gravest_issue_says(in_review: Task, bob: User, carol: User) -> None:
    for severity, text in (("minor", "Slightly loose"), ("critical", "A whole lorry is missing"), ("minor", "Late")):
        post(carol, f"tasks/{in_review.pk}/issues", 201, type="other", severity=severity, text=text)
    post(carol, f"tasks/{in_review.pk}/review", decision="return")
    [task] = Api(bob).get("/api/v1/my-work").json()["returned"]
    assert task["return_reason"] == "A whole lorry is missing"


def test_returned_work_goes_back_to_bob_with_the_issue_at_the_object(in_review: Task, bob: User, carol: User) -> None:
    [record] = everything()
    issue = post(
        carol,
        f"tasks/{in_review.pk}/issues",
        201,
        type="geometry",
        severity="major",
        text="Too wide",
        record=record["id"],
        anchor={"x": 12.5, "y": 30},
    )
    post(carol, f"tasks/{in_review.pk}/review", decision="return")
    in_review.refresh_from_db()
    assert in_review.state == Task.State.RETURNED
    assert in_review.annotator == bob
    assert in_review.round == 2
    assert issue["record"] == record["id"]
    assert issue["comments"][0]["text"] == "Too wide"


def test_accepting_is_refused_while_an_issue_is_open(in_review: Task, carol: User) -> None:
    post(carol, f"tasks/{in_review.pk}/issues", 201, type="missing", text="The van on the left")
    refused = post(carol, f"tasks/{in_review.pk}/review", 409, decision="accept")
    assert refused["code"] == "issues-open"


def test_bob_answers_and_carols_acceptance_verifies(in_review: Task, bob: User, carol: User) -> None:
    issue = post(carol, f"tasks/{in_review.pk}/issues", 201, type="missing", text="The van")
    post(bob, f"issues/{issue['id']}/comments", 201, text="Labelled now")
    post(bob, f"issues/{issue['id']}/resolve")
    post(carol, f"tasks/{in_review.pk}/review", decision="accept")
    assert Issue.objects.get().state == Issue.State.VERIFIED


def test_carol_verifies_at_the_object_and_only_who_judges_opens_that_again(
    in_review: Task, bob: User, carol: User
) -> None:
    issue = post(carol, f"tasks/{in_review.pk}/issues", 201, type="missing", text="The van")
    post(bob, f"issues/{issue['id']}/resolve")
    assert post(bob, f"issues/{issue['id']}/verify", 403)["params"]["reason"] == "own-work"
    assert post(carol, f"issues/{issue['id']}/verify")["state"] == "verified"
    for verb in ("resolve", "reopen"):
        assert post(bob, f"issues/{issue['id']}/{verb}", 403)["params"]["reason"] == "own-work"
    assert post(carol, f"issues/{issue['id']}/reopen")["state"] == "open"
    assert AuditEvent.objects.filter(verb__in=["issue.verified", "issue.open"]).count() == 3


def test_the_workbench_says_who_judges(in_review: Task, bob: User, carol: User, dave: User) -> None:
    for user, verdict in ((bob, "own-work"), (carol, True), (dave, True)):
        assert Api(user).get(f"/api/v1/tasks/{in_review.pk}/workbench").json()["judge"] == verdict


def test_bob_opens_no_issue_on_his_own_work(in_review: Task, bob: User) -> None:
    refused = post(bob, f"tasks/{in_review.pk}/issues", 403, type="other", text="x")
    assert refused["params"]["reason"] == "own-work"


@pytest.mark.parametrize("who", ["mallory", "erin", "ben"])
def test_strangers_and_the_client_see_no_quality(request: pytest.FixtureRequest, in_review: Task, who: str) -> None:
    user = request.getfixturevalue(who)
    for path in ("findings", "issues", "quality", "checks"):
        assert Api(user).get(f"/api/v1/projects/{in_review.project_id}/{path}").status_code in {403, 404}
    assert Api(user).post(f"/api/v1/tasks/{in_review.pk}/check").status_code in {403, 404}


def test_a_finding_keeps_its_waiver_from_run_to_run(in_review: Task, carol: User) -> None:
    labelled(in_review, (600, 10, 60, 20))
    found = post(carol, f"tasks/{in_review.pk}/check")
    outside = next(f for f in found if f["check"] == "outside-image")
    assert outside["fix"][0]["after"]["data"]["width"] == 40
    post(carol, f"findings/{outside['id']}/waive", reason="The wing mirror counts")
    again = post(carol, f"tasks/{in_review.pk}/check")
    same = next(f for f in again if f["check"] == "outside-image")
    assert (same["id"], same["state"]) == (outside["id"], "waived")
    assert same["waiver"] == {"by": {"id": str(carol.pk), "name": "Carol"}, "reason": "The wing mirror counts"}
    assert AuditEvent.objects.filter(verb="finding.waive").exists()


def test_bob_may_not_waive_what_blocks_his_own_work(in_review: Task, bob: User) -> None:
    labelled(in_review, (600, 10, 60, 20))
    outside = next(f for f in checks.check_task(task=in_review) if f.check_slug == "outside-image")
    refused = post(bob, f"findings/{outside.pk}/waive", 403, reason="please")
    assert refused["params"]["reason"] == "blocking-finding"


def test_a_finding_that_is_mended_is_gone(in_review: Task) -> None:
    document = labelled(in_review, (600, 10, 60, 20))
    assert checks.blocking(task=in_review)
    hold(document, [record for record in held(document) if record["data"]["x"] != 600])
    assert not checks.blocking(task=in_review)
    assert Finding.objects.get(check_slug="outside-image").state == Finding.State.GONE


def test_what_a_run_over_all_found_holds_nobody_up_once_it_is_mended(
    project: Project, in_review: Task, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Tiny, "tiers", frozenset({"batch"}))
    set_check(project=project, slug="tiny", enabled=True, severity="block", params={"side": 4, "area": 24}, by=alice)
    document = labelled(in_review, (100, 10, 2, 2))
    assert not checks.blocking(task=in_review)
    run = checks.start_run(project=project, batch=None, by=alice)
    assert run.job is not None
    run_job(str(run.job.pk))
    assert [found.check_slug for found in checks.blocking(task=in_review)] == ["tiny"]
    hold(document, [record for record in held(document) if record["data"]["width"] != 2])
    assert not checks.blocking(task=in_review)


def test_a_check_that_is_switched_off_holds_nobody_up(project: Project, in_review: Task, alice: User) -> None:
    labelled(in_review, (600, 10, 60, 20))
    assert [found.check_slug for found in checks.blocking(task=in_review)] == ["outside-image"]
    set_check(project=project, slug="outside-image", enabled=False, severity="block", params={}, by=alice)
    assert not checks.blocking(task=in_review)


def test_alice_tunes_a_check_within_its_limits(project: Project, in_review: Task, alice: User) -> None:
    path = f"/api/v1/projects/{project.pk}/checks/tiny"
    good = Api(alice).put(path, {"enabled": True, "severity": "block", "params": {"side": 60}}, format="json")
    assert good.status_code == 200, good.content
    assert good.json()["params"] == {"side": 60.0, "area": 24}
    assert [f.check_slug for f in checks.blocking(task=in_review)] == ["tiny"]
    bad = Api(alice).put(path, {"enabled": True, "severity": "block", "params": {"side": -1}}, format="json")
    assert bad.status_code == 400
    assert "side" in bad.json()["fields"]


def test_bob_sets_no_check(project: Project, bob: User) -> None:
    body = {"enabled": False, "severity": "info", "params": {}}
    assert Api(bob).put(f"/api/v1/projects/{project.pk}/checks/tiny", body, format="json").status_code == 403


def test_a_batch_run_compares_tasks(
    project: Project, batch: Batch, tasks: list[Task], alice: User, bob: User, ben: User
) -> None:
    boxes = [(10, 10, 50, 40), (100, 10, 50, 40), (200, 10, 50, 40)]
    for task, annotator in zip(tasks[:2], (bob, ben), strict=True):
        labelled(task, *boxes)
        put(task, Task.State.SUBMITTED, annotator=annotator)
    run = checks.start_run(project=project, batch=batch, by=alice)
    assert run.job is not None
    run_job(str(run.job.pk))
    run.job.refresh_from_db()
    assert (run.job.state, run.job.result) == ("done", {"tasks": 2, "findings": 2})
    assert set(Finding.objects.values_list("check_slug", "task")) == {("copied", task.pk) for task in tasks[:2]}
    again = checks.start_run(project=project, batch=batch, by=alice)
    assert again.job is not None
    run_job(str(again.job.pk))
    assert Finding.objects.count() == 2


def test_lists_take_few_queries(
    in_review: Task, tasks: list[Task], carol: User, django_assert_max_num_queries: Any
) -> None:
    for n in range(20):
        Issue.objects.create(task=in_review, type="other", opened_by=carol)
        Finding.objects.create(task=in_review, check_slug="tiny", severity="warning", fingerprint=str(n))
    client = Api(carol)
    for path in ("issues", "findings"):
        with django_assert_max_num_queries(12):
            rows = client.get(f"/api/v1/projects/{in_review.project_id}/{path}").json()["results"]
        assert len(rows) == 20
    with django_assert_max_num_queries(12):
        summary = client.get(f"/api/v1/projects/{in_review.project_id}/quality").json()
    assert summary["issues"][0]["count"] == 20


def test_quality_counts_decisions_and_the_tasks_they_were_about(in_review: Task, carol: User, bob: User) -> None:
    post(carol, f"tasks/{in_review.pk}/review", decision="return", note="Once more")
    seen = Api(carol).get(f"/api/v1/projects/{in_review.project_id}/quality").json()
    assert (seen["tasks"], seen["reviewed"], seen["returned"], seen["accepted_first_round"]) == (1, 1, 1, 0)
    person = {"id": str(bob.pk), "name": "Bob", "accepted": 0, "returned": 1}
    # Whoever only returned it changed no object.
    nothing = dict.fromkeys(("words", "boxes", "hota", "mota", "idf1"))
    assert seen["people"] == [{**person, **nothing, "objects": 1.0}]
    assert len(seen["days"]) == 30
    assert seen["days"][-1]["returned"] == 1
    assert sum(day["accepted"] + day["returned"] for day in seen["days"]) == 1
