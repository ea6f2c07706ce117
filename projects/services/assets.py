"""Assets: added by imports in bulk, listed, deleted while nobody depends on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from core import audit, storage
from core.errors import Conflict, DomainError
from core.verdict import require
from projects.models import Asset, AssetFile, Batch, Dataset, Project, Task
from projects.policies import project as policy
from projects.services.imports import read_waiting_labels, taken_by

if TYPE_CHECKING:
    from accounts.models import User

MOST_AT_ONCE = 5000
CHUNK = 500
DELIVERED = (Batch.State.DELIVERED, Batch.State.CLIENT_ACCEPTED, Batch.State.CLIENT_REWORK)


def natural(name: str) -> list[tuple[int, int, str]]:
    """A sort key by which `2.jpg` comes before `10.jpg`."""
    parts = re.split(r"(\d+)", name.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def add_assets(project: Project, assets: Sequence[Asset], *, tasks: bool, batch: Batch | None) -> list[Task]:
    """Insert assets and, with `tasks`, one task each, numbered on; call it in a transaction."""
    Asset.objects.bulk_create(assets, batch_size=CHUNK)
    return add_tasks(project, assets, batch=batch) if tasks else []


def add_tasks(project: Project, assets: Sequence[Asset], *, batch: Batch | None) -> list[Task]:
    """One new task per asset, numbered on from the highest in the project; call it in a transaction."""
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    highest = Task.objects.filter(project=project).aggregate(highest=Max("number"))["highest"] or 0
    priority = batch.priority if batch else 0
    tasks = [
        Task(project=project, batch=batch, asset=asset, number=number, priority=priority)
        for number, asset in enumerate(assets, highest + 1)
    ]
    return Task.objects.bulk_create(tasks, batch_size=CHUNK)


@transaction.atomic
def make_tasks(
    *, project: Project, assets: Sequence[UUID] = (), imported: UUID | None = None, batch: Batch | None, by: User
) -> int:
    """Tasks for those of the assets, and of all that an import brought, that have none; returns how many.

    Labels that came with them are read now.
    """
    require(policy.may_manage(by, project))
    if batch is not None and (batch.project_id != project.pk or batch.state != Batch.State.OPEN):
        raise Conflict("batch-not-open", "This batch takes no more tasks.", name=batch.name)
    chosen = _chosen(project, assets)
    if imported is not None:
        chosen |= Asset.objects.filter(project=project, pk__in=taken_by(imported))
    without = list(chosen.filter(tasks=None).order_by("id"))
    add_tasks(project, without, batch=batch)
    read_waiting_labels(project=project, assets=[asset.pk for asset in without], by=by)
    audit.record("tasks.create", project, by=by, scope=project, count=len(without))
    return len(without)


@transaction.atomic
def delete_assets(*, project: Project, assets: Sequence[UUID], by: User) -> int:
    """Delete assets with their tasks; refused as a whole when one was delivered or somebody has worked on it."""
    require(policy.may_manage(by, project))
    chosen = _chosen(project, assets)
    delivered = chosen.filter(tasks__batch__state__in=DELIVERED).distinct().count()
    if delivered:
        raise Conflict("asset-delivered", "What was delivered stays.", count=delivered)
    busy = chosen.filter(~Q(tasks__state__in=[Task.State.NEW, Task.State.SKIPPED]), tasks__isnull=False)
    count_busy = busy.distinct().count()
    if count_busy:
        raise Conflict("asset-in-work", "Some of it is labelled or being labelled.", count=count_busy)
    names = [name for row in chosen.values_list("original", "display", "thumbnail") for name in row if name]
    names += AssetFile.objects.filter(asset__in=chosen).values_list("stored", flat=True)
    ids = list(chosen.values_list("pk", flat=True))
    Task.objects.filter(asset__in=ids).delete()
    Asset.objects.filter(pk__in=ids).delete()
    audit.record("assets.delete", project, by=by, scope=project, count=len(ids))
    transaction.on_commit(lambda: remove_unused(names))
    return len(ids)


def remove_unused(names: Iterable[str]) -> int:
    """Remove stored files that no asset names; returns how many."""
    removed = 0
    wanted = [name for name in dict.fromkeys(names) if name]
    for start in range(0, len(wanted), CHUNK):
        chunk = wanted[start : start + CHUNK]
        used: set[str] = set()
        for field in ("original", "display", "thumbnail"):
            used |= set(Asset.objects.filter(**{f"{field}__in": chunk}).values_list(field, flat=True))
        used |= set(AssetFile.objects.filter(stored__in=chunk).values_list("stored", flat=True))
        for name in chunk:
            if name not in used:
                storage.remove(name)
                removed += 1
    return removed


def asset_file(asset: Asset, role: str, key: str = "") -> AbstractContextManager[Path]:
    """A local copy of one of the asset's files for reading. Raises KeyError when it has none of that role and key."""
    if role in ("original", "display", "thumbnail") and not key:
        stored = getattr(asset, role)
    else:
        stored = asset.files.filter(role=role, key=key).values_list("stored", flat=True).first()
    if not stored:
        raise KeyError(f"{asset.name} has no {role} {key}".rstrip())
    return storage.local_path(stored)


def about_file(asset: Asset, role: str, key: str = "") -> dict[str, Any]:
    """What the modality says of one of the asset's files. Raises KeyError when it has none of that role and key."""
    found = asset.files.filter(role=role, key=key).first()
    if found is None:
        raise KeyError(f"{asset.name} has no {role} {key}".rstrip())
    return dict(found.meta)


def file_of(asset: UUID, role: str, key: str = "") -> AbstractContextManager[Path]:
    """The same of what was made of an asset, by its id: neither its original nor its thumbnail."""
    stored = AssetFile.objects.filter(asset=asset, role=role, key=key).values_list("stored", flat=True).first()
    if not stored:
        raise KeyError(f"{asset} has no {role} {key}".rstrip())
    return storage.local_path(stored)


def order_sequences(dataset: Dataset, sequences: Iterable[str]) -> None:
    """Give the assets of these sequences their positions, by the natural order of their names."""
    for sequence in sequences:
        rows = list(Asset.objects.filter(dataset=dataset, sequence=sequence).values_list("pk", "name", "position"))
        rows.sort(key=lambda row: natural(row[1]))
        moved = [Asset(pk=pk, position=at) for at, (pk, _, position) in enumerate(rows) if position != at]
        Asset.objects.bulk_update(moved, ["position"], batch_size=CHUNK)


def _chosen(project: Project, assets: Sequence[UUID]) -> QuerySet[Asset]:
    if len(assets) > MOST_AT_ONCE:
        raise DomainError("too-many-at-once", f"At most {MOST_AT_ONCE} at once.", limit=MOST_AT_ONCE)
    return Asset.objects.filter(project=project, pk__in=assets)
