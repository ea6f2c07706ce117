"""Broken and hostile recordings are refused with a reason; what only lies about itself is taken for what it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from annotation.modalities import Limits
from tests.annotation.modalities.recordings import pcm, prepared, refused
from tests.annotation.modalities.sounds import as_flac, encoded, speechlike, wav, written

REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty-file"),
    "text": (b"hello, world\n", "not-a-recording"),
    "zip": (b"PK\x03\x04" + bytes(30), "not-a-recording"),
    "pickle": (b"\x80\x04\x95" + bytes(40), "not-a-recording"),
    "truncated": (wav(promised=100_000), "recording-truncated"),
    "no data chunk": (wav()[:36], "broken-recording"),
    "no samples": (wav(data=b""), "no-samples"),
    "absurd rate": (wav(rate=1_092_676), "bad-rate"),
    "no rate": (wav(rate=0), "broken-recording"),
    "no channels": (wav(channels=0), "bad-channels"),
    "too many channels": (wav(channels=64, data=bytes(12_800)), "bad-channels"),
    "only a FLAC head": (as_flac(speechlike(0.1, 8000), 8000)[:60], "broken-recording"),
    "half a FLAC": (as_flac(speechlike(3, 8000), 8000)[:9000], "broken-recording"),
    "MP3 tag and nothing": (b"ID3\x04\0\0\0\0\0\x0a" + bytes(300), "broken-recording"),
    "Ogg head and nothing": (b"OggS" + bytes(300), "broken-recording"),
    "MP4 head and nothing": (b"\0\0\0\x18ftypM4A \0\0\0\0M4A mp42" + bytes(100), "broken-recording"),
    "AMR head and nothing": (b"#!AMR\n", "no-samples"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_broken_and_hostile_files_are_refused_with_a_reason(tmp_path: Path, case: str) -> None:
    content, code = REFUSED[case]
    path = tmp_path / "x"
    path.write_bytes(content)
    error = refused(path, tmp_path)
    assert error.code == code, error
    assert error.text.zh
    assert error.text.en != error.text.zh


def test_a_recorder_that_broke_off_loses_nothing(tmp_path: Path) -> None:
    for promised in (0, 0xFFFFFFFF):
        path = tmp_path / "x.wav"
        path.write_bytes(wav(data=b"\1\2" * 4000, promised=promised))
        result = prepared(path, tmp_path / "out")
        assert (len(pcm(result)), [each.code for each in result.facts.warnings]) == (4000, ["unsized-header"])


def test_floats_that_are_no_numbers_are_refused_by_their_place(tmp_path: Path) -> None:
    sound = speechlike(2, 8000)
    sound[12_345] = np.nan
    error = refused(written(tmp_path / "x.wav", sound, 8000, "FLOAT"), tmp_path)
    assert (error.code, error.params["sample"]) == ("not-finite", 12_345)


def test_a_recording_that_would_fill_the_disk_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.flac"
    path.write_bytes(as_flac(np.zeros((8000 * 60, 1)), 8000))
    assert refused(path, tmp_path, Limits(file_bytes=500_000)).code == "recording-too-long"


def test_a_picture_only_video_has_no_sound(tmp_path: Path) -> None:
    path = tmp_path / "x.mp4"
    with av.open(str(path), "w") as file:
        stream: Any = file.add_stream("mpeg4", rate=5)
        stream.width = stream.height = 32
        frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), format="rgb24")
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    assert refused(path, tmp_path).code == "no-sound"


def test_a_playlist_inside_names_no_other_file(tmp_path: Path) -> None:
    """FFmpeg's own guess at what a file is could open files that the text names."""
    secret = written(tmp_path / "secret.wav", speechlike(1, 8000), 8000)
    for text in (f"#EXTM3U\n#EXTINF:1,\n{secret}\n", f"ffconcat version 1.0\nfile {secret}\n"):
        path = tmp_path / "x.mp3"
        path.write_text(text)
        assert refused(path, tmp_path).code == "not-a-recording"


def test_what_is_inside_counts_and_not_the_name(tmp_path: Path) -> None:
    path = encoded(tmp_path / "x.wav", speechlike(2, 48000), 48000, "libopus", "webm")
    result = prepared(path, tmp_path / "out")
    assert (result.facts.media_type, result.facts.suffix) == ("audio/webm", ".webm")
    assert [each.code for each in result.facts.warnings] == ["wrong-suffix"]
