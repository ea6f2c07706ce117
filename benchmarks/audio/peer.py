"""Label Studio's audio editor with the same recordings as tasks."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.audio.job import Job, Open
from benchmarks.audio.recordings import Recording, write
from benchmarks.label_studio import peer
from benchmarks.label_studio.client import Client

CONFIG = (
    '<View><Labels name="label" toName="audio"><Label value="Speech"/></Labels>'
    '<Audio name="audio" value="$audio"/>'
    '<TextArea name="text" toName="audio" perRegion="true"/></View>'
)


@contextmanager
def serving(venv: Path, folder: Path, wanted: list[Recording]) -> Iterator[Job]:
    version = peer.install(venv)
    paths = {recording: write(folder / "recordings", recording) for recording in wanted}
    with peer.serving(venv, folder / "data") as running:
        client = running.client
        tasks = [_opened(client, recording, path) for recording, path in paths.items()]
        url = f"http://127.0.0.1:{client.connection.port}"
        yield Job("label-studio", version, url, peer.EMAIL, running.password, tasks)


def _opened(client: Client, recording: Recording, path: Path) -> Open:
    """Uploads it into a project of its own."""
    project = client.json("POST", "/api/projects/", {"title": recording.name, "label_config": CONFIG})["id"]
    boundary = uuid.uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{recording.name}"\r\n'
    body = f"{head}Content-Type: audio/wav\r\n\r\n".encode() + path.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
    started = time.perf_counter()
    kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    client.bytes("POST", f"/api/projects/{project}/import", body, **kind)
    prepared = time.perf_counter() - started
    task = client.json("GET", "/api/tasks/", query={"project": project, "page_size": 1})["tasks"][0]["id"]
    return Open(recording.name, f"/projects/{project}/data?task={task}", recording.minutes, prepared, 0)
