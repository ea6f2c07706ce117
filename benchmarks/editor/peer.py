"""Label Studio's editor with the scenes as tasks."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.editor.job import Job, Open
from benchmarks.editor.scenes import HEIGHT, LABELS, WIDTH, Scene
from benchmarks.label_studio import dataset, peer
from benchmarks.label_studio.client import Client


@contextmanager
def serving(venv: Path, folder: Path, wanted: list[Scene]) -> Iterator[Job]:
    version = peer.install(venv)
    with peer.serving(venv, folder) as running:
        client = running.client
        project = peer.project_for_boxes(client, "boxes", LABELS)
        paths = {scene.name: f"/projects/{project}/data?task={_task(client, project, scene)}" for scene in wanted}
        yield Job(
            editor="label-studio",
            version=version,
            url=f"http://127.0.0.1:{client.connection.port}",
            email=peer.EMAIL,
            password=running.password,
            tasks=[Open.of(scene, paths[scene.name]) for scene in wanted],
        )


def _task(client: Client, project: int, scene: Scene) -> int:
    """Uploads the photograph and gives the task that it makes one annotation with all boxes."""
    boundary = uuid.uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{scene.name}"\r\n'
    photograph = scene.photograph.read_bytes()
    body = f"{head}Content-Type: image/jpeg\r\n\r\n".encode() + photograph + f"\r\n--{boundary}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    client.bytes("POST", f"/api/projects/{project}/import", body, **kind)
    tasks = client.json("GET", "/api/tasks/", query={"project": project, "page_size": 100})["tasks"]
    task = max(int(task["id"]) for task in tasks)
    result = [dataset.peer_result(box, WIDTH, HEIGHT) for box in scene.boxes()]
    client.json("POST", f"/api/tasks/{task}/annotations/", {"result": result}, query={"project": project})
    return task
