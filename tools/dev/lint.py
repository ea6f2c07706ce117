"""The checks that read code without running it, and `./dev lint`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from dev import node_env, python_env, say, shell
from dev.places import FRONTEND, ROOT, node_tool, tool
from dev.steps import MINUTE, Step


def python_steps() -> Iterator[Step]:
    yield Step("ruff", [tool("ruff"), "check", "."], limit=2 * MINUTE)
    yield Step("ruff format", [tool("ruff"), "format", "--check", "."], limit=2 * MINUTE)
    yield Step("mypy", [tool("mypy")], limit=10 * MINUTE)
    yield Step("import-linter", [tool("lint-imports")], limit=5 * MINUTE)


def browser_steps() -> Iterator[Step]:
    yield Step("biome", [node_tool("biome"), "check", "."], cwd=FRONTEND, limit=3 * MINUTE)
    yield Step("tsc", [node_tool("tsc"), "--noEmit"], cwd=FRONTEND, limit=5 * MINUTE)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser("./dev lint", description="ruff, mypy, import-linter, biome and tsc.")
    parser.add_argument("--fix", action="store_true", help="format, and put right what the tools can")
    chosen = parser.parse_args(arguments)
    python_env.prepare(development=True)
    node_env.prepare_packages()
    if chosen.fix:
        shell.run([tool("ruff"), "check", "--fix", "--quiet", "."], cwd=ROOT)
        shell.run([tool("ruff"), "format", "--quiet", "."], cwd=ROOT)
        shell.run([node_tool("biome"), "check", "--write", "."], cwd=FRONTEND)
    failed = [step.name for step in [*python_steps(), *browser_steps()] if not step.run().ok]
    if failed:
        say.bad(f"{', '.join(failed)} found something.", "./dev lint --fix puts some of it right.")
    return 1 if failed else 0
