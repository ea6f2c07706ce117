"""Several people answer the same thing, none of them seeing the others.

Whoever pulls such an item from the queue gets a task of their own, an answer to it, with lease, draft, checks and time
as any other. Answers are sealed: until all that are wanted are in, each is seen by who gives it alone. Then the item
goes to review, where they are compared; what is decided there is the item's own work, and what is delivered.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from core import audit
from core.errors import DomainError, NotAllowed
from projects.models import Task
from projects.policies.task import wants_answers
from projects.services.move import lock_task, move_task
from projects.signals import answer_asked

if TYPE_CHECKING:
    from accounts.models import User

MOST_ANSWERS = 10
State = Task.State


def asking(items: QuerySet[Task], by: User, wanted: int | Combinable) -> QuerySet[Task]:
    """Those of the items that want more people, `by` among them; a draft of theirs that lapsed does not count."""
    live = Task.objects.filter(answer_to=OuterRef("pk")).live().order_by().values("answer_to")
    own = Task.objects.filter(answer_to=OuterRef("pk"), annotator=by).live()
    counted = live.annotate(count=Count("pk")).values("count")
    return items.annotate(live=Coalesce(Subquery(counted), 0)).filter(~Exists(own), live__lt=wanted)


def begin(items: QuerySet[Task], by: User, wanted: int) -> Task | None:
    """A task of their own for `by`, to the first of the items that wants one; locks the item."""
    item = asking(items, by, wanted).first()
    if item is None or not wants_answers(item):  # somebody was faster
        return None
    lapsed = item.answers.select_related("project", "batch").filter(annotator=by).first()
    return lapsed or _ask(item, by=by)


def ask_by_name(item: Task, person: User, *, by: User) -> str:
    """Ask this person for an answer to a locked item; says why not, or nothing."""
    if item.answers.filter(annotator=person).exists():
        return "answered-already"
    if not wants_answers(item):
        return "answers-complete"
    _ask(item, person, by=by)
    return ""


def withdraw(item: Task) -> None:
    """Ask nobody by name any more; who has begun goes on."""
    item.answers.filter(state=State.NEW, assignee__isnull=False).delete()


def _ask(item: Task, person: User | None = None, *, by: User) -> Task:
    answer = Task.objects.create(
        project=item.project,
        asset_id=item.asset_id,
        answer_to=item,
        sealed=True,
        number=item.number,
        priority=item.priority,
        assignee=person,
        annotator=person,
    )
    named = {"person": str(person.pk)} if person else {}
    audit.record("task.ask", answer, by=by, scope=item.project_id, item=str(item.pk), **named)
    answer_asked.send(Task, item=item, task=answer)
    return answer


def gather(item: Task) -> bool:
    """Hand a locked item to review once all its answers are in; whether it was. Nobody could: it is skipped itself."""
    given = list(item.answers.filter(state__in=Task.GIVEN).values_list("state", "skip_reason"))
    if item.state != State.NEW or not given or len(given) < item.answers_wanted:
        return False
    item.answers.filter(state__in=Task.GIVEN).update(sealed=False)
    if all(state == State.SKIPPED for state, _ in given):
        reason = "; ".join(dict.fromkeys(reason for _, reason in given))[:500]
        move_task(task=item, verb="skip-unanswered", by=None, reason=reason, skip_reason=reason)
        return False
    move_task(task=item, verb="gather", by=None, submitted_at=timezone.now())
    return True


def accept(item: Task) -> None:
    """The item is accepted, and so is the part of everybody who answered."""
    for answer in item.answers.filter(state=State.SUBMITTED).select_related("project", "batch"):
        move_task(task=answer, verb="accept-unreviewed", by=None, reviewed_at=timezone.now())


def ask_again(item: Task, *, by: User, reason: str) -> None:
    """Give a locked item back to everybody who answered; what was decided so far stays with it, out of their sight."""
    move_task(task=item, verb="ask-again", by=by, reason=reason, reviewed_at=timezone.now(), round=item.round + 1)
    given = item.answers.filter(state__in=Task.GIVEN, annotator__isnull=False).values_list("pk", flat=True)
    for answer in map(lock_task, list(given)):
        answer.answer_to = item
        changes: dict[str, Any] = {"round": answer.round + 1, "sealed": True, "skip_reason": ""}
        move_task(task=answer, verb="return-answer", by=by, reason=reason, **changes)


def forget_skipped(item: Task) -> None:
    """Somebody else shall try a locked item that nobody could answer."""
    item.answers.filter(state=State.SKIPPED).delete()


def require_wish(wanted: int | None) -> None:
    if wanted is not None and not 1 <= wanted <= MOST_ANSWERS:
        raise DomainError("bad-answers", f"Between 1 and {MOST_ANSWERS} people.", limit=MOST_ANSWERS)


def require_unanswered(items: QuerySet[Task], before: int, after: int) -> None:
    """Fewer people are asked only where nobody has answered yet: else what they did would be in vain."""
    if after < before and items.filter(state=State.NEW, answers__isnull=False).exists():
        raise NotAllowed("answers-begun")


def settle(items: Iterable[UUID]) -> None:
    """Hand on those whose answers are enough now that they are in another batch."""
    waiting = Task.objects.filter(pk__in=list(items), state=State.NEW, answers__isnull=False).distinct()
    for item in list(waiting.values_list("pk", flat=True)):
        gather(lock_task(item))
