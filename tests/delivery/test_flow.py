"""From an approved batch to the client's decision, and back to work."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from accounts.models import Notice, User
from accounts.tasks import send_mail
from annotation.kinds.record import new_record
from annotation.models import Document
from annotation.services.documents import apply_patch, create_many
from core import storage
from core.models import AuditEvent, Job
from core.services.jobs import run_job
from delivery import bag
from delivery.models import Delivery, Snapshot, SnapshotItem
from delivery.services.packages import build_ended
from delivery.services.snapshots import records_of
from projects.models import Batch, Guideline, Project, Task
from projects.services.guideline_pictures import add_picture
from qa.models import Issue, Review
from tests.conftest import Api
from tests.contents import held, hold

pytestmark = pytest.mark.django_db
FORMATS = ["coco", "yolo", "voc", "groundwork"]


def post(user: User, path: str, status: int = 200, **body: Any) -> Any:
    response = Api(user).post(f"/api/v1/{path}", body, format="json")
    assert response.status_code == status, response.content
    return response.json()


def get(user: User, path: str, status: int = 200) -> Any:
    response = Api(user).get(f"/api/v1/{path}")
    assert response.status_code == status, response.content
    return response.json()


def image_bytes(shade: int) -> io.BytesIO:
    stream = io.BytesIO()
    Image.new("RGB", (640, 480), (shade, 90, 120)).save(stream, "JPEG")
    stream.seek(0)
    return stream


@pytest.fixture
def approved(batch: Batch, tasks: list[Task], bob: User, carol: User) -> Batch:
    """Three accepted tasks with real files: two boxes, one box, and an image confirmed as empty."""
    for index, task in enumerate(tasks):
        stored = storage.put(image_bytes(index * 60), "originals", suffix=".jpg")
        task.asset.original, task.asset.sha256 = stored.name, stored.sha256
        task.asset.save()
        boxes = [{"x": 10.0 + 100 * n, "y": 20.5, "width": 60.0, "height": 40.0} for n in range(2 - index)]
        records = [new_record(id=str(uuid4()), kind="box", label="car", data=data, origin="human") for data in boxes]
        create_many([(task, records or [new_record(id=str(uuid4()), kind="empty", data={})])], origin="human", by=bob)
        Task.objects.filter(pk=task.pk).update(state=Task.State.ACCEPTED, annotator=bob, reviewer=carol)
    batch.state = Batch.State.APPROVED
    batch.save()
    return batch


def build(delivery: dict[str, Any]) -> None:
    job = Job.objects.get(params__delivery=delivery["id"])
    Job.objects.filter(pk=job.pk).update(state=Job.State.QUEUED)
    run_job(str(job.pk))


@pytest.fixture
def ready(approved: Batch, alice: User) -> dict[str, Any]:
    made = post(alice, f"projects/{approved.project_id}/deliveries", 202, batch=str(approved.pk), formats=FORMATS)
    build(made)
    found = get(alice, f"deliveries/{made['id']}")
    assert found["state"] == "ready"
    return dict(found)


@pytest.fixture
def sent(ready: dict[str, Any], alice: User) -> dict[str, Any]:
    return dict(post(alice, f"deliveries/{ready['id']}/send"))


def open_package(delivery: dict[str, Any], format: str) -> zipfile.ZipFile:
    package = Delivery.objects.get(pk=delivery["id"]).packages.get(format=format)
    return zipfile.ZipFile(io.BytesIO(b"".join(storage.read_range(package.file))))


def test_every_format_is_a_sound_bag_with_images_schema_guidelines_and_report(
    ready: dict[str, Any], tmp_path: Path
) -> None:
    for package in Delivery.objects.get(pk=ready["id"]).packages.all():
        with storage.local_path(package.file) as path:
            assert hashlib.sha256(path.read_bytes()).hexdigest() == package.sha256
            checked = bag.verify(path)
        assert checked.ok, (package.format, checked)
        with open_package(ready, package.format) as archive:
            names = {name.partition("/")[2] for name in archive.namelist()}
        assert {
            "bagit.txt",
            "bag-info.txt",
            "manifest-sha256.txt",
            "data/documents/label-schema.json",
            "data/documents/guidelines.md",
            "data/documents/quality-report.en.html",
            "data/documents/quality-report.zh.html",
        } <= names
        assert sum(name.endswith(".jpg") for name in names) == 3


def test_the_empty_image_is_in_the_coco_file(ready: dict[str, Any]) -> None:
    with open_package(ready, "coco") as archive:
        name = next(n for n in archive.namelist() if n.endswith(".json") and "schema" not in n)
        coco = json.loads(archive.read(name))
    assert len(coco["images"]) == 3
    assert len(coco["annotations"]) == 3
    assert ready["counts"] == {"images": 3, "objects": 3, "empty_images": 1, "skipped": 0}


def test_guidelines_are_delivered_with_their_pictures(approved: Batch, alice: User) -> None:
    picture = add_picture(project=approved.project, source=image_bytes(200), by=alice)
    Guideline.objects.create(project=approved.project, version=2, text=f"![van](picture:{picture.pk})")
    made = post(alice, f"projects/{approved.project_id}/deliveries", 202, batch=str(approved.pk), formats=["coco"])
    build(made)
    with open_package(made, "coco") as archive:
        top = archive.namelist()[0].partition("/")[0]
        text = archive.read(f"{top}/data/documents/guidelines.md").decode()
        name = text.removeprefix("![van](").removesuffix(")")
        assert hashlib.sha256(archive.read(f"{top}/data/documents/{name}")).hexdigest() == picture.sha256


def test_a_changed_byte_is_found(ready: dict[str, Any], tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.zip"
    with open_package(ready, "coco") as archive, zipfile.ZipFile(damaged, "w") as copy:
        for name in archive.namelist():
            data = archive.read(name)
            copy.writestr(name, data[:-1] + b"?" if name.endswith("guidelines.md") else data)
    assert bag.verify(damaged).changed == ["data/documents/guidelines.md"]
    with pytest.raises(CommandError):
        call_command("verify_package", str(damaged), stdout=io.StringIO(), stderr=io.StringIO())


def test_the_same_snapshot_gives_the_same_bytes(ready: dict[str, Any]) -> None:
    package = Delivery.objects.get(pk=ready["id"]).packages.get(format="coco")
    first = package.sha256
    package.file = ""
    package.save()
    build(ready)
    package.refresh_from_db()
    assert package.sha256 == first


def test_only_an_approved_batch_is_delivered(batch: Batch, tasks: list[Task], alice: User) -> None:
    refused = post(alice, f"projects/{batch.project_id}/deliveries", 409, batch=str(batch.pk), formats=["coco"])
    assert refused["code"] == "batch-not-approved"


def test_what_the_formats_lose_is_known_before_and_is_what_the_packages_say_after(approved: Batch, alice: User) -> None:
    document = Document.objects.get(task__batch=approved, task__number=1)
    turned = {"cx": 60.0, "cy": 60.0, "width": 30.0, "height": 20.0, "angle": 0.5}
    said = {"occluded": True}
    rotated = new_record(id=str(uuid4()), kind="rotated_box", data=turned, label="car", attributes=said)
    path = {"points": [[1.0, 1.0], [40.0, 40.0]]}
    line = new_record(id=str(uuid4()), kind="polyline", data=path, label="car")
    hold(document, [*held(document), rotated, line])
    answer = get(alice, f"batches/{approved.pk}/losses?formats={','.join(FORMATS)}")
    assert (answer["tasks"], answer["examined"]) == (3, 3)
    before = {each["slug"]: each["losses"] for each in answer["formats"]}
    assert {loss["code"] for loss in before["yolo"]} >= {"kind-not-carried", "attributes-dropped"}
    assert before["groundwork"] == []
    assert {each["key"]: each["count"] for each in answer["attributes"]}["occluded"] >= 1
    made = post(alice, f"projects/{approved.project_id}/deliveries", 202, batch=str(approved.pk), formats=FORMATS)
    run_job(made["packages"][0]["job"])
    built = get(alice, f"deliveries/{made['id']}")["packages"]
    assert {each["format"]: each["contents"]["losses"] for each in built} == before


def test_what_is_lost_depends_on_what_is_chosen_of_a_format(approved: Batch, alice: User) -> None:
    triangle = {"points": [[1.0, 1.0], [40.0, 1.0], [40.0, 40.0]], "holes": []}
    polygon = new_record(id=str(uuid4()), kind="polygon", data=triangle, label="car")
    hold(Document.objects.get(task__batch=approved, task__number=1), [polygon])
    for task, is_lost in (("detect", True), ("segment", False)):
        query = urlencode({"formats": "yolo", "options": json.dumps({"yolo": {"task": task}})})
        (yolo,) = get(alice, f"batches/{approved.pk}/losses?{query}")["formats"]
        assert ("polygon-as-box" in {loss["code"] for loss in yolo["losses"]}) is is_lost
    assert get(alice, f"batches/{approved.pk}/losses?formats=yolo&options=[1]", 400)["code"] == "invalid"


def test_a_trial_run_looks_at_so_much_that_somebody_may_wait_for(
    approved: Batch, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("delivery.services.preview.MOST_TASKS", 2)
    answer = get(alice, f"batches/{approved.pk}/losses?formats=coco")
    assert (answer["tasks"], answer["examined"]) == (3, 2)


def test_only_who_delivers_sees_what_would_be_lost(approved: Batch, dave: User, bob: User, erin: User) -> None:
    for person, status in ((dave, 403), (bob, 403), (erin, 404)):
        get(person, f"batches/{approved.pk}/losses?formats=coco", status)
    assert Delivery.objects.count() == 0


@pytest.mark.parametrize("who", ["bob", "carol", "erin", "mallory"])
def test_only_managers_deliver(request: pytest.FixtureRequest, approved: Batch, who: str) -> None:
    user = request.getfixturevalue(who)
    path = f"/api/v1/projects/{approved.project_id}/deliveries"
    response = Api(user).post(path, {"batch": str(approved.pk), "formats": ["coco"]}, format="json")
    assert response.status_code in {403, 404}


def test_nothing_is_sent_to_nobody(ready: dict[str, Any], project: Project, alice: User, erin: User) -> None:
    client = project.client
    project.participants.filter(user=erin).delete()
    Project.objects.update(client=None)
    assert get(alice, f"deliveries/{ready['id']}")["can"]["send"] == "project-without-client"
    post(alice, f"deliveries/{ready['id']}/send", 403)
    assert Batch.objects.get().state == Batch.State.APPROVED
    Project.objects.update(client=client)
    assert post(alice, f"deliveries/{ready['id']}/send")["state"] == "sent"
    assert get(erin, "deliveries")["results"] != []


def test_erin_sees_a_delivery_only_once_it_was_sent(ready: dict[str, Any], alice: User, erin: User) -> None:
    assert get(erin, "deliveries")["results"] == []
    get(erin, f"deliveries/{ready['id']}", 404)
    post(alice, f"deliveries/{ready['id']}/send")
    assert [row["id"] for row in get(erin, "deliveries")["results"]] == [ready["id"]]
    assert get(erin, f"deliveries/{ready['id']}")["can"]["decide"] is True


@pytest.mark.parametrize("who", ["bob", "carol", "mallory"])
def test_nobody_else_sees_it(request: pytest.FixtureRequest, sent: dict[str, Any], who: str) -> None:
    user = request.getfixturevalue(who)
    assert get(user, "deliveries")["results"] == []
    for path in ("", "/items", "/report", "/diff"):
        assert Api(user).get(f"/api/v1/deliveries/{sent['id']}{path}").status_code == 404


def test_erin_looks_at_samples_downloads_with_resume_and_accepts(sent: dict[str, Any], erin: User) -> None:
    items = get(erin, f"deliveries/{sent['id']}/items")["results"]
    assert [len(item["records"]) for item in items] == [2, 1, 1]
    package = next(p for p in sent["packages"] if p["format"] == "coco")
    link = post(erin, f"deliveries/{sent['id']}/packages/{package['id']}/link")
    client = Api(erin)
    whole = b"".join(client.get(link["url"]).streaming_content)  # type: ignore[attr-defined]
    assert hashlib.sha256(whole).hexdigest() == link["sha256"]
    rest = client.get(link["url"], HTTP_RANGE="bytes=100-")
    assert rest.status_code == 206
    assert whole[:100] + b"".join(rest.streaming_content) == whole  # type: ignore[attr-defined]
    assert post(erin, f"deliveries/{sent['id']}/accept", note="Thank you")["state"] == "accepted"
    assert Batch.objects.get().state == Batch.State.CLIENT_ACCEPTED
    verbs = set(AuditEvent.objects.filter(actor=str(erin.pk)).values_list("verb", flat=True))
    assert {"delivery.samples", "delivery.download", "delivery.accepted"} <= verbs


def test_a_link_is_of_no_use_to_mallory(sent: dict[str, Any], erin: User, mallory: User) -> None:
    link = post(erin, f"deliveries/{sent['id']}/packages/{sent['packages'][0]['id']}/link")
    assert Api(mallory).get(link["url"]).status_code in {403, 404}
    assert Api().get(link["url"]).status_code in {401, 403, 404}


def test_alice_does_not_decide_for_the_client(sent: dict[str, Any], alice: User) -> None:
    post(alice, f"deliveries/{sent['id']}/accept", 403)


def test_returned_with_remarks_becomes_issues_for_bob_and_a_second_version(
    sent: dict[str, Any], tasks: list[Task], alice: User, bob: User, erin: User
) -> None:
    document = Document.objects.get(task=tasks[0], layer="work")
    record = held(document)[0]
    remark = {"task": str(tasks[0].pk), "record": record["id"], "type": "geometry", "text": "Too loose"}
    returned = post(erin, f"deliveries/{sent['id']}/return", note="One box is loose", remarks=[remark])
    assert returned["state"] == "returned"
    assert post(alice, f"deliveries/{sent['id']}/rework") == {"tasks": 1}
    task = Task.objects.get(pk=tasks[0].pk)
    assert (task.state, task.annotator, task.round) == (Task.State.RETURNED, bob, 2)
    issue = Issue.objects.get()
    assert (issue.record, issue.opened_by, issue.severity) == (UUID(record["id"]), erin, "major")
    assert Batch.objects.get().state == Batch.State.OPEN

    after = {**record, "data": {**record["data"], "width": 50.0}}
    change = {"id": record["id"], "before": record, "after": after}
    apply_patch(document=document, op_id=uuid4(), base_revision=1, patch=[change], by=None, origin="rule")
    Task.objects.filter(pk=task.pk).update(state=Task.State.ACCEPTED)
    Batch.objects.update(state=Batch.State.APPROVED)
    second = post(
        alice,
        f"projects/{task.project_id}/deliveries",
        202,
        batch=str(task.batch_id),
        formats=["coco"],
        with_media=False,
    )
    assert second["version"] == 2
    changes = get(alice, f"deliveries/{second['id']}/diff")
    assert (changes["images_changed"], changes["objects_changed"], changes["objects_added"]) == (1, 1, 0)

    old = Snapshot.objects.get(version=1)
    item = old.items.select_related("document").get(task=task)
    frozen = {r["id"]: r for r in records_of([item])[item.pk]}
    assert frozen[record["id"]]["data"]["width"] == 60.0


def test_erin_hears_of_a_delivery_by_mail_and_alice_of_its_return(
    ready: dict[str, Any], alice: User, erin: User, settings: Settings
) -> None:
    settings.EMAIL_HOST = "mail.example.com"

    def mails() -> list[tuple[list[str], str]]:
        Notice.objects.update(created_at=timezone.now() - timedelta(hours=1))
        mail.outbox.clear()
        send_mail()
        return [(sent.to, str(sent.subject)) for sent in mail.outbox]

    name = ready["project"]["name"]
    post(alice, f"deliveries/{ready['id']}/send")
    assert mails() == [([erin.email], f"Delivery 1 of {name} is there for you to look at")]
    post(erin, f"deliveries/{ready['id']}/return", note="Wheels are missing")
    assert mails() == [([alice.email], f"The client returned delivery 1 of {name}")]


def test_returning_takes_a_reason(sent: dict[str, Any], erin: User) -> None:
    assert post(erin, f"deliveries/{sent['id']}/return", 400)["code"] == "return-without-reason"


def test_a_failed_build_is_shown_and_a_retry_makes_it_ready(
    approved: Batch, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = post(alice, f"projects/{approved.project_id}/deliveries", 202, batch=str(approved.pk), formats=["coco"])
    job = Job.objects.get(params__delivery=made["id"])
    job.state = Job.State.FAILED
    build_ended(job)
    assert Delivery.objects.get().state == Delivery.State.FAILED
    build(made)
    assert Delivery.objects.get().state == Delivery.State.READY


def test_the_report_speaks_both_languages_and_needs_no_network(sent: dict[str, Any], erin: User) -> None:
    Snapshot.objects.update(created_at=datetime(2026, 3, 4, 15, 6, tzinfo=UTC))
    moments = {"en": "4 March 2026, 15:06 UTC", "zh": "2026年3月4日 15:06（UTC）"}
    for language, word in (("en", "Quality report"), ("zh", "质量报告")):
        response = Api(erin).get(f"/api/v1/deliveries/{sent['id']}/report?language={language}")
        html = response.content.decode()
        assert word in html
        assert moments[language] in html
        assert "src=" not in html
        assert "http" not in html.replace("http-equiv", "")
        assert html.count("<svg") == 3


def test_the_report_of_speech_says_how_many_words_were_right(sent: dict[str, Any], erin: User) -> None:
    path = f"/api/v1/deliveries/{sent['id']}/report"
    assert "Words corrected" not in Api(erin).get(path).content.decode()
    task = SnapshotItem.objects.values_list("task", flat=True)[0]
    Review.objects.create(task_id=task, decision="accept", round=1, revision=1, changes={"words": [2, 100]})
    html = Api(erin).get(path).content.decode()
    assert "2 / 100" in html
    assert "92.96 - 99.76 %" in html


def test_reports_have_the_same_words_in_both_languages() -> None:
    from delivery.report.page import catalogue

    english, chinese = catalogue("en"), catalogue("zh")
    assert english.keys() == chinese.keys()
    assert all(english.values())
    assert all(chinese.values())


def test_a_name_with_markup_stays_text_in_the_report(sent: dict[str, Any], project: Project, erin: User) -> None:
    Project.objects.update(name="<script>alert(1)</script>")
    html = Api(erin).get(f"/api/v1/deliveries/{sent['id']}/report").content.decode()
    assert "<script>" not in html


def test_lists_take_few_queries(
    sent: dict[str, Any], erin: User, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client = Api(erin)
    with django_assert_max_num_queries(10):
        client.get("/api/v1/deliveries")
    with django_assert_max_num_queries(16):
        client.get(f"/api/v1/deliveries/{sent['id']}/items")
