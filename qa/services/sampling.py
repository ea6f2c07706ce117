"""QA of a finished batch: draw a sample, inspect it, approve the batch or send it back."""

from __future__ import annotations

import math
import random
import secrets
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import User
from core import audit
from core.errors import DomainError, NotFound
from core.verdict import require
from projects.models import Batch, Task
from projects.services.move import lock_batch, lock_task, may_move_batch, move_batch, move_task
from qa import policies
from qa.metrics.proportion import of_population
from qa.models import Sample, SampleItem


@dataclass(frozen=True, slots=True)
class Figures:
    """What a sample says: counts, and the share of the batch without fault with its 95 % confidence interval."""

    size: int
    inspected: int
    failed: int
    accuracy: float | None
    low: float
    high: float


def figures_of(sample: Sample) -> Figures:
    counts = sample.items.aggregate(
        size=Count("id"), inspected=Count("id", filter=~Q(verdict="")), failed=Count("id", filter=Q(verdict="fail"))
    )
    passed = counts["inspected"] - counts["failed"]
    low, high = of_population(passed, counts["inspected"], sample.population)
    accuracy = passed / counts["inspected"] if counts["inspected"] else None
    return Figures(counts["size"], counts["inspected"], counts["failed"], accuracy, low, high)


@transaction.atomic
def draw(*, batch: Batch, share: float, least: int, by: User, seed: str = "") -> Sample:
    """Close a finished batch for work and draw `share` of its accepted tasks at random, at least `least`."""
    locked = lock_batch(batch.pk)
    move_batch(batch=locked, verb="sample", by=by)
    accepted = sorted(Task.objects.filter(batch=locked, state=Task.State.ACCEPTED).values_list("pk", flat=True))
    size = min(len(accepted), max(math.ceil(share * len(accepted)), least))
    seed = seed or secrets.token_hex(8)
    chosen = random.Random(seed).sample(accepted, size)
    sample = Sample.objects.create(batch=locked, seed=seed, population=len(accepted), drawn_by=by)
    SampleItem.objects.bulk_create(SampleItem(sample=sample, task_id=task) for task in sorted(chosen))
    audit.record("sample.draw", sample, by=by, scope=locked.project_id, seed=seed, size=size, of=len(accepted))
    return sample


@transaction.atomic
def inspect(*, item: SampleItem, verdict: str, note: str, by: User) -> SampleItem:
    """Say of one task whether it is as the guidelines want it. Nobody inspects what they labelled or reviewed."""
    require(policies.may_inspect(by, item))
    if verdict == SampleItem.Verdict.FAIL and not note.strip() and not item.task.issues.filter(state="open").exists():
        raise DomainError(
            "reason-missing", "Say what is wrong, or open an issue.", fields={"note": ["must not be empty"]}
        )
    item.verdict, item.note, item.by, item.at = verdict, note.strip(), by, timezone.now()
    item.save(update_fields=["verdict", "note", "by", "at"])
    return item


@transaction.atomic
def approve(*, batch: Batch, note: str, by: User) -> Batch:
    """Let the batch be delivered, once every task of the sample was inspected."""
    locked = lock_batch(batch.pk)
    require(may_move_batch(by, locked, "approve"))
    sample = _open_sample(locked)
    missing = sample.items.filter(verdict="").count()
    if missing:
        raise DomainError("sample-unfinished", f"{missing} tasks are not inspected yet.", status=409, count=missing)
    move_batch(batch=locked, verb="approve", by=by, reason=note)
    _decide(sample, Sample.State.APPROVED, note, by)
    return locked


@transaction.atomic
def reject(*, batch: Batch, note: str, by: User) -> int:
    """Open the batch again and return every task that failed to its annotator; returns how many."""
    locked = lock_batch(batch.pk)
    sample = _open_sample(locked)
    failed = list(sample.items.filter(verdict=SampleItem.Verdict.FAIL))
    if not note.strip() and not failed:
        raise DomainError("reason-missing", "Say why.", fields={"note": ["must not be empty"]})
    move_batch(batch=locked, verb="reject", by=by, reason=note)
    for item in failed:
        task = lock_task(item.task_id)
        if task.state == Task.State.ACCEPTED:
            move_task(task=task, verb="recall", by=by, reason=item.note or note, round=task.round + 1)
    _decide(sample, Sample.State.REJECTED, note, by)
    return len(failed)


def _open_sample(batch: Batch) -> Sample:
    sample = Sample.objects.filter(batch=batch, state=Sample.State.OPEN).first()
    if sample is None:
        raise NotFound("sample")
    return sample


def _decide(sample: Sample, state: Sample.State, note: str, by: User) -> None:
    sample.state, sample.note, sample.decided_by, sample.decided_at = state, note.strip(), by, timezone.now()
    sample.save(update_fields=["state", "note", "decided_by", "decided_at"])
    figures = figures_of(sample)
    audit.record(
        f"sample.{state}",
        sample,
        by=by,
        scope=sample.batch.project_id,
        inspected=figures.inspected,
        failed=figures.failed,
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a task stands in an open sample: how far that is, and the next task that nobody has inspected."""

    item: SampleItem
    figures: Figures
    next: UUID | None


def place_in_sample(task: Task) -> Place | None:
    if task.batch is None or task.batch.state != Batch.State.QA_SAMPLING:
        return None
    items = SampleItem.objects.filter(sample__batch=task.batch, sample__state=Sample.State.OPEN)
    item = items.filter(task=task).select_related("sample").first()
    if item is None:
        return None
    item.task = task
    left = items.filter(verdict="").exclude(pk=item.pk).order_by("pk")
    following = left.filter(pk__gt=item.pk).first() or left.first()
    return Place(item, figures_of(item.sample), following.task_id if following else None)


def item_of(sample: UUID, task: UUID) -> SampleItem:
    found = SampleItem.objects.filter(sample=sample, task=task).select_related("task__project", "sample__batch").first()
    if found is None:
        raise NotFound("sample item")
    return found
