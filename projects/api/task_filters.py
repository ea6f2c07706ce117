"""How lists of tasks are filtered and ordered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django_filters import rest_framework as filters
from rest_framework.request import Request
from rest_framework.views import APIView

from core.api.pagination import Cursor
from projects.models import Task
from projects.services import hooks

NONE = "none"


class OneOrNone(filters.CharFilter):
    """Id of a person or batch, or `none` for tasks that have none."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return qs
        try:
            wanted = None if value == NONE else UUID(value)
        except ValueError:
            return qs.none()
        return qs.filter(Q((str(self.field_name), wanted)))


class TaskFilter(filters.FilterSet):
    """`has` may be repeated and names what other apps found: issues, findings."""

    state = filters.CharFilter(method="by_state", help_text="States; commas join several")
    batch = OneOrNone(field_name="batch")
    annotator = OneOrNone(field_name="annotator")
    reviewer = OneOrNone(field_name="reviewer")
    assignee = OneOrNone(field_name="assignee")
    dataset = filters.UUIDFilter(field_name="asset__dataset")
    returned = filters.BooleanFilter(method="by_returned", help_text="Whether it was ever returned")
    priority = filters.NumberFilter(field_name="priority", lookup_expr="gte", help_text="At least this priority")
    search = filters.CharFilter(method="by_search", help_text="Part of the asset's name, or the task's number")
    label = filters.CharFilter(method="by_label", help_text="Key of a label that occurs in the work")
    has = filters.CharFilter(method="by_facet", help_text="issues, findings; commas join several")

    class Meta:
        model = Task
        fields: tuple[str, ...] = ()

    def by_state(self, tasks: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        given = self.data.getlist(name) if isinstance(self.data, QueryDict) else [value]
        return tasks.filter(state__in=",".join(given).split(","))

    def by_returned(self, tasks: QuerySet[Task], name: str, value: bool) -> QuerySet[Task]:
        return tasks.filter(round__gt=1) if value else tasks.filter(round=1)

    def by_search(self, tasks: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        text = value.strip()
        number = text.removeprefix("#")
        found = Q(asset__name__icontains=text)
        if number.isascii() and number.isdigit() and len(number) < 10:
            found |= Q(number=int(number))
        return tasks.filter(found)

    def by_label(self, tasks: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        condition = hooks.FILTERS.get("label")
        return tasks.filter(condition(value)) if condition else tasks

    def by_facet(self, tasks: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        for facet in value.split(","):
            if facet in hooks.FACETS:
                tasks = tasks.filter(hooks.FACETS[facet].exists())
        return tasks


ORDERS: dict[str, tuple[str, ...]] = {
    "number": ("number",),
    "-number": ("-number",),
    "priority": ("priority", "number"),
    "-priority": ("-priority", "number"),
    "objects": ("object_count", "number"),
    "-objects": ("-object_count", "number"),
    "time": ("annotate_seconds", "number"),
    "-time": ("-annotate_seconds", "number"),
    "round": ("round", "number"),
    "-round": ("-round", "number"),
}


class TaskCursor(Cursor):
    """Ordered by `?order=`: number, priority, objects, time or round, with `-` for the largest first."""

    def get_ordering(self, request: Request, queryset: QuerySet[Any], view: APIView) -> tuple[str, ...]:
        return ORDERS.get(request.query_params.get("order", ""), ORDERS["number"])
