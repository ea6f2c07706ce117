"""Every address of the API, found in the URL resolver: whoever adds a route is tested without doing anything."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.contracts.world import World

METHODS = ("get", "post", "put", "patch", "delete")
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """One method of one address."""

    method: str
    pattern: str
    view: Any

    def __str__(self) -> str:
        return f"{self.method.upper()} /{self.pattern}"

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """(converter, name) of each path parameter."""
        return [(converter or "str", name) for converter, name in PARAMETER.findall(self.pattern)]

    def address(self, world: World) -> str:
        """The address of a thing of the world."""

        def fill(match: re.Match[str]) -> str:
            return world.value_of(match[1] or "str", match[2], str(self))

        return "/" + PARAMETER.sub(fill, self.pattern)

    def address_of_nothing(self) -> str:
        """The address of a thing that does not exist."""
        nothing = {"uuid": str(uuid.uuid4()), "int": "987654321"}
        return "/" + PARAMETER.sub(lambda match: nothing.get(match[1] or "str", "nothing"), self.pattern)


def api_routes() -> list[Route]:
    """All methods of all addresses below /api/, in order."""
    found = [
        Route(method, pattern, view)
        for pattern, view in _walk(get_resolver().url_patterns, "")
        if pattern.startswith("api/")
        for method in METHODS
        if hasattr(view, method)
    ]
    return sorted(found, key=lambda route: (route.pattern, route.method))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, Any]]:
    for each in patterns:
        here = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, here)
        else:
            yield here, getattr(each.callback, "view_class", None) or getattr(each.callback, "cls", each.callback)
