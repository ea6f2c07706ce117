"""A body for every request, made from the API's own description: a refusal is then the policy's, not the parser's."""

from __future__ import annotations

import uuid
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator

from tests.contracts.routes import PARAMETER, Route
from tests.contracts.world import World

BY_NAME = {
    "email": "new@example.com",
    "password": "correct horse battery",
    "current": "correct horse battery",
    "new": "a much longer pass phrase",
    "name": "Something new",
    "format": "coco",
    "action": "reopen",
    "reason": "Too dark to see anything",
    "kind": "tag",
    "label": "car",
    "sha256": "0" * 64,
}
"""What the description cannot know: values that make sense under their name."""


@cache
def description() -> dict[str, Any]:
    found: dict[str, Any] = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    return found


def body_for(route: Route, world: World) -> Any:
    """The smallest body that the description allows, about things of the world; None when there is none."""
    path = "/" + PARAMETER.sub(lambda match: f"{{{match[2]}}}", route.pattern)
    operation = description()["paths"].get(path, {}).get(route.method, {})
    content = operation.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema")
    return _example(schema, "", world) if schema else None


def _example(schema: dict[str, Any], name: str, world: World) -> Any:
    schema = _resolved(schema)
    kind = schema.get("type")
    kinds = [each for each in (kind if isinstance(kind, list) else [kind]) if each != "null"]
    match kinds[0] if kinds else None:
        case "object":
            # Of a change everything is optional; a change of nothing would not be judged.
            required = schema.get("required") or schema.get("properties", {})
            return {
                key: _example(each, key, world) for key, each in schema.get("properties", {}).items() if key in required
            }
        case "array":
            return [_example(schema.get("items", {}), name.removesuffix("s"), world)]
        case "integer" | "number":
            return max(1, schema.get("minimum", 1))
        case "boolean":
            return True
        case "string":
            return _text(schema, name, world)
    return {}


def _text(schema: dict[str, Any], name: str, world: World) -> str:
    if "enum" in schema:
        known = BY_NAME.get(name)
        return known if known and known in schema["enum"] else str(schema["enum"][0])
    match schema.get("format"):
        case "uuid":
            return str(world.values.get(name, uuid.uuid4()))
        case "date":
            return "2030-01-01"
        case "date-time":
            return "2030-01-01T00:00:00Z"
    return BY_NAME.get(name, "0" * 64 if "pattern" in schema else "text")


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """Follow references; of alternatives the first that is not null."""
    while True:
        if "$ref" in schema:
            schema = description()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        elif choices := schema.get("allOf") or schema.get("oneOf") or schema.get("anyOf"):
            schema = next(each for each in choices if each.get("type") != "null")
        else:
            return schema
