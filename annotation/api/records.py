"""Records in the API description: a union over the kinds, so that the browser's types know what `data` holds.

Saving reads records in `annotation.services.patches`, which names the place of every fault; nothing is parsed here.
"""

from __future__ import annotations

from typing import Any, Literal, cast

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.serializers import SerializerMetaclass

from annotation.kinds import KINDS, Kind


class SourceSerializer(serializers.Serializer[Any]):
    """Where a record came from; `model` is the slug of the pre-labeller."""

    origin = serializers.ChoiceField(choices=["human", "model", "import", "rule", "interpolation"])
    model = serializers.CharField(required=False)
    version = serializers.CharField(required=False)


class RecordSerializer(serializers.Serializer[Any]):
    """One labelled thing; `data` is what its kind says."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    data = serializers.DictField()  # type: ignore[assignment]
    attributes = serializers.DictField()
    z = serializers.IntegerField()
    group = serializers.CharField(allow_null=True)
    source = SourceSerializer()  # type: ignore[assignment]
    score = serializers.FloatField(allow_null=True)


def serializer_of(kind: type[Kind]) -> type[serializers.Serializer[Any]]:
    """The record's serializer with `kind` fixed and `data` as the kind's own schema says."""

    class Slug(serializers.CharField):
        """`const`, not `enum`: enumerations called `kind` would be told apart by a number in their name."""

    class Data(serializers.DictField):
        pass

    fixed = extend_schema_field({"type": "string", "const": kind.slug})(Slug)
    data = extend_schema_field(kind.schema)(Data)
    fields = {"kind": fixed(), "data": data(), "__doc__": kind.title.en}
    name = "".join(part.capitalize() for part in kind.slug.split("_"))
    made = SerializerMetaclass(f"{name}RecordSerializer", (RecordSerializer,), fields)
    return cast("type[serializers.Serializer[Any]]", made)


class RecordUnion(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Describes RecordSerializer as one of the kinds' records."""

    target_class = "annotation.api.records.RecordSerializer"
    match_subclasses = False

    def get_name(self, auto_schema: AutoSchema, direction: Literal["request", "response"]) -> str:
        return "Record"

    def map_serializer(self, auto_schema: AutoSchema, direction: Literal["request", "response"]) -> dict[str, Any]:
        parts: dict[str, ResolvedComponent] = {
            kind.slug: auto_schema.resolve_serializer(serializer_of(kind), direction)
            for kind in sorted(KINDS, key=lambda kind: kind.slug)
        }
        return {
            "oneOf": [part.ref for part in parts.values()],
            "discriminator": {
                "propertyName": "kind",
                "mapping": {slug: part.ref["$ref"] for slug, part in parts.items()},
            },
        }
