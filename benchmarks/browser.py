"""Ask a browser: a Node script that reads a job and prints one line of JSON for each of its tasks."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from dev import packages, shell
from dev.places import FRONTEND


def asked(script: Path, job: Path) -> list[dict[str, Any]]:
    """The answers, each shown as it comes. Ends the program when the script fails."""
    answers = []
    env = shell.environment({"CHROMIUM": str(packages.find_chromium())})
    with subprocess.Popen(["node", script, job], cwd=FRONTEND, env=env, stdout=subprocess.PIPE, text=True) as node:
        for line in node.stdout or ():
            answers.append(json.loads(line))
            print(f"  {line.strip()}", flush=True)
    if node.returncode:
        raise SystemExit(f"The browser ended with {node.returncode}.")
    return answers
