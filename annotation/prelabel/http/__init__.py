"""A model server that speaks the Label Studio ML backend protocol: /health, /setup, /predict."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from annotation.prelabel.base import Field, Picture, Prelabeler, PrelabelError, Proposal, Setup
from annotation.prelabel.http.results import proposals
from annotation.prelabel.registry import PRELABELERS
from core.errors import DomainError
from core.safe import safe_fetch
from core.text import Text

TAGS = {
    "box": "RectangleLabels",
    "rotated_box": "RectangleLabels",
    "polygon": "PolygonLabels",
    "polyline": "VectorLabels",
    "points": "KeyPointLabels",
}
MOST_BYTES = 64 * 1024**2
MOST_NAMED = 20
"""Unknown classes that a run names."""
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
        self._unknown: Counter[str] = Counter()
        self.version = str(_ask(setup.config, "/setup", self._setup_body(), QUICK).get("model_version") or "")

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
        answer = _ask(setup.config, "/health", None, QUICK)
        if str(answer.get("status", "")).upper() != "UP":
            raise PrelabelError("server-not-up", "The server does not say that it is up.", answer=str(answer)[:200])
        return {"status": "UP", "model": str(answer.get("model_class", ""))[:200]}

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
        answer = _ask(self.setup.config, "/predict", body, PATIENT)
        predictions = answer.get("results")
        first = predictions[0] if isinstance(predictions, list) and predictions else {}
        # Older servers answer with the list of results itself, some with a list of such.
        results = first.get("result") if isinstance(first, dict) else first
        found = proposals(results, picture, self._label_of)
        return [each for each in found if each.score >= self.setup.config["threshold"] and self._fits(each)]

    def _label_of(self, name: str) -> str | None:
        given: Mapping[str, str] = self.setup.config.get("classes") or {}
        label = given.get(name) if given else name
        if label not in self.setup.labels:
            self._unknown[name[:100]] += 1
            return None
        return label

    def notes(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Classes of the server that are no label here: with all of them unknown a run proposes nothing."""
        for name, count in self._unknown.most_common(MOST_NAMED):
            yield "prelabel-unknown-class", {"name": name, "count": count}

    def _fits(self, proposal: Proposal) -> bool:
        return proposal.kind in self.setup.labels[proposal.label]


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


def _sign_in(config: Mapping[str, Any]) -> dict[str, str]:
    user, password = config.get("user") or "", config.get("password") or ""
    if user:
        return {"Authorization": f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"}
    return {"Authorization": f"Bearer {password}"} if password else {}


def _ask(config: Mapping[str, Any], path: str, body: object, seconds: float) -> dict[str, Any]:
    """The server's answer as JSON; raises PrelabelError "server-sign-in", or "server-failed" with what went wrong."""
    url = str(config["url"]).rstrip("/") + path
    method = "GET" if body is None else "POST"
    try:
        answer = safe_fetch(
            url, method=method, json=body, headers=_sign_in(config), max_bytes=MOST_BYTES, seconds=seconds
        )
        if answer.status in {401, 403}:
            raise PrelabelError("server-sign-in", f"{path} refused the sign-in.", path=path, answered=answer.status)
        if not answer.ok:
            raise PrelabelError(
                "server-failed", f"{path} answered {answer.status}.", path=path, reason=str(answer.status)
            )
        value = answer.json()
    except PrelabelError:
        raise
    except DomainError as error:
        raise PrelabelError("server-failed", f"{path}: {error.message}", path=path, reason=error.message) from error
    return value if isinstance(value, dict) else {"results": value}
