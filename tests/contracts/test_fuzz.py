"""Whatever is sent, the server answers: bodies and queries that the API's description allows, made up by schemathesis.

Sent as olga, who is refused least, about things that exist; each request is undone. Bounded in time: the operations are
taken in turn, each with a few requests, at least half of them and more until the time is over.
"""

from __future__ import annotations

import os
import time
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from rest_framework.test import APIClient

from tests.contracts.bodies import description
from tests.contracts.routes import Route, api_routes
from tests.contracts.test_routes import undone
from tests.contracts.world import World

SECONDS = float(os.environ.get("FUZZ_SECONDS", "60"))
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "4"))
HAS_A_LIFE_OF_ITS_OWN = {"/api/v1/openapi", "/api/v1/docs", "/api/v1/status"}
"""Descriptions of the API, and a page that asks brokers and disks: slow, and without input."""


def addresses(world: World) -> dict[tuple[str, str], str]:
    """(method, templated path) to the address of a thing that exists."""
    return {(route.method, templated(route)): route.address(world) for route in api_routes()}


def templated(route: Route) -> str:
    path = "/" + route.pattern
    for converter, name in route.parameters:
        path = path.replace(f"<{converter}:{name}>", f"{{{name}}}")
    return path


def crash(method: str, address: str, case: Any, world: World) -> str | None:
    """What the server said when it failed, or None."""
    client = APIClient(raise_request_exception=False)
    client.force_authenticate(world.people["olga"])
    body = case.body if isinstance(case.body, dict | list) else {}
    query = {name: value for name, value in (case.query or {}).items() if value is not None}
    with undone():
        if method == "get":
            response = client.get(address, query)
        else:
            response = getattr(client, method)(address, body, query_params=query)
    if response.status_code < 500:
        return None
    why = getattr(response, "exc_info", None)
    return repr(why[1]) if why else str(response.status_code)


def is_tried(operation: Any) -> bool:
    """All that take JSON or nothing: what takes bytes (an upload) has tests of its own."""
    types = operation.get_request_payload_content_types()
    return operation.path not in HAS_A_LIFE_OF_ITS_OWN and set(types) <= {"application/json"}


def attempt(operation: Any, address: str, world: World) -> str | None:
    """A few requests to one operation; the first failure, or None."""
    failures: list[str] = []

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy())
    def send(case: Any) -> None:
        said = crash(operation.method.lower(), address, case, world)
        if said:
            failures.append(f"{said} to {case.query} {case.body}"[:500])

    send()
    return failures[0] if failures else None


@pytest.mark.slow
def test_no_request_makes_the_server_fail(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("CRITICAL", logger="django.request")
    where = addresses(world)
    found: list[Any] = list(schemathesis.openapi.from_dict(description()).get_all_operations())
    operations = [each.ok() for each in found if is_tried(each.ok())]
    ends = time.monotonic() + SECONDS
    failures: dict[str, str] = {}
    for tried, operation in enumerate(operations):
        if tried > len(operations) / 2 and time.monotonic() > ends:
            break
        said = attempt(operation, where[(operation.method.lower(), operation.path)], world)
        if said:
            failures[operation.label] = said
    assert failures == {}
