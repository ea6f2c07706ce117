"""Fields that several apps' serializers share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from core.verdict import Verdict

if TYPE_CHECKING:
    from accounts.models import User


def caller(request: Request | HttpRequest | None) -> User:
    """Whoever asks; the view's permission has made sure that somebody is signed in."""
    assert request is not None
    return cast("User", request.user)


def parsed(serializer: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """What was sent, checked by the serializer. Raises ValidationError, which becomes 400 with the fields named."""
    body = serializer(data=request.data)
    body.is_valid(raise_exception=True)
    given: dict[str, Any] = body.validated_data
    return given


@extend_schema_field({"oneOf": [{"type": "boolean"}, {"type": "string"}]})
class VerdictField(serializers.Field[Verdict, Any, bool | str, Any]):
    """`true`, or the key of the reason why not."""

    def to_representation(self, value: Verdict) -> bool | str:
        return value.json()


class NamedPersonSerializer(serializers.Serializer[Any]):
    """A person as others see them."""

    id = serializers.UUIDField(source="pk")
    name = serializers.CharField()
