"""The demonstration's pronunciation scores: three raters, blind to each other, say what three experts once said."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from annotation.formats.speechocean.scores import Sentence, read_sentence
from annotation.kinds.record import new_record
from annotation.services.documents import apply_patch, read_records, work_document
from annotation.services.patches import RecordJson
from delivery.demo.cast import Cast
from delivery.demo.work import accept, submit
from projects.models import Project, Task
from projects.schema.formula import with_computed
from projects.services.imports import Wish, start_import
from projects.services.people import set_roles
from projects.services.projects import create_project
from projects.services.queue import next_task

TEMPLATE = "pronunciation"
NAME = "Reading aloud"
RECORDINGS = "demo/pronunciation"  # below one of IMPORT_ROOTS
SCORES = Path(settings.BASE_DIR) / "demo" / "experts" / "scores-detail.json"
ROLES = {"bob": ["annotator"], "ben": ["annotator"], "carol": ["annotator"], "dave": ["reviewer"], "erin": ["client"]}
EXPERTS = {"bob": "1", "ben": "2", "carol": "4"}
"""Who says what which of the experts said."""
RATED, ACCEPTED = 4, 2
"""So many sentences are rated by all three, and of so many is decided."""


def project_of(cast: Cast) -> tuple[Project, str]:
    """The project and the id of the job that takes its recordings with their words and phones."""
    alice = cast.people["alice"]
    project = create_project(
        template=TEMPLATE,
        name=NAME,
        by=alice,
        client=cast.client,
        languages=["en"],
        deadline=timezone.localdate() + timedelta(days=30),
        description="How well learners read English sentences, by three raters each. speechocean762, Apache-2.0.",
    )
    for key, roles in ROLES.items():
        set_roles(project=project, person=cast.people[key], roles=roles, by=alice)
    wish = Wish(dataset="Sentences", format="groundwork", batch="Sentences")
    imported = start_import(project=project, source="folder", location=RECORDINGS, by=alice, wish=wish)
    return project, str(imported.job_id)


def rate(cast: Cast) -> None:
    """Everybody rates four sentences, Bob a fifth; Dave decides on two."""
    project = Project.objects.get(name=NAME)
    scores = json.loads(SCORES.read_text(encoding="utf-8"))
    for key, expert in EXPERTS.items():
        for _ in range(RATED + (key == "bob")):
            task = next_task(project=project, by=cast.people[key], slot="annotator")
            if task is not None:
                _rate(task, read_sentence(scores[task.asset.name], expert), by=cast.people[key])
    waiting = Task.objects.filter(project=project, state=Task.State.SUBMITTED, answer_to=None)
    for task in waiting.order_by("number")[:ACCEPTED]:
        accept(task, by=cast.people["dave"])


def _rate(task: Task, sentence: Sentence, by: User) -> None:
    schema = task.project.schemas.get().content
    words = next(label["attributes"] for label in schema["labels"] if label["key"] == "word")
    document = work_document(task)
    before = {record["id"]: record for record in read_records(document)}
    whole = new_record(id=str(uuid4()), kind="answers", data={}, origin="human")
    after: dict[str, Any] = {whole["id"]: {**whole, "attributes": with_computed(schema["questions"], sentence.scores)}}
    segments = sorted(before.values(), key=lambda record: record["data"]["start"])
    of_words = [record for record in segments if record["label"] == "word"]
    for word, score in zip(of_words, sentence.words, strict=True):
        values = with_computed(words, {**word["attributes"], **score.scores})
        after[word["id"]] = {**word, "attributes": values}
        phones = [record for record in segments if record["data"]["parent"] == word["id"]]
        after |= _rated_phones(phones, [each for each in score.phones if each[1] is not None])
    patch = [{"id": uid, "before": before.get(uid), "after": record} for uid, record in after.items()]
    apply_patch(document=document, op_id=uuid4(), base_revision=document.revision, patch=patch, by=by)
    submit(task, by)


def _rated_phones(phones: list[RecordJson], scores: list[tuple[str, str | None]]) -> dict[str, Any]:
    """None where the expert heard another number of phones."""
    if len(phones) != len(scores):
        return {}
    pairs = zip(phones, scores, strict=True)
    return {phone["id"]: {**phone, "attributes": {"score": score}} for phone, (_, score) in pairs}
