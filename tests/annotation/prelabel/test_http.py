"""The Label Studio ML backend protocol, against a small server that speaks it."""

from __future__ import annotations

import json
import math
import threading
from base64 import b64encode
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from xml.etree import ElementTree

import pytest
from pytest_django import Settings

from accounts.models import User
from annotation.models import PrelabelModel
from annotation.prelabel.base import Picture, PrelabelError, Setup
from annotation.prelabel.http import Http, label_config
from annotation.prelabel.http.results import proposals
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
        self.signed: list[str] = []
        self.answers: dict[str, tuple[int, Any]] = {
            "/health": (200, {"status": "UP", "model_class": "Tiny"}),
            "/setup": (200, {"model_version": "7"}),
            "/predict": (200, {"results": [{"result": [rectangle()], "score": 0.9, "model_version": "7"}]}),
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
        self.server.signed.append(self.headers.get("Authorization", ""))
        status, value = self.server.answers[self.path]
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
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
    assert Http.examine(setup(backend.url)) == {"status": "UP", "model": "Tiny"}
    [(_, [proposal])] = Http(setup(backend.url)).predict([one()])
    assert (proposal.kind, proposal.label, proposal.score) == ("box", "car", 0.8)
    assert proposal.data == {"x": 20, "y": 20, "width": 100, "height": 25}
    paths = [path for path, _ in backend.asked]
    assert paths == ["/health", "/setup", "/predict"]
    body = backend.asked[2][1]
    assert body["tasks"] == [{"id": 1, "data": {"image": ADDRESS}}]
    assert backend.asked[1][1]["schema"] == body["label_config"] == label_config(LABELS)


def test_rotation_is_about_the_top_left_corner() -> None:
    [proposal] = proposals([rectangle(rotation=90)], one(), lambda name: name)
    assert proposal.kind == "rotated_box"
    assert proposal.data == pytest.approx(
        {"cx": 20 - 12.5, "cy": 20 + 50, "width": 100, "height": 25, "angle": math.pi / 2}
    )


def test_other_regions_and_what_is_not_understood() -> None:
    results = [
        {"type": "polygonlabels", "value": {"points": [[0, 0], [50, 0], [50, 50]], "polygonlabels": ["car"]}},
        {"type": "keypointlabels", "value": {"x": 50, "y": 50, "width": 1, "keypointlabels": ["car"]}},
        {"type": "choices", "value": {"choices": ["night & fog"]}},
        {"type": "brushlabels", "value": {"format": "rle", "rle": [1], "brushlabels": ["car"]}},
        {"type": "rectanglelabels", "value": {"x": "a", "y": 0, "width": 1, "height": 1, "rectanglelabels": ["car"]}},
        {"type": "rectanglelabels", "value": {"x": 1, "y": 0, "width": -1, "height": 1, "rectanglelabels": ["car"]}},
        rectangle(label="unknown"),
        rectangle(score=7),
        "nonsense",
        {"value": 3},
    ]
    found = proposals(results, one(), lambda name: name if name in LABELS else None)
    assert [(each.kind, each.label) for each in found] == [
        ("polygon", "car"),
        ("points", "car"),
        ("tag", "night & fog"),
        ("box", "car"),
    ]
    assert found[0].data["points"] == [[0, 0], [100, 0], [100, 50]]
    assert found[3].score == 1.0


def test_classes_are_mapped_and_the_least_score_kept(backend: Backend) -> None:
    results = [rectangle(label="vehicle"), rectangle(label="vehicle", score=0.2), rectangle()]
    backend.answers["/predict"] = (200, {"results": [{"result": results}]})
    model = Http(setup(backend.url, classes={"vehicle": "car"}, threshold=0.5))
    [(_, found)] = model.predict([one()])
    assert [(each.label, each.score) for each in found] == [("car", 0.8)]


@pytest.mark.parametrize(
    ("answer", "code"),
    [((500, {"detail": "x"}), "server-failed"), ((200, b"<html>"), "server-failed"), ((200, {}), "server-not-up")],
)
def test_a_server_that_is_not_well_is_refused(backend: Backend, answer: tuple[int, Any], code: str) -> None:
    backend.answers["/health"] = answer
    with pytest.raises(PrelabelError) as refused:
        Http.examine(setup(backend.url))
    assert refused.value.code == code


def test_a_private_address_that_is_not_listed_is_never_asked(backend: Backend, settings: Settings) -> None:
    settings.PRIVATE_HOSTS = []
    with pytest.raises(PrelabelError) as refused:
        Http.examine(setup(backend.url))
    assert refused.value.code == "server-failed"
    assert backend.asked == []


def test_the_label_configuration_is_sound_xml() -> None:
    root = ElementTree.fromstring(label_config(LABELS))
    assert [label.get("value") for label in root.iterfind("RectangleLabels/Label")] == ["car"]
    assert [choice.get("value") for choice in root.iterfind("Choices/Choice")] == ["night & fog"]
    assert root.find("Image").get("value") == "$image"  # type: ignore[union-attr]


def test_it_signs_in_with_a_password_or_a_token(backend: Backend) -> None:
    Http.examine(setup(backend.url, user="ada", password="s3cret"))
    Http.examine(setup(backend.url, password="t0ken"))
    Http.examine(setup(backend.url))
    assert backend.signed == [f"Basic {b64encode(b'ada:s3cret').decode()}", "Bearer t0ken", ""]


def test_a_refused_sign_in_says_so(backend: Backend) -> None:
    backend.answers["/health"] = (401, {})
    with pytest.raises(PrelabelError) as refused:
        Http.examine(setup(backend.url, user="ada", password="wrong"))
    assert (refused.value.code, refused.value.params["answered"]) == ("server-sign-in", 401)


def test_unknown_classes_are_named_after_the_run(backend: Backend) -> None:
    backend.answers["/predict"] = (200, {"results": [{"result": [rectangle(label="lorry"), rectangle()]}]})
    model = Http(setup(backend.url))
    [(_, found)] = model.predict([one()])
    assert [each.label for each in found] == ["car"]
    assert list(model.notes()) == [("prelabel-unknown-class", {"name": "lorry", "count": 1})]


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
    assert backend.signed[-1] == f"Basic {b64encode(b'ada:s3cret').decode()}"
    assert api.patch(at, {"config": {"password": "", "user": ""}}).json()["secrets"] == []
    assert backend.signed[-1] == ""


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
