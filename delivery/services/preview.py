"""What the formats would lose of a batch, before it is frozen: the codecs themselves are asked, on a trial run."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

from accounts.models import User
from annotation.formats.base import Header, Item, Options
from annotation.formats.registry import FORMATS
from annotation.formats.sink import Sink
from annotation.models import Content, Document
from core.errors import DomainError
from core.verdict import require
from delivery import policies
from delivery.services.snapshots import ASSET, AssetRow, item_of, kinds_in
from projects.models import Batch, Task

MOST_TASKS, MOST_RECORDS = 2_000, 20_000
"""Looked at in a trial run, which somebody waits for."""


class _Nothing(io.RawIOBase):
    """Takes everything and keeps nothing."""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return len(data)


class _Nowhere(Sink):
    @contextmanager
    def create(self, name: str) -> Iterator[BinaryIO]:
        self._claim(name)
        yield io.BufferedWriter(_Nothing())


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it: how many accepted tasks there are and were looked at, the losses by format, and which attributes
    occur, by how many objects have each.
    """

    tasks: int
    examined: int
    losses: dict[str, list[dict[str, Any]]]
    attributes: dict[str, int]


def try_formats(
    *, batch: Batch, formats: Sequence[str], by: User, format_options: Mapping[str, Options] | None = None
) -> Trial:
    """Write the batch as it is now in each of the formats, to nowhere; formats have options of their own, by slug.

    Raises DomainError for a format or an option that is not on offer.
    """
    require(policies.may_deliver(by, batch.project))
    modality = batch.project.modality
    unknown = [slug for slug in formats if slug not in FORMATS or modality not in FORMATS[slug].modalities]
    if unknown:
        raise DomainError("unknown-format", "Choose one of the formats on offer.", fields={"formats": unknown})
    tasks, schema = batch.tasks.filter(state=Task.State.ACCEPTED), batch.project.schemas.first()
    if schema is None:
        raise DomainError("schema-missing", "The project has no label schema yet.")
    items = list(_items(batch))
    header = Header(schema.content, {}, frozenset(kinds_in(tasks)))
    options = {slug: FORMATS[slug].chosen((format_options or {}).get(slug)) for slug in formats}
    losses = {slug: FORMATS[slug].encode(header, items, _Nowhere(), options[slug]).json()["losses"] for slug in formats}
    attributes = Counter(key for item in items for record in item.records for key in record["attributes"])
    return Trial(tasks.count(), len(items), losses, dict(attributes.most_common()))


def _items(batch: Batch) -> Iterator[Item]:
    """The first accepted tasks as they are now, until there are enough objects to judge by."""
    tasks = batch.tasks.filter(state=Task.State.ACCEPTED).order_by("number")
    columns = ("pk", "object_count", *(f"asset__{name}" for name in ASSET))
    several = tasks.order_by().values("asset__dataset").distinct().count() > 1
    chosen: list[tuple[Any, AssetRow]] = []
    objects = 0
    for task, count, *asset in tasks.values_list(*columns)[:MOST_TASKS]:
        objects += count
        if chosen and objects > MOST_RECORDS:
            break
        chosen.append((task, AssetRow(*asset)))
    work = Content.objects.filter(document__layer=Document.Layer.WORK, document__owner="")
    records = work.filter(document__task__in=[task for task, _ in chosen]).by_task()
    for task, asset in chosen:
        yield item_of(asset, records[task], is_one_of_several=several)
