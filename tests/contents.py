"""What documents hold, put there and looked at past the services."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from annotation.kinds.record import new_record
from annotation.models import Content, Document
from annotation.services.counts import count_records


def hold(document: Document, records: Sequence[Any]) -> None:
    """Give a document these records, in place of what it had."""
    Content.objects.update_or_create(document=document, defaults={"records": list(records)})
    Document.objects.filter(pk=document.pk).update(counts=count_records(records))


def held(document: Document) -> list[dict[str, Any]]:
    return Content.objects.filter(document=document).by_document()[document.pk]


def everything(**conditions: Any) -> list[dict[str, Any]]:
    """The records of all documents that meet the conditions on their content."""
    return [record for records in Content.objects.filter(**conditions).by_document().values() for record in records]


def car(id: str, x: float, y: float, width: float, height: float, *, label: str = "car") -> dict[str, Any]:
    """A box as a person draws it."""
    data = {"x": x, "y": y, "width": width, "height": height}
    return dict(new_record(id=id, kind="box", label=label, data=data, origin="human"))
