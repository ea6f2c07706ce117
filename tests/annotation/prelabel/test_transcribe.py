"""A speech recognition server, against a small one that speaks as OpenAI's does."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from pytest_django import Settings

from annotation.prelabel.base import Long, Picture, PrelabelError, Refused, Setup
from annotation.prelabel.said import Said, read
from annotation.prelabel.transcribe import Transcribe
from tests.annotation.modalities.sounds import written
from tests.annotation.prelabel.recordings import recording

LABELS = {"speech": frozenset({"segment"})}
RATE = 8_000
VERBOSE = {"text": "so it goes", "segments": [{"text": " so it goes", "avg_logprob": -0.2, "no_speech_prob": 0.1}]}
SURE = {"text": "a b", "avg_logprob": 0}

Answer = tuple[int, Any, dict[str, str]]


class Ears(ThreadingHTTPServer):
    """Answers with `answers` one after the other, the last one again and again; remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, Any]] = []
        self.sign_ins: list[str | None] = []
        self.answers: list[Answer] = [(200, VERBOSE, {})]
        self.models: Answer = (200, {"object": "list", "data": [{"id": "whisper-1"}, {"id": "tiny"}]}, {})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Ears

    def do_GET(self) -> None:
        self._say(self.server.models)

    def do_POST(self) -> None:
        assert self.path == "/v1/audio/transcriptions"
        body = self.rfile.read(int(self.headers["Content-Length"]))
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        form = BytesParser().parsebytes(head + body)
        self.server.asked.append(
            {
                str(part.get_param("name", header="content-disposition")): part.get_payload(decode=True)
                for part in form.walk()
                if not part.is_multipart()
            }
        )
        answers = self.server.answers
        self._say(answers.pop(0) if len(answers) > 1 else answers[0])

    def _say(self, answer: Answer) -> None:
        self.server.sign_ins.append(self.headers["Authorization"])
        status, value, headers = answer
        data = value.encode() if isinstance(value, str) else json.dumps(value).encode()
        self.send_response(status)
        for name, text in headers.items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def ears(settings: Settings) -> Iterator[Ears]:
    server = Ears()
    settings.PRIVATE_HOSTS = [f"127.0.0.1:{server.server_port}"]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def two_voices(tmp_path: Path) -> Picture:
    """Ten seconds: a voice from 1 to 2.5 s and from 6 to 8 s, else next to nothing."""
    time = np.arange(10 * RATE) / RATE
    sound = 0.0005 * np.random.default_rng(1).standard_normal(len(time))
    for start, stop in ((1, 2.5), (6, 8)):
        part = slice(round(start * RATE), round(stop * RATE))
        sound[part] += 0.2 * np.sin(2 * np.pi * 200 * time[part])
    return recording(written(tmp_path / "call.wav", sound[:, None], RATE), tmp_path / "out")


def model(server: Ears, **config: Any) -> Transcribe:
    return Transcribe(Setup(Transcribe.configuration({"url": server.url + "/v1", **config}), LABELS))


def proposals(transcribe: Transcribe, one: Picture) -> list[tuple[float, float, str, float]]:
    ((_, found),) = transcribe.predict([one])
    return [(each.data["start"] / RATE, each.data["stop"] / RATE, each.data["text"], each.score) for each in found]


def test_only_what_is_spoken_is_sent_and_times_are_those_of_the_recording(ears: Ears, two_voices: Picture) -> None:
    found = proposals(model(ears, language="en", prompt="Groundwork", password="s3cret"), two_voices)
    assert [(round(start, 1), round(stop, 1)) for start, stop, _, _ in found] == [(0.8, 2.7), (5.8, 8.2)]
    assert {(text, score) for _, _, text, score in found} == {("so it goes", 0.8187)}
    assert [len(soundfile.read(io.BytesIO(each["file"]))[0]) / 16_000 for each in ears.asked] == pytest.approx(
        [1.8, 2.3], abs=0.05
    )
    first = {name: value.decode() for name, value in ears.asked[0].items() if name != "file"}
    assert first == {
        "model": "whisper-1", "response_format": "verbose_json", "language": "en", "prompt": "Groundwork",
    }  # fmt: skip
    assert set(ears.sign_ins) == {"Bearer s3cret"}


def test_a_model_that_knows_text_alone_is_asked_for_that(ears: Ears, two_voices: Picture) -> None:
    ears.answers = [(400, {"error": {"message": "response_format 'verbose_json' is not compatible"}}, {})]
    ears.answers.append((200, {"text": "on we go"}, {}))
    assert [text for _, _, text, _ in proposals(model(ears), two_voices)] == ["on we go"] * 2
    forms = [each["response_format"].decode() for each in ears.asked]
    assert forms == ["verbose_json", "json", "json"]


def test_plain_text_is_an_answer_too(ears: Ears, two_voices: Picture) -> None:
    ears.answers = [(200, "on we go\n", {"Content-Type": "text/plain; charset=utf-8"})]
    assert [(text, score) for _, _, text, score in proposals(model(ears), two_voices)] == [("on we go", 0.5)] * 2


