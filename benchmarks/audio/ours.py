"""Groundwork's workbench with recordings as tasks, each with many segments."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.audio.job import Job, Open
from benchmarks.audio.recordings import RATE, Recording, write
from benchmarks.label_studio import ours
from benchmarks.label_studio.client import Client
from dev import node_env

PATCH = 500
"""Segments that are sent at once."""


@contextmanager
def serving(folder: Path, wanted: list[Recording], segments: int) -> Iterator[Job]:
    node_env.prepare_build()
    source = folder / "recordings"
    for recording in wanted:
        write(source / recording.name, recording)
    with ours.serving(folder / "var", source) as running:
        client = running.client
        tasks = [_opened(client, source, recording, segments) for recording in wanted]
        url, who = running.env["PUBLIC_URL"], running.administrator
        yield Job("ours", ours.version(), url, who.email, who.password, tasks)


def _opened(client: Client, source: Path, recording: Recording, segments: int) -> Open:
    """Imports one recording into a project of its own and puts segments on it."""
    made = client.json("POST", f"{ours.API}/projects", {"template": "transcription", "name": recording.name})
    me = client.json("GET", f"{ours.API}/session")["me"]["id"]
    client.json("PUT", f"{ours.API}/projects/{made['id']}/people/{me}", {"roles": ["manager", "annotator"]})
    started = time.perf_counter()
    ours.import_folder(client, made["id"], f"{source.name}/{recording.name}", "")
    prepared = time.perf_counter() - started
    task = client.json("GET", f"{ours.API}/projects/{made['id']}/tasks")["results"][0]["id"]
    client.json("POST", f"{ours.API}/tasks/{task}/claim", {"slot": "annotator"})
    _put(client, task, _segments(recording, segments))
    return Open(recording.name, f"/tasks/{task}", recording.minutes, prepared, segments)


def _put(client: Client, task: str, records: list[dict[str, Any]]) -> None:
    document = client.json("GET", f"{ours.API}/tasks/{task}/workbench")["document"]
    revision = document["revision"]
    for at in range(0, len(records), PATCH):
        patch = [{"id": each["id"], "before": None, "after": each} for each in records[at : at + PATCH]]
        body = {"op_id": str(uuid.uuid4()), "base_revision": revision, "patch": patch}
        revision = client.json("PATCH", f"{ours.API}/documents/{document['id']}", body)["revision"]


def _segments(recording: Recording, count: int) -> list[dict[str, Any]]:
    """Side by side from the beginning to the end, of four speakers in turn."""
    each = recording.minutes * 60 * RATE // max(1, count)
    return [
        {
            "id": str(uuid.uuid4()),
            "kind": "segment",
            "label": "speech",
            "data": {
                "start": i * each,
                "stop": (i + 1) * each,
                "channel": None,
                "tier": "",
                "speaker": f"S{i % 4 + 1}",
                "text": f"number {i} of what is said here [noise]",
                "parent": None,
            },
            "attributes": {"language": "main"},
            "z": 0,
            "group": None,
            "source": {"origin": "human"},
            "score": None,
        }
        for i in range(count)
    ]
