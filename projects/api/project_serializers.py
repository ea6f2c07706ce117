"""What the API says about projects, templates and figures."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Organisation, User
from projects.api.common import ReferenceSerializer, TextSerializer
from projects.models import Project, Task
from projects.policies import project as policy
from projects.policies.roles import OVERSEER, Role, roles_in
from projects.services.answers import MOST_ANSWERS
from projects.services.judging import is_judged_first
from projects.services.projects import COMBINE, LANGUAGES, REVIEW
from projects.templates import Template

PRIVATE = ("description", "workflow", "options", "organisation")
"""Fields that only those inside see; a client's people get null."""


class WorkflowSerializer(serializers.Serializer[Any]):
    review = serializers.ChoiceField(choices=REVIEW, required=False)
    review_share = serializers.FloatField(min_value=0, max_value=1, required=False)
    lease_minutes = serializers.IntegerField(min_value=5, max_value=240, required=False)
    answers = serializers.IntegerField(min_value=1, max_value=MOST_ANSWERS, required=False)
    combine = serializers.ChoiceField(choices=COMBINE, required=False)
    deliver_answers = serializers.BooleanField(required=False)


class ProgressSerializer(serializers.Serializer[Any]):
    total = serializers.IntegerField()
    states = serializers.DictField(child=serializers.IntegerField(), help_text="Tasks by state, all states")


VERDICT = {"oneOf": [{"type": "boolean"}, {"type": "string"}]}


class ProjectSerializer(serializers.ModelSerializer[Project]):
    organisation = ReferenceSerializer()
    client = ReferenceSerializer(allow_null=True)
    workflow = WorkflowSerializer()
    roles = serializers.SerializerMethodField()
    can = serializers.SerializerMethodField()
    judged_first = serializers.SerializerMethodField()
    progress = serializers.SerializerMethodField()

    class Meta:
        model = Project
        fields = (
            "id", "name", "organisation", "client", "modality", "template", "description", "state", "workflow",
            "options", "languages", "deadline", "created_at", "roles", "can", "judged_first",
            "progress",
        )  # fmt: skip

    def user(self) -> User:
        user: User = self.context["request"].user
        return user

    def roles_of(self, project: Project) -> frozenset[str]:
        known: dict[Any, frozenset[str]] | None = self.context.get("roles")
        return roles_in(self.user(), project) if known is None else known[project.pk]

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=[*Role.values, OVERSEER])))
    def get_roles(self, project: Project) -> list[str]:
        return sorted(self.roles_of(project))

    def get_judged_first(self, project: Project) -> bool:
        """Whether people look at what came in before tasks are made of it."""
        return is_judged_first(project.modality)

    @extend_schema_field({"type": "object", "additionalProperties": VERDICT})
    def get_can(self, project: Project) -> dict[str, bool | str]:
        """What the caller may do, for the screens to show or explain."""
        roles = self.roles_of(project)
        return {
            "manage": policy.may_manage_with(roles, project).json(),
            "see_inside": policy.may_see_inside_with(roles).json(),
            "see_all_data": policy.may_see_all_data_with(roles).json(),
        }

    @extend_schema_field(ProgressSerializer(allow_null=True))
    def get_progress(self, project: Project) -> dict[str, Any] | None:
        """Null for those who do not see all of the work, and in answers about one project (see its overview)."""
        if not hasattr(project, "tasks_new") or not policy.may_see_all_data_with(self.roles_of(project)):
            return None
        states = {state: getattr(project, f"tasks_{state}") for state in Task.State.values}
        return {"total": sum(states.values()), "states": states}

    def to_representation(self, instance: Project) -> dict[str, Any]:
        data = super().to_representation(instance)
        if not policy.may_see_inside_with(self.roles_of(instance)):
            data.update(dict.fromkeys(PRIVATE))
        return data


class NewProjectSerializer(serializers.Serializer[Any]):
    template = serializers.SlugField()
    name = serializers.CharField(max_length=200)
    client = serializers.PrimaryKeyRelatedField(
        queryset=Organisation.objects.filter(kind=Organisation.Kind.CLIENT), required=False, allow_null=True
    )
    languages = serializers.ListField(child=serializers.ChoiceField(choices=LANGUAGES), required=False)
    deadline = serializers.DateField(required=False, allow_null=True)
    description = serializers.CharField(required=False, allow_blank=True, max_length=10_000)


class ProjectChangesSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200, required=False)
    description = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    client = serializers.PrimaryKeyRelatedField(
        queryset=Organisation.objects.filter(kind=Organisation.Kind.CLIENT), required=False, allow_null=True
    )
    languages = serializers.ListField(
        child=serializers.ChoiceField(choices=LANGUAGES), required=False, allow_empty=False
    )
    deadline = serializers.DateField(required=False, allow_null=True)
    workflow = WorkflowSerializer(required=False)


class TemplateSerializer(serializers.Serializer[type[Template]]):
    slug = serializers.SlugField()
    title = serializers.SerializerMethodField()
    summary = serializers.SerializerMethodField()
    modality = serializers.CharField()
    kinds = serializers.ListField(child=serializers.CharField())
    picture = serializers.SerializerMethodField()
    content = serializers.SerializerMethodField()

    @extend_schema_field(TextSerializer)
    def get_title(self, template: type[Template]) -> dict[str, str]:
        return template.title.json()

    @extend_schema_field(TextSerializer)
    def get_summary(self, template: type[Template]) -> dict[str, str]:
        return template.summary.json()

    def get_picture(self, template: type[Template]) -> str:
        return template.picture or template.slug

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_content(self, template: type[Template]) -> dict[str, Any]:
        """The labels it begins with."""
        return template.schema.json()


class DaySerializer(serializers.Serializer[Any]):
    date = serializers.DateField()
    submitted = serializers.IntegerField()
    accepted = serializers.IntegerField()
    returned = serializers.IntegerField()


class QualitySerializer(serializers.Serializer[Any]):
    reviewed = serializers.IntegerField()
    returned = serializers.IntegerField()
    return_rate = serializers.FloatField(allow_null=True)
    first_pass = serializers.FloatField(allow_null=True)


class ForecastSerializer(serializers.Serializer[Any]):
    remaining = serializers.IntegerField()
    per_day = serializers.FloatField()
    date = serializers.DateField(allow_null=True)
    late_days = serializers.IntegerField(allow_null=True)


class OverviewSerializer(serializers.Serializer[Any]):
    everything = serializers.BooleanField(help_text="False: the figures count only tasks visible to the caller")
    states = serializers.DictField(child=serializers.IntegerField())
    total = serializers.IntegerField()
    objects = serializers.IntegerField()
    annotate_seconds = serializers.IntegerField()
    batches = serializers.DictField(child=serializers.IntegerField())
    days = DaySerializer(many=True)
    quality = QualitySerializer()
    forecast = ForecastSerializer()
