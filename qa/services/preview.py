"""What a check would find with other thresholds, before they are set."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from core.errors import NotFound
from core.verdict import require
from projects.models import Project, Task
from qa import policies
from qa.checks import CHECKS, Answer, Params
from qa.services.answers import answers_of
from qa.services.settings import require_within_limits

SECONDS = 4.0
"""As long as somebody looks at a button; what was not looked at by then is not counted."""
MOST_TASKS = 2000
SHOWN = 20


@dataclass(slots=True)
class _Looked:
    """Answers as they go by, until time is up."""

    until: float
    count: int = 0

    def at(self, answers: Iterable[Answer]) -> Iterator[Answer]:
        for answer in answers:
            yield answer
            self.count += 1
            if time.monotonic() > self.until:
                return


def preview(*, project: Project, slug: str, params: Params, by: User) -> dict[str, Any]:
    """{"tasks", "looked" at, "affected" by findings, "findings", "examples": [{id, number, name}]}.

    A check of labels looks at tasks with work, one of files at all. The newest come first; nothing is kept.
    """
    require(policies.may_see_quality(by, project))
    check = CHECKS.get(slug)
    if check is None:
        raise NotFound("check")
    require_within_limits(check, params)
    tasks = Task.objects.without_answers().filter(project=project)
    if not check.about_asset:
        tasks = tasks.exclude(state__in=[Task.State.NEW, Task.State.SKIPPED])
    looked = _Looked(time.monotonic() + SECONDS)
    answers = answers_of(project, tasks.order_by("-number")[:MOST_TASKS])
    found = Counter(task for task, _ in check().run_batch(looked.at(answers), {**check.defaults(), **params}))
    examples = Task.objects.filter(pk__in=[task for task, _ in found.most_common(SHOWN)]).order_by("number")
    return {
        "tasks": tasks.count(),
        "looked": looked.count,
        "affected": len(found),
        "findings": found.total(),
        "examples": list(examples.values("id", "number", "asset__name")),
    }
