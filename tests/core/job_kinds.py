"""Kinds of jobs that the tests of real workers run; the workers are told to import this module."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from core.jobs import CONTINUE, JobRun, job_kind


@job_kind("test.count", queue="media")
def count(run: JobRun) -> dict[str, Any]:
    """Count to `to`, `per_slice` at a time, `seconds` each; fails once at `fail_at`, kills its worker at `die_at`."""
    params, first = run.params, run.state.get("next", 0)
    for index in range(first, params["to"]):
        _accidents(run, index)
        time.sleep(params.get("seconds", 0))
        run.job.done, run.job.total = index + 1, params["to"]
        run.checkpoint({**run.state, "next": index + 1})
        if index + 1 - first == params.get("per_slice") and index + 1 < params["to"]:
            return CONTINUE
    return {"counted": params["to"], "from": first}


def _accidents(run: JobRun, index: int) -> None:
    if index == run.params.get("fail_at") and not run.state.get("failed"):
        run.checkpoint({**run.state, "failed": True})
        raise OSError("the disk is full")
    if index == run.params.get("die_at") and not run.state.get("died"):
        run.checkpoint({**run.state, "died": True})
        os.kill(os.getpid(), signal.SIGKILL)
