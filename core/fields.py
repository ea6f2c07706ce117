"""Columns that Django has none of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from django.db import models

from core.json_text import encode

if TYPE_CHECKING:
    TextField = models.TextField[Any, Any]
else:
    TextField = models.TextField


class JsonText(TextField):
    """JSON that no query looks into, as text that comes back to the byte.

    A JSON column would parse it once more at every write, and the standard library at every read. Its numbers must be
    known to be finite.
    """

    if TYPE_CHECKING:
        _pyi_private_get_type: Any
        _pyi_private_set_type: Any
        _pyi_lookup_exact_type: Any

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Any:
        return None if value is None else orjson.loads(value)

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else encode(value).decode()
