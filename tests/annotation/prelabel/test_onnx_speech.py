"""Recognisers of speech as ONNX files, on one made here that hears letters as tones."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from accounts.models import User
from annotation.models import Document
from annotation.prelabel.base import PrelabelError, Proposal, Setup
from annotation.prelabel.onnx.speech import Recogniser, SpeechOnnx, joined, spelled
from core import storage
from core.models import Job
from core.services.jobs import run_job
from projects.models import LabelSchema, Project, Task
from projects.models.asset import AssetFile
from projects.services.uploads import append, create_upload
from tests.annotation.modalities.sounds import written
from tests.annotation.prelabel.recordings import recording
from tests.annotation.prelabel.test_whisper import published
from tests.conftest import Api
from tests.contents import held
from tests.qa.test_review_changes import SCHEMA

RATE, FRAME = 16_000, 320
SIGNS = ["<pad>", "<s>", "</s>", "<unk>", "|", "h", "e", "l", "o", "w", "r", "d"]
LABELS = {"speech": frozenset({"segment"}), "word": frozenset({"segment"})}


def hertz(sign: str) -> int:
    return 400 + 200 * SIGNS.index(sign)


def tones_heard(path: Path, *, input_shape: list[Any] | None = None) -> Path:
    """A model: the power of each sign's tone in frames of 20 ms, against a bias of the sign that stands for nothing."""
    time = np.arange(FRAME) / RATE
    waves = [wave(2 * np.pi * hertz(sign) * time) / FRAME for sign in SIGNS for wave in (np.sin, np.cos)]
    pairs = np.repeat(np.eye(len(SIGNS)), 2, axis=1)[:, :, None] * 40
    pairs[:5] = 0
    pairs[4, 8:10] = 40
    constants = {
        "waves": np.stack(waves)[:, None], "pairs": pairs, "bias": np.array([8.0] + [0.0] * (len(SIGNS) - 1)),
    }  # fmt: skip
    made = [numpy_helper.from_array(value.astype(np.float32), name) for name, value in constants.items()]
    made.append(numpy_helper.from_array(np.array([1]), "one"))
    nodes = [
        helper.make_node("Unsqueeze", ["input_values", "one"], ["sound"]),
        helper.make_node("Conv", ["sound", "waves"], ["seen"], strides=[FRAME]),
        helper.make_node("Mul", ["seen", "seen"], ["power"]),
        helper.make_node("Conv", ["power", "pairs", "bias"], ["by_sign"]),
        helper.make_node("Transpose", ["by_sign"], ["logits"], perm=[0, 2, 1]),
    ]
    sound = helper.make_tensor_value_info("input_values", TensorProto.FLOAT, input_shape or [1, "samples"])
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, "frames", len(SIGNS)])
    graph = helper.make_graph(nodes, "tones", [sound], [logits], made)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), str(path))
    return path


