"""The `./dev` command: what it counts, remembers, keeps secret, restarts and stops."""

from __future__ import annotations

import json
import os
import socket
import stat
import sys
import threading
import time
from pathlib import Path

import pytest

from dev import cli, counts, processes, secret_files, shell, stamp, supervisor, up
from dev.say import Problem
from dev.supervisor import Service

JUNIT = """<testsuites><testsuite>
<testcase classname="a" name="good"/>
<testcase classname="a" name="bad"><failure message="no"/></testcase>
<testcase classname="a" name="worse"><error message="no"/></testcase>
<testcase classname="a" name="later"><skipped message="no GPU"/></testcase>
</testsuite></testsuites>"""


def test_pytest_counts(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(JUNIT)
    found = counts.of_junit(report)
    assert (found.passed, found.failed, found.skipped) == (1, 2, ("a::later: no GPU",))
    assert str(found) == "1 passed, 2 failed, 1 skipped"


def test_vitest_counts_a_file_that_does_not_load(tmp_path: Path) -> None:
    tests = [{"status": "passed", "fullName": "a"}, {"status": "failed", "fullName": "b"}]
    tests += [{"status": "todo", "fullName": "c"}]
    results = [
        {"name": "x.test.ts", "status": "failed", "assertionResults": tests},
        {"name": "y.test.ts", "status": "failed", "assertionResults": []},
    ]
    report = tmp_path / "vitest.json"
    report.write_text(json.dumps({"testResults": results}))
    assert counts.of_vitest(report) == counts.Counts(1, 2, ("x.test.ts: c",))


def test_playwright_counts_luck_as_failure(tmp_path: Path) -> None:
    skipped = {"title": "later", "tests": [{"status": "skipped"}]}
    suites = [{"title": "a.spec.ts", "specs": [], "suites": [{"title": "group", "specs": [skipped]}]}]
    stats = {"expected": 3, "unexpected": 1, "flaky": 1, "skipped": 1}
    report = tmp_path / "playwright.json"
    report.write_text(json.dumps({"stats": stats, "suites": suites, "errors": []}))
    assert counts.of_playwright(report) == counts.Counts(3, 2, ("a.spec.ts group: later",))


@pytest.mark.parametrize("read", [counts.of_junit, counts.of_vitest, counts.of_playwright])
def test_a_report_that_is_missing_or_broken_is_a_failure(read: object, tmp_path: Path) -> None:
    assert callable(read)
    assert read(tmp_path / "none") == counts.UNREADABLE
    (tmp_path / "broken").write_text("{<")
    assert read(tmp_path / "broken") == counts.UNREADABLE


def test_a_stamp_follows_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.ts").write_text("one")
    first = stamp.digest([tmp_path / "src", tmp_path / "missing"], root=tmp_path)
    stamp.write(tmp_path / "stamps" / "build", first)
    assert stamp.matches(tmp_path / "stamps" / "build", first)
    (tmp_path / "src" / "a.ts").rename(tmp_path / "src" / "b.ts")
    assert stamp.digest([tmp_path / "src"], root=tmp_path) != first


def test_secrets_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "secrets.env"
    secret_files.write_private(path, "SECRET_KEY=x\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        secret_files.write_private(path, "SECRET_KEY=y\n")


def test_a_busy_port_is_named_with_a_remedy() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Problem) as caught:
            up.check_port("127.0.0.1", port)
    assert str(port) in caught.value.message
    assert f"--port {port + 1}" in caught.value.remedy


def test_a_command_that_fails_shows_its_last_lines() -> None:
    with pytest.raises(Problem, match="went wrong"):
        shell.quiet([sys.executable, "-c", "print('went wrong'); exit(3)"], doing="Trying")
    full = "import sys; sys.exit('No space left on device')"
    with pytest.raises(Problem) as caught:
        shell.quiet([sys.executable, "-c", full], doing="Trying")
    assert "disk is full" in caught.value.remedy


CRASHES_ONCE = """
import os, sys, time
if os.path.exists(sys.argv[1]):
    time.sleep(60)
open(sys.argv[1], "w")
sys.exit(7)
"""


def test_what_crashes_is_started_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-c", CRASHES_ONCE, str(tmp_path / "seen")]
    service = Service("worker", command, os.environ, tmp_path / "log" / "worker.log")
    service.start()
    try:
        deadline = time.monotonic() + 20
        while service.process is not None:
            assert time.monotonic() < deadline
            service.watch()
            time.sleep(0.05)
        assert "worker ended with 7" in capsys.readouterr().out
        service.due = 0
        service.watch()
        assert _runs(service)
    finally:
        supervisor.stop([service])
    assert not _runs(service)


def _runs(service: Service) -> bool:
    return service.process is not None and service.process.poll() is None


def test_stopping_leaves_no_grandchild_behind(tmp_path: Path) -> None:
    child = (
        "import subprocess, sys, time; p = subprocess.Popen(['sleep', '60']); print(p.pid, flush=True); time.sleep(60)"
    )
    log = tmp_path / "out"
    with log.open("wb") as output:
        process = processes.start([sys.executable, "-c", child], env=os.environ, output=output)
    deadline = time.monotonic() + 20
    while not log.read_text().strip():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    grandchild = int(log.read_text())
    processes.stop(process, patience=5)
    deadline = time.monotonic() + 10
    while Path(f"/proc/{grandchild}/stat").exists() and Path(f"/proc/{grandchild}/stat").read_text().split()[2] != "Z":
        assert time.monotonic() < deadline, "the grandchild still runs"
        time.sleep(0.05)


def test_two_at_a_time_wait_for_each_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shell, "VAR", tmp_path)
    order: list[str] = []

    def second() -> None:
        with shell.alone("install"):
            order.append("second")

    with shell.alone("install"):
        waiting = threading.Thread(target=second)
        waiting.start()
        time.sleep(0.2)
        order.append("first")
    waiting.join(10)
    assert order == ["first", "second"]


def test_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0
    text = capsys.readouterr().out
    assert [name for name in cli.VERBS if f"./dev {name}" not in text] == []
    assert cli.main(["nonsense"]) == 2


@pytest.mark.parametrize("flag", ["help", "-h", "--help"])
def test_help_is_found_by_the_usual_names(flag: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([flag]) == 0
    assert "./dev up" in capsys.readouterr().out
