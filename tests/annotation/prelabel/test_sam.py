"""Points and boxes to masks, with small files of the interface of Segment Anything."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from accounts.models import User
from annotation.kinds.mask import MaskKind, spans_in_image
from annotation.models import Embedding, PrelabelModel
from annotation.prelabel.base import PrelabelError, Setup
from annotation.prelabel.onnx.sam import Sam
from annotation.prelabel.prompts import Answer, Prompt, Spot
from annotation.services.prelabel import asked
from core import storage
from core.models import Job
from core.services.jobs import run_job
from projects.models import Asset, Task
from projects.services.queue import claim_task
from tests.annotation.prelabel.pictures import picture
from tests.annotation.prelabel.sam_files import decoder, encoder
from tests.conftest import Api

WIDTH, HEIGHT = 320, 160
RED, BLUE = (0, 0, 220), (220, 0, 0)


def scene() -> np.ndarray[Any, Any]:
    """A red rectangle from (40, 40) to (120, 120) and a blue one from (200, 40) to (280, 120) on black."""
    pixels = np.zeros((HEIGHT, WIDTH, 3), dtype=np.uint8)
    pixels[40:120, 40:120] = RED
    pixels[40:120, 200:280] = BLUE
    return pixels


def model(folder: Path, *, masks: int = 1, **config: Any) -> Sam:
    parts = {"encoder": encoder(folder / "e.onnx"), "decoder": decoder(folder / "d.onnx", masks=masks)}
    return Sam(Setup(Sam.configuration(config), {}, parts=parts))


@pytest.fixture
def sam(tmp_path: Path) -> Iterator[Sam]:
    made = model(tmp_path)
    yield made
    made.close()


def ask(sam: Sam, *spots: Spot, **more: Any) -> list[Answer]:
    return sam.decode(sam.encode(picture("a", scene())), (WIDTH, HEIGHT), Prompt(spots, **more))


def pixels_of(answer: Answer) -> np.ndarray[Any, Any]:
    MaskKind.validate(answer.data)
    return spans_in_image(answer.data).pixels(WIDTH, HEIGHT)


def colours(answer: Answer) -> tuple[float, float]:
    """The shares of red and of blue that the mask covers."""
    mask = pixels_of(answer)
    return float(mask[44:116, 44:116].mean()), float(mask[44:116, 204:276].mean())


IN_RED, IN_BLUE = Spot(80, 80, True), Spot(240, 80, True)


@pytest.mark.parametrize("fit", ["corner", "stretch"])
def test_a_point_finds_the_object_under_it_at_the_size_of_the_picture(fit: str, tmp_path: Path) -> None:
    sam = model(tmp_path, fit=fit)
    [found] = ask(sam, IN_RED)
    sam.close()
    assert colours(found) == (1, 0)
    # 320 x 160 pixels were seen as 64 x 32, four by four: the edge is right within twice that.
    bounds = MaskKind.measure(found.data).bounds
    assert bounds == pytest.approx((40, 40, 120, 120), abs=20)


def test_points_add_and_take_away_and_a_box_says_where(sam: Sam) -> None:
    [both] = ask(sam, IN_RED, IN_BLUE)
    assert colours(both) == (1, 1)
    [left] = ask(sam, IN_RED, IN_BLUE, Spot(240, 80, False))
    assert colours(left) == (1, 0)
    [boxed] = ask(sam, box=(190, 30, 290, 130))
    assert colours(boxed) == (0, 1)
    assert ask(sam, Spot(10, 10, False)) == []


def test_the_mask_before_goes_into_the_next(sam: Sam) -> None:
    [red] = ask(sam, IN_RED)
    [both] = ask(sam, IN_BLUE, previous=red.low)
    assert colours(both) == (1, 1)


def test_of_four_masks_the_first_is_for_many_points(tmp_path: Path) -> None:
    sam = model(tmp_path, masks=4)
    few, many = ask(sam, IN_RED), ask(sam, IN_RED, Spot(100, 100, True))
    sam.close()
    assert [answer.score for answer in few] == pytest.approx([0.9, 0.8, 0.7])
    assert [answer.score for answer in many] == [0.5]


def test_files_that_are_no_pair_are_refused(tmp_path: Path) -> None:
    parts = {"encoder": encoder(tmp_path / "e.onnx"), "decoder": decoder(tmp_path / "d.onnx")}

    def refused(**other: Path) -> str:
        with pytest.raises(PrelabelError) as error:
            Sam.examine(Setup(Sam.configuration({}), {}, parts={**parts, **other}))
        return error.value.code

    assert Sam.examine(Setup(Sam.configuration({}), {}, parts=parts))["input"] == [64, 64]
    assert refused(encoder=parts["decoder"]) == "onnx-encoder"
    assert refused(decoder=parts["encoder"]) == "onnx-decoder"
    (tmp_path / "text.onnx").write_text("not a model")
    assert refused(decoder=tmp_path / "text.onnx") == "onnx-file"


@pytest.fixture
def shared(tmp_path: Path, sam: Sam) -> PrelabelModel:
    """A model of the installation whose files are in the store."""
    parts = {key: storage.put(path, "models", suffix=".onnx").name for key, path in sam.setup.parts.items()}
    return PrelabelModel.objects.create(
        prelabeler="sam", name="Small", state="ready", answers_prompts=True, parts=parts, config=Sam.configuration({})
    )


@pytest.fixture
def bobs(tasks: list[Task], bob: User) -> Task:
    """The first task in Bob's hands; the scene is the picture of all."""
    png = BytesIO()
    Image.fromarray(scene()[:, :, ::-1]).save(png, "PNG")
    png.seek(0)
    original = storage.put(png, "originals", suffix=".png").name
    Asset.objects.update(original=original, width=WIDTH, height=HEIGHT)
    return claim_task(task=Task.objects.get(pk=tasks[0].pk), by=bob, slot="annotator")


