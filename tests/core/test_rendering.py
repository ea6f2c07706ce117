"""Answers are the same JSON as REST framework's own renderer writes."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils.functional import lazystr
from django.utils.safestring import mark_safe
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import Serializer
from rest_framework.utils.serializer_helpers import ReturnDict

from core.api.rendering import Json

VALUE = {
    "text": "é 中 \u2028 </script>",
    "numbers": [1, -2.5, 2**53 - 1, 1e300],
    "nothing": None,
    "yes": True,
    "id": UUID(int=7),
    "at": datetime(2026, 2, 3, 4, 5, 6, 789_012, tzinfo=UTC),
    "day": date(2026, 2, 3),
    "long": timedelta(seconds=90),
    "exact": Decimal("1.10"),
    "lazy": lazystr("later"),
    "safe": mark_safe("<b>"),
    1: "a key that is a number",
    "inside": ReturnDict({"a": (1, 2)}, serializer=Serializer()),
}


def test_it_means_the_same() -> None:
    ours, theirs = (renderer().render(VALUE, "application/json", {}) for renderer in (Json, JSONRenderer))
    assert json.loads(ours) == json.loads(theirs)


def test_indented_and_empty_answers_are_theirs() -> None:
    for data, media in ((VALUE, "application/json; indent=4"), (None, "application/json")):
        assert Json().render(data, media, {}) == JSONRenderer().render(data, media, {})
