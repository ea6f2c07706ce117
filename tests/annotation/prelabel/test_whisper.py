"""Whisper models brought as a folder, on tiny ones made here that say one sentence about whatever they hear."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from accounts.models import User
from annotation.models import PrelabelModel
from annotation.prelabel.base import PrelabelError, Proposal, Refused, Setup
from annotation.prelabel.whisper import Whisper
from annotation.prelabel.whisper.child import filters, letters, spectrum
from core.models import Job
from core.services.jobs import run_job
from projects.services.uploads import append, create_upload
from tests.annotation.modalities.sounds import written
from tests.annotation.prelabel.recordings import recording
from tests.conftest import Api

LABELS = {"speech": frozenset({"segment"})}
RATE = 16_000
WIDTH, MELS, PLACES = 32, 80, 448
SIGNS = {byte: sign for sign, byte in letters().items()}
SPECIAL = ["<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|zh|>", "<|translate|>", "<|transcribe|>",
           "<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>"]  # fmt: skip


def token(text: str) -> str:
    return "".join(SIGNS[byte] for byte in text.encode())


SENTENCE = [token(part) for part in ("你", "好", " wor", "ld")] + ["<|endoftext|>"]


def tokens() -> list[str]:
    """Few of those of a real model. The empty one is in models of many languages alone, which are told by it."""
    return [*dict.fromkeys(SENTENCE[:-1]), "", *SPECIAL, "<|0.00|>"]


def weights(said: list[str]) -> dict[str, np.ndarray[Any, Any]]:
    """A Whisper of one layer whose every place in the answer means one word: attention adds nothing to it."""
    known = tokens()
    shapes: dict[str, tuple[int, ...]] = {
        "encoder.conv1": (WIDTH, MELS, 3), "encoder.conv2": (WIDTH, WIDTH, 3),
    }  # fmt: skip
    for side, own in (("encoder", ["self_attn"]), ("decoder", ["self_attn", "encoder_attn"])):
        for attention in own:
            shapes |= {f"{side}.layers.0.{attention}.{part}_proj": (WIDTH, WIDTH) for part in ("q", "k", "v", "out")}
        shapes |= {f"{side}.layers.0.fc1": (4 * WIDTH, WIDTH), f"{side}.layers.0.fc2": (WIDTH, 4 * WIDTH)}
    made = {}
    for name, shape in shapes.items():
        made[f"{name}.weight"] = np.zeros(shape, np.float32)
        if not name.endswith("k_proj"):
            made[f"{name}.bias"] = np.zeros(shape[0], np.float32)
    for name in ("encoder.layer_norm", "decoder.layer_norm", "encoder.layers.0.self_attn_layer_norm",
                 "encoder.layers.0.final_layer_norm", "decoder.layers.0.self_attn_layer_norm",
                 "decoder.layers.0.encoder_attn_layer_norm", "decoder.layers.0.final_layer_norm"):  # fmt: skip
        made[f"{name}.weight"], made[f"{name}.bias"] = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)
    made["encoder.embed_positions.weight"] = np.zeros((1500, WIDTH), np.float32)
    places = made["decoder.embed_positions.weight"] = np.zeros((PLACES, WIDTH), np.float32)
    embedded = made["decoder.embed_tokens.weight"] = np.zeros((len(known), WIDTH), np.float32)
    prompt = 4  # start, language, task, no times: the last of them stands before the first word
    for number, word in enumerate(said):
        places[prompt - 1 + number, number] = 10
        embedded[known.index(word), number] = 2
    return {f"model.{name}": value for name, value in made.items()}


CONFIG = {"decoder_layers": 1, "encoder_layers": 1, "decoder_attention_heads": 2, "encoder_attention_heads": 2}


def published(path: Path, said: list[str] = SENTENCE, kind: str = "F16") -> Path:
    """A folder as Whisper models are published, packed with a folder around it."""
    made = {name: value.astype({"F16": "<f2", "F32": "<f4"}[kind]) for name, value in weights(said).items()}
    header, at = {}, 0
    for name, value in made.items():
        header[name] = {"dtype": kind, "shape": value.shape, "data_offsets": [at, at + value.nbytes]}
        at += value.nbytes
    head = json.dumps(header).encode()
    special = len(tokens()) - len(SPECIAL) - 1
    tokenizer = {
        "model": {"vocab": {each: number for number, each in enumerate(tokens()[:special])}},
        "added_tokens": [{"id": special + number, "content": each} for number, each in enumerate(SPECIAL)],
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("tiny/config.json", json.dumps(CONFIG))
        packed.writestr("tiny/generation_config.json", json.dumps({"suppress_tokens": [], "begin_suppress_tokens": []}))
        packed.writestr("tiny/tokenizer.json", json.dumps(tokenizer))
        packed.writestr(
            "tiny/model.safetensors",
            len(head).to_bytes(8, "little") + head + b"".join(v.tobytes() for v in made.values()),
        )
        packed.writestr("tiny/pytorch_model.bin", b"\x80\x02never read")
    return path


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model in CTranslate2's form, made of a published one as an upload is."""
    folder = tmp_path_factory.mktemp("whisper")
    return Whisper.ready(published(folder / "brought.zip"), folder)


