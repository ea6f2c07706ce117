"""The production set-up fits the code: no Docker engine is needed to know that."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import Any

import jsonschema
import pytest
from django.conf import settings

from dev import secret_files
from dev.say import Problem
from tests.deploy import compose

ROOT = compose.ROOT
ADDRESS = "https://labels.example.com"
READ_BY_BOTO = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    filled = compose.fill(compose.raw(), secret_files.production_values(ADDRESS))
    jsonschema.validate(filled, json.loads((ROOT / "tests/deploy/compose.schema.json").read_text()))
    found: dict[str, Any] = filled["services"]
    return found


def test_it_has_every_part(services: dict[str, Any]) -> None:
    workers = {f"worker-{queue}" for queue in settings.JOB_QUEUES}
    assert set(services) == {"proxy", "web", "setup", "beat", "postgres", "redis", "store"} | workers


def test_each_queue_has_one_worker(services: dict[str, Any]) -> None:
    commands = [service["command"] for name, service in services.items() if name.startswith("worker-")]
    queues = [command[command.index("--queues") + 1] for command in commands]
    assert sorted(queues) == sorted(settings.JOB_QUEUES)


def test_what_runs_for_long_says_whether_it_is_well(services: dict[str, Any]) -> None:
    without = {name for name, service in services.items() if "healthcheck" not in service}
    assert without == {"setup", "beat"}
    assert {name for name, service in services.items() if service.get("restart") != "unless-stopped"} == {"setup"}


def test_only_the_proxy_can_be_reached(services: dict[str, Any]) -> None:
    assert {name for name, service in services.items() if "ports" in service} == {"proxy"}
    assert {name for name in ("postgres", "redis", "store") if services[name]["networks"] != ["inside"]} == set()
    assert compose.raw()["networks"]["inside"] == {"internal": True}


def test_volumes_and_dependencies_exist(services: dict[str, Any]) -> None:
    named = {item.split(":")[0] for service in services.values() for item in service.get("volumes", [])}
    assert {name for name in named if not name.startswith(".")} == set(compose.raw()["volumes"])
    assert [name for name in named if name.startswith(".") and not (ROOT / name).exists()] == []
    for service in services.values():
        for other, how in service.get("depends_on", {}).items():
            assert how["condition"] != "service_healthy" or "healthcheck" in services[other]


def test_no_password_has_a_default() -> None:
    assert compose.required() == set(secret_files.production_values(ADDRESS))
    for name in compose.required():
        values = {**secret_files.production_values(ADDRESS), name: ""}
        with pytest.raises(compose.Missing, match=name):
            compose.fill(compose.raw(), values)


def test_secrets_are_long_and_never_the_same() -> None:
    first, second = (secret_files.production_values(ADDRESS) for _ in range(2))
    secrets = [name for name in first if name.endswith(("KEY", "PASSWORD"))]
    assert len(secrets) == 6
    assert all(len(first[name]) >= 20 and first[name] != second[name] for name in secrets)
    with pytest.raises(Problem):
        secret_files.production_values("labels.example.com")


def test_the_settings_read_every_variable(services: dict[str, Any]) -> None:
    source = (ROOT / "config" / "settings.py").read_text()
    read = set(re.findall(r"env\.(?:text|flag|number|words)\(\s*\"(\w+)\"", source))
    assert set(services["web"]["environment"]) - READ_BY_BOTO - read == set()
    assert services["web"]["environment"] == services["worker-media"]["environment"]


def test_the_settings_start_with_it(services: dict[str, Any]) -> None:
    program = (
        "import json; from django.conf import settings as s; d = s.DATABASES['default'];"
        "print(json.dumps([d['HOST'], d['NAME'], d['PASSWORD'], s.CELERY_BROKER_URL, s.MEDIA_ACCEL_PREFIX,"
        " s.SESSION_COOKIE_SECURE, s.SECURE_PROXY_SSL_HEADER, s.ALLOWED_HOSTS, s.DEBUG]))"
    )
    environment = services["web"]["environment"]
    env = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings", **environment}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    host, name, password, broker, prefix, secure, forwarded, hosts, debug = json.loads(done.stdout)
    assert (host, name) == ("postgres", "groundwork")
    assert password == services["postgres"]["environment"]["POSTGRES_PASSWORD"]
    assert broker.endswith("@redis:6379/1")
    assert prefix == "/protected-media"
    assert secure is True
    assert forwarded == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert "labels.example.com" in hosts
    assert "web" in hosts, "the health check asks by this name"
    assert debug is False


def test_the_image_holds_the_whole_server() -> None:
    text = (ROOT / "Dockerfile").read_text()
    copied = {
        word.rstrip("/")
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE)
        for word in line.split()
    }
    assert [name for name in copied if not (ROOT / name).exists()] == []
    apps = {name for name in settings.INSTALLED_APPS if (ROOT / name).is_dir()}
    assert apps | {"config", "manage.py", "frontend", "requirements.lock"} <= copied
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert {name.split("/")[0] for name in copied} == let_through
    assert text.rindex("USER groundwork") < text.rindex("CMD")
