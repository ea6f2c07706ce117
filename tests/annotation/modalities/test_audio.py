"""Recordings are decoded once, to the sample; what is made of them reads as docs/audio.md says."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from scipy.signal import fftconvolve

from annotation.modalities import Rejected
from annotation.modalities.audio import riff
from annotation.modalities.sandbox import prepare_one
from tests.annotation.modalities.recordings import AUDIO, derivative, pcm, prepared
from tests.annotation.modalities.sounds import as_flac, encoded, speechlike, wav, written
from tests.shared_data import shared


@pytest.mark.parametrize(
    ("format", "subtype", "kept", "step"),
    [
        ("WAV", "PCM_16", "s16", 2**-15),
        ("WAV", "PCM_U8", "s16", 2**-7),
        ("WAV", "PCM_24", "f32", 2**-23),
        ("WAV", "PCM_32", "f32", 2**-23),
        ("WAV", "FLOAT", "f32", 2**-23),
        ("WAV", "DOUBLE", "f32", 2**-23),
        ("WAV", "ULAW", "s16", 2**-4),
        ("WAVEX", "PCM_16", "s16", 2**-15),
        ("WAVEX", "PCM_24", "f32", 2**-23),
        ("RF64", "PCM_16", "s16", 2**-15),
        ("W64", "PCM_16", "s16", 2**-15),
        ("AIFF", "PCM_16", "s16", 2**-15),
        ("AU", "PCM_16", "s16", 2**-15),
        ("CAF", "PCM_16", "s16", 2**-15),
        ("NIST", "PCM_16", "s16", 2**-15),
        ("FLAC", "PCM_16", "s16", 2**-15),
        ("FLAC", "PCM_24", "f32", 2**-23),
    ],
)
def test_lossless_files_come_through_to_the_sample(
    tmp_path: Path, format: str, subtype: str, kept: str, step: float
) -> None:
    sound = speechlike(1.37, 22050, 2)
    result = prepared(written(tmp_path / "x.wav", sound, 22050, subtype, format), tmp_path / "out")
    meta = derivative(result, "pcm").meta
    assert (meta["format"], meta["rate"], meta["channels"], meta["samples"]) == (kept, 22050, 2, len(sound))
    scale = 32768 if kept == "s16" else 1
    assert np.abs(pcm(result) / scale - sound).max() <= step
    assert result.facts.meta["decoder"].startswith("libsndfile")


@pytest.mark.parametrize(
    ("name", "codec", "container", "rate", "channels", "options", "delay"),
    [
        ("vbr.mp3", "libmp3lame", "mp3", 44100, 2, {"compression_level": "5"}, 0),
        ("low.mp3", "libmp3lame", "mp3", 16000, 1, {}, 0),
        ("x.m4a", "aac", "ipod", 44100, 2, {}, 0),
        ("x.opus", "libopus", "ogg", 48000, 1, {}, 0),
        ("x.webm", "libopus", "webm", 48000, 2, {}, 0),
        # Does not say what its encoder put in front: it is what every player plays.
        ("x.aac", "aac", "adts", 44100, 1, {}, 1024),
    ],
)
def test_compressed_files_begin_where_the_recording_began(
    tmp_path: Path, name: str, codec: str, container: str, rate: int, channels: int, options: dict[str, str], delay: int
) -> None:
    sound = speechlike(5.37, rate, channels)
    result = prepared(encoded(tmp_path / name, sound, rate, codec, container, **options), tmp_path / "out")
    samples = pcm(result)
    assert samples.shape[1] == channels
    for channel in range(channels):
        assert lag(samples[:, channel], sound[:, channel]) == delay
    if delay == 0:
        assert len(samples) == len(sound)
    assert derivative(result, "pcm").meta["format"] == "s16"
    assert result.facts.meta["bits"] is None


def test_amr_begins_within_its_codecs_own_delay(tmp_path: Path) -> None:
    sound = speechlike(5.37, 8000)
    samples = pcm(prepared(encoded(tmp_path / "x.amr", sound, 8000, "libopencore_amrnb", "amr"), tmp_path / "out"))
    assert 0 <= lag(samples[:, 0], sound[:, 0]) <= 120
    assert 0 <= len(samples) - len(sound) <= 160


def test_wideband_amr_is_read_at_its_own_rate(tmp_path: Path) -> None:
    """Nobody may write it here: 50 frames of 20 ms as they come from the air, 132 bits each."""
    frames = np.random.default_rng(1).integers(0, 256, (50, 17), np.uint8)
    (tmp_path / "x.awb").write_bytes(b"#!AMR-WB\n" + b"".join(b"\x04" + bytes(frame) for frame in frames))
    result = prepared(tmp_path / "x.awb", tmp_path / "out")
    assert (len(pcm(result)), result.facts.meta["rate"]) == (16_000, 16_000)


def test_vorbis_begins_where_the_recording_began(tmp_path: Path) -> None:
    sound = speechlike(3.21, 44100)
    samples = pcm(prepared(written(tmp_path / "x.ogg", sound, 44100, "VORBIS", "OGG"), tmp_path / "out"))
    assert (len(samples), lag(samples[:, 0], sound[:, 0])) == (len(sound), 0)


def lag(found: NDArray[Any], wanted: NDArray[Any]) -> int:
    """By how many samples `found` comes later."""
    match = fftconvolve(found.astype(float), wanted[::-1])
    return int(np.argmax(match)) - (len(wanted) - 1)


def test_time_does_not_drift_along_a_long_file(tmp_path: Path) -> None:
    """Ten minutes of VBR MP3: the last pieces lie where the first say they do."""
    rate, minute = 16000, speechlike(60, 16000)
    sound = np.concatenate([minute * (0.3 + 0.07 * number) for number in range(10)])
    result = prepared(
        encoded(tmp_path / "x.mp3", sound, rate, "libmp3lame", "mp3", compression_level="6"), tmp_path / "o"
    )
    samples = pcm(result)
    assert len(samples) == len(sound)
    for second in (0, 123, 377, 595):
        piece = slice(second * rate, (second + 4) * rate)
        assert lag(samples[piece, 0], sound[piece, 0]) == 0


def test_peaks_hold_the_extremes_of_every_bin_at_every_level(tmp_path: Path) -> None:
    sound = speechlike(20.011, 16000, 2)
    result = prepared(written(tmp_path / "x.wav", sound, 16000), tmp_path / "out")
    samples, each = pcm(result), derivative(result, "peaks")
    assert [level["step"] for level in each.meta["levels"]] == [256, 1024]
    data = each.path.read_bytes()
    for level in each.meta["levels"]:
        step = level["step"]
        assert level["bins"] == -(-len(samples) // step)
        for bin in (0, 1, level["bins"] // 2, level["bins"] - 1):
            for channel in (0, 1):
                at = level["offset"] + (bin * 2 + channel) * 4
                part = samples[bin * step : (bin + 1) * step, channel] * (32767 / 32768)
                assert np.frombuffer(data[at : at + 4], "<i2") == pytest.approx([part.min(), part.max()], abs=0.51)
    last = each.meta["levels"][-1]
    assert len(data) == last["offset"] + last["bins"] * 2 * 4
    assert last["bins"] <= 512


def test_spectrogram_shows_a_tone_where_and_when_it_sounds(tmp_path: Path) -> None:
    rate = 16000
    time = np.arange(rate * 12) / rate
    left = 0.5 * np.sin(2 * np.pi * 1015.625 * time) * (time < 6)
    right = 0.05 * np.sin(2 * np.pi * 6015.625 * time) * (time >= 6)
    result = prepared(written(tmp_path / "x.wav", np.stack([left, right], axis=1), rate), tmp_path / "out")
    each = derivative(result, "spectrogram")
    meta, data = each.meta, np.fromfile(each.path, "u1")
    assert (meta["top"], meta["bins"], meta["levels"][0]["hop"]) == (8000, 256, 80)
    for level in meta["levels"]:
        frames = level["frames"]
        table = data[level["offset"] : level["offset"] + frames * 2 * 256].reshape(frames, 2, 256)
        decibels = meta["floor"] + table * meta["step"]
        early, late = 3 * rate // level["hop"], 9 * rate // level["hop"]
        assert abs(int(decibels[early, 0].argmax()) * 8000 / 256 - 1015.6) <= 31.25
        assert decibels[early, 0].max() == pytest.approx(-6, abs=1)
        assert decibels[early, 1].max() <= -90
        assert abs(int(decibels[late, 1].argmax()) * 8000 / 256 - 6015.6) <= 31.25
        assert decibels[late, 1].max() == pytest.approx(-26, abs=1)
    # The tone ends at 6 s: frames are centred on hop * number.
    fine = meta["floor"] + data[: meta["levels"][0]["frames"] * 512].reshape(-1, 2, 256) * meta["step"]
    edge = 6 * rate // 80
    assert fine[edge - 6, 0].max() > -12
    assert fine[edge + 4, 0].max() <= -90


def test_the_samples_are_a_file_that_others_read(tmp_path: Path) -> None:
    for subtype in ("PCM_16", "FLOAT"):
        sound = speechlike(0.5, 8000, 3)
        result = prepared(written(tmp_path / "x.wav", sound, 8000, subtype), tmp_path / subtype)
        path = derivative(result, "pcm").path
        read, rate = soundfile.read(path, dtype="int16" if subtype == "PCM_16" else "float32", always_2d=True)
        assert rate == 8000
        assert np.array_equal(read, pcm(result))


def test_above_four_gigabytes_the_header_is_that_of_rf64(tmp_path: Path) -> None:
    """Ten hours of stereo at 48 kHz; the file is sparse, so that it takes no room."""
    samples = 36_000 * 48_000
    path = tmp_path / "long.wav"
    with path.open("wb") as file:
        file.write(riff.header(wide=False, rate=48_000, channels=2, samples=samples))
        file.truncate(riff.HEADER + samples * 4)
    with soundfile.SoundFile(str(path)) as read:
        assert (read.format, read.frames, read.samplerate, read.channels) == ("RF64", samples, 48_000, 2)
    assert riff.judge(path, _container("RF64")) == []


def _container(name: str) -> Any:
    from annotation.modalities.audio import sniff

    return next(each for each in sniff.CONTAINERS if each.name == name)


def test_facts_of_the_sound(tmp_path: Path) -> None:
    rate = 16000
    random = np.random.default_rng(3)
    noise = 0.001 * random.standard_normal(rate * 8)
    sound = noise.copy()
    sound[2 * rate : 5 * rate] += 0.1 * np.sqrt(2) * np.sin(2 * np.pi * 300 * np.arange(3 * rate) / rate)
    result = prepared(written(tmp_path / "x.wav", sound[:, None] + 0.01, rate), tmp_path / "out")
    (facts,) = result.facts.meta["signal"]
    assert facts["floor"] == pytest.approx(-39.96, abs=0.2)  # the constant of 0.01 is what remains
    assert facts["dc"] == pytest.approx(0.01, abs=1e-4)
    assert (facts["lead"], facts["tail"]) == (pytest.approx(2, abs=0.03), pytest.approx(3, abs=0.03))
    assert facts["silence"] == pytest.approx(5 / 8, abs=0.01)
    assert facts["pause"] == 0
    assert facts["clipped"] == 0
    plain = prepared(written(tmp_path / "y.wav", sound[:, None], rate), tmp_path / "out2").facts.meta["signal"][0]
    assert plain["snr"] == pytest.approx(40, abs=0.3)
    assert plain["floor"] == pytest.approx(-60, abs=0.5)
    twice = np.concatenate([sound, sound])[:, None]
    (again,) = prepared(written(tmp_path / "z.wav", twice, rate), tmp_path / "out3").facts.meta["signal"]
    assert again["pause"] == pytest.approx(5, abs=0.05)


def test_clipping_is_found_below_full_scale_too(tmp_path: Path) -> None:
    sound = speechlike(4, 16000)
    hard = np.clip(sound * 4, -0.2, 0.2)
    loud = np.clip(sound * 12, -1, 1)
    facts = [
        prepared(written(tmp_path / f"{number}.wav", each, 16000), tmp_path / str(number)).facts.meta["signal"][0]
        for number, each in enumerate((sound, hard, loud))
    ]
    assert [each["clipped"] > 0 for each in facts] == [False, False, True]
    assert facts[0]["flat_runs"] <= 2
    assert facts[1]["flat_runs"] > 100
    assert facts[1]["flat_level"] == pytest.approx(-13.98, abs=0.01)


def test_upsampled_and_telephone_sound_shows_by_its_cliff(tmp_path: Path) -> None:
    random = np.random.default_rng(5)
    rate, wide = 16000, random.standard_normal(16000 * 6) * 0.1
    spectrum = np.fft.rfft(wide)
    spectrum[round(len(spectrum) * 3400 / 8000) :] *= 1e-4
    narrow = np.fft.irfft(spectrum)
    found = [
        prepared(written(tmp_path / f"{number}.wav", each[:, None], rate), tmp_path / str(number))
        for number, each in enumerate((wide, narrow))
    ]
    assert [each.facts.meta["signal"][0]["bandwidth"] for each in found] == [8000, pytest.approx(3400, abs=130)]


@pytest.mark.parametrize("wanted", [0, 10, 20, 35])
def test_wada_finds_the_ratio_that_its_model_was_mixed_with(tmp_path: Path, wanted: int) -> None:
    random = np.random.default_rng(wanted)
    speech = random.gamma(0.4, 0.02, 16000 * 20) * random.choice([-1, 1], 16000 * 20)
    noise = random.standard_normal(len(speech))
    noise *= np.sqrt(np.mean(speech**2) / np.mean(noise**2)) / 10 ** (wanted / 20)
    path = written(tmp_path / "x.wav", (speech + noise)[:, None], 16000, "FLOAT")
    assert prepared(path, tmp_path / "o").facts.meta["signal"][0]["wada"] == pytest.approx(wanted, abs=1)


def test_silence_and_a_single_sample_have_facts(tmp_path: Path) -> None:
    silent = prepared(written(tmp_path / "x.wav", np.zeros((8000, 1)), 8000), tmp_path / "a").facts.meta["signal"][0]
    assert (silent["peak"], silent["snr"], silent["wada"], silent["silence"]) == (-120, None, None, 1)
    assert (silent["lead"], silent["pause"]) == (1, 0)
    one = prepared(written(tmp_path / "y.wav", np.full((1, 1), 0.5), 8000), tmp_path / "b")
    assert one.facts.meta["samples"] == 1
    assert len(pcm(one)) == 1


def test_the_same_sound_in_another_container_has_the_same_hash(tmp_path: Path) -> None:
    sound = speechlike(1, 16000)
    a = prepared(written(tmp_path / "x.wav", sound, 16000), tmp_path / "a")
    (tmp_path / "x.flac").write_bytes(as_flac(pcm(a), 16000))
    b = prepared(tmp_path / "x.flac", tmp_path / "b")
    assert a.facts.meta["pcm_sha256"] == b.facts.meta["pcm_sha256"] == hashlib.sha256(pcm(a).tobytes()).hexdigest()


def test_memory_stays_flat(tmp_path: Path, measured: Callable[[Path], int]) -> None:
    """Twenty minutes of stereo take no more memory than one: everything is streamed."""
    short, long = (tmp_path / f"{minutes}.flac" for minutes in (1, 20))
    minute = speechlike(60, 16000, 2)
    for path, times in ((short, 1), (long, 20)):
        with soundfile.SoundFile(str(path), "w", 16000, 2, "PCM_16", format="FLAC") as file:
            for _ in range(times):
                file.write(minute)
    first, second = measured(short), measured(long)
    # 20 minutes of stereo are 154 MB as 32-bit floats.
    assert second - first < 60_000_000


@pytest.fixture
def measured(tmp_path: Path) -> Callable[[Path], int]:
    """The most memory, in bytes, that a process of its own takes to prepare a file."""
    import subprocess
    import sys

    code = (
        "import resource, sys; from pathlib import Path; from annotation.modalities import MODALITIES;"
        "a = MODALITIES['audio']; a.prepare({'x': Path(sys.argv[1])}, Path(sys.argv[2]), a.limits);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)"
    )

    def run(path: Path) -> int:
        folder = tmp_path / f"memory-{path.stem}"
        folder.mkdir()
        done = subprocess.run([sys.executable, "-c", code, str(path), str(folder)], capture_output=True, check=True)
        return int(done.stdout)

    return run


def test_it_works_where_imports_run_it(tmp_path: Path) -> None:
    """In the process of its own, with its limits; what it made can be read afterwards."""
    path = encoded(tmp_path / "x.mp3", speechlike(3, 16000), 16000, "libmp3lame", "mp3")
    folder = tmp_path / "out"
    folder.mkdir()
    result = prepare_one("audio", {"x.mp3": path}, folder, AUDIO.limits)
    assert {each.role for each in result.derivatives} == {"thumbnail", "pcm", "peaks", "spectrogram"}
    assert len(pcm(result)) == 48000
    broken = tmp_path / "y.wav"
    broken.write_bytes(wav(promised=10**6))
    with pytest.raises(Rejected):
        prepare_one("audio", {"y.wav": broken}, folder, AUDIO.limits)


def test_real_recordings(tmp_path: Path) -> None:
    """By an independent reader: the header of the SPHERE file and the WAV beside it hold the same sound."""
    folder = shared("speech/lhotse_fixtures")
    sphere = prepared(folder / "stereo.sph", tmp_path / "sph")
    plain = prepared(folder / "stereo.wav", tmp_path / "wav")
    assert sphere.facts.meta["container"] == "SPHERE"
    assert np.array_equal(pcm(sphere), pcm(plain))
