"""A model server that speaks the Label Studio ML backend protocol: /health, /setup, /predict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from annotation.prelabel.base import Field, Picture, Prelabeler, PrelabelError, Proposal, Setup
from annotation.prelabel.http.results import Reading
from annotation.prelabel.registry import PRELABELERS
from annotation.prelabel.server import ask
from core.text import Text

TAGS = {
    "box": "RectangleLabels",
    "rotated_box": "RectangleLabels",
    "polygon": "PolygonLabels",
    "polyline": "VectorLabels",
    "points": "KeyPointLabels",
}
QUICK, PATIENT = 10.0, 120.0


@PRELABELERS.register
class Http(Prelabeler):
    """Asks one picture at a time, so that progress and cancel work."""

    slug = "http"
    title = Text(en="Model server (HTTP)", zh="模型服务（HTTP）")
    description = Text(
        en="Any server that speaks the Label Studio ML backend protocol. It fetches the images from here by addresses"
        " that work for a few minutes.",
        zh="任何支持 Label Studio ML backend 协议的服务。服务将通过短时有效的地址从本系统获取图片。",
    )
    kinds = frozenset({"box", "rotated_box", "polygon", "polyline", "points", "tag"})
    modalities = frozenset({"image", "video"})
    frame_by_frame = True
    needs_server = True
    fields = (
        Field("url", Text(en="Address", zh="地址"), "text", required=True),
        Field(
            "classes",
            Text(en="Its classes as labels (same names when empty)", zh="类别与标签对应（留空按同名）"),
            "classes",
            {},
        ),
        Field("threshold", Text(en="Least score", zh="最低置信度"), "number", 0.0, 0, 1),
        Field(
            "user", Text(en="User name", zh="用户名"), "text", help=Text(en="If it wants one.", zh="如服务要求登录。")
        ),
        Field(
            "password",
            Text(en="Password or token", zh="密码或令牌"),
            "secret",
            help=Text(
                en="With a user name it is a password (HTTP Basic), alone a bearer token. Kept encrypted, never shown.",
                zh="有用户名时作为密码（HTTP Basic），否则作为 Bearer 令牌。加密保存，不再显示。",
            ),
        ),
    )

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup)
        self._config = label_config(setup.labels)
        self._project = setup.project or "groundwork"
        ask(setup.config, "/setup", self._setup_body(), QUICK)

    def _setup_body(self) -> dict[str, Any]:
        return {
            "project": self._project,
            "schema": self._config,
            "hostname": "",
            "access_token": "",
            "extra_params": "",
        }

    @classmethod
    def examine(cls, setup: Setup) -> dict[str, Any]:
        """Ask /health."""
        answer = ask(setup.config, "/health", None, QUICK)
        if str(answer.get("status", "")).upper() != "UP":
            raise PrelabelError("server-not-up", "The server does not say that it is up.", answer=str(answer)[:200])
        model = str(answer.get("model_class") or "")[:200]
        return {"status": "UP", "model": model} if model else {"status": "UP"}

    @classmethod
    def configuration(cls, given: Mapping[str, Any]) -> dict[str, Any]:
        """As all do; a secret must be one that fits into a header."""
        config = super().configuration(given)
        secret = config["password"] = str(config["password"] or "").strip()
        if not (secret.isascii() and secret.isprintable()):
            wrong = {"password": ["must be of plain letters, digits and signs"]}
            raise PrelabelError("bad-config", f"password: {wrong['password'][0]}", fields=wrong)
        return config

    def predict(self, pictures: Iterable[Picture]) -> Iterator[tuple[Picture, list[Proposal]]]:
        for number, picture in enumerate(pictures, 1):
            if picture.wanted:
                self.setup.check()
                yield picture, self._ask_for(picture, number)

    def _ask_for(self, picture: Picture, number: int) -> list[Proposal]:
        body = {
            "tasks": [{"id": number, "data": {"image": picture.url()}}],
            "project": self._project,
            "label_config": self._config,
            "params": {"context": None},
        }
        answer = ask(self.setup.config, "/predict", body, PATIENT)
        predictions = answer.get("results")
        if not isinstance(predictions, list) or len(predictions) > 1:
            count = len(predictions) if isinstance(predictions, list) else 0
            said = str(answer)[:200]
            raise PrelabelError(
                "server-answer", f"/predict answered {said}, not one prediction.", count=count, said=said
            )
        first = predictions[0] if predictions else {}
        # Some servers answer with the list of regions itself.
        whole = first if isinstance(first, dict) else {"result": first}
        reading = Reading(picture, self._label_of, self._fits, self.refused)
        return [each for each in reading.proposals(whole) if each.score >= self.setup.config["threshold"]]

    def _label_of(self, name: str) -> str | None:
        given: Mapping[str, str] = self.setup.config.get("classes") or {}
        label = given.get(name) if given else name
        return label if label in self.setup.labels else None

    def _fits(self, label: str, kind: str) -> bool:
        return kind in self.setup.labels[label]


def label_config(labels: Mapping[str, frozenset[str]]) -> str:
    """The project's labels as Label Studio's XML, for servers that look at it."""
    view = Element("View")
    SubElement(view, "Image", name="image", value="$image")
    for tag in dict.fromkeys(TAGS.values()):
        kinds = {kind for kind, name in TAGS.items() if name == tag}
        named = [label for label, allowed in labels.items() if allowed & kinds]
        _control(view, tag, "Label", named)
    _control(view, "Choices", "Choice", [label for label, allowed in labels.items() if "tag" in allowed])
    return tostring(view, encoding="unicode")


def _control(view: Element, tag: str, part: str, labels: list[str]) -> None:
    if labels:
        control = SubElement(view, tag, name=tag.removesuffix("Labels").lower(), toName="image")
        for label in labels:
            SubElement(control, part, value=label)
