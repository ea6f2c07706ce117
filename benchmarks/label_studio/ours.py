"""Groundwork as `./dev up` runs it: SQLite, the filesystem broker, one worker; asked over its public API."""

from __future__ import annotations

import json
import re
import time
import tomllib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.label_studio import dataset, measure
from benchmarks.label_studio.client import Client, Failed
from benchmarks.label_studio.figures import REPEATS, Figures
from dev import installation, secret_files, supervisor, up
from dev.e2e import free_port
from dev.places import ROOT

API = "/api/v1"
# The way through work and review is measured elsewhere; here everything is simply accepted.
ACCEPT_ALL = """
from projects.models import Batch, Task
Task.objects.filter(batch={batch!r}).update(state="accepted")
Batch.objects.filter(pk={batch!r}).update(state="approved")
"""


@dataclass(frozen=True)
class Running:
    """A running Groundwork, asked with its administrator's token."""

    client: Client
    env: dict[str, str]
    pids: list[int]
    administrator: installation.SignIn


@contextmanager
def serving(folder: Path, images: Path) -> Iterator[Running]:
    """A new installation in the folder that may import from another one."""
    port = free_port()
    env = {
        **up.environment("127.0.0.1", port),
        **secret_files.fresh_keys(),
        "GROUNDWORK_VAR": str(folder),
        "IMPORT_ROOTS": str(images),
    }
    folder.mkdir(parents=True)
    installation.migrate(env)
    administrator = installation.sign_ins_of("first_administrator", env)[0]
    services = [up.web(env, "127.0.0.1", port, folder / "web.log"), up.worker(env, folder / "worker.log")]
    try:
        for service in services:
            service.start()
        up.wait_for(services[0], "127.0.0.1", port)
        token = _token(port, administrator.email, administrator.password)
        pids = [service.process.pid for service in services if service.process]
        yield Running(Client(port, {"Authorization": f"Bearer {token}"}), env, pids, administrator)
    finally:
        supervisor.stop(services)


def _token(port: int, email: str, password: str) -> str:
    """Signs in as the browser does and makes a personal access token."""
    browser = Client(port, {})
    _visit(browser, "GET", f"{API}/session", None, expected=401)
    session = _visit(browser, "POST", f"{API}/session", {"email": email, "password": password}, expected=200)
    browser.headers["X-CSRFToken"] = session["csrf"]
    made = _visit(browser, "POST", f"{API}/tokens", {"name": "benchmark"}, expected=201)
    return str(made["token"])


def _visit(browser: Client, method: str, path: str, body: Any, *, expected: int) -> Any:
    """One request that keeps the cookies it is given."""
    sent = None if body is None else json.dumps(body).encode()
    browser.connection.request(method, path, sent, {"Content-Type": "application/json", **browser.headers})
    response = browser.connection.getresponse()
    answer = response.read()
    if response.status != expected:
        raise Failed(f"{method} {path}: {response.status} {answer[:500]!r}")
    cookies = dict(re.findall(r"([^=;\s]+)=([^;]*)", browser.headers.get("Cookie", "")))
    for header in response.headers.get_all("Set-Cookie", []):
        name, value = header.split(";")[0].split("=", 1)
        cookies[name] = value
    browser.headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    browser.headers["X-CSRFToken"] = cookies.get("csrftoken", "")
    return json.loads(answer) if answer else None


def measured(folder: Path, images: Path, *, tasks: int) -> Figures:
    dataset.write_folder(images, tasks, first=REPEATS + 10)
    with serving(folder, images) as running:
        client, env, pids = running.client, running.env, running.pids
        project, other, to_do = (project_for_boxes(client, name) for name in ("labelled", "labels alone", "to do"))
        started = time.perf_counter()
        imported = import_folder(client, project, f"{images.name}/labelled", "groundwork")
        with_images_s = time.perf_counter() - started
        import_folder(client, other, f"{images.name}/labelled/images", "")
        started = time.perf_counter()
        import_folder(client, other, f"{images.name}/labels", "groundwork")
        import_s = time.perf_counter() - started
        print(f"  import {import_s:.1f} s, with images {with_images_s:.1f} s", flush=True)
        list_ms = measure.median_ms(lambda: _list(client, project, tasks), times=REPEATS)
        print(f"  list {list_ms:.0f} ms", flush=True)
        batch = str(imported["options"]["batch"])
        installation.manage("shell", "-c", ACCEPT_ALL.format(batch=batch), doing="Accepting everything", env=env)
        with measure.memory(pids) as memory:
            started = time.perf_counter()
            size = _export(client, project, batch)
            export_s = time.perf_counter() - started
        print(f"  export {export_s:.1f} s, {memory}", flush=True)
        import_folder(client, to_do, f"{images.name}/to-do", "")
        _same_labels(client, project, to_do)
        annotator = Annotator(client, to_do)
        next_ms = measure.median_ms(annotator.save_and_next, times=REPEATS)
        print(f"  next and save {next_ms:.0f} ms", flush=True)
    timed = (import_s, with_images_s, export_s, size, memory.before_mb, memory.peak_mb, next_ms, list_ms)
    return Figures("Groundwork", version(), tasks, *timed)


