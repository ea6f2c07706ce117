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
from django.db.models import F
from django.utils import timezone

from annotation.kinds import KINDS
from annotation.models import Document, Record, Revision
from annotation.models.document import RECORD_FIELDS
from annotation.policies import may_write
from annotation.services.bulk import create_many
from annotation.services.label_rules import LabelRules, label_rules
from annotation.services.patches import (
    MOST_RECORDS,
    Change,
    InvalidRecords,
    RecordJson,
    ServerChange,
    difference,
    fold,
    is_object,
    parse_patch,
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
Current = dict[UUID, Record]
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
    try:
        with transaction.atomic():
            return Document.objects.create(task=task, layer=Document.Layer.WORK, schema_version=version or 1)
    except IntegrityError:  # another request was faster
        return Document.objects.get(task=task, layer=Document.Layer.WORK, owner="")


def read_records(document: Document) -> list[RecordJson]:
    """The document's records as JSON, in z-order."""
    return document.records.all().json()


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
        locked = Document.objects.select_for_update().filter(pk=document.pk, task=task).first()
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
    current = {record.uid: record for record in document.records.filter(uid__in=[change.uid for change in changes])}
    news = _merge(document, changes, current)
    _require_fitting(document, task, rules, news, current)
    if origin in BY_HAND and by is not None:
        origin = _take_up(task, by)
    others = _others(document, base, document.revision, op_id, changes)
    document.revision += 1
    document.schema_version = rules.version
    document.updated_at = timezone.now()
    _write(document, news)
    document.save(update_fields=["revision", "schema_version", "updated_at"])
    applied = [change.json() for change in news]
    document.revisions.create(number=document.revision, op_id=op_id, patch=applied, origin=origin, author=by)
    _count(document, task, news)
    return Applied(document.revision, others)


def _merge(document: Document, changes: list[Change], current: Current) -> list[Change]:
    """The changes that alter something; raises PatchConflict when the server has what the patch has not seen."""
    news: list[Change] = []
    conflicts: list[ServerChange] = []
    for change in changes:
        record = current.get(change.uid)
        server = record.json() if record else None
        if same_json(server, change.after):
            continue
        if same_json(server, change.before):
            news.append(change)
        else:
            conflicts.append({"id": str(change.uid), "record": server})
    if conflicts:
        raise PatchConflict(document.revision, conflicts)
    return news


def _require_fitting(document: Document, task: Task, rules: LabelRules, news: list[Change], current: Current) -> None:
    """Refuse what the label schema does not know, unless the record was like that before."""
    wrong: dict[str, list[str]] = {}
    for change in news:
        if change.after is None:
            continue
        problems = rules.problems(change.after)
        if problems and change.uid in current:
            problems = [each for each in problems if each not in rules.problems(current[change.uid].json())]
        if problems:
            wrong[str(change.uid)] = problems
    wrong.update(_second_singles(document, news))
    if wrong:
        raise InvalidRecords(wrong)
    added = sum((change.after is not None) - (change.before is not None) for change in news)
    if added > 0 and task.object_count + added > MOST_RECORDS:
        raise DomainError("too-many-records", f"A document has at most {MOST_RECORDS} records.", limit=MOST_RECORDS)


def _second_singles(document: Document, news: list[Change]) -> dict[str, list[str]]:
    """New records of kinds of which a document holds one, beside the one that is there."""
    wrong: dict[str, list[str]] = {}
    for change in news:
        if change.after is None or not KINDS[change.after["kind"]].single:
            continue
        kind = change.after["kind"]
        elsewhere = [other.uid for other in news if other.after is None or other.after["kind"] != kind]
        held = document.records.filter(kind=kind).exclude(uid__in=[*elsewhere, change.uid])
        beside = any(other.uid != change.uid and other.after and other.after["kind"] == kind for other in news)
        if beside or held.exists():
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
    changed = fold(revisions.order_by("number").values_list("patch", flat=True))
    return [{"id": uid, "record": record} for uid, record in changed.items() if uid not in ours]


def _write(document: Document, news: list[Change]) -> None:
    gone = [change.uid for change in news if change.after is None]
    if gone:
        document.records.filter(uid__in=gone).delete()
    rows = [
        Record(
            document=document,
            uid=change.uid,
            **{name: change.after[name] for name in RECORD_FIELDS},
        )
        for change in news
        if change.after is not None
    ]
    Record.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["document", "uid"], update_fields=RECORD_FIELDS
    )


def _count(document: Document, task: Task, news: list[Change]) -> None:
    if document.layer != Document.Layer.WORK or document.owner:
        return
    delta = sum(is_object(change.after) - is_object(change.before) for change in news)
    if delta:
        Task.objects.filter(pk=task.pk).update(object_count=F("object_count") + delta)


def changes_since(document: Document, since: int) -> Applied:
    """What changed after revision `since`, each record in its newest version."""
    revisions = document.revisions.filter(number__gt=since).order_by("number").values_list("number", "patch")
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
    patches = document.revisions.filter(number__lte=revision).order_by("number").values_list("patch", flat=True)
    return replay(patches)


def restore(*, document: Document, revision: int, by: User) -> Applied:
    """Bring back the state of an earlier revision, as a new one. Nothing is lost: the states between stay."""
    document.refresh_from_db()
    now = {record["id"]: record for record in read_records(document)}
    patch = difference(now, state_at(document, revision))
    return apply_patch(document=document, op_id=uuid7(), base_revision=document.revision, patch=patch, by=by)
