"""Groundwork's workbench with the films as tasks."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.label_studio import ours
from benchmarks.video import films
from dev import node_env


@dataclass(frozen=True)
class Film:
    name: str
    frames: int
    tracks: int


@dataclass(frozen=True)
class Serving:
    url: str
    email: str
    password: str
    version: str
    tasks: list[dict[str, Any]]
    """Of each film: `id` of its task, `name`, `frames`, `tracks`, `rate`, `importSeconds`, `megabytes`."""


@contextmanager
def serving(folder: Path, wanted: list[Film]) -> Iterator[Serving]:
    node_env.prepare_build()
    source = folder / "films"
    for film in wanted:
        (source / film.name).mkdir(parents=True)
        films.write(source / film.name / f"{film.name}.mp4", film.frames)
    with ours.serving(folder / "var", source) as running:
        administrator = running.administrator
        tasks = [_task(running.client, source, film) for film in wanted]
        yield Serving(running.env["PUBLIC_URL"], administrator.email, administrator.password, ours.version(), tasks)


def _task(client: Any, source: Path, film: Film) -> dict[str, Any]:
    """A project with one film, taken up, and its tracks."""
    made = client.json("POST", f"{ours.API}/projects", {"template": "video-tracking", "name": film.name})
    me = client.json("GET", f"{ours.API}/session")["me"]["id"]
    client.json("PUT", f"{ours.API}/projects/{made['id']}/people/{me}", {"roles": ["manager", "annotator"]})
    began = time.monotonic()
    ours.import_folder(client, made["id"], f"{source.name}/{film.name}", "")
    seconds = time.monotonic() - began
    (found,) = client.json("GET", f"{ours.API}/projects/{made['id']}/tasks")["results"]
    client.json("POST", f"{ours.API}/tasks/{found['id']}/claim", {"slot": "annotator"})
    films.put(client, ours.API, found["id"], films.tracks(film.tracks, film.frames))
    size = (source / film.name / f"{film.name}.mp4").stat().st_size
    return {
        "id": found["id"],
        "name": film.name,
        "frames": film.frames,
        "tracks": film.tracks,
        "rate": films.RATE,
        "importSeconds": round(seconds, 1),
        "megabytes": round(size / 1e6),
    }
