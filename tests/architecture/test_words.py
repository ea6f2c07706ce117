"""Nothing in this repository depends on the machine it was written on."""

from __future__ import annotations

import json
import re

from tests.architecture import source

# Home folders and checkouts; written so that this file does not find itself.
SOMEBODYS_PATH = re.compile(r"(?<![\w.@)$}/-])/(?:root|home/\w+|Users/\w+|work)/(?:[\w.]+)")
ADDRESS = re.compile(r"https?://")
PRIVATE_KEY = re.compile(r"-----BEGIN (?:[A-Z ]+ )?PRIVATE " + "KEY-----")


def test_no_file_names_a_path_of_one_machine() -> None:
    found = [
        f"{source.name(path)}:{number}: {line.strip()[:120]}"
        for path in source.files()
        if (text := source.text_of(path)) is not None and path.suffix not in {".svg", ".lock"}
        for number, line in enumerate(text.splitlines(), 1)
        if SOMEBODYS_PATH.search(line) and not line.lstrip().startswith("<path ")
    ]
    assert found == []


def test_no_private_key_is_committed() -> None:
    found = [
        source.name(path)
        for path in source.files()
        if (text := source.text_of(path)) is not None and PRIVATE_KEY.search(text)
    ]
    assert found == []


def test_python_lock_files_carry_hashes_and_no_address() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (source.ROOT / lock).read_text(encoding="utf-8")
        assert not ADDRESS.search(text), lock
        pins = re.findall(r"^[A-Za-z0-9_.\-\[\]]+==", text, re.MULTILINE)
        assert len(pins) > 20
        assert text.count("--hash=sha256:") >= len(pins), lock


def test_the_development_lock_holds_the_runtime_lock() -> None:
    """`./dev up` is content with an environment that `./dev test` made; so both must agree."""

    def pins(lock: str) -> dict[str, str]:
        text = (source.ROOT / lock).read_text(encoding="utf-8")
        return dict(re.findall(r"^([A-Za-z0-9_.\-\[\]]+)==([^ ;\\]+)", text, re.MULTILINE))

    development = pins("requirements-dev.lock")
    assert {
        name: version for name, version in pins("requirements.lock").items() if development.get(name) != version
    } == {}


def test_the_browser_lock_file_carries_hashes_and_no_address() -> None:
    lock = json.loads((source.ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if "integrity" not in package and "link" not in package] == []
