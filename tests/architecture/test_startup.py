"""The server starts at once: libraries that take seconds to load wait until somebody needs them."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.architecture import source

SLOW = ("onnxruntime", "open3d", "pycocotools", "scipy.stats", "sklearn", "boto3")
PROGRAM = f"""
import sys
import django
django.setup()
import config.urls
import config.celery
config.celery.app.loader.import_default_modules()
print(*[name for name in {SLOW!r} if name in sys.modules])
"""


def test_no_slow_library_is_loaded_at_the_start() -> None:
    """In a process of its own, for tests load everything."""
    keys = {"SECRET_KEY": "unused", "AUDIT_KEY": "unused", "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=source.ROOT,
        env={**os.environ, **keys},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == []
