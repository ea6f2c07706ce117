"""`./dev bench NAME`: runs one of the comparisons below benchmarks/."""

from __future__ import annotations

from pathlib import Path

from dev import node_env, packages, python_env, say, shell
from dev.places import FRONTEND, PYTHON, ROOT

BENCHMARKS = ROOT / "benchmarks"


def _available() -> dict[str, Path]:
    """Name -> the file that runs it: a Python package with a `__main__.py`, or a Node script `run.mjs`."""
    found = [*BENCHMARKS.glob("*/__main__.py"), *BENCHMARKS.glob("*/run.mjs")]
    return {path.parent.name.replace("_", "-"): path for path in sorted(found)}


def main(arguments: list[str]) -> int:
    available = _available()
    name = arguments[0] if arguments else ""
    if name not in available:
        raise say.Problem(f"Which benchmark? {name!r} is none.", f"./dev bench {' | '.join(available)}")
    python_env.prepare(development=True)
    script = available[name]
    if script.suffix == ".py":
        module = f"benchmarks.{script.parent.name}"
        return shell.run([str(PYTHON), "-m", module, *arguments[1:]], env={"PYTHONPATH": str(ROOT / "tools")})
    packages.require("chromium")
    node_env.prepare_packages()
    env = {"CHROMIUM": str(packages.find_chromium())}
    return shell.run(["node", str(script), *arguments[1:]], env=env, cwd=FRONTEND)
