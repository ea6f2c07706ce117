"""What all benchmarks write: raw figures in results/, and a section each in RESULTS.md."""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

BENCHMARKS = Path(__file__).resolve().parent


def machine() -> dict[str, Any]:
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1024**3
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(memory, 1),
        "python": platform.python_version(),
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
    }


def kept(name: str) -> dict[str, Any]:
    """Raw figures of the last time; nothing when there was none."""
    path = BENCHMARKS / "results" / f"{name}.json"
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return raw


def keep(name: str, raw: dict[str, Any], text: str) -> Path:
    """Writes the raw figures and replaces this benchmark's section of RESULTS.md; answers where the figures are."""
    path = BENCHMARKS / "results" / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(raw, indent=2) + "\n", encoding="utf-8")
    _place(BENCHMARKS / "RESULTS.md", name.replace("_", "-"), text)
    return path


def _place(path: Path, name: str, text: str) -> None:
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    whole = path.read_text(encoding="utf-8") if path.exists() else "# Results\n"
    marked = f"{begin}\n{text}{end}\n"
    if begin in whole:
        before, rest = whole.split(begin, 1)
        whole = before + marked + rest.split(end, 1)[1].lstrip("\n")
    else:
        whole = whole.rstrip("\n") + "\n\n" + marked
    path.write_text(whole, encoding="utf-8")
