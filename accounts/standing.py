"""Where a person belongs and as what: most rules begin with it, so it is read once while a request is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from core.once import once_per_request

if TYPE_CHECKING:
    from accounts.models import User


class Belonging(NamedTuple):
    """One membership: the organisation, its kind, and the person's role in it."""

    organisation: UUID
    kind: str
    role: str


@once_per_request
def belongings(user: User) -> tuple[Belonging, ...]:
    rows = user.memberships.order_by().values_list("organisation", "organisation__kind", "role")
    return tuple(Belonging(*row) for row in rows)


def is_operator_staff(user: User) -> bool:
    """An administrator of an operator organisation, who runs the installation."""
    return any((each.kind, each.role) == ("operator", "administrator") for each in belongings(user))


def vendors(user: User) -> list[UUID]:
    """The vendors whose people `user` is one of."""
    return [each.organisation for each in belongings(user) if each.kind == "vendor"]


def vendors_administered(user: User) -> list[UUID]:
    """The vendors whose people `user` manages."""
    found = [each for each in belongings(user) if (each.kind, each.role) == ("vendor", "administrator")]
    return [each.organisation for each in found]
