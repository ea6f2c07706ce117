"""Who hears by mail of what is said in an issue."""

from __future__ import annotations

import re
from uuid import UUID

from accounts.models import User
from accounts.services.notices import NoticeKind, notice_kind, tell
from core.text import Text
from projects.models import Task
from projects.services.notices import task_path
from qa import policies
from qa.models import Comment, Issue


def _still_sees(person: User, issue: str) -> bool:
    """It is not settled, and the person may see it still."""
    found = Issue.objects.exclude(state=Issue.State.VERIFIED).filter(pk=issue).select_related("task__project").first()
    return found is not None and _may_see(person, found.task)


def _may_see(person: User, task: Task) -> bool:
    return bool(policies.may_see_task(person, task)) and Task.objects.visible_to(person).filter(pk=task.pk).exists()


ANSWERED = notice_kind(
    "issue-answered",
    text=Text(
        en="{name} answered in an issue of task #{number} of {project}",
        zh="{name} 在“{project}”任务 #{number} 的问题中作了回复",
    ),
    holds=_still_sees,
)
MENTIONED = notice_kind(
    "issue-mentioned",
    text=Text(
        en="{name} mentions you in an issue of task #{number} of {project}",
        zh="{name} 在“{project}”任务 #{number} 的问题中提到了您",
    ),
    holds=_still_sees,
)


def tell_comment(comment: Comment) -> None:
    """Tell whom a comment mentions (`@Name`), and whoever opened the issue, spoke in it or did the work."""
    issue = comment.issue
    mentioned = mentioned_in(comment.text, issue.task)
    _tell(MENTIONED, comment, mentioned)
    if issue.comments.exclude(pk=comment.pk).exists():
        involved = User.objects.filter(pk__in=_involved(issue)).exclude(pk__in=[person.pk for person in mentioned])
        _tell(ANSWERED, comment, [person for person in involved if _may_see(person, issue.task)])


def mentioned_in(text: str, task: Task) -> list[User]:
    """People of the project who may see the task and whose name stands in the text after an @."""
    if "@" not in text:
        return []
    people = User.objects.filter(participations__project=task.project_id).distinct()
    return [person for person in people if _names(text, person) and _may_see(person, task)]


def _names(text: str, person: User) -> bool:
    """`@Bob` does not name Bob's colleague Bo; in Chinese the next word follows without a space."""
    end = r"(?!\w)" if person.name[-1:].isascii() else ""
    return re.search(rf"@{re.escape(person.name)}{end}", text, re.IGNORECASE) is not None


def _involved(issue: Issue) -> set[UUID]:
    spoke = set(issue.comments.values_list("by", flat=True))
    return {each for each in (*spoke, issue.opened_by_id, issue.task.annotator_id) if each is not None}


def _tell(kind: NoticeKind, comment: Comment, people: list[User]) -> None:
    task = comment.issue.task
    path = f"{task_path(task)}?issue={comment.issue_id}"
    names = {"name": comment.by.name if comment.by else "–", "number": task.number, "project": task.project.name}
    tell(people, kind=kind, subject=comment.issue_id, path=path, by=comment.by, **names)
