"""Write what a model proposes for one task. What a person has drawn, adjusted or rejected is never overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from annotation.kinds import KINDS
from annotation.kinds.record import Record as RecordJson
from annotation.models import Content, Document, PrelabelModel, Revision
from annotation.prelabel.base import Proposal
from annotation.services import blobs
from annotation.services.counts import is_object
from annotation.services.documents import PatchConflict, apply_patch, read_records
from annotation.services.label_rules import label_rules
from core.ids import uuid7
from projects.models import LabelSchema, Task

SAME = 0.5
"""Similarity from which a proposal is taken for the same thing as a record."""
BY_PEOPLE = [Revision.Origin.HUMAN, Revision.Origin.REVIEW]
TRIES = 3


@dataclass(slots=True)
class Suggested:
    """What became of the proposals for one task."""

    proposed: int = 0
    labelled: int = 0
    """Left out because people have labelled the thing already."""
    rejected: int = 0
    """Left out because a person rejected the like."""
    unfit: int = 0
    """Left out because the label schema does not allow them."""
    records: list[dict[str, Any]] = field(default_factory=list)


def suggest(*, task: Task, model: PrelabelModel, proposals: Iterable[Proposal]) -> Suggested:
    """Replace what the model suggested before and nobody touched. Raises PatchConflict when people keep interfering."""
    made = list(proposals)
    files = {str(proposal.data.get("blob")): proposal.blob for proposal in made if proposal.blob}
    records = [_record(proposal, model) for proposal in made]
    return offer(task=task, owner=str(model.pk), records=records, files=files)


def offer(
    *,
    task: Task,
    owner: str,
    records: Sequence[RecordJson],
    replace: bool = True,
    files: Mapping[str, bytes] = MappingProxyType({}),
) -> Suggested:
    """Put records into a layer of suggestions, in place of what it offered before or, without `replace`, beside it.
    `files` are those that records may name; only what is named is kept."""
    document = _layer(task, owner)
    for attempt in range(TRIES):
        document.refresh_from_db()
        result = _choose(task, records, [] if replace else read_records(document))
        patch = _patch(document, task, result.records, replace=replace)
        if not patch:
            return result
        for record in result.records:
            if content := files.get(KINDS[record["kind"]].blob_of(record["data"]) or ""):
                blobs.keep(task.project_id, content)
        try:
            apply_patch(
                document=document,
                op_id=uuid7(),
                base_revision=document.revision,
                patch=patch,
                by=None,
                origin=Revision.Origin.MODEL,
            )
        except PatchConflict:
            if attempt == TRIES - 1:
                raise
        else:
            return result
    return result


def _layer(task: Task, owner: str) -> Document:
    version = LabelSchema.objects.filter(project=task.project_id).values_list("version", flat=True).first()
    document, _ = Document.objects.get_or_create(
        task=task, layer=Document.Layer.PRELABEL, owner=owner, defaults={"schema_version": version or 1}
    )
    return document


def _choose(task: Task, records: Sequence[RecordJson], offered: Sequence[dict[str, Any]]) -> Suggested:
    """Those that remain: nobody has labelled or rejected the like, and the layer does not offer it yet."""
    rules = label_rules(task.project_id)
    work = [*_work_records(task), *offered]
    refused = rejected(task)
    result = Suggested()
    for given in records:
        record: RecordJson = {**given}
        if rules.problems(record):
            record["attributes"] = {}
        if rules.problems(record):
            result.unfit += 1
        elif any(_same(record, other) for other in work):
            result.labelled += 1
        elif any(_same(record, other) and record["label"] == other["label"] for other in refused):
            result.rejected += 1
        else:
            result.records.append(dict(record))
    result.proposed = len(result.records)
    return result


def _work_records(task: Task) -> list[dict[str, Any]]:
    work = Content.objects.filter(document__task=task, document__layer=Document.Layer.WORK, document__owner="")
    return [record for record in work.by_task()[task.pk] if is_object(record)]


def rejected(task: Task) -> list[dict[str, Any]]:
    """Suggestions that people removed: from a layer of suggestions, or from the work after accepting them."""
    work_ids = {record["id"] for record in _work_records(task)}
    layers = [Document.Layer.PRELABEL, Document.Layer.WORK]
    patches = Revision.objects.filter(document__task=task, document__layer__in=layers, origin__in=BY_PEOPLE).patches()
    gone = {
        change["id"]: change["before"]
        for patch in patches
        for change in patch
        if change["after"] is None and change["before"] and change["before"]["source"].get("origin") == "model"
    }
    return [record for uid, record in gone.items() if uid not in work_ids]


def _record(proposal: Proposal, model: PrelabelModel) -> RecordJson:
    source = {"origin": "model", "model": model.prelabeler, "version": f"{model.name} {model.version}"}
    return {
        "id": str(uuid7()),
        "kind": proposal.kind,
        "label": proposal.label,
        "data": dict(proposal.data),
        "attributes": dict(proposal.attributes),
        "z": 0,
        "group": None,
        "source": {**source, "continues": proposal.continues} if proposal.continues else source,
        "score": round(min(1.0, max(0.0, proposal.score)), 4),
    }


def _same(record: RecordJson | dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two records of one kind mean the same thing; what speaks of the whole asset, or lies on layers by label,
    only with the same label."""
    if record["kind"] != other["kind"]:
        return False
    kind = KINDS[record["kind"]]
    if (kind.whole or kind.layered) and record["label"] != other["label"]:
        return False
    if kind.whole:
        return True
    return bool(kind.similarity(record["data"], other["data"]) >= SAME)


def _patch(document: Document, task: Task, records: Sequence[dict[str, Any]], *, replace: bool) -> list[dict[str, Any]]:
    """From what the layer holds to `records`; accepted suggestions stay, and the same proposal keeps its id."""
    taken = {uid for record in _work_records(task) for uid in (record["id"], *joined_into(record))}
    before = {record["id"]: record for record in read_records(document) if record["id"] not in taken}
    known = {_content(record): uid for uid, record in before.items()}
    patch = []
    kept = set()
    for record in records:
        uid = known.get(_content(record))
        if uid and uid not in kept:
            kept.add(uid)
        else:
            patch.append({"id": record["id"], "before": None, "after": record})
    gone = [{"id": uid, "before": record, "after": None} for uid, record in before.items() if uid not in kept]
    return [*(gone if replace else []), *patch]


def joined_into(record: Mapping[str, Any]) -> list[str]:
    """Ids of the suggestions that became parts of a record."""
    return str(record["source"].get("includes", "")).split()


def _content(record: dict[str, Any]) -> str:
    return repr((record["kind"], record["label"], record["data"], record["attributes"], record["score"]))
