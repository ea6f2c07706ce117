"""What happens in projects when people are invited, join and leave."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from accounts.models import Invitation, Organisation, User
from accounts.signals import invitation_accepted, invitation_offered, person_left
from core import once
from projects.models import Guideline, LabelSchema, Participant, Task
from projects.services import notices, people
from projects.signals import task_moved


@receiver(invitation_offered)
def check_offered_roles(sender: object, invitation: Invitation, by: User, **told: Any) -> None:
    """Nobody offers roles by invitation that they could not give to a member of that organisation."""
    people.require_offer(roles=invitation.project_roles, organisation=invitation.organisation, by=by)


@receiver(invitation_accepted)
def give_offered_roles(sender: object, invitation: Invitation, person: User, **told: Any) -> None:
    people.give_offered(roles=invitation.project_roles, person=person, offered_by=invitation.invited_by)


@receiver(person_left)
def give_up_work(sender: object, person: User, organisation: Organisation | None, by: User, **told: Any) -> None:
    """Who may not sign in any more loses their open work; who leaves an organisation loses their roles as well."""
    people.leave_all_projects(person=person, by=by, keep_roles=organisation is None)


@receiver(task_moved)
def tell_of_return(sender: object, task: Task, source: str, target: str, by: User | None, **told: Any) -> None:
    """Work that somebody judged came back to its annotator; giving it back oneself is no news."""
    if target == Task.State.RETURNED and source not in Task.LABELLING:
        notices.tell_returned(task, by=by)


for changed in (post_save, post_delete):
    for answered in (Participant, LabelSchema, Guideline):
        changed.connect(once.forget, answered, dispatch_uid="projects.newest")
