"""Videos: any frame by its number, boxes followed on a worker, and what a detector finds in frames joined to tracks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

import numpy as np
import pytest
from django.test import Client

from accounts.models import User
from annotation.kinds import KINDS
from annotation.kinds.base import Data
from annotation.kinds.mask import mask_data
from annotation.kinds.track import at
from annotation.models import Content, Document, Embedding, PrelabelModel
from annotation.prelabel import prelabelers
from annotation.prelabel.base import Long, Picture, Pixels, Prelabeler, PrelabelError, Proposal, Setup
from annotation.prelabel.http import Http
from annotation.prelabel.onnx.sam import Sam
from annotation.prelabel.opencv import cv
from annotation.prelabel.video.by_frame import ByFrame
from annotation.prelabel.video.following import Thing, follow
from annotation.prelabel.video.frames import Frames
from annotation.services.prelabel import asked, embeddings
from core import storage
from core.jobs import JobRun
from core.models import Job
from core.services.jobs import run_job
from core.text import Text
from projects.models import AssetFile, Project, Task
from projects.services.queue import next_task
from tests.annotation.modalities import videos
from tests.annotation.prelabel import pictures as stills
from tests.annotation.prelabel.moving import COUNT, GROUND, SIDE, encoded, place, scene, watched
from tests.annotation.prelabel.sam_files import decoder, encoder
from tests.conftest import Api


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Picture:
    folder = tmp_path_factory.mktemp("video")
    return watched(encoded(folder / "moving.mp4"), folder / "out")


@pytest.mark.parametrize("codec", ["libx264", "libvpx-vp9"])
def test_frames_are_those_of_their_numbers_in_any_order(tmp_path: Path, codec: str) -> None:
    path = videos.video(tmp_path / "v.mkv", codec=codec, options={"bf": "2"} if codec == "libx264" else {})
    wanted = [3, 4, 5, 13, 39]
    with Frames(watched(path, tmp_path / "out")) as frames:
        forth = [(number, videos.number_in(image)) for number, image in frames.read(wanted)]
        assert next(iter(frames.read([7, 8])))[0] == 7  # and nobody reads on
        back = [(number, videos.number_in(image)) for number, image in frames.read(range(len(frames) - 1, -1, -1))]
    assert forth == [(number, number) for number in wanted]
    assert back == [(number, number) for number in range(39, -1, -1)]


def test_what_is_no_prepared_video_says_so() -> None:
    with pytest.raises(PrelabelError, match="no prepared video"):
        Frames(Picture("v", "a.mp4", 10, 10, lambda: GROUND))


def test_a_box_is_followed_both_ways_and_lost_where_it_leaves(video: Picture) -> None:
    steps: list[tuple[int, int]] = []
    thing = Thing("a", place(20), 0, COUNT - 1)
    with Frames(video, grey=True) as frames:
        trail = follow(frames, [thing, Thing("b", place(20), 20, 24)], 20, lambda *step: steps.append(step))
    keyframes = trail["a"].keyframes(20)
    data: Data = {"of": "box", "keyframes": keyframes}
    assert keyframes[0]["frame"] == 0
    assert {each["origin"] for each in keyframes} == {"rule"}
    assert len(keyframes) < 12
    for number in (0, 10, 30, 38):
        here = at(data, number)
        assert here
        assert KINDS["box"].similarity(here["data"], place(number)) > 0.75
    assert max(trail["b"].boxes) == 24
    assert min(trail["b"].boxes) == 20
    assert steps[-1] == (COUNT - 1, COUNT - 1)


def _nowhere(pixels: Pixels) -> AbstractContextManager[str]:
    raise AssertionError("it sees the pixels")


class Sees(Prelabeler):
    """Finds the thing where it is, misses it for some frames, and once sees what is not there."""

    kinds = frozenset({"box"})

    def predict(self, pictures: Iterable[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
        for picture in pictures:
            assert picture.load().shape == (240, 320, 3)
            number = int(picture.key.split(":")[1])
            found = [Proposal("box", "car", place(number), 0.9)] if not 8 < number < 14 else []
            if number == 20:
                found.append(Proposal("box", "car", {"x": 250.0, "y": 10.0, "width": 20.0, "height": 20.0}, 0.9))
            yield picture, found


def test_boxes_of_frames_become_one_track_over_gaps_and_without_false_alarms(video: Picture) -> None:
    shares: list[float] = []
    model = ByFrame(Sees(Setup({}, {"car": frozenset({"box"})}, long=Long(step=shares.append))), _nowhere)
    [(_, proposals)] = model.predict([video])
    [proposal] = proposals
    assert (proposal.kind, proposal.label) == ("track", "car")
    assert KINDS["track"].validate(dict(proposal.data))
    assert len(proposal.data["keyframes"]) <= 4
    for number in (0, 10, 25):
        here = at(dict(proposal.data), number)
        assert here
        assert KINDS["box"].similarity(here["data"], place(number)) > 0.9
    assert shares[-1] == 1


class Draws(Prelabeler):
    """Draws the thing where it is."""

    kinds = frozenset({"polygon", "mask", "tag"})

    def predict(self, pictures: Iterable[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
        for picture in pictures:
            box = place(int(picture.key.split(":")[1]))
            left, top, right, bottom = (
                box["x"], box["y"], min(320.0, box["x"] + SIDE), min(240.0, box["y"] + SIDE)
            )  # fmt: skip
            more = [[right, (top + bottom) / 2]] if left > 100 else []
            corners: Data = {"points": [[left, top], [right, top], *more, [right, bottom], [left, bottom]], "holes": []}
            filled = np.zeros((240, 320), np.bool_)
            filled[int(top) : int(bottom), int(left) : int(right)] = True
            painted = mask_data(filled)
            assert painted
            found: list[tuple[str, Data]] = [("polygon", corners), ("mask", painted), ("tag", {})]
            yield picture, [Proposal(kind, "car", data, 0.9) for kind, data in found]


def test_shapes_of_frames_become_tracks_of_their_kind_and_survive_a_stop(
    video: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotation.prelabel.video.by_frame.KEEP_SECONDS", 0.0)
    kept: dict[str, str] = {}

    def keep(key: str, value: Any) -> None:
        kept[key] = json.dumps(value)

    long = Long(keep=keep, recall=lambda key: json.loads(kept[key]) if key in kept else None)
    model = ByFrame(Draws(Setup({}, {"car": frozenset({"polygon", "mask"})}, long=long)), _nowhere)
    [(_, proposals)] = model.predict([video])
    # And once more from what was kept.
    [(_, again)] = model.predict([video])
    assert [dict(each.data) for each in again] == [dict(each.data) for each in proposals]
    assert sorted(each.data["of"] for each in proposals) == ["mask", "polygon"]
    for each in proposals:
        assert KINDS["track"].validate(dict(each.data))
        for number in (1, 10, 29):
            here = at(dict(each.data), number)
            assert here
            bounds = KINDS[each.data["of"]].measure(here["data"]).bounds
            assert bounds
            assert np.allclose(bounds[:2], [place(number)["x"], place(number)["y"]], atol=6)


@pytest.fixture
def claimed(project: Project, bob: User, tasks: list[Task], video: Picture, tmp_path: Path) -> Task:
    """A task whose asset is the video."""
    Project.objects.filter(pk=project.pk).update(modality="video")
    task = next_task(project=Project.objects.get(pk=project.pk), by=bob, slot="annotator")
    assert task is not None
    asset = task.asset
    asset.media_type, asset.width, asset.height, asset.meta = "video/mp4", 320, 240, {"frames": COUNT}
    asset.save()
    for role in ("stream", "frames"):
        meta = dict(video.about("frames", "")) if role == "frames" else {}
        with video.file(role, "") as path:
            stored = storage.put(path, "derived", suffix=".bin")
        AssetFile.objects.create(asset=asset, role=role, key="", stored=stored.name, size=stored.size, meta=meta)
    return Task.objects.get(pk=task.pk)


def test_an_annotator_has_boxes_followed_by_a_worker(claimed: Task, bob: User, carol: User) -> None:
    asked = {"id": "a", "box": place(20), "first": 10, "last": 30}
    body = {"frame": 20, "things": [asked]}
    answer = Api(bob).post(f"/api/v1/tasks/{claimed.pk}/follow", body)
    assert answer.status_code == 202, answer.json()
    job = Job.objects.get(pk=answer.json()["id"])
    run_job(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 20, 20)
    path = f"/api/v1/tasks/{claimed.pk}/follow"
    waiting = Api(bob).get(path).json()["following"]
    assert (waiting["job"]["id"], waiting["job"]["state"], waiting["frame"]) == (str(job.pk), "done", 20)
    assert waiting["things"] == [asked]
    assert Api(bob).delete(path).status_code == 204
    assert Api(bob).get(path).json() == {"following": None}
    [thing] = job.result["things"]
    assert (thing["id"], thing["lost"]) == ("a", [])
    assert [thing["keyframes"][0]["frame"], thing["keyframes"][-1]["frame"]] == [10, 30]
    assert Api(carol).post(f"/api/v1/tasks/{claimed.pk}/follow", body).status_code == 403
    beyond = {**body, "things": [{**asked, "last": COUNT}]}
    assert Api(bob).post(f"/api/v1/tasks/{claimed.pk}/follow", beyond).json()["code"] == "invalid"


def test_a_worker_that_was_stopped_while_it_followed_goes_on_from_there(
    claimed: Task, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    whole = Frames.read

    def counted(self: Frames, numbers: Sequence[int]) -> Iterator[tuple[int, Pixels]]:
        for number, pixels in whole(self, numbers):
            read.append(number)
            yield number, pixels

    monkeypatch.setattr(Frames, "read", counted)
    monkeypatch.setattr("annotation.services.prelabel.follow.KEEP_SECONDS", 0.0)
    late = iter([False] * 6 + [True] + [False] * 12 + [True])
    monkeypatch.setattr(JobRun, "out_of_time", lambda self: next(late, False))
    body = {"frame": 20, "things": [{"id": "a", "box": place(20), "first": 10, "last": 30}]}
    job = Job.objects.get(pk=Api(bob).post(f"/api/v1/tasks/{claimed.pk}/follow", body).json()["id"])
    while job.is_active:
        run_job(str(job.pk))
        job.refresh_from_db()
    assert (job.state, job.attempt, job.done, job.total) == ("done", 3, 20, 20)
    # Each time it begins with the last frame that it knows, and looks at none before that again.
    assert read == [*range(20, 27), *range(25, 31), *range(20, 13, -1), *range(15, 9, -1)]
    [thing] = job.result["things"]
    data: Data = {"of": "box", "keyframes": thing["keyframes"]}
    assert thing["lost"] == []
    for number in (10, 15, 25, 30):
        here = at(data, number)
        assert here
        assert KINDS["box"].similarity(here["data"], place(number)) > 0.75


def test_a_detector_that_was_stopped_in_a_video_goes_on_from_there(
    claimed: Task, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Watches(Sees):
        slug = "watches"
        title = description = Text(en="Watches", zh="观察")
        modalities = frozenset({"video"})
        frame_by_frame = True
        looks: ClassVar[list[int]] = []

        def predict(self, pictures: Iterable[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
            for found in super().predict(pictures):
                self.looks.append(int(found[0].key.split(":")[1]))
                yield found

    registry = prelabelers()
    monkeypatch.setattr(registry, "_plugins", {**registry._plugins, "watches": Watches})
    monkeypatch.setattr("annotation.prelabel.video.by_frame.KEEP_SECONDS", 0.0)
    late = iter([False, True, False, True])
    monkeypatch.setattr(JobRun, "out_of_time", lambda self: next(late, False))
    model = PrelabelModel.objects.create(project=claimed.project, name="W", prelabeler="watches", state="ready")
    path = f"/api/v1/projects/{claimed.project_id}/prelabel-runs"
    job = Job.objects.get(pk=Api(alice).post(path, {"model": str(model.pk)}).json()["job"]["id"])
    while job.is_active:
        run_job(str(job.pk))
        job.refresh_from_db()
    assert (job.state, job.error) == ("done", None)
    assert job.attempt == 3
    assert Watches.looks == sorted(set(Watches.looks))
    assert Watches.looks[-1] >= COUNT - 3


def test_a_model_server_fetches_the_frames_of_a_video(
    claimed: Task, alice: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[tuple[str, int]] = []

    def server(config: Any, path: str, body: Any, seconds: float) -> dict[str, Any]:
        """Sees the thing where it is in the picture at the address that it is given."""
        if path != "/predict":
            return {}
        address = urlsplit(body["tasks"][0]["data"]["image"])
        answer: Any = client.get(f"{address.path}?{address.query}")
        jpeg = np.frombuffer(b"".join(answer.streaming_content), np.uint8)
        image = cv.imdecode(jpeg, cv.IMREAD_COLOR).astype(int)
        number = min(range(COUNT), key=lambda each: float(np.abs(image - scene(each)).mean()))
        fetched.append((address.path, number))
        box = place(number)
        sides = {"x": box["x"] / 3.2, "y": box["y"] / 2.4, "width": SIDE / 3.2, "height": SIDE / 2.4}
        value = {**sides, "rotation": 0, "rectanglelabels": ["car"]}
        region = {"from_name": "r", "to_name": "image", "type": "rectanglelabels", "value": value, "score": 0.9}
        return {"results": [{"result": [region], "score": 0.9}]}

    monkeypatch.setattr("annotation.prelabel.http.ask", server)
    model = PrelabelModel.objects.create(
        project=claimed.project, name="H", prelabeler="http", state="ready", config={**Http.configuration({"url": "x"})}
    )
    path = f"/api/v1/projects/{claimed.project_id}/prelabel-runs"
    job = Job.objects.get(pk=Api(alice).post(path, {"model": str(model.pk)}).json()["job"]["id"])
    run_job(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.error) == ("done", None)
    assert [number for _, number in fetched] == list(range(0, COUNT, 2))
    layer = Document.objects.get(task=claimed, layer="prelabel")
    [track] = Content.objects.filter(document=layer).by_document()[layer.pk]
    here = at(track["data"], 20)
    assert here
    assert KINDS["box"].similarity(here["data"], place(20)) > 0.9
    # Nothing of it stays.
    assert client.get(fetched[0][0]).status_code in {403, 404}


def test_a_promptable_model_reads_the_frame_that_it_is_asked_about(claimed: Task, bob: User, tmp_path: Path) -> None:
    parts = {"encoder": encoder(tmp_path / "e.onnx"), "decoder": decoder(tmp_path / "d.onnx")}
    stored = {key: storage.put(path, "models", suffix=".onnx").name for key, path in parts.items()}
    config = Sam.configuration({})
    model = PrelabelModel.objects.create(
        prelabeler="sam", name="Small", state="ready", answers_prompts=True, parts=stored, config=config
    )
    api, about = Api(bob), f"/api/v1/tasks/{claimed.pk}"
    assert [each["name"] for each in api.get(f"{about}/workbench").json()["prompters"]] == ["Small"]
    place, question = (f"{about}/{each}/{model.pk}" for each in ("embeddings", "masks"))
    alone = Sam(Setup(config, {}, parts=parts))
    try:
        for frame in (3, 30):
            assert api.get(f"{place}?frame={frame}").json() == {"ready": False, "job": None}
            run_job(api.put(f"{place}?frame={frame}").json()["job"]["id"])
            assert api.get(f"{place}?frame={frame}").json()["ready"]
            seen = embeddings.load(Embedding.objects.get(frame=frame))["image_embeddings"]
            apart = {
                number: float(
                    np.abs(seen - alone.encode(stills.picture("a", scene(number)))["image_embeddings"]).mean()
                )
                for number in (2, 3, 4, 29, 30, 31)
            }
            assert min(apart, key=apart.__getitem__) == frame
    finally:
        alone.close()
    spots = {"spots": [{"x": 190, "y": 140, "inside": True}]}
    assert api.post(question, {**spots, "frame": 30}).status_code == 200
    assert api.post(question, {**spots, "frame": 4}).json()["code"] == "embedding-missing"
    assert api.put(f"{place}?frame={COUNT}").json()["code"] == "invalid"
    while asked._running:
        asked._running.popitem()[1].close()


def test_models_of_pictures_are_offered_for_videos() -> None:
    offered = {plugin.slug for plugin in prelabelers() if "video" in plugin.modalities}
    assert {"onnx", "http", "sam"} <= offered
