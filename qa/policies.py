"""Who may judge work, and who may answer."""

from __future__ import annotations

from accounts.models import User
from core.verdict import Allowed, Denied, Verdict
from projects.models import Project, Task
from projects.policies.roles import Role, has_role
from qa.models import Finding, Issue, Sample, SampleItem


def may_see_quality(user: User, project: Project) -> Verdict:
    """Findings and issues are for those who work in the project, not for its client."""
    inside = has_role(user, project, Role.MANAGER, Role.REVIEWER, Role.QA)
    return Allowed if inside else Denied("not-in-quality")


def may_see_task(user: User, task: Task) -> Verdict:
    """Issues and findings of a task are seen by its annotator and by those who judge it."""
    if task.annotator_id == user.pk or may_see_quality(user, task.project):
        return Allowed
    return Denied("not-your-task")


def may_set_checks(user: User, project: Project) -> Verdict:
    return Allowed if has_role(user, project, Role.MANAGER, Role.QA) else Denied("managers-only")


def may_run_checks(user: User, project: Project) -> Verdict:
    return may_set_checks(user, project)


def may_waive(user: User, finding: Finding) -> Verdict:
    """An annotator may waive warnings on own work; a blocking finding takes somebody who judges."""
    task = finding.task
    judges = has_role(user, task.project, Role.MANAGER, Role.REVIEWER, Role.QA)
    if task.annotator_id == user.pk:
        return Allowed if finding.severity != "block" else Denied("blocking-finding")
    return Allowed if judges else Denied("not-your-task")


def may_open_issue(user: User, task: Task) -> Verdict:
    """Reviewers, QA and managers open issues, never on work of their own."""
    if task.annotator_id == user.pk:
        return Denied("own-work")
    judges = has_role(user, task.project, Role.MANAGER, Role.REVIEWER, Role.QA)
    return Allowed if judges else Denied("not-in-quality")


def may_comment(user: User, issue: Issue) -> Verdict:
    return may_see_task(user, issue.task)


def may_resolve(user: User, issue: Issue) -> Verdict:
    """Say that it is mended, or take that back; what was verified is for those who verify."""
    if issue.state == Issue.State.VERIFIED:
        return may_verify(user, issue)
    return may_see_task(user, issue.task)


def may_verify(user: User, issue: Issue) -> Verdict:
    return may_open_issue(user, issue.task)


def may_inspect(user: User, item: SampleItem) -> Verdict:
    """QA or a manager, while the sample is open, and never what they labelled or reviewed themselves."""
    if not has_role(user, item.task.project, Role.QA, Role.MANAGER):
        return Denied("not-qa")
    if item.sample.state != Sample.State.OPEN:
        return Denied("sample-decided")
    if user.pk in {item.task.annotator_id, item.task.reviewer_id}:
        return Denied("own-work")
    if item.task.annotator_id is None and item.task.answers.filter(annotator=user).exists():
        return Denied("own-work")
    return Allowed
