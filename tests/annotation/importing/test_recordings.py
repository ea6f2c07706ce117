"""Recordings go through the same import as pictures, and a browser reads them by range."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from accounts.models import User
from annotation.services.importing import media
from projects.models import Asset, LabelSchema, Project, Task
from projects.services.assets import asset_file
from projects.templates import TEMPLATES
from tests.annotation.importing.helpers import imported, outcomes
from tests.annotation.modalities.sounds import encoded, speechlike, wav, written
from tests.conftest import Api
from tests.contents import everything

pytestmark = pytest.mark.django_db
RATE = 16_000


@pytest.fixture
def speech(project: Project) -> Project:
    project.modality = "audio"
    project.save()
    LabelSchema.objects.filter(project=project).update(content=TEMPLATES["transcription"].schema.json())
    return project


@pytest.fixture
def files(tmp_path: Path) -> dict[str, bytes]:
    sound = speechlike(3, RATE, 2)
    paths = {
        "day 1/a.wav": written(tmp_path / "a.wav", sound, RATE),
        "day 1/b.mp3": encoded(tmp_path / "b.mp3", sound[:, :1], RATE, "libmp3lame", "mp3"),
    }
    content = {name: path.read_bytes() for name, path in paths.items()}
    return {**content, "day 1/twin.wav": content["day 1/a.wav"], "cut.wav": wav(promised=10**6), "notes.txt": b"hello"}


def test_recordings_become_assets_and_what_is_broken_is_named(
    speech: Project, alice: User, files: dict[str, bytes]
) -> None:
    assert outcomes(imported(speech, alice, files)) == {
        "day 1/a.wav": "imported",
        "day 1/b.mp3": "near_duplicate near-duplicate",  # one of its two channels
        "day 1/twin.wav": "duplicate duplicate",
        "cut.wav": "rejected recording-truncated",
        "notes.txt": "rejected not-a-recording",
    }
    asset = Asset.objects.get(name="day 1/a.wav")
    assert (asset.media_type, asset.width, asset.meta["samples"]) == ("audio/wav", None, 3 * RATE)
    assert asset.thumbnail
    assert {each.role for each in asset.files.all()} == {"pcm", "peaks", "spectrogram"}
    with asset_file(asset, "pcm") as path:
        assert path.stat().st_size == 80 + 3 * RATE * 4


def test_a_browser_reads_any_moment_by_range(speech: Project, alice: User, files: dict[str, bytes]) -> None:
    imported(speech, alice, {"a.wav": files["day 1/a.wav"]})
    answer = Api(alice).get(f"/api/v1/tasks/{Task.objects.get().pk}/workbench").json()
    pcm = next(each for each in answer["asset"]["files"] if each["role"] == "pcm")
    meta = pcm["meta"]
    start, stop = 10_000, 10_400
    first, last = (meta["offset"] + moment * meta["frame"] for moment in (start, stop))
    response = Api(alice).get(pcm["url"], HTTP_RANGE=f"bytes={first}-{last - 1}")
    assert (response.status_code, response["Content-Type"]) == (206, "audio/wav")
    found = np.frombuffer(b"".join(response.streaming_content), "<i2").reshape(-1, 2)  # type: ignore[attr-defined]
    wanted = np.rint(speechlike(3, RATE, 2)[start:stop] * 32768)
    assert np.abs(found - wanted).max() <= 1


def test_long_files_are_taken_in_small_chunks(
    speech: Project, alice: User, files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is made of them lies on the disk until it is stored, so a chunk may not hold many of them."""
    sizes: list[int] = []
    take = media.MediaImport.take

    def counted(self: media.MediaImport, *args: object) -> int:
        sizes.append(take(self, *args))  # type: ignore[arg-type]
        return sizes[-1]

    monkeypatch.setattr(media.MediaImport, "take", counted)
    monkeypatch.setattr(media, "CHUNK_BYTES", len(files["day 1/a.wav"]))
    done = imported(speech, alice, files)
    assert sum(sizes) == len(files) == done.items.count()
    assert len(sizes) > 1


RTTM = b"SPEAKER a 1 0.5 1.25 <NA> <NA> S1 <NA> <NA>\nSPEAKER b 1 0 1 <NA> <NA> S2 <NA> <NA>\n"


def test_labels_find_their_recording_and_count_its_samples(
    speech: Project, alice: User, files: dict[str, bytes]
) -> None:
    """The compressed one too, in the same import or in one before: what the import found is asked, not the file."""
    content = {name: files[name] for name in ("day 1/a.wav", "day 1/b.mp3")}
    imported(speech, alice, {**content, "x.rttm": RTTM}, format="rttm", add_missing_labels=True)
    found = {record["data"]["speaker"]: record["data"] for record in everything()}
    assert {name: (data["start"], data["stop"], data["channel"]) for name, data in found.items()} == {
        "S1": (8000, 28000, 0),
        "S2": (0, 16000, None),
    }


def test_labels_alone_join_what_is_there(speech: Project, alice: User, files: dict[str, bytes]) -> None:
    imported(speech, alice, {"b.mp3": files["day 1/b.mp3"]})
    imported(speech, alice, {"x.rttm": RTTM}, format="rttm", add_missing_labels=True)
    assert [(record["data"]["start"], record["data"]["stop"]) for record in everything()] == [(0, 16000)]


LISTS = {
    "nemo": ("manifest.json", b'{"audio_filepath": "day 1/b.mp3", "text": "yes"}\n'),
    "ljspeech": ("metadata.csv", b"b|yes|yes\n"),
    "common_voice": ("train.tsv", b"client_id\tpath\tsentence\nc1\tb.mp3\tyes\n"),
}


@pytest.mark.parametrize("slug", LISTS)
def test_a_list_of_whole_recordings_reaches_to_their_ends(
    slug: str, speech: Project, alice: User, files: dict[str, bytes]
) -> None:
    """As far as the import counted, which a compressed file itself does not say."""
    name, content = LISTS[slug]
    imported(speech, alice, {"day 1/b.mp3": files["day 1/b.mp3"], name: content}, format=slug)
    samples = Asset.objects.get(name="day 1/b.mp3").meta["samples"]
    (record,) = everything()
    assert (record["data"]["start"], record["data"]["stop"], record["data"]["text"]) == (0, samples, "yes")
