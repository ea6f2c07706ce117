"""Documents: made, read, and changed by patches alone.

Saving never overwrites in silence: a patch says what it saw of every record, and what somebody else changed meanwhile
is a conflict. It never applies twice: the operation's id finds the revision it made. Rows are locked in one order, the
task before its document.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from annotation.kinds import KINDS
from annotation.models import Content, Document, Revision, creation
from annotation.policies import may_write
from annotation.services import blobs
from annotation.services.bulk import create_many
from annotation.services.counts import count_records, objects_in
from annotation.services.label_rules import LabelRules, label_rules
from annotation.services.patches import (
    MOST_RECORDS,
    Change,
    InvalidRecords,
    RecordJson,
    ServerChange,
    difference,
    fold,
    parse_patch,
    play,
    replay,
    same_json,
)
from core.errors import Conflict, DomainError, NotFound
from core.ids import uuid7
from core.verdict import Denied, require
from projects.models import LabelSchema, Task
from projects.services import leases
from projects.services.move import lock_task, move_task

if TYPE_CHECKING:
    from accounts.models import User

__all__ = [
    "Applied",
    "PatchConflict",
    "apply_patch",
    "changes_since",
    "create_many",
    "read_records",
    "restore",
    "state_at",
    "work_document",
]

Origin = Revision.Origin
State = dict[str, RecordJson]
"""Records by id, in the order in which they came."""
BY_HAND = frozenset({Origin.HUMAN, Origin.REVIEW})


@dataclass(frozen=True, slots=True)
class Applied:
    """The revision a patch made, and what others changed since the revision on which it was based."""

    revision: int
    changes: list[ServerChange] = field(default_factory=list)


class PatchConflict(Conflict):
    """Records that somebody else changed first, in the server's version; nothing was applied."""

    def __init__(self, revision: int, conflicts: list[ServerChange]) -> None:
        super().__init__("conflict", f"{len(conflicts)} records were changed by somebody else meanwhile.")
        self.extra: dict[str, Any] = {"revision": revision, "conflicts": conflicts}


def work_document(task: Task) -> Document:
    """The one work document of a task, made when it is first asked for."""
    document = Document.objects.filter(task=task, layer=Document.Layer.WORK, owner="").first()
    if document is not None:
        return document
    version = LabelSchema.objects.filter(project=task.project_id).values_list("version", flat=True).first()
    return new_work_document(task, version or 1)


def new_work_document(task: Task, version: int) -> Document:
    """The work document of a task that had none a moment ago, under this version of the label schema."""
    try:
        with transaction.atomic():
            return Document.objects.create(task=task, layer=Document.Layer.WORK, schema_version=version)
    except IntegrityError:  # another request was faster
        return Document.objects.get(task=task, layer=Document.Layer.WORK, owner="")


def read_records(document: Document) -> list[RecordJson]:
    """The document's records as JSON, in z-order."""
    return Content.objects.filter(document=document).by_document()[document.pk]


def apply_patch(
    *,
    document: Document,
    op_id: UUID,
    base_revision: int,
    patch: object,
    by: User | None,
    origin: str = Origin.HUMAN,
) -> Applied:
    """Apply a patch in one transaction, or raise PatchConflict and apply nothing. A repeat of `op_id` changes nothing.

    By hand (origins human and review) only whoever has the task may write; the first patch starts the work, every patch
    renews the lease, and what a reviewer changes is recorded as review. Other origins are authorised by their callers.
    """
    changes = parse_patch(patch)
    with transaction.atomic():
        task = lock_task(document.task_id)
        rows = Document.objects.select_for_update(of=("self",)).select_related("content")
        locked = rows.filter(pk=document.pk, task=task).first()
        if locked is None:
            raise NotFound("document")
        known = locked.revisions.filter(op_id=op_id).values_list("number", flat=True).first()
        if known is not None:
            return Applied(known, _others(locked, base_revision, known, op_id, changes))
        if origin in BY_HAND:
            require(may_write(by, task) if by else Denied("not-signed-in"))
        return _apply(locked, task, changes, op_id=op_id, base=base_revision, by=by, origin=origin)


def _apply(
    document: Document, task: Task, changes: list[Change], *, op_id: UUID, base: int, by: User | None, origin: str
) -> Applied:
    rules = label_rules(task.project_id)
    state: State = {record["id"]: record for record in document.held}
    news = _merge(document, changes, state)
    _require_fitting(rules, news, state, task.project_id)
    if origin in BY_HAND and by is not None:
        origin = _take_up(task, by)
    others = _others(document, base, document.revision, op_id, changes)
    if document.revision == 1:
        document.revisions.filter(patch=None).update(patch=creation(document.held))
    document.revision += 1
    document.schema_version = rules.version
    document.updated_at = timezone.now()
    _write(document, task, news, state)
    applied = [change.json() for change in news]
    document.revisions.create(number=document.revision, op_id=op_id, patch=applied, origin=origin, author=by)
    return Applied(document.revision, others)


