"""Puts the report's numbers and pictures on a page, in one language."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import override

from core.errors import DomainError
from delivery.models import Snapshot
from delivery.report import figures
from delivery.report.drawing import styles

LOCALES = Path(__file__).parent / "locales"
DJANGO_LANGUAGE = {"en": "en", "zh": "zh-hans"}


@cache
def catalogue(language: str) -> dict[str, str]:
    """The report's own words in `language` (en or zh)."""
    words: dict[str, str] = json.loads((LOCALES / f"{language}.json").read_text(encoding="utf-8"))
    return words


def render(snapshot: Snapshot, language: str) -> str:
    """The report as a self-contained HTML page. Raises `package-not-built` while the answers are being read."""
    if not snapshot.digest:
        raise DomainError("package-not-built", "The report is still being made.", status=409)
    schema: dict[str, Any] = snapshot.project.schemas.get(version=snapshot.schema_version).content
    words = catalogue(language)
    with override(DJANGO_LANGUAGE[language]):
        created = date_format(snapshot.created_at, words["moment"])
    review = figures.review_figures(snapshot)
    changes = figures.review_changes(snapshot)
    context = {
        "t": words,
        "language": language,
        "snapshot": snapshot,
        "created": created,
        "numbers": _numbers(snapshot, review, words),
        "labels": figures.label_rows(snapshot, schema, language),
        "review": review,
        "changes": [(words[key], value) for key, value in figures.change_rows(changes)],
        "objects": figures.object_rows(changes, schema, language),
        "issues": [
            {**row, "type": words[f"type_{row['type']}"], "severity": words[f"severity_{row['severity']}"]}
            for row in figures.issue_rows(snapshot)
        ],
        "checks": figures.check_rows(snapshot, language),
        "waivers": figures.waivers(snapshot, language),
        "pictures": figures.pictures(snapshot, styles(schema)),
    }
    return render_to_string("delivery/report.html", context)


def _numbers(snapshot: Snapshot, review: dict[str, int], words: dict[str, str]) -> list[tuple[str, object]]:
    counts = snapshot.counts
    return [
        (words["images"], counts.get("images", 0)),
        (words["objects"], counts.get("objects", 0)),
        (words["empty_images"], counts.get("empty_images", 0)),
        (words["skipped"], counts.get("skipped", 0)),
        (words["reviewed"], f"{review['reviewed']} / {review['tasks']}"),
        (words["first_round"], _share(review["first_round"], review["reviewed"])),
    ]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"