def test_a_busy_server_is_asked_again_when_it_says(ears: Ears, two_voices: Picture) -> None:
    ears.answers = [(429, "", {"Retry-After": "0"}), (503, "", {"Retry-After": "0"}), (200, VERBOSE, {})]
    assert len(proposals(model(ears), two_voices)) == 2
    assert len(ears.asked) == 4


def test_a_server_that_stays_busy_or_fails_says_why(ears: Ears, two_voices: Picture) -> None:
    for answer, code in (
        ((429, "", {"Retry-After": "0"}), "server-busy"),
        ((500, "out of memory", {}), "server-failed"),
        ((404, "", {}), "server-no-transcriptions"),
        ((401, "", {}), "server-sign-in"),
        ((200, "<html>", {}), "server-not-json"),
    ):
        ears.answers = [answer]
        with pytest.raises(PrelabelError) as caught:
            proposals(model(ears), two_voices)
        assert caught.value.code == code


def test_a_server_that_does_not_answer_in_time_is_asked_again(
    ears: Ears, two_voices: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once it may be late; a server that always is says so."""
    monkeypatch.setattr("annotation.prelabel.transcribe.client.PATIENT", 0.3)
    monkeypatch.setattr("annotation.prelabel.transcribe.client.FIRST_WAIT", 0.0)
    late, whole = [True], Handler._say
    released = threading.Event()

    def say(self: Handler, answer: Answer) -> None:
        if self.command == "POST" and (late.pop() if late else False):
            released.wait(30)
        else:
            whole(self, answer)

    monkeypatch.setattr(Handler, "_say", say)
    assert len(proposals(model(ears), two_voices)) == 2
    late[:] = [True] * 10
    with pytest.raises(PrelabelError) as caught:
        proposals(model(ears), two_voices)
    released.set()
    assert caught.value.code == "server-slow"


def test_hours_go_on_where_they_were_stopped(ears: Ears, two_voices: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was heard before is not asked for again."""

    class Stopped(Exception):
        pass

    monkeypatch.setattr("annotation.prelabel.pieces.KEEP_SECONDS", 0.0)
    notes: dict[str, Any] = {}
    shares: list[float] = []

    def keep(key: str, what: Any) -> None:
        notes[key] = json.loads(json.dumps(what))
        if len(ears.asked) == 1:
            raise Stopped

    ears.answers = [(200, {"text": "one"}, {}), (200, {"text": "two"}, {})]
    long = Long(step=shares.append, keep=keep, recall=notes.get)
    setup = Setup(Transcribe.configuration({"url": ears.url}), LABELS, long=long)
    with pytest.raises(Stopped):
        proposals(Transcribe(setup), two_voices)
    assert [text for _, _, text, _ in proposals(Transcribe(setup), two_voices)] == ["one", "two"]
    assert (len(ears.asked), shares) == (2, [0.5, 1.0])


def test_stopping_does_not_wait_for_a_busy_server(ears: Ears, two_voices: Picture) -> None:
    class Stopped(Exception):
        pass

    def check() -> None:
        if ears.asked:
            raise Stopped

    ears.answers = [(429, "", {"Retry-After": "60"})]
    setup = Setup(Transcribe.configuration({"url": ears.url}), LABELS, check=check)
    with pytest.raises(Stopped):
        proposals(Transcribe(setup), two_voices)


def test_adding_asks_for_its_models(ears: Ears) -> None:
    assert Transcribe.examine(model(ears).setup) == {"models": "whisper-1, tiny"}
    with pytest.raises(PrelabelError, match="whisper-1, tiny"):
        Transcribe.examine(model(ears, model="large").setup)
    ears.models = (404, "", {})
    assert Transcribe.examine(model(ears).setup) == {}


def test_what_a_model_makes_up_is_left_out(ears: Ears, two_voices: Picture) -> None:
    ears.answers = [(200, {"text": "", "segments": []}, {}), (200, {"text": "thanks for watching " * 12}, {})]
    listening = model(ears)
    assert proposals(listening, two_voices) == []
    repeated = ("thanks for watching " * 12)[:40]
    assert dict(listening.refused) == {Refused("nothing-said", "–"): 1, Refused("made-up", repeated): 1}


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        ([SURE, {"text": "you", "avg_logprob": -1.4, "no_speech_prob": 0.9}], Said("a b", 1)),
        ([{"text": "you", "avg_logprob": -1.4, "no_speech_prob": 0.2}], Said("you", 0.2466)),
        ([{"text": "x", "compression_ratio": 3}], Refused("made-up", "x")),
        ([{"text": 7}, "x"], Refused("nothing-said", "–")),
        ([{"text": "a\u0007\nb"}], Said("a b", 0.5)),
    ],
)  # fmt: skip
def test_segments_are_judged_by_what_is_said_of_them(segments: list[Any], expected: Said | Refused) -> None:
    assert read({"segments": segments}) == expected
