"""`./dev api`: docs/openapi.yaml from the server, and the browser's types from docs/openapi.yaml."""

from __future__ import annotations

import argparse
import difflib
import tempfile
from pathlib import Path

from dev import node_env, python_env, say, shell
from dev.places import API_TYPES, FRONTEND, OPENAPI, PYTHON, node_tool

KEYS = {"SECRET_KEY": "only-to-describe-the-api", "AUDIT_KEY": "only-to-describe-the-api"}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser("./dev api", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail when the files are out of date")
    chosen = parser.parse_args(arguments)
    python_env.prepare(development=True)
    node_env.prepare_packages()
    with tempfile.TemporaryDirectory() as folder:
        schema, types = Path(folder) / OPENAPI.name, Path(folder) / API_TYPES.name
        _generate(schema, types)
        pairs = [(schema, OPENAPI), (types, API_TYPES)]
        if chosen.check:
            return _compare(pairs)
        for made, place in pairs:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(made.read_bytes())
            say.good(str(place))
    return 0


def _generate(schema: Path, types: Path) -> None:
    describe = [str(PYTHON), "manage.py", "spectacular", "--file", str(schema), "--validate", "--fail-on-warn"]
    shell.quiet(describe, doing="Describing the API", env=KEYS)
    generate = [node_tool("openapi-typescript"), str(schema), "-o", str(types)]
    shell.quiet(generate, doing="Generating the browser's types", cwd=FRONTEND)


def _compare(pairs: list[tuple[Path, Path]]) -> int:
    stale = 0
    for made, place in pairs:
        old = place.read_text(encoding="utf-8").splitlines() if place.exists() else []
        new = made.read_text(encoding="utf-8").splitlines()
        if old != new:
            stale += 1
            for line in list(difflib.unified_diff(old, new, str(place), "generated", lineterm="", n=1))[:60]:
                say.line(line)
            say.bad(f"{place} is out of date.", "Run ./dev api and commit what it writes.")
    return 1 if stale else 0
