"""Runs of models over tasks: suggestions arrive, and what people touched or rejected stays as they left it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from accounts.models import User
from annotation.models import Document, PrelabelModel, PrelabelRun
from annotation.prelabel import prelabelers
from annotation.prelabel.base import Field, Learned, Picture, Prelabeler, PrelabelError, Proposal, Refused, Setup
from annotation.services.documents import apply_patch, read_records, work_document
from annotation.services.prelabel.gain import gain
from core import storage
from core.errors import DomainError
from core.ids import uuid7
from core.models import Job
from core.services.jobs import cancel, retry, run_job
from core.text import Text
from projects.models import Asset, Project, Task
from projects.services.queue import next_task
from projects.services.uploads import MAX_MODEL_BYTES, append, create_upload
from tests.conftest import Api
from tests.contents import held

BOXES = [{"x": 10.0, "y": 10.0, "width": 50.0, "height": 40.0}, {"x": 200.0, "y": 100.0, "width": 80.0, "height": 60.0}]


class Fixed(Prelabeler):
    """Proposes what the test says; fails where it says."""

    slug = "fixed"
    title = Text(en="Fixed", zh="固定")
    description = title
    kinds = frozenset({"box"})
    fields = (Field("word", title, "text"),)
    boxes: list[dict[str, float]] = BOXES
    label = "car"
    broken: set[str] = set()
    seen: list[str] = []

    def predict(self, pictures: Iterable[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
        for picture in pictures:
            self.seen.append(picture.name)
            if picture.name in self.broken:
                raise PrelabelError("image-unreadable", f"{picture.name} cannot be read.", name=picture.name)
            yield picture, [Proposal("box", self.label, dict(box), 0.9) for box in self.boxes]


class Learner(Fixed):
    slug = "learner"
    learns = True
    worth_it = True

    @classmethod
    def learn(cls, setup: Setup, pictures: Any) -> Learned:
        return Learned(b"weights", {"pictures": len(pictures)}, cls.worth_it)


@pytest.fixture(autouse=True)
def _plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    registry = prelabelers()
    monkeypatch.setattr(registry, "_plugins", {**registry._plugins, "fixed": Fixed, "learner": Learner})
    for name, value in (("boxes", BOXES), ("label", "car"), ("broken", set()), ("seen", [])):
        monkeypatch.setattr(Fixed, name, value)


@pytest.fixture
def model(project: Project) -> PrelabelModel:
    return PrelabelModel.objects.create(project=project, prelabeler="fixed", name="Fixed", state="ready")


def start(alice: User, project: Project, model: PrelabelModel, **selection: Any) -> Job:
    answer = Api(alice).post(f"/api/v1/projects/{project.pk}/prelabel-runs", {"model": str(model.pk), **selection})
    assert answer.status_code == 201, answer.json()
    job = Job.objects.get(pk=answer.json()["job"]["id"])
    run_job(str(job.pk))
    job.refresh_from_db()
    return job


def layer(task: Task, model: PrelabelModel) -> Document:
    return Document.objects.get(task=task, layer="prelabel", owner=str(model.pk))


def save(document: Document, by: User, *changes: tuple[dict[str, Any] | None, dict[str, Any] | None]) -> None:
    document.refresh_from_db()
    patch = [{"id": (after or before or {})["id"], "before": before, "after": after} for before, after in changes]
    apply_patch(document=document, op_id=uuid7(), base_revision=document.revision, patch=patch, by=by)


def test_suggestions_are_a_layer_with_model_version_and_score(
    alice: User, project: Project, model: PrelabelModel, tasks: list[Task]
) -> None:
    job = start(alice, project, model)
    assert (job.state, job.done, job.total) == ("done", 3, 3)
    assert job.result == {
        "tasks": 3,
        "proposed": 6,
        "labelled": 0,
        "rejected": 0,
        "unfit": 0,
        "failed": 0,
        "refused": 0,
    }
    records = read_records(layer(tasks[0], model))
    assert [record["data"] for record in records] == BOXES
    assert records[0]["source"] == {"origin": "model", "model": "fixed", "version": "Fixed 1"}
    assert records[0]["score"] == 0.9
    assert not held(work_document(tasks[0]))
    assert PrelabelRun.objects.get().counts["proposed"] == 6


def test_a_run_again_changes_nothing_and_keeps_the_ids(
    alice: User, project: Project, model: PrelabelModel, tasks: list[Task]
) -> None:
    start(alice, project, model)
    before = read_records(layer(tasks[0], model))
    start(alice, project, model)
    assert read_records(layer(tasks[0], model)) == before
    assert layer(tasks[0], model).revision == 1


def test_what_people_accepted_adjusted_or_rejected_stays(
    alice: User, bob: User, project: Project, model: PrelabelModel, task: Task, tasks: list[Task]
) -> None:
    """Bob adjusts one suggestion and rejects the other; a later run of better boxes brings neither back."""
    start(alice, project, model)
    claimed = next_task(project=project, by=bob, slot="annotator")
    assert claimed is not None
    first, second = read_records(layer(claimed, model))
    adjusted = {**first, "data": {**first["data"], "width": 55.0}}
    save(work_document(claimed), bob, (None, adjusted))
    save(layer(claimed, model), bob, (second, None))
    Fixed.boxes = [{**box, "x": box["x"] + 2} for box in BOXES]
    job = start(alice, project, model, tasks=[str(claimed.pk)])
    assert (job.result["labelled"], job.result["rejected"], job.result["proposed"]) == (1, 1, 0)
    assert read_records(work_document(claimed)) == [adjusted]
    assert [record["id"] for record in read_records(layer(claimed, model))] == [first["id"]]
    figures = gain(project)["models"][0]
    assert (figures["adjusted"], figures["rejected"], figures["kept"], figures["open"]) == (1, 1, 0, 4)
    assert 0.8 < figures["adjusted_overlap"] < 1


def test_a_suggestion_accepted_as_it_was_stays_and_counts_as_kept(
    alice: User, bob: User, project: Project, model: PrelabelModel, tasks: list[Task]
) -> None:
    start(alice, project, model)
    claimed = next_task(project=project, by=bob, slot="annotator")
    assert claimed is not None
    first, _ = read_records(layer(claimed, model))
    save(work_document(claimed), bob, (None, first))
    Fixed.boxes = [{**box, "x": box["x"] + 2} for box in BOXES]
    job = start(alice, project, model, tasks=[str(claimed.pk)])
    assert (job.result["labelled"], job.result["proposed"]) == (1, 1)
    assert read_records(work_document(claimed)) == [first]
    figures = Api(alice).get(f"/api/v1/projects/{project.pk}/prelabel-gain").json()["models"][0]
    assert (figures["kept"], figures["adjusted"], figures["rejected"]) == (1, 0, 0)


def test_what_a_person_drew_is_neither_changed_nor_proposed_once_more(
    alice: User, bob: User, project: Project, model: PrelabelModel, tasks: list[Task]
) -> None:
    claimed = next_task(project=project, by=bob, slot="annotator")
    assert claimed is not None
    drawn = {
        "id": str(UUID(int=7)), "kind": "box", "label": "car", "data": {**BOXES[0], "x": 12.0}, "attributes": {},
        "z": 0, "group": None, "source": {"origin": "human"}, "score": None,
    }  # fmt: skip
    save(work_document(claimed), bob, (None, drawn))
    job = start(alice, project, model, tasks=[str(claimed.pk)])
    assert (job.result["labelled"], job.result["proposed"]) == (1, 1)
    assert read_records(work_document(claimed)) == [drawn]


def test_an_accepted_suggestion_that_was_deleted_again_is_not_proposed_again(
    alice: User, bob: User, project: Project, model: PrelabelModel, tasks: list[Task]
) -> None:
    start(alice, project, model)
    claimed = next_task(project=project, by=bob, slot="annotator")
    assert claimed is not None
    first, _ = read_records(layer(claimed, model))
    save(work_document(claimed), bob, (None, first))
    save(work_document(claimed), bob, (first, None))
    Fixed.boxes = [{**box, "x": box["x"] + 2} for box in BOXES]
    start(alice, project, model)
    assert [record["data"]["x"] for record in read_records(layer(claimed, model))] == [202.0]


def test_labels_the_schema_does_not_know_are_counted_and_left_out(
    alice: User, project: Project, model: PrelabelModel, tasks: list[Task]
) -> None:
    Fixed.label = "unicorn"
    assert start(alice, project, model).result["unfit"] == 6


def test_one_broken_image_is_logged_and_the_rest_done(
    alice: User, project: Project, model: PrelabelModel, tasks: list[Task]
) -> None:
    Fixed.broken = {"1.jpg"}
    job = start(alice, project, model)
    assert (job.state, job.result["tasks"], job.result["failed"]) == ("done", 2, 1)
    assert [entry["code"] for entry in job.log] == ["prelabel-failed"]


def test_what_could_not_be_used_is_counted_and_logged_with_its_reason(
    alice: User, project: Project, model: PrelabelModel, tasks: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(self: Fixed, pictures: Iterable[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
        for picture in pictures:
            self.refused[Refused("label", "lorry")] += 2
            yield picture, []

    monkeypatch.setattr(Fixed, "predict", refusing)
    job = start(alice, project, model)
    assert (job.state, job.result["refused"]) == ("done", 6)
    assert [entry["params"] for entry in job.log] == [{"reason": "label", "what": "lorry", "count": 6}]


def test_a_cancelled_run_goes_on_behind_what_it_had_done(
    alice: User, project: Project, model: PrelabelModel, tasks: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotation.services.prelabel.runs.CHUNK", 1)
    answer = Api(alice).post(f"/api/v1/projects/{project.pk}/prelabel-runs", {"model": str(model.pk)})
    job = Job.objects.get(pk=answer.json()["job"]["id"])
    original = Fixed.predict

    def stop_at_second(self: Fixed, pictures: Iterable[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
        for found in original(self, pictures):
            if found[0].name == "1.jpg":
                cancel(job=job, by=alice)
            yield found

    monkeypatch.setattr(Fixed, "predict", stop_at_second)
    run_job(str(job.pk))
    job.refresh_from_db()
    assert job.state == "cancelled"
    monkeypatch.setattr(Fixed, "predict", original)
    Fixed.seen = []
    retry(job=job, by=alice)
    run_job(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.done) == ("done", 3)
    assert "0.jpg" not in Fixed.seen


def test_training_makes_a_model_ready_or_unfit_and_then_a_new_version(
    alice: User, project: Project, tasks: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Api(alice).post(f"/api/v1/projects/{project.pk}/models", {"prelabeler": "learner", "name": "Ours"}).json()
    assert (made["state"], made["version"]) == ("draft", "1")
    states = []
    for worth_it in (True, False):
        monkeypatch.setattr(Learner, "worth_it", worth_it)
        answer = Api(alice).post(f"/api/v1/models/{made['id']}/train")
        assert answer.status_code == 202
        run_job(answer.json()["job"])
        found = Api(alice).get(f"/api/v1/models/{answer.json()['model']['id']}").json()
        states.append((found["version"], found["state"]))
    assert states == [("1", "ready"), ("2", "unfit")]
    unfit = PrelabelModel.objects.get(version="2")
    answer = Api(alice).post(f"/api/v1/projects/{project.pk}/prelabel-runs", {"model": str(unfit.pk)})
    assert (answer.status_code, answer.json()["code"]) == (409, "model-unfit")


@pytest.mark.parametrize("who", ["bob", "carol", "erin", "mallory"])
def test_only_managers_see_models_and_run_them(
    who: str, project: Project, model: PrelabelModel, request: pytest.FixtureRequest, tasks: list[Task]
) -> None:
    somebody = Api(request.getfixturevalue(who))
    place = f"/api/v1/projects/{project.pk}"
    for answer in (
        somebody.get(f"{place}/models"),
        somebody.get(f"{place}/prelabel-gain"),
        somebody.post(f"{place}/prelabel-runs", {"model": str(model.pk)}),
        somebody.post(f"{place}/models", {"prelabeler": "fixed", "name": "x"}),
        somebody.get(f"/api/v1/models/{model.pk}"),
        somebody.get("/api/v1/models"),
    ):
        assert answer.status_code in {403, 404}


def test_only_administrators_bring_servers_and_files(alice: User, olga: User, project: Project) -> None:
    wish = {"prelabeler": "http", "name": "x", "config": {"url": "http://127.0.0.1:1/"}}
    answer = Api(alice).post(f"/api/v1/projects/{project.pk}/models", wish)
    assert (answer.status_code, answer.json()["params"]) == (403, {"reason": "not-administrator"})
    answer = Api(olga).post("/api/v1/models", wish)
    assert (answer.status_code, answer.json()["code"]) == (400, "server-private")
    assert not PrelabelModel.objects.exists()


def test_ways_to_propose_say_what_they_ask_for(alice: User, olga: User) -> None:
    for person, may_bring in ((alice, "not-administrator"), (olga, True)):
        ways = {way["slug"]: way for way in Api(person).get("/api/v1/prelabelers").json()}
        assert {"propagate", "learn", "onnx", "http"} <= set(ways)
        assert ways["onnx"]["can_add"] == may_bring
        assert ways["http"]["installation_only"]
        assert all(way["title"]["zh"] and all(field["title"]["en"] for field in way["fields"]) for way in ways.values())


def test_an_uploaded_detector_is_tried_and_used(
    olga: User, alice: User, project: Project, tasks: list[Task], tmp_path: Path
) -> None:
    """From the upload to the layer: one tiny ONNX file, its class mapped to a label of the project."""
    from tests.annotation.prelabel.test_onnx import STYLES, constant_model

    content = constant_model(tmp_path / "m.onnx", STYLES["end2end"]).read_bytes()
    upload = create_upload(name="m.onnx", size=len(content), by=olga, purpose="model")
    append(upload=upload, offset=0, read=io.BytesIO(content).read)
    wish = {"prelabeler": "onnx", "name": "Tiny", "upload": str(upload.pk), "config": {"classes": {"car": "car"}}}
    made = Api(olga).post("/api/v1/models", wish)
    assert made.status_code == 201, made.json()
    assert made.json()["metrics"]["facts"]["style"] == "end2end"
    assert [model["name"] for model in Api(alice).get(f"/api/v1/projects/{project.pk}/models").json()["results"]] == [
        "Tiny"
    ]
    stream = io.BytesIO()
    Image.new("RGB", (128, 128)).save(stream, "png")
    stream.seek(0)
    name = storage.put(stream, "assets", suffix=".png").name
    Asset.objects.filter(project=project).update(original=name, width=128, height=128)
    job = start(alice, project, PrelabelModel.objects.get(name="Tiny"))
    assert (job.state, job.result["proposed"], job.error) == ("done", 3, None)
    [record] = read_records(layer(tasks[0], PrelabelModel.objects.get(name="Tiny")))
    assert record["data"] == pytest.approx({"x": 44, "y": 54, "width": 40, "height": 20}, abs=0.05)


def test_a_trial_says_what_would_be_proposed_and_writes_nothing(
    alice: User, project: Project, model: PrelabelModel, tasks: list[Task]
) -> None:
    place = f"/api/v1/projects/{project.pk}/prelabel-trials"
    begun = Api(alice).post(place, {"model": str(model.pk), "task": str(tasks[1].pk)})
    assert begun.status_code == 202, begun.json()
    assert (begun.json()["name"], Fixed.seen) == ("1.jpg", [])
    run_job(begun.json()["job"])
    job = Job.objects.get(pk=begun.json()["job"])
    assert (job.state, Fixed.seen) == ("done", ["1.jpg"])
    assert [each["data"] for each in job.result["proposals"]] == BOXES
    assert not Document.objects.filter(layer="prelabel").exists()
    PrelabelModel.objects.filter(pk=model.pk).update(state="draft")
    refused = Api(alice).post(place, {"model": str(model.pk)})
    assert (refused.status_code, refused.json()["code"]) == (409, "model-draft")


@pytest.mark.parametrize("who", ["bob", "carol", "erin", "mallory"])
def test_only_managers_try_models(
    who: str, project: Project, model: PrelabelModel, request: pytest.FixtureRequest, tasks: list[Task]
) -> None:
    place = f"/api/v1/projects/{project.pk}/prelabel-trials"
    answer = Api(request.getfixturevalue(who)).post(place, {"model": str(model.pk)})
    assert answer.status_code in {403, 404}


def test_a_model_file_has_a_limit_of_its_own(olga: User) -> None:
    with pytest.raises(DomainError) as refused:
        create_upload(name="m.onnx", size=MAX_MODEL_BYTES + 1, by=olga, purpose="model")
    assert (refused.value.code, refused.value.status) == ("upload-too-large", 413)
    assert create_upload(name="m.onnx", size=1000, by=olga, purpose="model").size == 1000


def test_propagation_runs_on_stored_images(alice: User, bob: User, project: Project, tasks: list[Task]) -> None:
    """From the store to the layer: the first image's box is carried to the second and third."""
    from tests.annotation.prelabel.pictures import scene

    for index, task in enumerate(tasks):
        stream = io.BytesIO()
        Image.fromarray(scene(100 + 6 * index, 80)[:, :, ::-1]).save(stream, "png")
        stream.seek(0)
        asset = task.asset
        asset.original, asset.width, asset.height = storage.put(stream, "assets", suffix=".png").name, 320, 240
        asset.save()
    claimed = next_task(project=project, by=bob, slot="annotator")
    assert claimed is not None
    assert claimed.pk == tasks[0].pk
    box = {"x": 100.0, "y": 80.0, "width": 60.0, "height": 60.0}
    record = {
        "id": str(UUID(int=5)), "kind": "box", "label": "car", "data": box, "attributes": {"occluded": True}, "z": 0,
        "group": None, "source": {"origin": "human"}, "score": None,
    }  # fmt: skip
    save(work_document(claimed), bob, (None, record))
    model = PrelabelModel.objects.create(project=project, prelabeler="propagate", name="Carry", state="ready")
    job = start(alice, project, model)
    assert (job.state, job.result["proposed"], job.error) == ("done", 2, None)
    [carried] = read_records(layer(tasks[2], model))
    assert carried["data"]["x"] == pytest.approx(112, abs=2)
    assert carried["attributes"] == {"occluded": True}
