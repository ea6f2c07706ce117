"""Build the packages and the quality report of a delivery on a worker."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from annotation.formats.base import Item
from annotation.formats.registry import FORMATS
from annotation.formats.sink import ZipSink
from core import audit, storage
from core.jobs import JobRun
from core.models import Job
from delivery.bag import BagSink
from delivery.models import Delivery, Package, Snapshot
from delivery.report import render
from delivery.services import answers
from delivery.services.snapshots import header_of, items_of
from projects.services.guideline_pictures import for_package

JOB = "delivery.build"
LANGUAGES = ("en", "zh")


def perform_build(run: JobRun) -> dict[str, Any]:
    """Build what is not built yet; a retry goes on with the next package."""
    delivery = Delivery.objects.select_related("snapshot__project", "snapshot__batch").get(pk=run.params["delivery"])
    packages = list(delivery.packages.order_by("created_at", "format"))
    images = delivery.snapshot.items.count()
    for index, package in enumerate(packages):
        if not package.file:
            _build(package, delivery.snapshot, _Progress(run, index * images, len(packages) * images))
    unsent = [Delivery.State.BUILDING, Delivery.State.FAILED]
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk, state__in=unsent).update(state=Delivery.State.READY)
        digest = delivery.snapshot.digest
        audit.record("delivery.build", delivery, by=run.job.created_by, scope=delivery.project_id, digest=digest)
    return {"packages": len(packages), "images": images}


def build_ended(job: Job) -> None:
    """A build that failed or was cancelled shows on its delivery; a retry makes it build again."""
    if job.state in {Job.State.FAILED, Job.State.CANCELLED}:
        building = Delivery.objects.filter(pk=job.params["delivery"], state=Delivery.State.BUILDING)
        building.update(state=Delivery.State.FAILED)


class _Progress:
    """Counts items while a format reads them."""

    def __init__(self, run: JobRun, before: int, total: int) -> None:
        self._run, self._before, self._total = run, before, total

    def counted(self, items: Iterable[Item]) -> Iterator[Item]:
        for number, item in enumerate(items, 1):
            yield item
            self._run.progress(self._before + number, self._total)


def bag_name(snapshot: Snapshot, format: str) -> str:
    """The package's top folder: letters and digits of the batch's name, its version, the format."""
    letters = "".join(letter if letter.isalnum() else "-" for letter in snapshot.batch.name)
    plain = "-".join(part for part in letters.split("-") if part) or "batch"
    return f"{plain}-v{snapshot.version}-{format}"


def _build(package: Package, snapshot: Snapshot, progress: _Progress) -> None:
    with storage.temporary_file(suffix=".zip") as path:
        contents = _write(path, package, snapshot, progress)
        stored = storage.put(path, "packages", suffix=".zip", move=True)
    package.file, package.sha256, package.size = stored.name, stored.sha256, stored.size
    package.contents = contents
    package.built_at = timezone.now()
    package.save(update_fields=["file", "sha256", "size", "contents", "built_at"])


def _write(path: Path, package: Package, snapshot: Snapshot, progress: _Progress) -> dict[str, Any]:
    """The labels first: to have read them all seals the snapshot, and the rest says what is in it."""
    format = FORMATS[package.format]
    name = bag_name(snapshot, package.format)
    header = header_of(snapshot)
    with ZipSink(path) as zip_sink:
        bag = BagSink(zip_sink, name)
        items = progress.counted(items_of(snapshot))
        report = format.encode(header, items, bag, package.options, images=package.with_media)
        _documents(bag, snapshot, header.schema)
        files = bag.files
        bag.finish(_bag_info(package, snapshot))
    return {
        "files": files,
        "images": report.items,
        "objects": report.records,
        "losses": report.json()["losses"],
        "cannot_carry": [text.json() for text in format.cannot_carry],
    }


def _documents(bag: BagSink, snapshot: Snapshot, schema: dict[str, Any]) -> None:
    """What goes with every package: label schema, guidelines, quality report in both languages."""
    text = json.dumps({"version": snapshot.schema_version, **schema}, ensure_ascii=False, indent=2, sort_keys=True)
    bag.write("documents/label-schema.json", text.encode())
    guideline = snapshot.project.guidelines.filter(version=snapshot.guideline_version or 0).first()
    if guideline:
        words, pictures = for_package(guideline)
        bag.write("documents/guidelines.md", words.encode())
        for name, picture in pictures.items():
            bag.write(f"documents/{name}", b"".join(storage.read_range(picture.stored)))
    if answers.wanted(snapshot):
        with bag.create("documents/answers.jsonl") as stream:
            for line in answers.lines_of(snapshot):
                stream.write(line)
    for language in LANGUAGES:
        bag.write(f"documents/quality-report.{language}.html", render(snapshot, language).encode())


def _bag_info(package: Package, snapshot: Snapshot) -> dict[str, str]:
    return {
        "Source-Organization": snapshot.project.organisation.name,
        "External-Description": f"{snapshot.project.name}: {snapshot.batch.name}",
        "External-Identifier": str(snapshot.pk),
        "Bagging-Date": snapshot.created_at.date().isoformat(),
        "Bag-Software-Agent": "Groundwork",
        "Groundwork-Version": str(snapshot.version),
        "Groundwork-Digest": snapshot.digest,
        "Groundwork-Format": package.format,
        "Groundwork-Label-Schema": str(snapshot.schema_version),
    }
