"""`./dev bench readers`: what we write is read by datumaro, and every object has to be there, where it was.

Datumaro (150 MB with its packages) is installed into the folder of the run alone. The check says of each format what
is missing; it writes no figures.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.readers.cases import CASES, Case, Seen
from dev.places import VAR

FOLDER = VAR / "bench" / "readers"
SITE = FOLDER / "site"
NEEDED = Path(__file__).with_name("requirements.txt")


def main() -> int:
    _install()
    failed = 0
    for number, case in enumerate(CASES):
        said = "; ".join(_faults(case, FOLDER / "written" / f"{number}-{case.ours}"))
        failed += bool(said)
        print(f"{'✗' if said else '✓'} {case.ours:<16} {case.theirs:<28} {said}".rstrip(), flush=True)
    print(f"{len(CASES) - failed} of {len(CASES)} are read as they were written.")
    return int(failed > 0)


def _install() -> None:
    stamp = SITE / NEEDED.name
    if not stamp.exists() or stamp.read_bytes() != NEEDED.read_bytes():
        shutil.rmtree(SITE, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(SITE), "-r", str(NEEDED)]
        subprocess.run(pip, check=True)
        shutil.copy(NEEDED, stamp)
    sys.path.append(str(SITE))


def _faults(case: Case, folder: Path) -> Iterator[str]:
    """What is missing, by picture."""
    shutil.rmtree(folder, ignore_errors=True)
    case.write(folder)
    try:
        found = _read(folder / case.below, case.theirs)
    except Exception as error:  # of their own making
        yield f"{type(error).__name__}: {error.__cause__ or error}"
        return
    seen = [objects for objects in found if objects]
    wanted = case.wanted()
    if len(seen) != len(wanted):
        yield f"{len(seen)} pictures with objects instead of {len(wanted)}"
    for number, (mine, theirs) in enumerate(zip(wanted, seen, strict=False)):
        yield from (f"picture {number}: {each} is not there" for each in sorted(mine - theirs))


def _read(folder: Path, name: str) -> list[set[Seen]]:
    import datumaro

    data = datumaro.Dataset.import_from(str(folder), name)
    labels = [label.name for label in data.categories()[datumaro.AnnotationType.label]]
    return [{_seen(each, labels) for each in item.annotations} for item in sorted(data, key=lambda item: str(item.id))]


def _seen(found: Any, labels: list[str]) -> Seen:
    if found.type.name == "label":
        return "label", labels[found.label], ()
    x, y, width, height = (round(float(value), 1) for value in found.get_bbox())
    return found.type.name, labels[found.label], (x, y, width, height)


sys.exit(main())
