from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Membership
from accounts.standing import is_operator_staff, vendors, vendors_administered
from core.ids import uuid7
from projects.models.asset import Asset
from projects.models.batch import Batch
from projects.models.participant import Participant, roles_held
from projects.models.project import Project

if TYPE_CHECKING:
    from accounts.models import User


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: User) -> Self:
        """What `user` may know of.

        Managers, QA and the operator's reviewers see all tasks of their projects; a vendor's reviewers those that
        people of their vendor worked on, and its administrators those in which its people have a part; annotators their
        own and what they may pull from the queue; clients none.
        """
        if is_operator_staff(user):
            return self.unsealed_for(user)
        role = Participant.Role
        part = [(project, name) for project, names in roles_held(user).items() for name in names]
        own = vendors(user)
        everything = {project for project, name in part if name in {role.MANAGER, role.QA}}
        reviews = {project for project, name in part if name == role.REVIEWER}
        works = {project for project, name in part if name in {role.ANNOTATOR, role.REVIEWER}}
        if not own:
            everything |= reviews
        mine = Q(annotator=user) | Q(reviewer=user) | Q(assignee=user)
        # What several answer is out of the raters' sight once it has been decided on, even when they are asked again.
        waiting = (
            Q(state=Task.State.NEW, round=1) | Q(state=Task.State.NEW, reviewer=None) | Q(state=Task.State.RETURNED)
        )
        answered = self.model._default_manager.filter(answer_to=OuterRef("pk"), annotator=user)
        queue = waiting & Q(~Exists(answered), annotator=None, assignee__isnull=True)
        seen = Q(project__in=everything) | Q(project__in=works) & (mine | queue)
        if own and reviews:
            colleagues = Membership.objects.filter(organisation__in=own).values("user")
            theirs = self.model._default_manager.filter(annotator__in=colleagues, answer_to__isnull=False)
            seen |= Q(project__in=reviews) & (Q(annotator__in=colleagues) | Q(pk__in=theirs.values("answer_to")))
        overseen = vendors_administered(user)
        if overseen:
            people = Membership.objects.filter(organisation__in=overseen).values("user")
            seen |= Q(annotator__in=people) | Q(reviewer__in=people) | Q(assignee__in=people)
        return self.filter(seen).unsealed_for(user)

    def unsealed_for(self, user: User) -> Self:
        """Without the answers that others are still giving, which nobody sees, whatever their role."""
        return self.filter(Q(sealed=False) | Q(annotator=user))

    def without_answers(self) -> Self:
        """What is counted, checked and delivered: where several answer, the one task that decides."""
        return self.filter(answer_to=None)

    def live(self) -> Self:
        """Answers that count: given, being given, or asked of somebody by name. A draft that lapsed does not."""
        begun = Q(state__in=Task.LABELLING, annotator__isnull=False)
        return self.filter(Q(state__in=Task.GIVEN) | begun | Q(state=Task.State.NEW, assignee__isnull=False))


class Task(models.Model):
    """One asset to label. Its state changes only in `projects.services.move`.

    `assignee` is whom a manager named; `annotator` and `reviewer` are who did it. They are separate slots.

    Where several people answer, each has a task of their own, an answer to this one, which has no annotator: it waits
    as NEW until all answers are in, is then handed to review with what they have in common, and is what is delivered.
    """

    class State(models.TextChoices):
        NEW = "new"
        CLAIMED = "claimed"
        IN_PROGRESS = "in_progress"
        SUBMITTED = "submitted"
        IN_REVIEW = "in_review"
        ACCEPTED = "accepted"
        RETURNED = "returned"
        SKIPPED = "skipped"

    LABELLING = (State.CLAIMED, State.IN_PROGRESS, State.RETURNED)
    """An annotator has it, or it waits for the one who had it."""
    FINISHED = (State.ACCEPTED, State.SKIPPED)
    """Nothing more is to be done before the batch is checked."""
    GIVEN = (State.SUBMITTED, State.ACCEPTED, State.SKIPPED)
    """States of an answer that has been given."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="tasks")
    batch = models.ForeignKey(Batch, null=True, on_delete=models.SET_NULL, related_name="tasks")
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="tasks")
    answer_to = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.CASCADE,
        related_name="answers",
        db_index=False,  # the constraint's serves
        help_text="What several people answer",
    )
    sealed = models.BooleanField(default=False, help_text="An answer that only who gives it may see")
    number = models.PositiveIntegerField(help_text="Counts within the project; an answer has that of its item")
    state = models.CharField(max_length=12, choices=State, default=State.NEW)
    priority = models.SmallIntegerField(default=0)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="assigned_tasks",
    )
    annotator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="annotated_tasks",
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="reviewed_tasks",
    )
    round = models.PositiveSmallIntegerField(default=1, help_text="Grows each time it is returned")
    skip_reason = models.CharField(max_length=500, blank=True)
    guideline_version = models.PositiveIntegerField(null=True)
    annotate_seconds = models.PositiveIntegerField(default=0, help_text="Active time of the annotator")
    review_seconds = models.PositiveIntegerField(default=0)
    object_count = models.PositiveIntegerField(default=0, help_text="Records of the work document, kept by annotation")
    created_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], condition=Q(answer_to=None), name="task_number_once"),
            models.UniqueConstraint(
                fields=["answer_to", "annotator"],
                condition=Q(answer_to__isnull=False),
                name="one_answer_per_person",
            ),
        ]
        indexes = [
            models.Index(fields=["project", "number"], name="task_by_number"),
            models.Index(fields=["project", "state", "-priority", "number"], name="task_queue"),
            models.Index(fields=["batch", "state", "-priority", "number"], name="task_in_batch"),
            models.Index(fields=["annotator", "state"], name="task_by_annotator"),
        ]

    def __str__(self) -> str:
        return f"#{self.number}"

    @property
    def answers_wanted(self) -> int:
        """How many people answer, none seeing the others: the batch says, or else the project."""
        own = self.batch.answers if self.batch else None
        return own or int(self.project.workflow.get("answers", 1))

    @property
    def asks_several(self) -> bool:
        """Whether people get tasks of their own in its place. Who has begun it alone, or was named, goes on alone."""
        nobody = self.answer_to_id is None and self.annotator_id is None and self.assignee_id is None
        return nobody and self.answers_wanted > 1


class Lease(models.Model):
    """Keeps two people off one task. Slides with every heartbeat; its expiry keeps the draft."""

    task = models.OneToOneField(Task, on_delete=models.CASCADE, primary_key=True, related_name="lease")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="leases")
    until = models.DateTimeField(db_index=True)
    counted = models.DateTimeField(
        default=timezone.now, help_text="Active time up to here is in the task's seconds; no second counts twice"
    )

    def __str__(self) -> str:
        return f"{self.task} held by {self.user}"


class TaskMove(models.Model):
    """One change of state, from which throughput and rework are counted."""

    id = models.BigAutoField(primary_key=True)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="moves")
    source = models.CharField(max_length=12)
    target = models.CharField(max_length=12)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["target", "at"], name="move_by_target")]

    def __str__(self) -> str:
        return f"{self.task}: {self.source} > {self.target}"