@pytest.fixture(autouse=True)
def _no_decoder_stays() -> Iterator[None]:
    yield
    while asked._running:
        asked._running.popitem()[1].close()


def test_a_picture_is_read_once_on_a_worker_and_asked_often(bob: User, bobs: Task, shared: PrelabelModel) -> None:
    api = Api(bob)
    place, question = (f"/api/v1/tasks/{bobs.pk}/{each}/{shared.pk}" for each in ("embeddings", "masks"))
    assert api.get(f"/api/v1/tasks/{bobs.pk}/workbench").json()["prompters"] == [
        {"id": str(shared.pk), "name": "Small", "version": "1"}
    ]
    assert api.get(place).json() == {"ready": False, "job": None}
    early = api.post(question, {"spots": [{"x": 5, "y": 5, "inside": True}]})
    assert (early.status_code, early.json()["code"]) == (409, "embedding-missing")

    begun = api.put(place).json()
    assert api.put(place).json()["job"]["id"] == begun["job"]["id"]
    run_job(begun["job"]["id"])
    assert Job.objects.get().state == "done", Job.objects.get().error
    assert api.put(place).json() == {"ready": True, "job": None}

    [red] = api.post(question, {"spots": [{"x": 80, "y": 80, "inside": True}]}).json()["answers"]
    assert red["data"]["area"] == pytest.approx(80 * 80, rel=0.3)
    wish = {"box": [190, 30, 290, 130], "previous": red["low"]}
    [blue] = api.post(question, wish).json()["answers"]
    assert blue["data"]["x"] == pytest.approx(200, abs=20)
    assert api.post(question, {}).json()["code"] == "prompt-empty"
    assert api.post(question, {"box": [0, 0, 9, 9], "previous": "3x3:?"}).json()["code"] == "prompt-damaged"


def test_nobody_else_may_ask_and_no_other_model(carol: User, bob: User, bobs: Task, shared: PrelabelModel) -> None:
    question = f"/api/v1/tasks/{bobs.pk}/masks/{shared.pk}"
    wish = {"spots": [{"x": 5, "y": 5, "inside": True}]}
    assert Api(carol).post(question, wish).status_code in {403, 404}
    other = PrelabelModel.objects.create(prelabeler="propagate", name="Carry", state="ready")
    assert Api(bob).put(f"/api/v1/tasks/{bobs.pk}/embeddings/{other.pk}").status_code == 403
    run = Api(bob).post(f"/api/v1/projects/{bobs.project_id}/prelabel-runs", {"model": str(shared.pk)})
    assert run.status_code == 403


def test_what_was_not_used_for_longest_makes_room(bob: User, bobs: Task, shared: PrelabelModel, settings: Any) -> None:
    def read(task: Task) -> Embedding:
        job = Api(bob).put(f"/api/v1/tasks/{task.pk}/embeddings/{shared.pk}").json()["job"]
        run_job(job["id"])
        return Embedding.objects.get(asset=task.asset_id)

    first = read(bobs)
    settings.EMBEDDINGS_MAX_BYTES = first.size
    other = Task.objects.exclude(pk=bobs.pk).filter(project=bobs.project_id).first()
    assert other is not None
    Task.objects.filter(pk=other.pk).update(state="claimed", annotator=bob)
    second = read(other)
    assert list(Embedding.objects.all()) == [second]
    with pytest.raises(FileNotFoundError):
        storage.stat(first.stored)
    storage.stat(second.stored)
