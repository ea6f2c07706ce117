"""OpenAPI generation."""

from __future__ import annotations

from drf_spectacular.openapi import AutoSchema


class Schema(AutoSchema):
    """Names operations after the route, one group per first path segment."""
