"""Who gets where: every route and method, tried signed out, as a stranger and in every role.

The rule is default-deny: what `route_access.txt` does not grant is refused. A new route therefore fails here until
somebody has written down who may use it: `WRITE_ROUTE_ACCESS=1 pytest tests/contracts/test_routes.py`, then read the
difference.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from rest_framework.mixins import ListModelMixin
from rest_framework.test import APIClient

from accounts.models import User
from core.api.pagination import Cursor
from tests.contracts.bodies import body_for
from tests.contracts.routes import Route, api_routes
from tests.contracts.world import World

ACCESS = Path(__file__).with_name("route_access.txt")
REFUSED = {401, 403, 404}
PUBLIC = {
    "GET /api/v1/docs",
    "GET /api/v1/health",
    "GET /api/v1/openapi",
    "POST /api/v1/session",
    "GET /api/v1/invitations/by-token/<str:token>",
    "POST /api/v1/invitations/by-token/<str:token>",
    "POST /api/v1/unsubscribe/<str:subscription>",
}
"""Open to strangers: health, the description of the API, what leads to signing in, and the way out of mail."""
CATALOGUES = {
    "GET /api/v1/formats": "the formats that are installed",
    "GET /api/v1/label-formats": "the formats that are installed",
    "GET /api/v1/prelabelers": "the prelabelers that are installed",
    "GET /api/v1/project-templates": "the templates that are installed",
    "GET /api/v1/projects/<uuid:project>/checks": "the checks that are installed",
    "GET /api/v1/projects/<uuid:project>/label-counts": "one figure for each label of the schema",
    "GET /api/v1/projects/<uuid:project>/shapes": "the outlines on the tasks that were asked for by id",
    "GET /api/v1/project-clients": "the client organisations, for a menu",
    "GET /api/v1/tasks/<uuid:task>/moves": "the life of one task",
}
"""Answers that are plain lists because they are short by nature."""

ROUTES = api_routes()


@contextmanager
def undone() -> Iterator[None]:
    """What one request changes, the next does not see."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(route: Route, address: str, by: User | None, body: Any = None, **headers: str) -> Any:
    """One request whose changes are undone; `body` is nothing, or what `body_for` made."""
    client = APIClient(raise_request_exception=False)
    if by is not None:
        client.force_authenticate(by)
    with undone():
        sent = None if route.method == "get" else body or {}
        return getattr(client, route.method)(address, sent, headers={"Tus-Resumable": "1.0.0", **headers})


def text_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return str(content.decode("utf-8", "replace"))


def test_every_path_parameter_has_a_thing(world: World) -> None:
    assert len(ROUTES) > 100
    for route in ROUTES:
        assert "<" not in route.address(world)


def test_a_stranger_is_asked_to_sign_in_everywhere(world: World) -> None:
    wrong = {}
    for route in ROUTES:
        if str(route) in PUBLIC:
            continue
        for headers in ({}, {"Authorization": "Bearer gw_made-up"}):
            response = ask(route, route.address(world), None, **headers)
            if response.status_code != 401 or response.json()["code"] != "not-signed-in":
                wrong[str(route)] = response.status_code
    assert wrong == {}


def is_blind(route: Route, response: Any, by: User, body: Any) -> bool:
    """Whether the same is answered where there is nothing: then nobody had looked for the thing yet."""
    if not route.parameters:
        return False
    nothing = ask(route, route.address_of_nothing(), by, body)
    return (response.status_code, text_of(response)) == (nothing.status_code, text_of(nothing))


def test_what_is_public_exists() -> None:
    assert {str(route) for route in ROUTES} >= PUBLIC | set(CATALOGUES)


def test_another_vendors_administrator_reaches_nothing_of_the_project(world: World) -> None:
    """Neither by address nor in any list; and no answer, not even a refusal, tells a name."""
    wrong, secrets = {}, world.secrets()
    for route in ROUTES:
        if str(route) in PUBLIC:
            continue
        asked, body, mallory = route.address(world), body_for(route, world), world.people["mallory"]
        response = ask(route, asked, mallory, body)
        if route.parameters and response.status_code not in {403, 404} and not is_blind(route, response, mallory, body):
            wrong[str(route)] = f"answers {response.status_code} {text_of(response)[:200]}"
        asked += json.dumps(body)
        told = [secret for secret in secrets if secret in text_of(response) and secret not in asked]
        if told:
            wrong[str(route)] = f"tells {told}"
    assert wrong == {}


def observed(world: World) -> dict[str, list[str]]:
    """Per route, who is not refused (the answer may still be 400 or 409); `?` where a body was refused unseen."""
    granted: dict[str, list[str]] = {}
    for route in ROUTES:
        if str(route) in PUBLIC:
            continue
        body = body_for(route, world)
        for name, somebody in world.people.items():
            response = ask(route, route.address(world), somebody, body)
            status = response.status_code
            assert status < 500, f"{route} as {name}: {status}; the log above says why"
            if status in REFUSED:
                continue
            if status >= 400 and is_blind(route, response, somebody, body):
                granted[str(route)] = ["?"]
                break
            granted.setdefault(str(route), []).append(name)
    return granted


def declared() -> dict[str, list[str]]:
    lines = [line for line in ACCESS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    parts = (line.partition(": ") for line in lines)
    return {route: names.split() for route, _, names in parts}


HEADING = """\
# Who is let through by each route, on the things of tests/contracts/world.py; everybody else gets 401, 403 or 404.
# olga runs the installation, audrey audits it, alice manages the project, bob annotates the task, carol reviews, dave
# is QA, erin is the client, vera administers bob's vendor, mallory another vendor. Being let through says nothing about
# what is seen: lists are scoped to the caller. `?`: the made-up body was refused before anybody was looked at.
"""


@pytest.mark.slow
def test_each_role_gets_where_it_may_and_no_further(world: World) -> None:
    found = observed(world)
    if os.environ.get("WRITE_ROUTE_ACCESS"):
        lines = [f"{route}: {' '.join(names)}\n" for route, names in found.items()]
        ACCESS.write_text(HEADING + "\n" + "".join(lines), encoding="utf-8")
    granted = declared()
    wrong = {
        route: f"let through {found.get(route, [])}, granted {granted.get(route, [])}"
        for route in sorted(found.keys() | granted.keys())
        if found.get(route, []) != granted.get(route, [])
    }
    assert wrong == {}


def test_every_list_is_paged_by_cursor(world: World) -> None:
    wrong = {}
    for route in ROUTES:
        if route.method != "get" or str(route) in PUBLIC | set(CATALOGUES):
            continue
        if issubclass(route.view, ListModelMixin) and not issubclass(route.view.pagination_class or object, Cursor):
            wrong[str(route)] = "its pagination is not a Cursor"
        response = ask(route, route.address(world), world.people["olga"])
        if not response.headers.get("Content-Type", "").startswith("application/json"):
            continue
        data = response.json()
        if isinstance(data, list):
            wrong[str(route)] = "answers a bare list"
        elif "results" in data and not {"next", "previous"} <= data.keys():
            wrong[str(route)] = "has results without next and previous"
    assert wrong == {}
