"""One of everything, so that every address of the API can be tried on a thing that exists."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass, field
from typing import Any

from allauth.usersessions.models import UserSession

from accounts.models import Invitation, Organisation, User
from accounts.passwords import token_hash
from accounts.services.notices import unsubscribe_token
from accounts.services.tokens import create_token
from annotation.models import Document, PrelabelModel, PrelabelRun, Revision
from annotation.services.blobs import keep
from core import audit, storage
from core.models import Job
from delivery.models import Delivery, Package, Snapshot, SnapshotItem
from projects.models import Asset, Dataset, Import, ImportItem, Project, Task, Upload
from projects.models.batch import Batch
from qa.models import Finding, Issue, Review, Sample, SampleItem
from tests.contents import hold

INVITATION_TOKEN = "a-token-that-only-the-invited-know"
COUNTS = {"images": 1, "objects": 1, "empty_images": 0, "skipped": 0}
BOX = {"x": 10.0, "y": 10.0, "width": 50.0, "height": 40.0}


@dataclass
class World:
    """`values` maps `converter:name` or `name` of a path parameter to the thing's id."""

    project: Project
    people: dict[str, User]
    values: dict[str, Any] = field(default_factory=dict)

    def value_of(self, converter: str, name: str, route: str) -> str:
        for key in (f"{converter}:{name}", name):
            if key in self.values:
                return str(self.values[key])
        raise AssertionError(
            f"{route}: nobody says what <{converter}:{name}> is. Add one to tests/contracts/world.py, so that "
            "strangers are kept away from it, too."
        )

    def secrets(self) -> list[str]:
        """What a stranger must never read: names and ids of the project's things and people."""
        own = [str(value) for key, value in self.values.items() if key not in {"int:version", "int:number", "check"}]
        people = [person.email for name, person in self.people.items() if name not in {"mallory", "olga"}]
        return [value for value in own + people if len(value) > 8] + ["Street scenes", "Careful Labels", "Batch 1"]


def make_world(project: Project, batch: Batch, tasks: list[Task], people: dict[str, User]) -> World:
    world = World(project, people)
    bob, alice, carol = people["bob"], people["alice"], people["carol"]
    task = tasks[0]
    Task.objects.filter(pk=task.pk).update(annotator=bob, state=Task.State.IN_PROGRESS)
    task.refresh_from_db()
    world.values |= {"project": project.pk, "batch": batch.pk, "task": task.pk, "asset": task.asset_id}
    world.values |= {"int:version": 1, "int:number": 1, "check": "tiny-object"}
    _add_people(world, bob, alice)
    _add_work(world, task, bob, alice)
    _add_quality(world, task, batch, carol)
    _add_delivery(world, task, batch, alice)
    return world


def _add_people(world: World, bob: User, alice: User) -> None:
    vendor = Organisation.objects.get(memberships__user=bob)
    invitation = Invitation.objects.create(
        email="invited@example.com", organisation=vendor, token_hash=token_hash(INVITATION_TOKEN), invited_by=alice
    )
    session = UserSession.objects.create(user=bob, ip="127.0.0.1", session_key="k" * 32, user_agent="Browser")
    token, _ = create_token(name="Upload script", expires_at=None, by=bob)
    job = Job.objects.create(kind="media.import", scope=str(world.project.pk), created_by=alice, title="Street scenes")
    audit.record("project.create", world.project, by=alice, scope=world.project, name="Street scenes")
    world.values |= {
        "person": bob.pk,
        "organisation": vendor.pk,
        "invitation": invitation.pk,
        "str:token": INVITATION_TOKEN,
        "str:subscription": unsubscribe_token(bob),
        "uuid:token": token.pk,
        "device": session.pk,
        "job": job.pk,
    }


def _add_work(world: World, task: Task, bob: User, alice: User) -> None:
    document = Document.objects.create(task=task, revision=1, schema_version=1)
    uid = str(uuid.uuid4())
    record: dict[str, Any] = {"id": uid, "kind": "box", "label": "car", "data": BOX, "attributes": {}}
    record |= {"z": 0, "group": None, "source": {"origin": "human"}, "score": None}
    hold(document, [record])
    change = [{"id": uid, "before": None, "after": record}]
    Revision.objects.create(document=document, number=1, op_id=uuid.uuid4(), patch=change, author=bob)
    stored = storage.put(io.BytesIO(b"not a picture"), "originals", suffix=".jpg")
    dataset = Dataset.objects.get(project=world.project)
    Asset.objects.filter(pk=task.asset_id).update(original=stored.name)
    upload = Upload.objects.create(project=world.project, name="front.zip", size=10, created_by=alice)
    imported = Import.objects.create(project=world.project, dataset=dataset, source="upload", created_by=alice)
    ImportItem.objects.create(imported_by=imported, name="front/1.jpg", outcome="imported", asset_id=task.asset_id)
    model = PrelabelModel.objects.create(
        project=world.project, prelabeler="propagate", name="Propagate", state="ready", answers_prompts=True
    )
    run = PrelabelRun.objects.create(project=world.project, model=model, created_by=alice)
    world.values |= {"document": document.pk, "upload": upload.pk, "imported": imported.pk, "dataset": dataset.pk}
    world.values["str:blob"] = keep(world.project.pk, b"labels of points")
    world.values |= {"model": model.pk, "run": run.pk, "record": uid}


def _add_quality(world: World, task: Task, batch: Batch, carol: User) -> None:
    issue = Issue.objects.create(task=task, type="class", opened_by=carol)
    finding = Finding.objects.create(task=task, check_slug="tiny-object", severity="warning", fingerprint="f" * 64)
    review = Review.objects.create(task=task, reviewer=carol, decision="return", round=1, revision=1)
    sample = Sample.objects.create(batch=batch, seed="seed", population=1, drawn_by=carol)
    item = SampleItem.objects.create(sample=sample, task=task)
    world.values |= {"issue": issue.pk, "finding": finding.pk, "review": review.pk}
    world.values |= {"sample": sample.pk, "item": item.pk}


def _add_delivery(world: World, task: Task, batch: Batch, alice: User) -> None:
    snapshot = Snapshot.objects.create(
        project=world.project,
        batch=batch,
        version=1,
        digest="d" * 64,
        schema_version=1,
        counts=COUNTS,
        created_by=alice,
    )
    document = Document.objects.get(pk=world.values["document"])
    SnapshotItem.objects.create(snapshot=snapshot, task=task, document=document, revision=1, answer_hash="a" * 64)
    stored = storage.put(io.BytesIO(b"zip"), "packages", suffix=".zip")
    package = Package.objects.create(snapshot=snapshot, format="coco", file=stored.name, size=3, sha256=stored.sha256)
    delivery = Delivery.objects.create(
        project=world.project, snapshot=snapshot, number=1, created_by=alice, state=Delivery.State.SENT
    )
    delivery.packages.add(package)
    world.values |= {"snapshot": snapshot.pk, "package": package.pk, "delivery": delivery.pk}