def setup(file: Path, **config: Any) -> Setup:
    return Setup(Whisper.configuration(config), LABELS, file)


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    """A second of quiet, one of noise, one of quiet, one of noise, one of quiet."""
    rng = np.random.default_rng(3)
    loud = np.repeat([0, 1, 0, 1, 0], RATE)
    sound = rng.normal(0, 1, len(loud)) * np.where(loud, 3000, 5)
    return written(tmp_path / "talk.wav", sound.astype(np.int16), RATE)


def proposed(file: Path, talk: Path, tmp_path: Path, **config: Any) -> tuple[list[Proposal], Whisper]:
    whisper = Whisper(setup(file, **config))
    try:
        [(_, proposals)] = whisper.predict([recording(talk, tmp_path / "made")])
    finally:
        whisper.close()
    return proposals, whisper


def test_a_published_model_is_converted_and_writes_down_each_stretch(model: Path, talk: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(model) as packed:
        assert sorted(packed.namelist()) == ["config.json", "model.bin", "vocabulary.json"]
    assert Whisper.examine(setup(model)) == {"languages": "en, zh"}
    proposals, _ = proposed(model, talk, tmp_path, language="zh")
    assert [each.data["text"] for each in proposals] == ["你好 world"] * 2
    assert [each.data["start"] / RATE for each in proposals] == pytest.approx([0.85, 2.85], abs=0.1)
    assert all(0.3 < each.score <= 1 for each in proposals)


def test_a_folder_of_ctranslate2_stays_as_it_is_and_finds_the_language_out(
    model: Path, talk: Path, tmp_path: Path
) -> None:
    (tmp_path / "again").mkdir()
    assert Whisper.ready(model, tmp_path / "again") == model
    proposals, _ = proposed(model, talk, tmp_path, counting="float32")
    assert [each.data["text"] for each in proposals] == ["你好 world"] * 2


def test_what_a_model_repeats_is_dropped_and_counted(talk: Path, tmp_path: Path) -> None:
    said = [SENTENCE[2]] * 25 + ["<|endoftext|>"]
    brought = Whisper.ready(published(tmp_path / "brought.zip", said, "F32"), tmp_path)
    proposals, whisper = proposed(brought, talk, tmp_path, language="en")
    assert proposals == []
    assert whisper.refused == {Refused("made-up", "wor " * 10): 2}


def test_silence_is_never_given_to_the_model(model: Path, tmp_path: Path) -> None:
    quiet = written(tmp_path / "quiet.wav", np.zeros(5 * RATE, np.int16), RATE)
    proposals, whisper = proposed(model, quiet, tmp_path)
    assert (proposals, whisper.refused) == ([], {})


def refused_folders(tmp_path: Path) -> Iterator[tuple[str, bytes | dict[str, bytes]]]:
    yield "model-folder", b"no zip"
    yield "whisper-folder", {"config.json": b"{}", "pytorch_model.bin": b"pickled"}
    yield "whisper-model", {"config.json": b"{}", "a.safetensors": b"\xff" * 8}
    yield "whisper-model", {"config.json": json.dumps(CONFIG).encode(), "a.safetensors": b"\x02" + b"\0" * 7 + b"{}"}


def test_what_is_no_model_is_refused_with_a_reason(tmp_path: Path) -> None:
    for number, (code, content) in enumerate(refused_folders(tmp_path)):
        path, folder = tmp_path / f"{number}.zip", tmp_path / str(number)
        folder.mkdir()
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            with zipfile.ZipFile(path, "w") as packed:
                for name, data in content.items():
                    packed.writestr(name, data)
        with pytest.raises(PrelabelError) as raised:
            Whisper.ready(path, folder)
        assert raised.value.code == code


def test_a_broken_model_and_an_unknown_language_are_refused_when_it_is_added(model: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(broken, "w") as packed:
        for name, data in (("model.bin", b"\0" * 100), ("config.json", b"{}"), ("vocabulary.json", b"[]")):
            packed.writestr(name, data)
    for file, config, code in ((broken, {}, "whisper-model"), (model, {"language": "xx"}, "bad-config")):
        with pytest.raises(PrelabelError) as raised:
            Whisper.examine(setup(file, **config))
        assert raised.value.code == code
        # What CTranslate2 says in English is worded for readers of either language.
        assert code != "whisper-model" or "vocabulary.json" in raised.value.params["reason"]["zh"]


@pytest.mark.django_db
def test_a_worker_prepares_what_was_brought_and_says_why_it_cannot(olga: User, tmp_path: Path) -> None:
    """The request only takes the upload; the converted model, or what stopped it, comes from the job."""
    for content, state, kept in (
        (published(tmp_path / "brought.zip").read_bytes(), "ready", {"facts": {"languages": "en, zh"}}),
        (b"no zip", "failed", "model-folder"),
    ):
        upload = create_upload(name="w.zip", size=len(content), by=olga, purpose="model")
        append(upload=upload, offset=0, read=io.BytesIO(content).read)
        wish = {"prelabeler": "whisper", "name": "Tiny", "upload": str(upload.pk), "config": {}}
        made = Api(olga).post("/api/v1/models", wish)
        assert (made.status_code, made.json()["state"], made.json()["metrics"]) == (201, "preparing", {})
        run_job(str(Job.objects.latest("created_at").pk))
        model = PrelabelModel.objects.get(pk=made.json()["id"])
        assert model.state == state
        problem = model.metrics.get("problem") or {}
        assert kept in (model.metrics, problem.get("code"))
        # Not the name of a reason: words for those who read either language.
        assert state == "ready" or set(problem["params"]["reason"]) == {"en", "zh"}
        answer = Api(olga).patch(f"/api/v1/models/{model.pk}", {"config": {"longest": 10}})
        assert answer.status_code == (200 if state == "ready" else 409), answer.json()


def test_sound_is_shown_to_the_model_as_whisper_was_trained() -> None:
    """Figures of faster-whisper 1.2 for the same samples: a rising tone in noise."""
    time = np.arange(7 * RATE) / RATE
    sound = 0.3 * np.sin(2 * np.pi * (200 + 300 * time) * time)
    sound += 0.05 * np.random.default_rng(0).standard_normal(len(time))
    heard = np.clip(np.round(sound * 32767), -32768, 32767).astype(np.int16)
    for mels, mean, column in (
        (80, -0.38798, [0.434, 0.5324, 0.4396, 0.5362, 0.3973]),
        (128, -0.34934, [0.3582, 0.4984, 1.1669, 0.552, 0.4199, 0.1747, 0.4737, 0.4665]),
    ):
        seen = spectrum(heard, filters(mels))
        assert seen.shape == (mels, 3000)
        assert seen.mean() == pytest.approx(mean, abs=2e-5)
        assert seen[::16, 100] == pytest.approx(column, abs=2e-4)