def _merge(document: Document, changes: list[Change], state: State) -> list[Change]:
    """The changes that alter something; raises PatchConflict when the server has what the patch has not seen."""
    news: list[Change] = []
    conflicts: list[ServerChange] = []
    for change in changes:
        server = state.get(str(change.uid))
        if same_json(server, change.after):
            continue
        if same_json(server, change.before):
            news.append(change)
        else:
            conflicts.append({"id": str(change.uid), "record": server})
    if conflicts:
        raise PatchConflict(document.revision, conflicts)
    return news


def _require_fitting(rules: LabelRules, news: list[Change], state: State, project: UUID) -> None:
    """Refuse what the label schema does not know, unless it was like that before, and what names no file of ours."""
    wrong: dict[str, list[str]] = {}
    for change in news:
        if change.after is None:
            continue
        problems = rules.problems(change.after)
        if problems and (before := state.get(str(change.uid))):
            problems = [each for each in problems if each not in rules.problems(before)]
        problems = problems or blobs.problems(project, change.after)
        if problems:
            wrong[str(change.uid)] = problems
    wrong.update(_second_singles(news, state))
    if wrong:
        raise InvalidRecords(wrong)
    added = sum((change.after is not None) - (change.before is not None) for change in news)
    if added > 0 and len(state) + added > MOST_RECORDS:
        raise DomainError("too-many-records", f"A document has at most {MOST_RECORDS} records.", limit=MOST_RECORDS)


def _second_singles(news: list[Change], state: State) -> dict[str, list[str]]:
    """New records of kinds of which a document holds one, beside the one that is there."""
    singles = [change for change in news if change.after is not None and KINDS[change.after["kind"]].single]
    if not singles:
        return {}
    then = [(change.uid, change.after["kind"]) for change in news if change.after is not None]
    changed = {str(change.uid) for change in news}
    then += [(UUID(uid), record["kind"]) for uid, record in state.items() if uid not in changed]
    wrong: dict[str, list[str]] = {}
    for change in singles:
        kind = change.after["kind"] if change.after else ""
        if any(uid != change.uid and other == kind for uid, other in then):
            wrong[str(change.uid)] = [f"kind: there is a record of kind {kind} already"]
    return wrong


def _take_up(task: Task, by: User) -> str:
    """Renew the lease and begin the work at its first patch; returns the origin of what `by` does."""
    leases.keep(task, by)
    if task.state == Task.State.IN_REVIEW:
        return Origin.REVIEW
    if task.state in (Task.State.CLAIMED, Task.State.RETURNED):
        move_task(task=task, verb="start", by=by)
    return Origin.HUMAN


def _others(document: Document, base: int, until: int, op_id: UUID, changes: list[Change]) -> list[ServerChange]:
    """What other operations changed between two revisions, without the records of this one."""
    if base >= until:
        return []
    revisions = document.revisions.filter(number__gt=base, number__lte=until).exclude(op_id=op_id)
    ours = {str(change.uid) for change in changes}
    changed = fold(revisions.order_by("number").patches())
    return [{"id": uid, "record": record} for uid, record in changed.items() if uid not in ours]


def _write(document: Document, task: Task, news: list[Change], state: State) -> None:
    """Keep the document, its records with the changes, and how many there are."""
    play(state, (change.json() for change in news))
    records = list(state.values())
    Content.objects.bulk_create(
        [Content(document=document, records=records)],
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["records"],
    )
    document.counts = count_records(records)
    document.save(update_fields=["revision", "schema_version", "counts", "updated_at"])
    if document.layer == Document.Layer.WORK and not document.owner:
        objects = objects_in(document.counts)
        if objects != task.object_count:
            Task.objects.filter(pk=task.pk).update(object_count=objects)


def changes_since(document: Document, since: int) -> Applied:
    """What changed after revision `since`, each record in its newest version."""
    revisions = document.revisions.filter(number__gt=since).order_by("number").with_patches("number")
    numbers, patches = [], []
    for number, patch in revisions:
        numbers.append(number)
        patches.append(patch)
    changes: list[ServerChange] = [{"id": uid, "record": record} for uid, record in fold(patches).items()]
    return Applied(numbers[-1] if numbers else min(since, document.revision), changes)


def state_at(document: Document, revision: int) -> dict[str, RecordJson]:
    """The records by id as they were at a revision, played back from the beginning."""
    if not 0 <= revision <= document.revision:
        raise NotFound("revision")
    return replay(document.revisions.filter(number__lte=revision).order_by("number").patches())


def restore(*, document: Document, revision: int, by: User) -> Applied:
    """Bring back the state of an earlier revision, as a new one. Nothing is lost: the states between stay."""
    document.refresh_from_db()
    now = {record["id"]: record for record in read_records(document)}
    patch = difference(now, state_at(document, revision))
    return apply_patch(document=document, op_id=uuid7(), base_revision=document.revision, patch=patch, by=by)
