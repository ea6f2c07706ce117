"""Make a delivery, send it, and hear what the client says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from annotation.formats.base import Options
from annotation.formats.registry import FORMATS
from core import audit, jobs, media
from core.errors import DomainError, NotFound
from core.verdict import require
from delivery import policies
from delivery.models import Delivery, DeliveryRemark, Package
from delivery.services import notices, packages
from delivery.services.packages import bag_name
from delivery.services.snapshots import take_snapshot
from projects.models import Batch, Task
from projects.services.move import lock_batch, lock_task, move_batch, move_task
from qa.services.issues import open_by_client


class Remark(TypedDict):
    """What the client says about one task of a delivery."""

    task: UUID
    record: UUID | None
    type: str
    text: str


@transaction.atomic
def create_delivery(
    *,
    batch: Batch,
    formats: Sequence[str],
    with_media: bool,
    note: str,
    by: User,
    format_options: Mapping[str, Options] | None = None,
) -> Delivery:
    """Freeze an approved batch and build its packages on a worker; formats have options of their own, by slug."""
    batch = lock_batch(batch.pk)
    require(policies.may_deliver(by, batch.project))
    if batch.state != Batch.State.APPROVED:
        raise DomainError("batch-not-approved", "QA has not approved this batch yet.", status=409, state=batch.state)
    modality = batch.project.modality
    unknown = [slug for slug in formats if slug not in FORMATS or modality not in FORMATS[slug].modalities]
    if unknown or not formats:
        raise DomainError(
            "unknown-format", "Choose one of the formats on offer.", fields={"formats": unknown or ["is empty"]}
        )
    options = {slug: FORMATS[slug].chosen((format_options or {}).get(slug)) for slug in formats}
    snapshot = take_snapshot(batch=batch, by=by)
    number = (Delivery.objects.filter(project=batch.project).aggregate(last=Max("number"))["last"] or 0) + 1
    delivery = Delivery.objects.create(
        project=batch.project, snapshot=snapshot, number=number, note=note.strip(), created_by=by
    )
    for slug, chosen in options.items():
        package = Package.objects.create(snapshot=snapshot, format=slug, options=chosen, with_media=with_media)
        delivery.packages.add(package)
    job = jobs.enqueue(
        packages.JOB,
        by=by,
        scope=batch.project_id,
        subject=f"delivery:{delivery.pk}",
        title=f"{batch.name} v{snapshot.version}",
        delivery=str(delivery.pk),
    )
    delivery.packages.update(job=job)
    audit.record(
        "delivery.create", delivery, by=by, scope=batch.project_id, batch=str(batch.pk), version=snapshot.version
    )
    return delivery


def lock_delivery(pk: UUID) -> Delivery:
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("project", "snapshot__batch")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound("delivery")
    return found


@transaction.atomic
def send(*, delivery: Delivery, by: User) -> Delivery:
    """Hand it to the client; from now on they see it."""
    delivery = lock_delivery(delivery.pk)
    require(policies.may_send(by, delivery))
    move_batch(batch=lock_batch(delivery.snapshot.batch_id), verb="deliver", by=by)
    delivery.state = Delivery.State.SENT
    delivery.sent_at = timezone.now()
    delivery.save(update_fields=["state", "sent_at"])
    audit.record("delivery.send", delivery, by=by, scope=delivery.project_id, digest=delivery.snapshot.digest)
    notices.tell_sent(delivery, by=by)
    return delivery


@transaction.atomic
def accept(*, delivery: Delivery, note: str, by: User) -> Delivery:
    """The client takes it."""
    delivery = lock_delivery(delivery.pk)
    require(policies.may_decide(by, delivery))
    move_batch(batch=lock_batch(delivery.snapshot.batch_id), verb="client-accept", by=by, reason=note)
    return _decided(delivery, Delivery.State.ACCEPTED, note, by)


@transaction.atomic
def return_delivery(*, delivery: Delivery, note: str, remarks: Sequence[Remark], by: User) -> Delivery:
    """The client sends it back, saying why: in a note, at single images, or both."""
    delivery = lock_delivery(delivery.pk)
    require(policies.may_decide(by, delivery))
    if not note.strip() and not remarks:
        raise DomainError("return-without-reason", "Say what is wrong.", fields={"note": ["must not be empty"]})
    inside = set(delivery.snapshot.items.values_list("task", flat=True))
    if any(remark["task"] not in inside for remark in remarks):
        raise NotFound("task")
    DeliveryRemark.objects.bulk_create(
        DeliveryRemark(
            delivery=delivery,
            task_id=remark["task"],
            record=remark["record"],
            type=remark["type"],
            text=remark["text"],
            by=by,
        )
        for remark in remarks
    )
    move_batch(batch=lock_batch(delivery.snapshot.batch_id), verb="client-return", by=by, reason=note)
    delivery = _decided(delivery, Delivery.State.RETURNED, note, by)
    notices.tell_returned(delivery, by=by)
    return delivery


@transaction.atomic
def start_rework(*, delivery: Delivery, by: User) -> int:
    """Open the batch again and return every task the client remarked on, each remark as an issue; returns how many."""
    delivery = lock_delivery(delivery.pk)
    require(policies.may_rework(by, delivery))
    move_batch(batch=lock_batch(delivery.snapshot.batch_id), verb="rework", by=by)
    remarks = list(delivery.remarks.select_related("by").order_by("task", "at"))
    tasks = list(dict.fromkeys(remark.task_id for remark in remarks))
    for task_id in tasks:
        task = lock_task(task_id)
        own = [remark for remark in remarks if remark.task_id == task_id]
        for remark in own:
            open_by_client(task=task, type=remark.type, text=remark.text, record=remark.record, by=remark.by)
        if task.state == Task.State.ACCEPTED:
            reason = own[0].text
            move_task(task=task, verb="recall", by=by, reason=reason, round=task.round + 1)
    audit.record("delivery.rework", delivery, by=by, scope=delivery.project_id, tasks=[str(pk) for pk in tasks])
    return len(tasks)


def _decided(delivery: Delivery, state: Delivery.State, note: str, by: User) -> Delivery:
    delivery.state = state
    delivery.decided_by = by
    delivery.decided_at = timezone.now()
    delivery.decision_note = note.strip()
    delivery.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    audit.record(f"delivery.{state}", delivery, by=by, scope=delivery.project_id, note=note.strip()[:500])
    return delivery


def download_link(*, delivery: Delivery, package: Package, by: User) -> str:
    """A short-lived address of a package for one person; each is written to the audit trail."""
    if not package.file:
        raise DomainError("package-not-built", "This package is still being built.", status=409)
    name = f"{bag_name(delivery.snapshot, package.format)}.zip"
    audit.record(
        "delivery.download", delivery, by=by, scope=delivery.project_id, package=str(package.pk), sha256=package.sha256
    )
    seconds = settings.DELIVERY_URL_SECONDS
    return media.signed_url(package.file, user=by, filename=name, as_attachment=True, seconds=seconds)
