"""The documents of answers that several people give to one item."""

from __future__ import annotations

from typing import cast

from annotation.kinds.record import Record
from annotation.models import Document, Revision
from annotation.services.bulk import create_many
from annotation.services.documents import read_records, state_at
from projects.models import Task


def begin_with_what_came(item: Task, answer: Task) -> None:
    """Everybody begins with what an import brought and with all that models propose, under the same ids; never with
    what was made of earlier answers."""
    for document in Document.objects.filter(task=item, layer__in=[Document.Layer.WORK, Document.Layer.PRELABEL]):
        if records := _as_it_came(document):
            origin = Revision.Origin.MODEL if document.layer == Document.Layer.PRELABEL else Revision.Origin.IMPORT
            create_many([(answer, records)], origin=origin, by=None, layer=document.layer, owner=document.owner)


def _as_it_came(document: Document) -> list[Record]:
    if document.layer == Document.Layer.PRELABEL:
        return cast("list[Record]", read_records(document))
    imported = document.revisions.filter(origin=Revision.Origin.IMPORT).order_by("-number")
    last = imported.values_list("number", flat=True).first()
    if last is None:
        return []
    held = read_records(document) if last == document.revision else list(state_at(document, last).values())
    return cast("list[Record]", held)