def version() -> str:
    with (ROOT / "pyproject.toml").open("rb") as handle:
        return str(tomllib.load(handle)["project"]["version"])


def project_for_boxes(client: Client, name: str) -> str:
    """A project for boxes in which the administrator also labels."""
    made = client.json("POST", f"{API}/projects", {"template": "detection", "name": name})
    me = client.json("GET", f"{API}/session")["me"]["id"]
    client.json("PUT", f"{API}/projects/{made['id']}/people/{me}", {"roles": ["manager", "annotator"]})
    return str(made["id"])


def _same_labels(client: Client, source: str, target: str) -> None:
    """The import has added labels to one project; the other one gets them too."""
    content = client.json("GET", f"{API}/projects/{source}/schema")["content"]
    version = client.json("GET", f"{API}/projects/{target}/schema")["version"]
    body = {"content": content, "base_version": version}
    client.json("POST", f"{API}/projects/{target}/schema-versions", body)


def import_folder(client: Client, project: str, place: str, label_format: str) -> dict[str, Any]:
    wish = {"source": "folder", "location": place, "format": label_format, "add_missing_labels": True, "batch": "all"}
    imported: dict[str, Any] = client.json("POST", f"{API}/projects/{project}/imports", wish)
    while not imported["finished_at"]:
        time.sleep(0.05)
        imported = client.json("GET", f"{API}/imports/{imported['id']}")
        if imported["job"]["state"] == "failed":
            raise Failed(f"import: {imported['job']['error']}")
    if label_format and not imported["counts"].get("records"):
        raise Failed(f"import: no records came in: {imported['counts']}")
    return imported


def _list(client: Client, project: str, tasks: int) -> None:
    """The page that a manager sees: tasks in a state, with a label, the last ones first."""
    query = {"state": "new", "label": "car", "order": "-number", "limit": 100}
    page = client.json("GET", f"{API}/projects/{project}/tasks", query=query)
    if len(page["results"]) != min(100, tasks // 2):
        raise Failed(f"expected 100 tasks, got {len(page['results'])}")


def _export(client: Client, project: str, batch: str) -> int:
    """A COCO package of the batch, built on the worker and downloaded; its size in bytes."""
    wish = {"batch": batch, "formats": ["coco"], "with_media": False}
    delivery = client.json("POST", f"{API}/projects/{project}/deliveries", wish)
    while delivery["state"] == "building":
        time.sleep(0.05)
        delivery = client.json("GET", f"{API}/deliveries/{delivery['id']}")
    if delivery["state"] != "ready":
        raise Failed(f"delivery: {delivery['state']}")
    package = delivery["packages"][0]["id"]
    link = client.json("POST", f"{API}/deliveries/{delivery['id']}/packages/{package}/link")
    return client.download(link["url"])


class Annotator:
    """Somebody with a task open in the workbench."""

    def __init__(self, client: Client, project: str) -> None:
        self.client = client
        self.open = client.json("POST", f"{API}/projects/{project}/next-task", {"slot": "annotator"})

    def save_and_next(self) -> None:
        """What the workbench sends for "submit and next": one patch; hand in, and open what comes."""
        task, document = self.open["task"], self.open["document"]
        records = [dataset.our_record(box) for box in dataset.boxes(int(task["number"]))]
        body = {
            "op_id": str(uuid.uuid4()),
            "base_revision": document["revision"],
            "patch": [{"id": record["id"], "before": None, "after": record} for record in records],
        }
        saved = self.client.json("PATCH", f"{API}/documents/{document['id']}", body)
        wish = {"revision": saved["revision"], "next": {"slot": "annotator"}}
        self.open = self.client.json("POST", f"{API}/tasks/{task['id']}/submit", wish)["next"]
