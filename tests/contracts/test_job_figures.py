"""What came of a job is shown by figures, and each of them has a name in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest
from django.conf import settings

from annotation.services.prelabel.runs import COUNTS, RUN
from projects.models import ImportItem
from projects.services.imports import JOB as IMPORT

FIGURES: dict[str, Iterable[str]] = {RUN: COUNTS, IMPORT: (*ImportItem.Outcome.values, "records")}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", FIGURES)
def test_every_figure_has_a_name(kind: str, language: str) -> None:
    catalogue = settings.BASE_DIR / "frontend" / "src" / "locales" / language / "jobs.json"
    names = json.loads(catalogue.read_text(encoding="utf-8"))["figure"]
    own = names
    for part in kind.split("."):
        own = own[part]
    assert [name for name in FIGURES[kind] if not (name in own or name in names)] == []
