"""What happens in the demonstration, in order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from annotation.models import Document
from annotation.services.documents import apply_patch, read_records, work_document
from annotation.services.patches import RecordJson
from annotation.services.prelabel.models import add_model
from annotation.services.prelabel.runs import start_run
from core.models import Job
from core.services.audit import seal
from core.services.jobs import run_job
from delivery.demo import points, pronunciation, scene, speech, video
from delivery.demo.cast import Cast, engage
from delivery.demo.work import accept, label, labels_in, submit
from delivery.services import deliveries
from projects.models import Batch, Project, Task
from projects.services.batches import cut_batches
from projects.services.imports import Wish, start_import
from projects.services.people import set_roles
from projects.services.projects import create_project
from projects.services.queue import claim_task
from projects.services.tasks import start_review
from qa.models import SampleItem
from qa.services import issues, review, sampling

PHOTOGRAPHS = "demo/pandaset"  # below one of IMPORT_ROOTS
LABELS = Path(settings.BASE_DIR) / "demo" / "labels"
CAMERAS = {"front_camera": "Front camera", "back_camera": "Back camera", "front_left_camera": "Front-left camera"}
Say = Callable[[str], None]


def tell(say: Say) -> list[dict[str, str]]:
    """Make the demonstration; answers the sign-ins, or nothing when it exists already."""
    if Project.objects.exists():
        return []
    cast = engage()
    project = _project(cast)
    _import_photographs(project, cast)
    pilot, rest = _batches(project, cast)
    labels = labels_in(LABELS)
    say("Labelled photographs: " + ", ".join(sorted(labels)))
    for task in pilot:
        label(task, labels[task.asset.name], by=cast.people["bob"])
    pilot = _fresh(pilot)
    _review_pilot(pilot, cast)
    _deliver(pilot[0].batch, cast)
    _suggest(project, by=cast.people["alice"])
    _work_in_progress(rest, cast)
    for part in (scene, points, speech, video, pronunciation):
        _, job = part.project_of(cast)
        _finish(Job.objects.get(pk=job))
    points.begin(cast)
    speech.write_down(cast)
    video.begin(cast)
    pronunciation.rate(cast)
    seal()
    return cast.sign_ins()


def _project(cast: Cast) -> Project:
    alice = cast.people["alice"]
    project = create_project(
        template="detection",
        name="Street scenes, San Francisco",
        by=alice,
        client=cast.client,
        languages=["en", "zh"],
        deadline=timezone.localdate() + timedelta(days=30),
        description="Cars, people, lights and signs, seen by three cameras. PandaSet by Hesai and Scale AI, CC BY 4.0.",
    )
    roles = {"bob": "annotator", "ben": "annotator", "carol": "reviewer", "dave": "qa", "erin": "client"}
    for key, role in roles.items():
        set_roles(project=project, person=cast.people[key], roles=[role], by=alice)
    return project


def _import_photographs(project: Project, cast: Cast) -> None:
    imported = start_import(
        project=project,
        source="folder",
        location=PHOTOGRAPHS,
        by=cast.people["alice"],
        wish=Wish(dataset="PandaSet"),
    )
    _finish(imported.job)


def _finish(job: Job | None) -> None:
    """Run a job here and now; the worker finds it done."""
    assert job is not None
    while Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).exists():
        run_job(str(job.pk))
    job.refresh_from_db()
    if job.state != Job.State.DONE:
        raise RuntimeError(f"{job.kind} ended as {job.state}: {job.error}")


def _batches(project: Project, cast: Cast) -> tuple[list[Task], list[list[Task]]]:
    """A pilot with the first photograph of each camera, and one batch per camera with the other four."""
    alice = cast.people["alice"]
    tasks = list(project.tasks.select_related("asset").order_by("number"))
    pilot = [task for task in tasks if task.asset.name.endswith("/1.jpg")]
    _cut(project, "Pilot", pilot, alice)
    rest = []
    for camera, name in CAMERAS.items():
        own = [task for task in tasks if task.asset.name.startswith(f"{camera}/") and task not in pilot]
        rest.append(_cut(project, name, own, alice))
    return _fresh(pilot), rest


def _cut(project: Project, name: str, tasks: list[Task], by: User) -> list[Task]:
    cut_batches(project=project, name=name, by=by, tasks=[task.pk for task in tasks])
    return _fresh(tasks)


def _fresh(tasks: list[Task]) -> list[Task]:
    found = Task.objects.filter(pk__in=[task.pk for task in tasks]).select_related("asset", "batch", "project")
    return list(found.order_by("number"))


def _review_pilot(pilot: list[Task], cast: Cast) -> None:
    """Carol returns the first photograph with an issue, Bob mends it, and all three are accepted; Dave approves."""
    bob, carol, dave = (cast.people[key] for key in ("bob", "carol", "dave"))
    first = pilot[0]
    start_review(task=first, by=carol)
    loose = _widest(work_document(first))
    issue = issues.open_issue(
        task=first,
        type="geometry",
        severity="minor",
        text="Please check whether the shadow under the car is inside the box.",
        record=UUID(loose["id"]),
        by=carol,
    )
    review.decide(task=first, decision="return", note="", by=carol)
    claim_task(task=first, by=bob, slot="annotator")
    first.refresh_from_db()
    issues.comment(issue=issue, text="Checked: the box ends at the tyres.", by=bob)
    issues.resolve(issue=issue, by=bob)
    submit(first, bob)
    for task in pilot:
        accept(task, by=carol)
    assert first.batch is not None
    sample = sampling.draw(batch=first.batch, share=1, least=3, by=dave)
    for item in sample.items.select_related("task__project", "sample"):
        sampling.inspect(item=item, verdict=SampleItem.Verdict.PASS, note="", by=dave)
    sampling.approve(batch=first.batch, note="All three photographs inspected.", by=dave)


def _widest(document: Document) -> RecordJson:
    return max(read_records(document), key=lambda record: record["data"].get("width", 0))


def _deliver(batch: Batch | None, cast: Cast) -> None:
    assert batch is not None
    alice = cast.people["alice"]
    delivery = deliveries.create_delivery(
        batch=batch, formats=["coco", "yolo"], with_media=True, note="The pilot: one photograph per camera.", by=alice
    )
    _finish(Job.objects.get(params__delivery=str(delivery.pk)))
    deliveries.send(delivery=delivery, by=alice)


def _suggest(project: Project, by: User) -> None:
    """Carry the labels of each camera's first photograph to the other four, as the built-in model does it."""
    model = add_model(prelabeler_slug="propagate", name="Carry along", config={}, by=by, project=project)
    _finish(start_run(project=project, model=model, selection={}, by=by).job)


