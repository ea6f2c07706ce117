"""What several people answered to one task: put together for the reviewer, and laid side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from annotation.kinds.record import Record
from annotation.models import Content, Document, Revision
from annotation.services.documents import apply_patch, read_records, work_document
from annotation.services.patches import difference
from annotation.transcription import rules_of
from core.ids import uuid7
from projects.models import Project, Task
from projects.policies.people import acquaintances
from qa.services.merging import Thing, combined, things_in
from qa.services.point_votes import PointVotes

COMPARED = (Task.State.SUBMITTED, Task.State.IN_REVIEW, Task.State.ACCEPTED)
"""States in which everybody's answers are open to those who judge."""


def given(item: Task) -> QuerySet[Task]:
    """The answers to the item, in the order in which they were given."""
    return item.answers.filter(state__in=Task.GIVEN).select_related("annotator").order_by("submitted_at", "id")


def _records(answers: Iterable[Task]) -> dict[UUID, list[Record]]:
    work = Content.objects.filter(
        document__task__in=list(answers), document__layer=Document.Layer.WORK, document__owner=""
    )
    found: dict[UUID, list[Any]] = work.by_task()
    return found


def _combined(item: Task, several: list[list[Record]], things: list[Thing], votes: PointVotes) -> list[Record]:
    schema = item.project.schemas.first()
    content = schema.content if schema else {}
    numbers = item.project.workflow.get("combine", "median")
    return combined(several, content, rules_of(content), numbers, votes, things) if several else []


def _spoken(answers: Iterable[Task]) -> list[Task]:
    """Those of people who could answer; who skipped it says nothing about its things."""
    return [each for each in answers if each.state != Task.State.SKIPPED]


def combine(item: Task) -> None:
    """Make what the answers have in common the item's work."""
    answers = _spoken(given(item))
    document = work_document(item)
    before = {record["id"]: record for record in read_records(document)}
    records = _records(answers)
    several = [records.get(each.pk, []) for each in answers]
    decided = _combined(item, several, things_in(several), PointVotes(item.project_id))
    after = {record["id"]: dict(record) for record in decided}
    patch = difference(before, after)
    if patch:
        apply_patch(
            document=document,
            op_id=uuid7(),
            base_revision=document.revision,
            patch=patch,
            by=None,
            origin=Revision.Origin.RULE,
        )


def compared(item: Task, by: User) -> dict[str, Any] | None:
    """Everybody's answer, what is the same thing in them, and what they have in common; null when there are none.
    Who they are is told of those only whom the person may know: another vendor's people have no name.

    `things`: for each thing the id of everybody's record of it, in the order of `people`, or null. `votes`: by the id
    of a combined record how its points were voted on.
    """
    answers = list(given(item))
    if not answers:
        return None
    records = _records(answers)
    people = [each.annotator_id for each in answers if each.annotator_id]
    found = User.objects.filter(acquaintances(by, item.project), pk__in=people)
    known = set(found.values_list("pk", flat=True))
    spoken = _spoken(answers)
    several = [records.get(each.pk, []) for each in spoken]
    things = things_in(several)
    votes = PointVotes(item.project_id)
    decided = _combined(item, several, things, votes)
    column = {each.pk: at for at, each in enumerate(spoken)}
    columns = [column.get(each.pk) for each in answers]
    return {
        "people": [
            {
                "task": str(each.pk),
                "person": _person(each, known),
                "seconds": each.annotate_seconds,
                "skipped": each.skip_reason if each.state == Task.State.SKIPPED else None,
                "records": records.get(each.pk, []),
            }
            for each in answers
        ],
        "things": [[_id(thing, at) for at in columns] for thing in things],
        "combined": decided,
        "votes": votes.told,
    }


def _id(thing: Thing, column: int | None) -> str | None:
    record = None if column is None else thing.records[column]
    return record["id"] if record else None


def _person(answer: Task, known: set[UUID]) -> dict[str, str] | None:
    person = answer.annotator
    return {"id": str(person.pk), "name": person.name} if person and person.pk in known else None


def by_person(project: Project, *, most: int) -> dict[UUID, dict[UUID, list[Record]]]:
    """Item -> person -> records, of the newest items whose answers are all in."""
    items = Task.objects.filter(project=project, answer_to=None, annotator=None, state__in=COMPARED)
    newest = list(items.order_by("-submitted_at").values_list("pk", flat=True)[:most])
    answers = Task.objects.filter(answer_to__in=newest, state__in=[Task.State.SUBMITTED, Task.State.ACCEPTED])
    rows = list(answers.exclude(annotator=None).only("pk", "answer_to", "annotator").order_by("submitted_at", "id"))
    records = _records(rows)
    found: dict[UUID, dict[UUID, list[Record]]] = defaultdict(dict)
    for row in rows:
        if row.answer_to_id is not None and row.annotator_id is not None:
            found[row.answer_to_id][row.annotator_id] = records.get(row.pk, [])
    return found
