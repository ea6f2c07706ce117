"""One question to a model server, and what is said when it does not answer it as it should."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from annotation.prelabel.base import PrelabelError
from core.safe import Fetched, FetchRefused, safe_fetch

MOST_BYTES = 64 * 1024**2
SAID = 300
"""Characters of an answer that are shown to a person."""
CODES = {
    "private-host": "server-private",
    "not-an-address": "server-address",
    "unknown-host": "server-unreachable",
    "unreachable": "server-unreachable",
    "too-slow": "server-slow",
    "too-large": "server-large",
    "too-many-redirects": "server-moved",
}


def ask(config: Mapping[str, Any], path: str, body: object, seconds: float) -> dict[str, Any]:
    """The server's answer to a GET (without `body`) or POST as JSON; a list comes as {"results": list}.

    Raises PrelabelError, one code for each thing that can be mended in another way.
    """
    answer = answered(config, path, seconds, method="GET" if body is None else "POST", json=body)
    check_status(answer, config, path)
    return as_json(answer, config, path)


def as_json(answer: Fetched, config: Mapping[str, Any], path: str) -> dict[str, Any]:
    try:
        value = answer.json()
    except FetchRefused as error:
        said = _said(answer, config)
        raise PrelabelError("server-not-json", f"{path}: {error.message}", path=path, said=said) from None
    return value if isinstance(value, dict) else {"results": value}


def answered(config: Mapping[str, Any], path: str, seconds: float, **what: Any) -> Fetched:
    """The server's answer to a request (as `safe_fetch` takes it), whatever its status. Raises PrelabelError."""
    url = str(config["url"]).strip().rstrip("/") + path
    headers = {**sign_in(config), **what.pop("headers", {})}
    try:
        return safe_fetch(url, headers=headers, max_bytes=MOST_BYTES, seconds=seconds, **what)
    except FetchRefused as error:
        reason = _without_secret(error.message, config)
        about: dict[str, Any] = {"path": path, "seconds": round(seconds), "megabytes": MOST_BYTES // 1024**2}
        about |= {"host": str(error.params.get("host", "")), "reason": reason, "said": "", "to": ""}
        raise PrelabelError(CODES.get(error.reason, "server-failed"), f"{path}: {reason}", **about) from None


def sign_in(config: Mapping[str, Any]) -> dict[str, str]:
    """The header that signs in; empty without."""
    user, password = config.get("user") or "", config.get("password") or ""
    if user:
        return {"Authorization": f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"}
    return {"Authorization": f"Bearer {password}"} if password else {}


def check_status(answer: Fetched, config: Mapping[str, Any], path: str, *, missing: str = "server-no-backend") -> None:
    """Raises PrelabelError unless the status is one of success; `missing` is the code where nothing is at the path."""
    if answer.ok:
        return
    said = _said(answer, config)
    about: dict[str, Any] = {"path": path, "answered": answer.status, "said": said}
    if answer.status in {401, 403}:
        raise PrelabelError("server-sign-in", f"{path} answered {answer.status}: it wants another sign-in.", **about)
    if 300 <= answer.status < 400:
        to = _without_secret(answer.headers.get("location", ""), config)[:SAID]
        raise PrelabelError("server-moved", f"{path} sends us on to {to}.", **about, to=to)
    if answer.status in {404, 405}:
        raise PrelabelError(missing, f"{path} is not there ({answer.status}).", **about)
    reason = f"{answer.status} {said}".strip()
    raise PrelabelError("server-failed", f"{path} answered {reason}", **about, reason=reason)


def _said(answer: Fetched, config: Mapping[str, Any]) -> str:
    """The beginning of an answer on one line."""
    text = answer.body[: 8 * SAID].decode("utf-8", "replace")
    return " ".join(_without_secret(text, config).split())[:SAID]


def _without_secret(text: str, config: Mapping[str, Any]) -> str:
    """A server that repeats what it was sent must not give the secret away."""
    header = sign_in(config).get("Authorization", "").partition(" ")[2]
    for secret in (header, str(config.get("password") or "")):
        if secret:
            text = text.replace(secret, "***")
    return text
