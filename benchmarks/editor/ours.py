"""Groundwork's workbench with the scenes as tasks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.editor.job import Job, Open
from benchmarks.editor.scenes import Scene, write_folder
from benchmarks.label_studio import ours
from dev import node_env


@contextmanager
def serving(folder: Path, wanted: list[Scene]) -> Iterator[Job]:
    node_env.prepare_build()
    images = folder / "images"
    write_folder(images, wanted)
    with ours.serving(folder / "var", images) as running:
        client = running.client
        project = ours.project_for_boxes(client, "boxes")
        ours.import_folder(client, project, images.name, "groundwork")
        tasks = client.json("GET", f"{ours.API}/projects/{project}/tasks")["results"]
        ids = {Path(task["asset"]["name"]).name: task["id"] for task in tasks}
        for scene in wanted:
            client.json("POST", f"{ours.API}/tasks/{ids[scene.name]}/claim", {"slot": "annotator"})
        administrator = running.administrator
        yield Job(
            editor="groundwork",
            version=ours.version(),
            url=running.env["PUBLIC_URL"],
            email=administrator.email,
            password=administrator.password,
            tasks=[Open.of(scene, f"/tasks/{ids[scene.name]}") for scene in wanted],
        )
