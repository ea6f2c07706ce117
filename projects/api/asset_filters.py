"""How lists of assets are filtered and ordered."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django_filters import rest_framework as filters
from rest_framework.request import Request
from rest_framework.views import APIView

from core.api.pagination import Cursor
from projects.models import Asset, Task
from projects.services import hooks
from projects.services.imports import taken_by

WITHOUT_TASK = "none"
ORDERS = {
    "added": ("id",),
    "-added": ("-id",),
    "name": ("name", "id"),
    "-name": ("-name", "-id"),
    "size": ("size", "id"),
    "-size": ("-size", "-id"),
}


def _tasks() -> QuerySet[Task]:
    return Task.objects.without_answers().filter(asset=OuterRef("pk"))


class AssetFilter(filters.FilterSet):
    dataset = filters.UUIDFilter(field_name="dataset")
    sequence = filters.CharFilter(field_name="sequence")
    search = filters.CharFilter(field_name="name", lookup_expr="icontains")
    state = filters.MultipleChoiceFilter(
        choices=[*Task.State.choices, (WITHOUT_TASK, "Without task")],
        method="by_state",
        help_text="State of its task, `none` for assets without one",
    )
    imported = filters.UUIDFilter(method="by_import", help_text="The import that it came with")
    batch = filters.UUIDFilter(method="by_batch")
    label = filters.CharFilter(method="by_label", help_text="Key of a label that occurs in the work")
    duplicates = filters.BooleanFilter(method="by_duplicates", help_text="Only near duplicates, or only the others")
    warnings = filters.BooleanFilter(method="by_warnings", help_text="Only assets with something to know about them")
    order = filters.ChoiceFilter(choices=[(name, name) for name in ORDERS], method="unchanged")

    class Meta:
        model = Asset
        fields: ClassVar[tuple[str, ...]] = ()

    def by_state(self, assets: QuerySet[Asset], name: str, value: list[str]) -> QuerySet[Asset]:
        if not value:
            return assets
        states = [state for state in value if state != WITHOUT_TASK]
        wanted = Q(Exists(_tasks().filter(state__in=states))) if states else Q()
        if WITHOUT_TASK in value:
            wanted |= ~Q(Exists(_tasks()))
        return assets.filter(wanted)

    def by_import(self, assets: QuerySet[Asset], name: str, value: UUID) -> QuerySet[Asset]:
        return assets.filter(pk__in=taken_by(value))

    def by_batch(self, assets: QuerySet[Asset], name: str, value: UUID) -> QuerySet[Asset]:
        return assets.filter(Exists(_tasks().filter(batch=value)))

    def by_label(self, assets: QuerySet[Asset], name: str, value: str) -> QuerySet[Asset]:
        condition = hooks.FILTERS.get("label")
        return assets.filter(Exists(_tasks().filter(condition(value)))) if condition else assets

    def by_duplicates(self, assets: QuerySet[Asset], name: str, value: bool) -> QuerySet[Asset]:
        return assets.filter(near_duplicate_of__isnull=not value)

    def by_warnings(self, assets: QuerySet[Asset], name: str, value: bool) -> QuerySet[Asset]:
        return assets.exclude(meta__warnings=[]) if value else assets.filter(meta__warnings=[])

    def unchanged(self, assets: QuerySet[Asset], name: str, value: str) -> QuerySet[Asset]:
        return assets  # the order is the page's


class AssetPages(Cursor):
    """Ordered by `?order=`, as imported unless said otherwise; the first field is nearly unique, as a cursor needs."""

    page_size = 100

    def get_ordering(self, request: Request, queryset: QuerySet[Asset], view: APIView) -> tuple[str, ...]:
        return ORDERS.get(request.query_params.get("order", ""), ORDERS["added"])
