"""Run checks over answers and keep what they find."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit, jobs
from core.jobs import JobRun
from core.verdict import require
from projects.models import Batch, Project, Task
from qa import policies
from qa.checks import Answer, Check, Found
from qa.checks.base import Tier
from qa.models import CheckRun, Finding
from qa.services.answers import answer_of, answers_of
from qa.services.settings import Effective, effective

JOB = "qa.check"

Pass = Callable[[Iterable[Answer]], Iterator[tuple[str, Effective, Found]]]
"""Goes over the answers once and finds (task, check, finding)."""


def fingerprint(found: Found) -> str:
    """Same check, same record, same key: the same finding, whatever the measured figures are today."""
    return hashlib.sha256(json.dumps([found.record, found.key]).encode()).hexdigest()


def check_task(*, task: Task, tier: Tier = "submit") -> list[Finding]:
    """Run the checks of a tier over one task, and those that block it since a run over all: what is mended holds nobody
    up. Returns its findings that are not gone."""
    held_up = Finding.objects.filter(task=task, severity="block", state=Finding.State.OPEN)
    again = set(held_up.values_list("check_slug", flat=True))
    every = effective(task.project)
    settings = [s for s in every if s.enabled and (tier in s.check.tiers or _asked_again(s, again))]
    answer = answer_of(task)
    found = [(setting, each) for setting in settings for each in setting.check().run(answer, setting.params)]
    with transaction.atomic(savepoint=False):
        return _store(str(task.pk), found, {setting.check.slug for setting in settings} | _off(every))


def _off(settings: list[Effective]) -> set[str]:
    """Checks that are switched off: what they found before is gone."""
    return {setting.check.slug for setting in settings if not setting.enabled}


def _asked_again(setting: Effective, slugs: set[str]) -> bool:
    """Whether it is one of these checks and can look at a task by itself."""
    return setting.check.slug in slugs and setting.check.run_batch is Check.run_batch


def blocking(*, task: Task) -> list[Finding]:
    """What keeps a task from being submitted: open blocking findings after running the checks now."""
    findings = check_task(task=task)
    return [f for f in findings if f.severity == "block" and f.state == Finding.State.OPEN]


def start_run(*, project: Project, batch: Batch | None, by: User) -> CheckRun:
    """Check a batch, or the whole project, on a worker."""
    require(policies.may_run_checks(by, project))
    with transaction.atomic():
        run = CheckRun.objects.create(project=project, batch=batch, created_by=by)
        run.job = jobs.enqueue(
            JOB, by=by, scope=project, subject=f"check-run:{run.pk}", title=batch.name if batch else "", run=str(run.pk)
        )
        run.save(update_fields=["job"])
        audit.record("check.run", run, by=by, scope=project, batch=str(batch.pk) if batch else None)
    return run


def perform_run(run: JobRun) -> dict[str, int]:
    """Run every check over every task that holds work, and those of files over all. Idempotent: the same findings keep
    their rows."""
    check_run = CheckRun.objects.select_related("project", "batch").get(pk=run.params["run"])
    tasks = (
        Task.objects.without_answers()
        .filter(project=check_run.project)
        .exclude(state=Task.State.SKIPPED)
        .order_by("number")
    )
    if check_run.batch:
        tasks = tasks.filter(batch=check_run.batch)
    worked_on = tasks.exclude(state=Task.State.NEW)
    every = effective(check_run.project)
    settings = [s for s in every if s.enabled and "batch" in s.check.tiers]
    about_assets = {setting.check.slug for setting in settings if setting.check.about_asset}
    ids = [str(pk) for pk in (tasks if about_assets else worked_on).values_list("pk", flat=True)]
    with_work = {str(pk) for pk in worked_on.values_list("pk", flat=True)}
    found: dict[str, list[tuple[Effective, Found]]] = defaultdict(list)
    passes = [
        (one_pass, population)
        for about_asset, population in ((True, tasks), (False, worked_on))
        for one_pass in _passes([setting for setting in settings if setting.check.about_asset == about_asset])
    ]
    for index, (one_pass, population) in enumerate(passes):
        answers = answers_of(check_run.project, population)
        for task, setting, each in one_pass(_counted(answers, run, index, len(passes), len(ids))):
            found[task].append((setting, each))
    slugs = {setting.check.slug for setting in settings}
    for task in ids:
        with transaction.atomic():
            _store(task, found[task], _off(every) | (slugs if task in with_work else about_assets))
    counts = {"tasks": len(ids), "findings": sum(len(each) for each in found.values())}
    check_run.counts = counts
    check_run.save(update_fields=["counts"])
    return counts


def _passes(settings: list[Effective]) -> list[Pass]:
    """All checks of single answers go over the tasks together; each that compares tasks goes by itself."""
    single = [setting for setting in settings if setting.check.run_batch is Check.run_batch]
    comparing = [setting for setting in settings if setting not in single]
    together = [partial(_each_by_itself, single)] if single else []
    return [*together, *(partial(_compared, setting) for setting in comparing)]


def _each_by_itself(settings: list[Effective], answers: Iterable[Answer]) -> Iterator[tuple[str, Effective, Found]]:
    checks = [(setting, setting.check()) for setting in settings]
    for answer in answers:
        for setting, check in checks:
            for found in check.run(answer, setting.params):
                yield answer.task, setting, found


def _compared(setting: Effective, answers: Iterable[Answer]) -> Iterator[tuple[str, Effective, Found]]:
    for task, found in setting.check().run_batch(answers, setting.params):
        yield task, setting, found


def _counted(answers: Iterable[Answer], run: JobRun, index: int, passes: int, tasks: int) -> Iterator[Answer]:
    for number, answer in enumerate(answers):
        run.progress(index * tasks + number, passes * tasks)
        yield answer


def _store(task: str, found: Iterable[tuple[Effective, Found]], slugs: set[str]) -> list[Finding]:
    """Write findings of one task: known ones are refreshed (a waiver stays), missing ones of these checks are gone.

    Returns all findings of the task that are not gone.
    """
    before = list(Finding.objects.filter(task_id=UUID(task)))
    known = {(f.check_slug, f.fingerprint): f for f in before if f.check_slug in slugs}
    seen: set[tuple[str, str]] = set()
    new: list[Finding] = []
    for setting, each in found:
        key = (setting.check.slug, fingerprint(each))
        if key in seen:
            continue
        seen.add(key)
        finding = known.get(key) or Finding(task_id=UUID(task), check_slug=key[0], fingerprint=key[1])
        finding.severity = setting.severity
        finding.record = UUID(each.record) if each.record else None
        finding.params = each.params
        finding.fix = each.fix
        if finding.state == Finding.State.GONE:
            finding.state = Finding.State.OPEN
            finding.found_at = timezone.now()
        if key not in known:
            new.append(finding)
    if not seen and not known:
        return [finding for finding in before if finding.state != Finding.State.GONE]
    Finding.objects.bulk_create(new)
    refreshed = [known[key] for key in seen if key in known]
    Finding.objects.bulk_update(refreshed, ["severity", "record", "params", "fix", "state", "found_at"])
    gone = [f for key, f in known.items() if key not in seen and f.state != Finding.State.WAIVED]
    Finding.objects.filter(pk__in=[finding.pk for finding in gone]).update(state=Finding.State.GONE)
    return [f for f in (*before, *new) if f not in gone and f.state != Finding.State.GONE]
