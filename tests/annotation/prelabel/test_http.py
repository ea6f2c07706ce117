"""The Label Studio ML backend protocol, against a small server that speaks it."""

from __future__ import annotations

import json
import math
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from xml.etree import ElementTree

import pytest
from pytest_django import Settings

from accounts.models import User
from annotation.models import PrelabelModel
from annotation.prelabel.base import Picture, PrelabelError, Proposal, Refused, Setup
from annotation.prelabel.http import Http, label_config
from annotation.prelabel.http.results import Reading
from annotation.services.prelabel.models import setup_of
from core.errors import DomainError
from core.models import AuditEvent
from tests.annotation.prelabel.pictures import picture, texture
from tests.conftest import Api

LABELS = {"car": frozenset({"box", "rotated_box", "polygon", "points"}), "night & fog": frozenset({"tag"})}
ADDRESS = "http://media.example/a.jpg"


class Backend(HTTPServer):
    """Answers as a model server does, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, Any]] = []
        self.sign_ins: list[str | None] = []
        self.wanted: str | None = None
        self.answers: dict[str, tuple[int, Any]] = {
            "/health": (200, {"model_dir": "/models", "status": "UP", "v2": False}),
            "/setup": (200, {"model_version": "7"}),
            "/predict": (200, {"model_version": "7", "results": [{"result": [rectangle()], "score": 0.9}]}),
        }

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Backend

    def do_GET(self) -> None:
        self._answer(None)

    def do_POST(self) -> None:
        self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _answer(self, body: Any) -> None:
        self.server.asked.append((self.path, body))
        self.server.sign_ins.append(self.headers["Authorization"])
        status, value = self.server.answers[self.path]
        if self.server.wanted not in (None, self.headers["Authorization"]):
            status, value = 401, f"You sent {self.headers['Authorization']}".encode()
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", value.decode())
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: Any) -> None:
        pass


def rectangle(rotation: float = 0, label: str = "car", score: float | None = 0.8) -> dict[str, Any]:
    value = {"x": 10, "y": 20, "width": 50, "height": 25, "rotation": rotation, "rectanglelabels": [label]}
    return {"from_name": "rectangle", "to_name": "image", "type": "rectanglelabels", "value": value, "score": score}


@pytest.fixture
def backend(settings: Settings) -> Iterator[Backend]:
    server = Backend()
    settings.PRIVATE_HOSTS = [f"127.0.0.1:{server.server_port}"]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def setup(url: str, **config: Any) -> Setup:
    return Setup(Http.configuration({"url": url, **config}), LABELS, project="42")


def one() -> Picture:
    return picture("a", texture(1, 200, 100), url=lambda: ADDRESS)


def test_it_asks_and_reads_as_the_protocol_says(backend: Backend) -> None:
    assert Http.examine(setup(backend.url)) == {"status": "UP"}
    [(_, [proposal])] = Http(setup(backend.url)).predict([one()])
    assert (proposal.kind, proposal.label, proposal.score) == ("box", "car", 0.8)
    assert proposal.data == {"x": 20, "y": 20, "width": 100, "height": 25}
    paths = [path for path, _ in backend.asked]
    assert paths == ["/health", "/setup", "/predict"]
    body = backend.asked[2][1]
    assert body["tasks"] == [{"id": 1, "data": {"image": ADDRESS}}]
    assert backend.asked[1][1]["schema"] == body["label_config"] == label_config(LABELS)


def read(*results: Any) -> tuple[list[Proposal], dict[tuple[str, str], int]]:
    """What is made of a prediction's regions, and how often what was refused."""
    refused: Counter[Refused] = Counter()
    reading = Reading(one(), lambda name: name if name in LABELS else None, fits, refused)
    found = reading.proposals({"result": list(results), "score": 0.6})
    return found, {(each.reason, each.what): count for each, count in refused.items()}


def fits(label: str, kind: str) -> bool:
    return kind in LABELS[label]


def test_rotation_is_about_the_top_left_corner() -> None:
    [proposal], _ = read({**rectangle(), "value": {**rectangle(rotation=90)["value"], "x": 30}})
    assert proposal.kind == "rotated_box"
    assert proposal.data == pytest.approx(
        {"cx": 60 - 12.5, "cy": 20 + 50, "width": 100, "height": 25, "angle": math.pi / 2}
    )


def test_other_regions_become_kinds_of_ours() -> None:
    found, refused = read(
        {"type": "polygonlabels", "value": {"points": [[0, 0], [50, 0], [50, 50]], "polygonlabels": ["car"]}},
        {"type": "keypointlabels", "value": {"x": 50, "y": 50, "width": 1, "keypointlabels": ["car"]}},
        {"type": "choices", "value": {"choices": ["night & fog"]}},
        rectangle(score=7),
        {**rectangle(), "value": {**rectangle()["value"], "x": 90}},
    )
    assert [(each.kind, each.label) for each in found] == [
        ("polygon", "car"),
        ("points", "car"),
        ("tag", "night & fog"),
        ("box", "car"),
        ("box", "car"),
    ]
    assert found[0].data["points"] == [[0, 0], [100, 0], [100, 50]]
    assert found[1].data["points"] == [[100, 50]]
    assert found[3].score == 0.6, "a score that is none gives way to the prediction's"
    assert found[4].data == {"x": 180, "y": 20, "width": 20, "height": 25}, "cut at the picture's edge"
    assert not refused


