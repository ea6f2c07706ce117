"""Objects carried over to the next pictures. There they wait as suggestions: nobody's work is touched, whoever opens
the picture takes them with one key, and a picture that somebody else has in hand is left alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from uuid import uuid4

from annotation.kinds import KINDS
from annotation.kinds.record import Record
from annotation.models import CARRIED
from annotation.models.document import RecordJson
from annotation.policies import may_write
from annotation.services.documents import read_records, work_document
from annotation.services.prelabel.suggest import offer
from annotation.services.strip import around
from core import audit
from core.errors import DomainError
from core.ids import uuid7
from core.verdict import require
from projects.models import Batch, Task

if TYPE_CHECKING:
    from accounts.models import User

FARTHEST = 50
"""Pictures in one go."""


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """What became of it."""

    pictures: int
    """In so many there is something to take up."""
    objects: int
    known: int
    """Left out because the like of it is there, or was rejected."""
    passed: int
    """Pictures left alone: handed in, answered by several, or in somebody else's hands."""


def carry_over(*, task: Task, ids: Collection[str], pictures: int, by: User) -> CarriedOver:
    """Offer these objects of the task, or all where none is named, in so many of the pictures after it."""
    require(may_write(by, task))
    if not 1 <= pictures <= FARTHEST:
        raise DomainError("invalid", f"Between 1 and {FARTHEST} pictures.", fields={"pictures": [f"1 to {FARTHEST}"]})
    records = [one for one in read_records(work_document(task)) if _is_carried(one, ids)]
    if not records:
        raise DomainError("nothing-to-carry", "None of these objects is saved in the picture.")
    _, after = around(task, Task.objects.visible_to(by))
    targets = list(islice(after.select_related("project", "batch", "asset").exclude(asset=task.asset_id), pictures))
    open_ones = [one for one in targets if _is_open(one, by)]
    made = [offer(task=one, owner=CARRIED, records=_copies(records, task), replace=False) for one in open_ones]
    done = CarriedOver(
        pictures=sum(1 for one in made if one.proposed),
        objects=sum(one.proposed for one in made),
        known=sum(one.labelled + one.rejected for one in made),
        passed=len(targets) - len(open_ones),
    )
    audit.record("task.carry-over", task, by=by, scope=task.project_id, pictures=done.pictures, objects=done.objects)
    return done


def _is_carried(record: RecordJson, ids: Collection[str]) -> bool:
    kind = KINDS[record["kind"]]
    return kind.spatial and not kind.whole and (not ids or record["id"] in ids)


def _is_open(task: Task, by: User) -> bool:
    """Whether it is still to be labelled, by this person or whoever takes it, and by one person alone."""
    mine = task.annotator_id in (None, by.pk) and task.assignee_id in (None, by.pk)
    waits = task.state == Task.State.NEW or task.state in Task.LABELLING
    alone = task.answer_to_id is None and not task.asks_several
    is_closed = task.batch is not None and task.batch.state != Batch.State.OPEN
    return mine and waits and alone and not is_closed


def _copies(records: Iterable[RecordJson], task: Task) -> list[Record]:
    """With ids and groups of their own, and where they come from."""
    groups: dict[str, str] = {}
    return [
        {
            "id": str(uuid7()),
            "kind": record["kind"],
            "label": record["label"],
            "data": record["data"],
            "attributes": record["attributes"],
            "z": record["z"],
            "group": groups.setdefault(record["group"], str(uuid4())) if record["group"] else None,
            "source": {"origin": "model", "model": CARRIED, "version": f"#{task.number}"},
            "score": None,
        }
        for record in records
    ]
