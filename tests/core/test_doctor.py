"""The doctor says what is wrong in words, and what to do."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command
from django.db import DatabaseError

from annotation.modalities import MODALITIES
from annotation.receivers import readers
from core.doctor import Report
from core.management.commands import doctor


def _reports() -> tuple[list[dict[str, object]], int]:
    out, code = io.StringIO(), 0
    try:
        call_command("doctor", json=True, stdout=out)
    except SystemExit as left:
        code = int(str(left.code))
    return json.loads(out.getvalue()), code


@pytest.mark.django_db
def test_missing_workers_are_named_with_a_remedy() -> None:
    reports, code = _reports()
    wrong = [report for report in reports if not report["ok"]]
    assert [str(report["what"]).split(":")[0] for report in wrong] == ["The workers"]
    assert wrong[0]["remedy"] == doctor.START_WORKERS
    assert code == 1
    assert {"ok": True, "what": "All migrations are applied", "remedy": ""} in reports


@pytest.mark.django_db
def test_without_a_database_it_still_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> Report:
        raise DatabaseError("connection refused\nis the server running?")

    monkeypatch.setattr(doctor, "_migrations", refuse)
    reports, code = _reports()
    assert [report["what"] for report in reports if not report["ok"]] == [
        "The database does not answer: connection refused"
    ]
    assert code == 1


def test_what_decodes_recordings_is_named_and_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    (report,) = (each for each in readers() if "libsndfile" in each.what)
    assert report.ok
    assert "PyAV" in report.what

    def gone() -> str:
        raise ImportError("No module named 'av'")

    monkeypatch.setattr(MODALITIES["audio"], "readers", gone)
    (report,) = (each for each in readers() if not each.ok)
    assert (report.ok, report.what) == (False, "Audio cannot be read: No module named 'av'")
    assert report.remedy
