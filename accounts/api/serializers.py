"""People, organisations and what belongs to them, as the API tells them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from accounts.models import AccessToken, Invitation, Letter, Membership, Organisation, User
from accounts.models.invitation import LANGUAGES
from accounts.policies import may_deactivate
from core.api.fields import VerdictField, caller


@extend_schema_serializer(component_name="PersonWithEmail")
class PersonSerializer(serializers.ModelSerializer[User]):
    class Meta:
        model = User
        fields = ("id", "name", "email")


class OrganisationReferenceSerializer(serializers.ModelSerializer[Organisation]):
    """An organisation as others name it."""

    class Meta:
        model = Organisation
        fields = ("id", "name", "kind")


class MembershipSerializer(serializers.ModelSerializer[Membership]):
    organisation = OrganisationReferenceSerializer()

    class Meta:
        model = Membership
        fields = ("organisation", "role")


class MeSerializer(serializers.ModelSerializer[User]):
    preferences = serializers.DictField()

    class Meta:
        model = User
        fields = ("id", "name", "email", "preferences")


class SessionSerializer(serializers.Serializer[Any]):
    """Who is signed in, what they may do at all, and the token that changes must carry (`X-CSRFToken`)."""

    me = MeSerializer()
    language = serializers.CharField()
    csrf = serializers.CharField()
    memberships = MembershipSerializer(many=True)
    permissions = serializers.ListField(child=serializers.CharField())
    second_factor = serializers.BooleanField()
    mail = serializers.BooleanField(help_text="Whether this installation sends mail")


class SignInSerializer(serializers.Serializer[Any]):
    email = serializers.CharField(max_length=254)
    password = serializers.CharField(max_length=1000, trim_whitespace=False)
    code = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")


class ProfileSerializer(serializers.Serializer[Any]):
    """`preferences` are merged key by key; a null takes a key away."""

    name = serializers.CharField(max_length=200, required=False)
    preferences = serializers.DictField(required=False)


class PasswordSerializer(serializers.Serializer[Any]):
    current = serializers.CharField(max_length=1000, trim_whitespace=False)
    new = serializers.CharField(max_length=1000, trim_whitespace=False)


class ConfirmationSerializer(serializers.Serializer[Any]):
    password = serializers.CharField(max_length=1000, trim_whitespace=False)


class CodeSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=20)


class RecoveryCodesSerializer(serializers.Serializer[Any]):
    """Shown this once."""

    recovery_codes = serializers.ListField(child=serializers.CharField())


class SecondFactorSerializer(serializers.Serializer[Any]):
    enabled = serializers.BooleanField()
    recovery_codes_left = serializers.IntegerField()


class AuthenticatorOfferSerializer(serializers.Serializer[Any]):
    """For an authenticator app: the secret to type, the address to follow, the picture to scan (SVG)."""

    secret = serializers.CharField()
    url = serializers.CharField()
    svg = serializers.CharField()


class DeviceSerializer(serializers.Serializer[Any]):
    """A session of one's own, in some browser."""

    id = serializers.IntegerField(source="pk")
    user_agent = serializers.CharField()
    ip = serializers.CharField()
    created_at = serializers.DateTimeField()
    last_seen_at = serializers.DateTimeField()
    is_current = serializers.BooleanField()


class TokenSerializer(serializers.ModelSerializer[AccessToken]):
    class Meta:
        model = AccessToken
        fields = ("id", "name", "prefix", "created_at", "expires_at", "last_used_at")


class NewTokenSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=100)
    expires_at = serializers.DateTimeField(allow_null=True, default=None)


class CreatedTokenSerializer(TokenSerializer):
    """`token` is shown this once."""

    token = serializers.CharField()

    class Meta(TokenSerializer.Meta):
        fields = (*TokenSerializer.Meta.fields, "token")  # type: ignore[assignment]


class OrganisationCanSerializer(serializers.Serializer[Any]):
    """Administer: change its name, its people and its invitations."""

    administer = serializers.BooleanField()


class OrganisationSerializer(serializers.ModelSerializer[Organisation]):
    members = serializers.IntegerField(help_text="How many people belong to it")
    can = serializers.SerializerMethodField()

    class Meta:
        model = Organisation
        fields = ("id", "name", "kind", "created_at", "members", "can")

    @extend_schema_field(OrganisationCanSerializer)
    def get_can(self, organisation: Organisation) -> dict[str, bool]:
        return {"administer": self.context["reach"].includes(organisation.pk)}


class NewOrganisationSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(choices=Organisation.Kind.choices)


class OrganisationChangeSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)


class MemberSerializer(serializers.ModelSerializer[Membership]):
    """A person in one organisation."""

    person = PersonSerializer(source="user")
    is_active = serializers.BooleanField(source="user.is_active")

    class Meta:
        model = Membership
        fields = ("person", "role", "is_active", "created_at")


class RoleSerializer(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=Membership.Role.choices)


class PersonCanSerializer(serializers.Serializer[Any]):
    """Deactivate, and reactivate alike."""

    deactivate = VerdictField()


class ListedPersonSerializer(serializers.ModelSerializer[User]):
    """A person in the directory: where they belong, since when, and when they were last here."""

    memberships = MembershipSerializer(many=True)
    last_seen_at = serializers.DateTimeField(allow_null=True)
    second_factor = serializers.BooleanField()
    can = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = (
            "id",
            "name",
            "email",
            "is_active",
            "date_joined",
            "last_seen_at",
            "second_factor",
            "memberships",
            "can",
        )

    @extend_schema_field(PersonCanSerializer)
    def get_can(self, person: User) -> dict[str, Any]:
        verdict = may_deactivate(caller(self.context["request"]), person, self.context["reach"])
        return {"deactivate": verdict.json()}


class ProjectRoleSerializer(serializers.Serializer[Any]):
    project = serializers.UUIDField()
    role = serializers.ChoiceField(choices=["manager", "annotator", "reviewer", "qa", "client"])


class LetterSerializer(serializers.ModelSerializer[Letter]):
    """What became of a mail: `unsure` is one that the mail server may or may not have."""

    class Meta:
        model = Letter
        fields = ("state", "error")


class InvitationSerializer(serializers.ModelSerializer[Invitation]):
    organisation = OrganisationReferenceSerializer()
    invited_by = PersonSerializer(allow_null=True)
    state = serializers.ChoiceField(choices=["open", "accepted", "revoked", "expired"])
    mail = serializers.SerializerMethodField()

    class Meta:
        model = Invitation
        fields = (
            "id",
            "email",
            "organisation",
            "role",
            "project_roles",
            "language",
            "invited_by",
            "created_at",
            "expires_at",
            "state",
            "mail",
        )

    @extend_schema_field(LetterSerializer(allow_null=True))
    def get_mail(self, invitation: Invitation) -> dict[str, Any] | None:
        letter = self.context.get("letters", {}).get(invitation.pk)
        return dict(LetterSerializer(letter).data) if letter else None


class SentInvitationSerializer(InvitationSerializer):
    """`link` is shown this once: whoever has it may join. `mailed`: it is on its way to them by mail, too."""

    link = serializers.CharField()
    mailed = serializers.BooleanField()

    class Meta(InvitationSerializer.Meta):
        fields = (*InvitationSerializer.Meta.fields, "link", "mailed")  # type: ignore[assignment]


class NewInvitationSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField()
    organisation = serializers.UUIDField()
    role = serializers.ChoiceField(choices=Membership.Role.choices, default=Membership.Role.MEMBER)
    language = serializers.ChoiceField(
        choices=LANGUAGES,
        default="",
        help_text="Of the mail, unless they chose one; by default the inviter's",
    )
    project_roles = ProjectRoleSerializer(many=True, default=list)


class OpenInvitationSerializer(serializers.Serializer[Any]):
    """An invitation as its link shows it. With `has_account` the person signs in with the password they have."""

    email = serializers.EmailField()
    organisation = OrganisationReferenceSerializer()
    role = serializers.CharField()
    invited_by = serializers.CharField(allow_null=True)
    expires_at = serializers.DateTimeField()
    has_account = serializers.BooleanField()


class AcceptSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    password = serializers.CharField(max_length=1000, trim_whitespace=False)


class AcceptedSerializer(serializers.Serializer[Any]):
    """`signed_in` is false for those who must still enter the code of their authenticator."""

    person = PersonSerializer()
    signed_in = serializers.BooleanField()
