"""The demonstration's sentences are rated by three people, blind to each other, and decided on by a fourth."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from pytest_django import Settings

from core.models import Job
from core.services.jobs import run_job
from delivery.demo import cast, pronunciation
from projects.models import ImportItem, Task
from qa.services.raters import agreement_of_raters
from tests.contents import everything

pytestmark = pytest.mark.django_db


def test_three_raters_and_what_was_decided(settings: Settings) -> None:
    settings.IMPORT_ROOTS = [str(Path(settings.BASE_DIR) / "demo")]
    people = cast.engage()
    project, job = pronunciation.project_of(people)
    run_job(job)
    assert Job.objects.get(pk=job).state == Job.State.DONE
    refused = ImportItem.objects.filter(outcome__in=["rejected", "duplicate"]).values_list("name", "code")
    assert list(refused) == []
    pronunciation.rate(people)
    items = Task.objects.filter(project=project, answer_to=None)
    assert Counter(items.values_list("state", flat=True)) == {"accepted": 2, "submitted": 2, "new": 2}
    decided = everything(document__task=items.filter(state="accepted").order_by("number").first())
    (whole,) = [record for record in decided if record["kind"] == "answers"]
    scores = whole["attributes"]
    basis = 0.8 * scores["accuracy"] + 0.1 * scores["fluency"] + 0.1 * scores["prosody"]
    assert scores["total"] == pytest.approx(basis * (0.2 + 0.8 * scores["completeness"]), abs=0.005)
    found = agreement_of_raters(project)
    assert found["items"] == 4
    accuracy = next(row for row in found["ratings"] if row["key"] == "?.accuracy")
    assert set(accuracy["bias"]) == {str(people.people[key].pk) for key in ("bob", "ben", "carol")}
