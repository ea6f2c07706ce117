"""Long work of annotation."""

from __future__ import annotations

from typing import Any

from annotation.services import importing
from annotation.services.prelabel import embeddings, follow, models, runs, trials
from core.jobs import JobRun, job_kind
from projects.services.imports import JOB as IMPORT


@job_kind(IMPORT, queue="media", on_end=importing.tidy_up)
def import_media(run: JobRun) -> dict[str, Any]:
    return importing.run_import(run)


@job_kind(runs.RUN, queue="models")
def run_model(run: JobRun) -> dict[str, Any]:
    return runs.execute(run)


@job_kind(models.TRAIN, queue="models", on_end=models.training_ended)
def train_model(run: JobRun) -> dict[str, Any]:
    return models.run_training(run)


@job_kind(models.PREPARE, queue="models", on_end=models.preparing_ended)
def prepare_model(run: JobRun) -> dict[str, Any]:
    return models.run_preparing(run)


@job_kind(trials.TRY, queue="models")
def try_model(run: JobRun) -> dict[str, Any]:
    return trials.execute_trial(run)


@job_kind(follow.FOLLOW, queue="models")
def follow_boxes(run: JobRun) -> dict[str, Any]:
    return follow.execute_follow(run)


@job_kind(embeddings.ENCODE, queue="models")
def encode_picture(run: JobRun) -> dict[str, Any]:
    return embeddings.execute(run)
