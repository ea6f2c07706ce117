from __future__ import annotations

from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.ids import uuid7


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: User) -> Self:
        """Operators' administrators, auditors and security see everybody; administrators of other organisations their
        own people; everybody else only themselves. Who works together in a project is the project's to say."""
        if user.memberships.operator_watch().exists():
            return self
        administered = user.memberships.administrators().values("organisation")
        return self.filter(Q(pk=user.pk) | Q(pk__in=_members_of(administered)))

    def matching(self, text: str) -> Self:
        """Whose name or address contains `text`."""
        return self.filter(Q(name__icontains=text) | Q(email__icontains=text))


def _members_of(organisations: models.QuerySet[Any, Any]) -> models.QuerySet[Any, Any]:
    from accounts.models.organisation import Membership

    return Membership.objects.filter(organisation__in=organisations).values("user")


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, user: User) -> UserQuerySet:
        return self.get_queryset().visible_to(user)

    def matching(self, text: str) -> UserQuerySet:
        return self.get_queryset().matching(text)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What they may do follows from memberships and project roles, never from flags here."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    preferences = models.JSONField(
        default=dict,
        blank=True,
        help_text="language, theme, keymap: the browser's own keys",
    )
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def language(self) -> str:
        """The language they chose, `en` or `zh`; empty when they never chose."""
        chosen = str(self.preferences.get("language", ""))
        return chosen if chosen in {"en", "zh"} else ""
