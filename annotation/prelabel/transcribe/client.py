"""Questions to a recogniser's server: sent again when it is busy, in whichever form it answers."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime

from django.utils import timezone

from annotation.prelabel.base import PrelabelError, Refused, Setup
from annotation.prelabel.said import Said, read
from annotation.prelabel.server import answered, as_json, check_status
from core.safe import Fetched

PATH = "/v1/audio/transcriptions"
QUICK, PATIENT = 10.0, 120.0
FORMS = ("verbose_json", "json")
"""Forms of answer, the one that says most first; not every model has it."""
BUSY = frozenset({429, 503})
TRIES = 6
LOST = frozenset({"server-slow", "server-unreachable"})
"""Failures that are over, as a rule, when one asks again: a worker of the server was restarted, a line broke."""
LOST_TRIES = 3
FIRST_WAIT = 1.0
MOST_WAIT = 60.0
"""Seconds that a server may let us wait at once."""


class Client:
    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._forms = list(FORMS)

    def models(self) -> list[str]:
        """Names of the server's models; none where it does not say. Raises PrelabelError when it cannot be asked."""
        config = self._setup.config
        answer = answered(config, "/v1/models", QUICK)
        if answer.status in {404, 405, 501}:
            return []
        check_status(answer, config, "/v1/models")
        listed = as_json(answer, config, "/v1/models").get("data")
        rows = listed if isinstance(listed, list) else []
        return [str(row["id"]) for row in rows if isinstance(row, dict) and row.get("id")]

    def transcript(self, sound: bytes) -> Said | Refused:
        """What is said in a WAV file, or why nothing usable came of it. Raises PrelabelError."""
        answer = self._asked(sound)
        if answer.status == 400 and len(self._forms) > 1:
            # Some models know the shorter form only; it is asked for from now on.
            self._forms.pop(0)
            answer = self._asked(sound)
        check_status(answer, self._setup.config, PATH, missing="server-no-transcriptions")
        if answer.headers.get("content-type", "").startswith("text/plain"):
            return read({"text": answer.body.decode("utf-8", "replace")})
        return read(as_json(answer, self._setup.config, PATH))

    def _asked(self, sound: bytes) -> Fetched:
        """The answer, once the server is not busy."""
        body, kind = _form(self._fields(), sound)
        for attempt in range(TRIES):
            self._setup.check()
            try:
                answer = answered(
                    self._setup.config, PATH, PATIENT, method="POST", body=body, headers={"Content-Type": kind}
                )
            except PrelabelError as error:
                if error.code not in LOST or attempt + 1 >= LOST_TRIES:
                    raise
                self._rest(FIRST_WAIT * 2.0**attempt)
                continue
            if answer.status not in BUSY:
                return answer
            self._rest(_wait(answer, attempt))
        raise PrelabelError("server-busy", f"{PATH} is too busy ({answer.status}).", path=PATH, answered=answer.status)

    def _rest(self, seconds: float) -> None:
        """Wait in small parts, so that somebody may stop the run."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._setup.check()
            time.sleep(min(1.0, left))

    def _fields(self) -> Iterator[tuple[str, str]]:
        config = self._setup.config
        yield "model", str(config["model"])
        yield "response_format", self._forms[0]
        for key in ("language", "prompt"):
            if config[key]:
                yield key, str(config[key])


def _wait(answer: Fetched, attempt: int) -> float:
    """Seconds that the server asks for, as a number or a date; else longer from try to try."""
    said = answer.headers.get("retry-after", "")
    try:
        seconds = float(said)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(said) - timezone.now()).total_seconds()
        except (TypeError, ValueError):
            seconds = FIRST_WAIT * 2.0**attempt
    return min(MOST_WAIT, max(0.0, seconds))


def _form(fields: Iterator[tuple[str, str]], sound: bytes) -> tuple[bytes, str]:
    """multipart/form-data, and its content type."""
    border = secrets.token_hex(16)
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields
    ]
    parts.append(
        f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="speech.wav"\r\n'
        f"Content-Type: audio/wav\r\n\r\n".encode()
    )
    return b"".join([*parts, sound, f"\r\n--{border}--\r\n".encode()]), f"multipart/form-data; boundary={border}"