def folder(path: Path, model: Path, signs: Any = None, **more: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        packed.write(model, "tones/model.onnx")
        numbered = {sign: number for number, sign in enumerate(SIGNS)} if signs is None else signs
        packed.writestr("tones/vocab.json", json.dumps(numbered))
        for name, data in more.items():
            packed.writestr(f"tones/{name}", data)
    return path


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("tones")
    return folder(place / "m.zip", tones_heard(place / "m.onnx"))


def spoken(*words: str) -> np.ndarray[Any, Any]:
    """Half a second of quiet, each letter as 60 ms of its tone and 20 ms of nothing, and quiet again."""
    time = np.arange(3 * FRAME) / RATE
    parts = [np.zeros(RATE // 2)]
    for sign in "|".join(words):
        parts += [0.3 * np.sin(2 * np.pi * hertz(sign) * time), np.zeros(FRAME)]
    parts.append(np.zeros(RATE // 2))
    sound: np.ndarray[Any, Any] = np.concatenate(parts)
    return sound + np.random.default_rng(1).normal(0, 1e-4, len(sound))


def proposals(model: Path, place: Path, sound: np.ndarray[Any, Any], rate: int = RATE, **config: Any) -> list[Proposal]:
    plugin = SpeechOnnx(Setup(SpeechOnnx.configuration(config), LABELS, model))
    try:
        [(_, found)] = plugin.predict([recording(written(place / "a.wav", sound, rate), place / "made")])
    finally:
        plugin.close()
    return found


def test_words_come_with_their_times_and_how_sure_they_are(model: Path, tmp_path: Path) -> None:
    utterance, *words = proposals(model, tmp_path, spoken("hello", "world"), word="word")
    assert (utterance.label, utterance.data["text"]) == ("speech", "hello world")
    assert [(each.label, each.data["text"]) for each in words] == [("word", "hello"), ("word", "world")]
    at = [(each.data["start"] / RATE, each.data["stop"] / RATE) for each in words]
    assert at == [pytest.approx((0.5, 0.88), abs=0.03), pytest.approx((0.98, 1.36), abs=0.03)]
    assert all(0.5 < each.score <= 1 for each in (utterance, *words))
    assert SpeechOnnx.examine(Setup({}, {}, model)) == {"signs": len(SIGNS), "frames": 50}


def test_silence_is_never_given_to_the_model(model: Path, tmp_path: Path) -> None:
    assert proposals(model, tmp_path, np.zeros(3 * RATE)) == []


def frames(*signs: str, known: list[str]) -> list[str]:
    logits = np.zeros((len(signs), len(known)))
    logits[np.arange(len(signs)), [known.index(sign) for sign in signs]] = 5
    words = spelled(logits, known)
    return [joined(words), *(f"{each.text} {each.first}-{each.last}" for each in words)]


@pytest.mark.parametrize(
    ("known", "signs", "expected"),
    [
        (["<pad>", "|", "a", "b"], "<pad> a a <pad> a b | | b <pad>", ["aab b", "aab 1-6", "b 8-9"]),
        (["<blk>", "▁so", "▁it", "s"], "▁so <blk> ▁it ▁it s", ["so its", "so 0-1", "its 2-5"]),
        (["[PAD]", "[UNK]", "你", "好"], "你 [PAD] 好 好 [UNK]", ["你好", "你 0-1", "好 2-4"]),
        (["[PAD]", "|", "我", "a", "b"], "我 a b | 我 我", ["我 ab 我", "我 0-1", "ab 1-3", "我 4-6"]),
    ],
)
def test_signs_are_read_as_words_of_any_script(known: list[str], signs: str, expected: list[str]) -> None:
    assert frames(*signs.split(), known=known) == expected


def test_tokens_of_a_text_file_are_numbered_too(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as packed:
        packed.write(tones_heard(tmp_path / "m.onnx"), "m.onnx")
        packed.writestr("tokens.txt", "".join(f"{sign} {number}\n" for number, sign in enumerate(SIGNS)))
        packed.writestr("preprocessor_config.json", '{"do_normalize": false}')
    recogniser = Recogniser(tmp_path / "m.zip")
    recogniser.close()
    assert recogniser.signs == SIGNS


def test_what_is_no_such_model_is_refused_with_a_reason(model: Path, tmp_path: Path) -> None:
    good = tones_heard(tmp_path / "m.onnx")
    picture = tones_heard(tmp_path / "p.onnx", input_shape=[1, 3, "samples"])
    wrong = {
        "speech-signs": folder(tmp_path / "1.zip", good, {"a": 1, "b": 3}),
        "speech-output": folder(tmp_path / "2.zip", good, ["<pad>", "a"]),
        "speech-folder": folder(tmp_path / "3.zip", good, **{"second.onnx": good.read_bytes()}),
        "onnx-file": folder(tmp_path / "4.zip", picture),
    }
    for code, path in wrong.items():
        with pytest.raises(PrelabelError) as raised:
            SpeechOnnx.examine(Setup({}, {}, path))
        assert raised.value.code == code


def test_models_that_are_uploaded_suggest_on_the_worker(
    olga: User, alice: User, project: Project, tasks: list[Task], model: Path, tmp_path: Path
) -> None:
    """From the zip that an administrator uploads to the layer of suggestions with model and confidence."""
    project.modality = "audio"
    project.save()
    LabelSchema.objects.create(project=project, version=2, content=SCHEMA)
    heard = recording(written(tmp_path / "a.wav", spoken("hello"), RATE), tmp_path / "made")
    asset = tasks[0].asset
    asset.media_type, asset.meta = "audio/wav", dict(heard.meta)
    asset.save()
    with heard.file("pcm", "") as path:
        stored = storage.put(path, "assets", suffix=".wav")
    AssetFile.objects.create(asset=asset, role="pcm", key="", stored=stored.name, size=path.stat().st_size)
    for slug, file, said in (
        ("speech_onnx", model, "hello"),
        ("whisper", published(tmp_path / "w.zip"), "你好 world"),
    ):
        upload = create_upload(name="m.zip", size=file.stat().st_size, by=olga, purpose="model")
        append(upload=upload, offset=0, read=io.BytesIO(file.read_bytes()).read)
        added = Api(olga).post("/api/v1/models", {"prelabeler": slug, "name": "Mine", "upload": str(upload.pk)})
        assert added.status_code == 201, added.json()
        if added.json()["state"] == "preparing":
            run_job(str(Job.objects.latest("created_at").pk))
        begun = Api(alice).post(
            f"/api/v1/projects/{project.pk}/prelabel-runs", {"model": added.json()["id"], "tasks": [str(tasks[0].pk)]}
        )
        run_job(begun.json()["job"]["id"])
        job = Job.objects.get(pk=begun.json()["job"]["id"])
        assert (job.state, job.result["proposed"]) == ("done", 1)
        [record] = held(Document.objects.get(layer="prelabel", owner=added.json()["id"]))
        assert record["data"]["text"] == said
        assert record["source"]["model"] == slug
        assert 0.3 < record["score"] <= 1
