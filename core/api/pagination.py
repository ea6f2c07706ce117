"""Cursor pagination: stable while rows come and go, and cheap on any page."""

from __future__ import annotations

from rest_framework.pagination import CursorPagination


class Cursor(CursorPagination):
    """Pages of `{next, previous, results}`; `?limit=` up to 500. The view's `ordering` must end with a unique field."""

    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 500
    ordering: str | tuple[str, ...] = "-id"
