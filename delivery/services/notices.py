"""Who hears by mail of what happens to a delivery."""

from __future__ import annotations

from collections.abc import Callable

from accounts.models import User
from accounts.services.notices import NoticeKind, notice_kind, tell
from core.text import Text
from delivery.models import Delivery
from projects.models import Participant

Role = Participant.Role


def _waits_in(state: str) -> Callable[[User, str], bool]:
    def holds(person: User, delivery: str) -> bool:
        return Delivery.objects.visible_to(person).filter(pk=delivery, state=state).exists()

    return holds


SENT = notice_kind(
    "delivery-sent",
    text=Text(
        en="Delivery {number} of {project} is there for you to look at",
        zh="“{project}”的第 {number} 次交付已送达，请查看",
    ),
    holds=_waits_in(Delivery.State.SENT),
)
RETURNED = notice_kind(
    "delivery-returned",
    text=Text(
        en="The client returned delivery {number} of {project}",
        zh="客户退回了“{project}”的第 {number} 次交付",
    ),
    holds=_waits_in(Delivery.State.RETURNED),
)


def tell_sent(delivery: Delivery, *, by: User) -> None:
    """Tell the people with the role client; where nobody has it, the people of the client's organisation."""
    clients = User.objects.filter(participations__project=delivery.project, participations__role=Role.CLIENT)
    if not clients.exists():
        clients = User.objects.filter(memberships__organisation=delivery.project.client_id)
    _tell(SENT, delivery, list(clients), by)


def tell_returned(delivery: Delivery, *, by: User) -> None:
    """Tell the managers, and whoever made the delivery."""
    managers = User.objects.filter(participations__project=delivery.project, participations__role=Role.MANAGER)
    maker = [delivery.created_by] if delivery.created_by else []
    _tell(RETURNED, delivery, [*managers, *maker], by)


def _tell(kind: NoticeKind, delivery: Delivery, people: list[User], by: User) -> None:
    path = f"/deliveries/{delivery.pk}"
    names = {"number": delivery.number, "project": delivery.project.name}
    tell(people, kind=kind, subject=delivery.pk, path=path, by=by, **names)
