"""What a check would find with other thresholds is seen before they are set."""

from __future__ import annotations

import pytest

from accounts.models import User
from core.services.jobs import run_job
from projects.models import Project, Task
from qa.models import CheckSetting, Finding
from qa.services import checks
from tests.conftest import Api
from tests.qa.test_checks_speech import SIGNAL
from tests.qa.test_flow import labelled, post, put

pytestmark = pytest.mark.django_db


def test_a_threshold_is_tried_and_nothing_is_kept(project: Project, tasks: list[Task], bob: User, dave: User) -> None:
    for task, side in zip(tasks, (3, 10, 50), strict=True):
        labelled(task, (10, 10, side, side))
        put(task, Task.State.SUBMITTED, annotator=bob)
    path = f"projects/{project.pk}/checks/tiny/preview"
    seen = post(dave, path, params={"side": 12})
    assert {key: seen[key] for key in ("tasks", "looked", "affected", "findings")} == {
        "tasks": 3, "looked": 3, "affected": 2, "findings": 2,
    }  # fmt: skip
    assert [each["number"] for each in seen["examples"]] == [1, 2]
    assert post(dave, path)["affected"] == 1
    assert not Finding.objects.exists()
    assert not CheckSetting.objects.exists()


def test_a_check_of_files_looks_at_tasks_that_nobody_has_begun(project: Project, tasks: list[Task], dave: User) -> None:
    for task, peak in zip(tasks, (-3.0, -12.0, -25.0), strict=True):
        task.asset.meta = {"signal": [{"peak": peak}]}
        task.asset.save()
    seen = post(dave, f"projects/{project.pk}/checks/quiet/preview", params={"peak": -20})
    assert (seen["tasks"], seen["affected"], seen["examples"][0]["number"]) == (3, 1, 3)


def test_files_are_checked_before_anybody_has_begun(project: Project, tasks: list[Task], alice: User) -> None:
    """Only what concerns the file: nobody is told that a task they have not seen is empty."""
    project.modality = "audio"
    project.save()
    tasks[0].asset.meta = {"signal": [{**SIGNAL, "peak": -60.0}], "seconds": 3.0, "rate": 16_000}
    tasks[0].asset.save()
    run = checks.start_run(project=project, batch=None, by=alice)
    assert run.job is not None
    run_job(str(run.job.pk))
    assert list(Finding.objects.values_list("task", "check_slug")) == [(tasks[0].pk, "quiet")]


def test_it_is_for_those_who_see_quality_and_within_limits(project: Project, dave: User, bob: User, erin: User) -> None:
    path = f"projects/{project.pk}/checks/tiny/preview"
    assert post(dave, path, 400, params={"side": -1})["code"] == "invalid"
    assert post(dave, f"projects/{project.pk}/checks/nonsense/preview", 404)["code"] == "not-found"
    for somebody in (bob, erin):
        assert Api(somebody).post(f"/api/v1/{path}", {}, format="json").status_code == 403