def _work_in_progress(rest: list[list[Task]], cast: Cast) -> None:
    """Of the front camera: one in the review queue, one returned, one begun. The others wait in the queue."""
    bob, ben, carol = (cast.people[key] for key in ("bob", "ben", "carol"))
    submitted, returned, begun, _ = rest[0]
    for task, who in ((submitted, bob), (returned, bob), (begun, ben)):
        claim_task(task=task, by=who, slot="annotator")
        _accept_suggestions(task, by=who)
    submit(submitted, bob)
    submit(returned, bob)
    start_review(task=returned, by=carol)
    record = _widest(work_document(returned))
    issues.open_issue(
        task=returned,
        type="geometry",
        severity="major",
        text="The box was carried over from the photograph before and no longer fits at the rear.",
        record=UUID(record["id"]),
        by=carol,
    )
    review.decide(task=returned, decision="return", note="", by=carol)


def _accept_suggestions(task: Task, by: User) -> None:
    """Take over what the model proposes, as one keystroke in the workbench does."""
    proposed = Document.objects.filter(task=task, layer=Document.Layer.PRELABEL).first()
    records = read_records(proposed) if proposed else []
    patch = [{"id": record["id"], "before": None, "after": record} for record in records]
    if patch:
        apply_patch(document=work_document(task), op_id=uuid4(), base_revision=0, patch=patch, by=by)
