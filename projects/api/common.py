"""What the views of projects share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request

from accounts.api.caller import caller
from core.api.fields import VerdictField
from projects.models import Project


def project_or_404(request: Request, pk: UUID | str) -> Project:
    """The project, when the caller may know that it exists."""
    projects = Project.objects.visible_to(caller(request)).select_related("organisation", "client")
    return get_object_or_404(projects, pk=pk)


class ReferenceSerializer(serializers.Serializer[Any]):
    """A thing as others name it."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class TextSerializer(serializers.Serializer[Any]):
    """Text in every language of the product."""

    en = serializers.CharField()
    zh = serializers.CharField()


__all__ = ["ReferenceSerializer", "TextSerializer", "VerdictField", "project_or_404"]