def test_what_cannot_be_used_is_counted_with_its_reason() -> None:
    tag = {"type": "rectanglelabels", "value": {**rectangle()["value"], "rectanglelabels": ["night & fog"]}}
    found, refused = read(
        {"type": "brushlabels", "value": {"format": "rle", "rle": [1], "brushlabels": ["car"]}},
        {"type": "brushlabels", "value": {"format": "rle", "rle": [2], "brushlabels": ["car"]}},
        {"type": "rectanglelabels", "value": {"x": "a", "y": 0, "width": 1, "height": 1, "rectanglelabels": ["car"]}},
        {"type": "rectanglelabels", "value": {"x": 1, "y": 0, "width": -1, "height": 1, "rectanglelabels": ["car"]}},
        {"type": "polygonlabels", "value": {"points": [[]], "polygonlabels": ["car"]}},
        rectangle(label="unknown"),
        tag,
        {**rectangle(), "value": {**rectangle()["value"], "x": 120}},
        {**rectangle(), "original_width": 100, "original_height": 200},
        {**rectangle(), "original_width": 400, "original_height": 200},
        "nonsense",
    )
    assert [each.kind for each in found] == ["box"], "a smaller or larger copy of the picture is fine"
    assert refused == {
        ("region", "brushlabels"): 2,
        ("broken", "car"): 3,
        ("label", "unknown"): 1,
        ("kind", "night & fog: box"): 1,
        ("outside", "car"): 1,
        ("size", "100 x 200"): 1,
        ("broken", "nonsense"): 1,
    }


def test_more_regions_than_a_picture_may_have_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotation.prelabel.http.results.MOST_REGIONS", 2)
    found, refused = read(*[rectangle()] * 5)
    assert (len(found), refused) == (2, {("too-many", "2"): 3})


def test_classes_are_mapped_and_the_least_score_kept(backend: Backend) -> None:
    results = [rectangle(label="vehicle"), rectangle(label="vehicle", score=0.2), rectangle()]
    backend.answers["/predict"] = (200, {"results": [{"result": results}]})
    model = Http(setup(backend.url, classes={"vehicle": "car"}, threshold=0.5))
    [(_, found)] = model.predict([one()])
    assert [(each.label, each.score) for each in found] == [("car", 0.8)]


@pytest.mark.parametrize(
    ("path", "answer", "code"),
    [
        ("/health", (500, {"detail": "x"}), "server-failed"),
        ("/health", (200, b"<html>"), "server-not-json"),
        ("/health", (200, {}), "server-not-up"),
        ("/health", (404, b""), "server-no-backend"),
        ("/health", (302, b"/health"), "server-moved"),
        ("/setup", (307, b"https://elsewhere.example/setup"), "server-moved"),
        ("/setup", (401, b""), "server-sign-in"),
        ("/predict", (500, b"Traceback: no memory"), "server-failed"),
        ("/predict", (200, {"results": [{}, {}]}), "server-answer"),
        ("/predict", (200, {"results": 3}), "server-answer"),
        ("/predict", (200, b"x" * 5000), "server-large"),
    ],
)
def test_what_a_server_does_wrong_is_named(
    backend: Backend, monkeypatch: pytest.MonkeyPatch, path: str, answer: tuple[int, Any], code: str
) -> None:
    monkeypatch.setattr("annotation.prelabel.server.MOST_BYTES", 4096)
    backend.answers[path] = answer
    with pytest.raises(PrelabelError) as refused:
        whole_exchange(setup(backend.url))
    assert refused.value.code == code
    assert refused.value.params.get("path", path) == path
    assert refused.value.status == 400


def whole_exchange(given: Setup) -> None:
    Http.examine(given)
    list(Http(given).predict([one()]))


