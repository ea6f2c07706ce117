"""How many tests passed, failed or were left out, read from the reports that the test runners write."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True)
class Counts:
    """`skipped` holds one line for each test that was left out, with its reason where the runner gives one."""

    passed: int = 0
    failed: int = 0
    skipped: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return self.passed + self.failed + len(self.skipped)

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        skipped = f", {len(self.skipped)} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


UNREADABLE = Counts(failed=1)
"""A report that is missing or broken counts as a failure: its runner did not get to the end."""


def of_junit(path: Path) -> Counts:
    """pytest's --junitxml."""
    try:
        cases = list(ElementTree.parse(path).iter("testcase"))
    except (OSError, ElementTree.ParseError):
        return UNREADABLE
    failed = sum(1 for case in cases if case.find("failure") is not None or case.find("error") is not None)
    skipped = tuple(
        f"{case.get('classname', '')}::{case.get('name', '')}: {reason.get('message', '')}"
        for case in cases
        if (reason := case.find("skipped")) is not None
    )
    return Counts(len(cases) - failed - len(skipped), failed, skipped)


def of_vitest(path: Path) -> Counts:
    """Vitest's JSON reporter. A file that does not load has no tests, yet it failed."""
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
        files = report["testResults"]
        tests = [(file["name"], test) for file in files for test in file["assertionResults"]]
        broken = sum(1 for file in files if file["status"] == "failed" and not file["assertionResults"])
    except (OSError, ValueError, KeyError):
        return UNREADABLE
    passed = sum(1 for _, test in tests if test["status"] == "passed")
    failed = sum(1 for _, test in tests if test["status"] == "failed")
    left_out = [(name, test) for name, test in tests if test["status"] not in {"passed", "failed"}]
    return Counts(passed, failed + broken, tuple(f"{name}: {test['fullName']}" for name, test in left_out))


def of_playwright(path: Path) -> Counts:
    """Playwright's JSON reporter. A flaky test passed in the end, but a test that needs luck has failed."""
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
        stats = report["stats"]
    except (OSError, ValueError, KeyError):
        return UNREADABLE
    failed = stats["unexpected"] + stats["flaky"] + (1 if report.get("errors") else 0)
    return Counts(stats["expected"], failed, tuple(_skipped_titles(report.get("suites", []), "")))


def _skipped_titles(suites: list[dict[str, object]], above: str) -> list[str]:
    titles: list[str] = []
    for suite in suites:
        name = f"{above} {suite.get('title', '')}".strip()
        specs = suite.get("specs", [])
        inner = suite.get("suites", [])
        for spec in specs if isinstance(specs, list) else []:
            if any(test.get("status") == "skipped" for test in spec.get("tests", [])):
                titles.append(f"{name}: {spec.get('title', '')}")
        titles += _skipped_titles(inner if isinstance(inner, list) else [], name)
    return titles
