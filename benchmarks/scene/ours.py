"""Groundwork's workbench with the drives as tasks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.label_studio import ours
from benchmarks.scene import clouds
from benchmarks.scene.clouds import Drive
from dev import node_env


@dataclass(frozen=True)
class Serving:
    url: str
    email: str
    password: str
    version: str
    tasks: list[dict[str, Any]]
    """Of each drive: `id` of its task, `painted` of that in which points are labelled, `points`, `frames`."""


@contextmanager
def serving(folder: Path, wanted: list[Drive]) -> Iterator[Serving]:
    node_env.prepare_build()
    source = folder / "drives"
    for drive in wanted:
        clouds.write(source, drive)
    with ours.serving(folder / "var", source) as running:
        client = running.client
        boxes, painted = (_tasks(client, template, source) for template in ("driving", "point_segmentation"))
        tasks = [
            {"id": boxes[drive.name], "painted": painted[drive.name], "points": drive.points, "frames": drive.frames}
            for drive in wanted
        ]
        administrator = running.administrator
        yield Serving(running.env["PUBLIC_URL"], administrator.email, administrator.password, ours.version(), tasks)


def _tasks(client: Any, template: str, source: Path) -> dict[str, str]:
    """A project with the drives, all taken up; ids of its tasks by the names of the drives."""
    made = client.json("POST", f"{ours.API}/projects", {"template": template, "name": template})
    me = client.json("GET", f"{ours.API}/session")["me"]["id"]
    client.json("PUT", f"{ours.API}/projects/{made['id']}/people/{me}", {"roles": ["manager", "annotator"]})
    ours.import_folder(client, made["id"], source.name, "")
    found = client.json("GET", f"{ours.API}/projects/{made['id']}/tasks")["results"]
    for task in found:
        client.json("POST", f"{ours.API}/tasks/{task['id']}/claim", {"slot": "annotator"})
    return {task["asset"]["name"]: task["id"] for task in found}