def test_a_server_that_is_too_slow_or_gone_is_named(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(self: Handler, body: Any) -> None:
        released.wait(30)

    released = threading.Event()
    monkeypatch.setattr(Handler, "_answer", late)
    monkeypatch.setattr("annotation.prelabel.http.QUICK", 0.2)
    with pytest.raises(PrelabelError) as refused:
        Http.examine(setup(backend.url))
    released.set()
    assert refused.value.code == "server-slow"
    backend.server_close()
    with pytest.raises(PrelabelError) as refused:
        Http.examine(setup(backend.url))
    assert refused.value.code in {"server-unreachable", "server-slow"}


@pytest.mark.parametrize(
    ("config", "header"),
    [
        ({}, None),
        ({"user": "ml", "password": "s3cret"}, "Basic bWw6czNjcmV0"),
        ({"password": "s3cret"}, "Bearer s3cret"),
    ],
)
def test_it_signs_in_as_configured(backend: Backend, config: dict[str, str], header: str | None) -> None:
    backend.wanted = header
    whole_exchange(setup(backend.url, **config))
    assert backend.sign_ins == [header] * 3


@pytest.mark.parametrize("config", [{"user": "ml"}, {}])
def test_a_secret_that_the_server_repeats_is_not_shown(backend: Backend, config: dict[str, str]) -> None:
    backend.wanted = "another"
    with pytest.raises(PrelabelError) as refused:
        Http.examine(setup(backend.url, password="s3cret", **config))
    assert refused.value.code == "server-sign-in"
    shown = f"{refused.value} {refused.value.params}"
    assert "***" in shown
    assert "s3cret" not in shown
    assert "bWw6czNjcmV0" not in shown


@pytest.mark.parametrize("secret", ["two\nlines", "密码"])
def test_a_secret_must_fit_into_a_header(secret: str) -> None:
    with pytest.raises(PrelabelError) as refused:
        Http.configuration({"url": "http://x", "password": secret})
    assert list(refused.value.fields) == ["password"]


@pytest.mark.django_db
def test_a_secret_is_kept_sealed_and_told_to_nobody_but_the_server(backend: Backend, olga: User) -> None:
    api = Api(olga)
    config = {"url": backend.url, "user": "ada", "password": "s3cret"}
    added = api.post("/api/v1/models", {"prelabeler": "http", "name": "Server", "config": config})
    assert added.status_code == 201, added.json()
    body = added.json()
    assert body["secrets"] == ["password"]
    assert "password" not in body["config"]
    model = PrelabelModel.objects.get()
    assert "s3cret" not in json.dumps([body, model.config, model.secrets, model.metrics])
    assert not [event for event in AuditEvent.objects.all() if "s3cret" in json.dumps(event.data)]
    at = f"/api/v1/models/{model.pk}"
    assert api.patch(at, {"config": {"threshold": 0.5}}).json()["secrets"] == ["password"]
    assert backend.sign_ins[-1] == "Basic YWRhOnMzY3JldA=="
    assert api.patch(at, {"config": {"password": "", "user": ""}}).json()["secrets"] == []
    assert backend.sign_ins[-1] is None


@pytest.mark.django_db
def test_a_secret_of_another_installation_is_asked_for_again(backend: Backend, olga: User, settings: Settings) -> None:
    config = {"url": backend.url, "password": "s3cret"}
    Api(olga).post("/api/v1/models", {"prelabeler": "http", "name": "Server", "config": config})
    model = PrelabelModel.objects.get()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 8
    assert setup_of(model, None, None, lambda: None).config["password"] == "s3cret"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(DomainError) as lost:
        setup_of(model, None, None, lambda: None)
    assert lost.value.code == "secret-lost"


@pytest.mark.django_db
def test_another_server_never_gets_the_secret_of_the_first(backend: Backend, olga: User, settings: Settings) -> None:
    config = {"url": backend.url, "password": "s3cret"}
    made = Api(olga).post("/api/v1/models", {"prelabeler": "http", "name": "Ours", "config": config}).json()
    settings.PRIVATE_HOSTS = ["localhost", *settings.PRIVATE_HOSTS]
    other = backend.url.replace("127.0.0.1", "localhost")
    moved = Api(olga).patch(f"/api/v1/models/{made['id']}", {"config": {"url": other}})
    assert (moved.status_code, moved.json()["secrets"]) == (200, [])
    assert backend.sign_ins == ["Bearer s3cret", None]
    Api(olga).patch(f"/api/v1/models/{made['id']}", {"config": {"password": "s3cret"}})
    Api(olga).delete(f"/api/v1/models/{made['id']}")
    assert PrelabelModel.objects.get().secrets == {}, "a retired model has none"


def test_a_private_address_that_is_not_listed_is_never_asked(backend: Backend, settings: Settings) -> None:
    settings.PRIVATE_HOSTS = []
    with pytest.raises(PrelabelError) as refused:
        Http.examine(setup(backend.url))
    assert (refused.value.code, refused.value.params["host"]) == ("server-private", "127.0.0.1")
    assert backend.asked == []


def test_the_label_configuration_is_sound_xml() -> None:
    root = ElementTree.fromstring(label_config(LABELS))
    assert [label.get("value") for label in root.iterfind("RectangleLabels/Label")] == ["car"]
    assert [choice.get("value") for choice in root.iterfind("Choices/Choice")] == ["night & fog"]
    assert root.find("Image").get("value") == "$image"  # type: ignore[union-attr]
