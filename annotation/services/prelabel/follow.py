"""Follow boxes of a video's frame on a worker. It writes nothing: whoever asked puts the keyframes into their work."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from annotation.policies import may_write
from annotation.prelabel.base import Picture
from annotation.services.prelabel.pictures import picture_of
from core.errors import DomainError
from core.jobs import CONTINUE, JobRun, enqueue
from core.models import Job
from core.verdict import require
from projects.models import Task

if TYPE_CHECKING:
    from accounts.models import User

FOLLOW = "video.follow"
MOST_THINGS = 100
MOST_FRAMES = 20_000
"""From the first to the last frame that is looked at."""
KEEP_SECONDS = 20.0
"""Where things have been found is kept so often, to go on from there."""


class _Paused(Exception):
    """What fits into a slice is done."""


@transaction.atomic
def start_follow(*, task: Task, frame: int, things: Sequence[Mapping[str, Any]], by: User) -> Job:
    """Let the worker follow `things` ({id, box, first, last}) from a frame to the first and last of each. The job's
    result is {"things": [{id, keyframes, lost}]}: keyframes with the origin "rule", and frames where it was lost."""
    require(may_write(by, task))
    if task.project.modality != "video":
        raise DomainError("no-video", "This is no video.", name=task.asset.name)
    if len(things) > MOST_THINGS:
        raise DomainError("too-many-at-once", f"At most {MOST_THINGS} at once.", limit=MOST_THINGS)
    frames = int(task.asset.meta.get("frames") or 0)
    for each in things:
        if not 0 <= each["first"] <= frame <= each["last"] < frames:
            raise DomainError("invalid", "The frames are not in order.", fields={"things": ["have wrong frames"]})
    if max(each["last"] for each in things) - min(each["first"] for each in things) > MOST_FRAMES:
        raise DomainError("too-far", f"Things are followed over at most {MOST_FRAMES} frames.", limit=MOST_FRAMES)
    return enqueue(
        FOLLOW,
        by=by,
        scope=task.project,
        subject=_subject(task),
        title=task.asset.name,
        task=str(task.pk),
        frame=frame,
        things=[{**each, "box": dict(each["box"])} for each in things],
    )


def open_follow(*, task: Task, by: User) -> Job | None:
    """The person's last job for this task: under way, or with a result that is not in their work yet."""
    job = Job.objects.filter(kind=FOLLOW, subject=_subject(task), created_by=by).first()
    wanted = job is not None and (job.is_active or job.state == Job.State.DONE) and not job.params.get("taken")
    return job if wanted and may_write(by, task) else None


@transaction.atomic
def take_follow(*, task: Task, by: User) -> None:
    """What was found is in the work, or is not wanted: it is not offered again."""
    require(may_write(by, task))
    for job in Job.objects.select_for_update().filter(kind=FOLLOW, subject=_subject(task), created_by=by):
        if not job.is_active and not job.params.get("taken"):
            job.params = {**job.params, "taken": True}
            job.save(update_fields=["params"])


def _subject(task: Task) -> str:
    return f"task:{task.pk}"


def execute_follow(run: JobRun) -> dict[str, Any]:
    """The worker's part. Goes on after a crash or a retry from the frames that it had come to."""
    from annotation.prelabel.video.following import LONGEST, Thing, Trail, follow
    from annotation.prelabel.video.frames import Frames

    task = Task.objects.select_related("asset", "project").get(pk=run.params["task"])
    things = [Thing(**each) for each in run.params["things"]]
    trails = {uid: Trail.read(written) for uid, written in run.state.get("trails", {}).items()}
    kept = time.monotonic()

    def step(done: int, total: int) -> None:
        nonlocal kept
        run.progress(done, total)
        if time.monotonic() - kept < KEEP_SECONDS:
            return
        run.checkpoint({"trails": {uid: trail.written() for uid, trail in trails.items()}})
        kept = time.monotonic()
        if run.out_of_time():
            raise _Paused

    try:
        with Frames(_video(task), longest=LONGEST, grey=True) as frames:
            follow(frames, things, run.params["frame"], step, trails)
    except _Paused:
        return CONTINUE
    return {
        "things": [
            {"id": uid, "keyframes": trail.keyframes(run.params["frame"]), "lost": trail.ended}
            for uid, trail in trails.items()
        ]
    }


def _video(task: Task) -> Picture:
    return picture_of(task, (), wanted=True)
