"""What goes wrong on a server leaves a trace where its operator looks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FAILING = """
import django
django.setup()
from django.test import RequestFactory
from django.core.handlers.exception import response_for_exception

try:
    raise ZeroDivisionError("the fault")
except ZeroDivisionError as error:
    print(response_for_exception(RequestFactory().get("/api/v1/health"), error).status_code)
"""


def test_the_trace_of_an_error_is_logged_without_debug(tmp_path: Path) -> None:
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "GROUNDWORK_VAR": str(tmp_path),
        "SECRET_KEY": "of-this-test",
        "AUDIT_KEY": "of-this-test",
        "GROUNDWORK_DEBUG": "0",
    }
    done = subprocess.run(
        [sys.executable, "-c", FAILING], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "500"
    assert "ERROR django.request: Internal Server Error: /api/v1/health" in done.stderr
    assert "ZeroDivisionError: the fault" in done.stderr
