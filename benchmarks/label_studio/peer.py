"""Label Studio from PyPI, in its own virtual environment, started and asked as its documentation says."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.label_studio import dataset, measure
from benchmarks.label_studio.client import Client, Failed
from benchmarks.label_studio.figures import REPEATS, Figures
from dev import processes
from dev.e2e import free_port

REQUIREMENT = "label-studio>=1.23,<1.24"
CONFIG = (
    '<View><Image name="image" value="$image"/><RectangleLabels name="label" toName="image">'
    "{labels}</RectangleLabels></View>"
)
QUIET = {"LATEST_VERSION_CHECK": "false", "COLLECT_ANALYTICS": "false", "SENTRY_DSN": "", "FRONTEND_SENTRY_DSN": ""}


def install(venv: Path) -> str:
    """Installs it once and answers its version."""
    python = venv / "bin" / "python"
    if not (venv / "bin" / "label-studio").exists():
        print(f"Installing {REQUIREMENT} into {venv} ...", flush=True)
        uv = shutil.which("uv")
        make = [uv, "venv", "-q", "--python", sys.executable] if uv else [sys.executable, "-m", "venv"]
        subprocess.run([*make, str(venv)], check=True)
        pip = (
            [uv, "pip", "install", "-q", "--python", str(python)] if uv else [str(python), "-m", "pip", "install", "-q"]
        )
        subprocess.run([*pip, REQUIREMENT], check=True)
    code = "import importlib.metadata as m; print(m.version('label-studio'))"
    return subprocess.run([python, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


EMAIL = "bench@example.com"


@dataclass(frozen=True)
class Running:
    """A running Label Studio, asked with a token; `EMAIL` and the password sign a person in."""

    client: Client
    pid: int
    password: str


@contextmanager
def serving(venv: Path, folder: Path) -> Iterator[Running]:
    """A new one on SQLite in the folder."""
    port, token, password = free_port(), secrets.token_hex(20), secrets.token_urlsafe(12)
    command = [str(venv / "bin" / "label-studio"), "start", "--no-browser", "--port", str(port)]
    command += ["--data-dir", str(folder), "--enable-legacy-api-token", "--user-token", token]
    command += ["--username", EMAIL, "--password", password]
    log = folder.with_suffix(".log")
    with log.open("wb") as output:
        server = processes.start(command, env={**os.environ, **QUIET}, output=output)
        client = Client(port, {"Authorization": f"Token {token}"})
        try:
            _wait(client, server, log)
            yield Running(client, server.pid, password)
        finally:
            processes.stop(server)


def _wait(client: Client, server: subprocess.Popen[bytes], log: Path) -> None:
    """Its first start migrates for a minute or more."""
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline and server.poll() is None:
        try:
            client.json("GET", "/api/projects/")
            return
        except (OSError, Failed):
            client.connection.close()
            time.sleep(0.5)
    raise Failed(f"Label Studio did not start; see {log}")


def measured(venv: Path, folder: Path, *, tasks: int) -> Figures:
    version = install(venv)
    with serving(venv, folder) as running:
        client, pid = running.client, running.pid
        labelled, empty = project_for_boxes(client, "labelled"), project_for_boxes(client, "to do")
        body = json.dumps(list(dataset.peer_tasks(tasks, labelled=True))).encode()
        import_s = measure.seconds(lambda: _import(client, labelled, body))
        print(f"  import {import_s:.1f} s", flush=True)
        list_ms = measure.median_ms(lambda: _list(client, labelled, tasks), times=REPEATS)
        print(f"  list {list_ms:.0f} ms", flush=True)
        with measure.memory([pid]) as memory:
            started = time.perf_counter()
            size = client.download(f"/api/projects/{labelled}/export?exportType=COCO&download_resources=false")
            export_s = time.perf_counter() - started
        print(f"  export {export_s:.1f} s, {memory}", flush=True)
        _import(client, empty, json.dumps(list(dataset.peer_tasks(tasks, labelled=False))).encode())
        next_ms = measure.median_ms(lambda: _next_and_save(client, empty), times=REPEATS)
        print(f"  next and save {next_ms:.0f} ms", flush=True)
    return Figures(
        "Label Studio",
        version,
        tasks,
        import_s,
        None,
        export_s,
        size,
        memory.before_mb,
        memory.peak_mb,
        next_ms,
        list_ms,
    )


def project_for_boxes(client: Client, title: str, labels: Iterable[str] = dataset.LABELS) -> int:
    body = {"title": title, "label_config": CONFIG.format(labels="".join(f'<Label value="{one}"/>' for one in labels))}
    made: dict[str, Any] = client.json("POST", "/api/projects/", body)
    return int(made["id"])


def _import(client: Client, project: int, body: bytes) -> None:
    client.bytes("POST", f"/api/projects/{project}/import", body, **{"Content-Type": "application/json"})


def _list(client: Client, project: int, tasks: int) -> None:
    """One page of the Data Manager: finished tasks from the middle on, the newest first."""
    query = {
        "filters": {
            "conjunction": "and",
            "items": [
                {"filter": "filter:tasks:total_annotations", "operator": "greater", "type": "Number", "value": 0},
                {"filter": "filter:tasks:inner_id", "operator": "greater", "type": "Number", "value": tasks // 2},
            ],
        },
        "ordering": ["-tasks:id"],
    }
    asked = {"project": project, "page": 1, "page_size": 100, "query": json.dumps(query)}
    page = client.json("GET", "/api/tasks/", query=asked)
    if len(page["tasks"]) != 100:
        raise Failed(f"expected 100 tasks, got {len(page['tasks'])}")


def _next_and_save(client: Client, project: int) -> None:
    """What its editor sends for "submit": fetch the next task, then one annotation with all regions."""
    task = client.json("POST", "/api/dm/actions/", {}, query={"id": "next_task", "project": project})
    result = [dataset.peer_result(box) for box in dataset.boxes(int(task["id"]))]
    body = {"result": result, "lead_time": 12.5, "draft_id": 0, "started_at": "2026-01-01T08:00:00.000Z"}
    client.json("POST", f"/api/tasks/{task['id']}/annotations/", body, query={"project": project})
