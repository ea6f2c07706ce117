"""What each of several people answered, beside what was decided, for clients who want to see both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from annotation.models import Document
from annotation.services.documents import read_records
from annotation.services.patches import replay
from core.chunks import chunks
from core.json_text import encode
from delivery.models import Snapshot
from projects.models import Task

MOST_TASKS = 200


def wanted(snapshot: Snapshot) -> bool:
    return bool(snapshot.counts.get("answers"))


def lines_of(snapshot: Snapshot) -> Iterator[bytes]:
    """One JSON object per answer, as it was when the snapshot was taken: {name, person, skipped, records}.

    People are numbered in the order in which they first answered; their names are nobody's business outside.
    """
    people: dict[Any, int] = {}
    items = snapshot.items.order_by("pk").values_list("task_id", flat=True)
    for portion in chunks(iter(items), most=MOST_TASKS, weigh=lambda _: 1, heaviest=MOST_TASKS):
        answers = Task.objects.filter(answer_to__in=portion, state__in=Task.GIVEN).select_related("asset")
        for answer in answers.order_by("number", "submitted_at", "id"):
            person = people.setdefault(answer.annotator_id, len(people) + 1)
            row = {
                "name": answer.asset.name,
                "person": person,
                "skipped": answer.skip_reason or None,
                "records": _frozen(answer, snapshot),
            }
            yield encode(row) + b"\n"


def _frozen(answer: Task, snapshot: Snapshot) -> list[Any]:
    document = Document.objects.filter(task=answer, layer=Document.Layer.WORK, owner="").first()
    if document is None:
        return []
    if document.updated_at <= snapshot.created_at:
        return read_records(document)
    then = document.revisions.filter(at__lte=snapshot.created_at).order_by("number")
    return list(replay(then.patches()).values())
