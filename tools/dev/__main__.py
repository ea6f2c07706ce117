"""Entry point of `./dev`."""

from __future__ import annotations

import signal
import sys
from types import FrameType

from dev import cli, say


def _leave(number: int, _frame: FrameType | None) -> None:
    """SIGTERM and SIGHUP unwind the stack, so that everything started here is stopped."""
    sys.exit(128 + number)


def main() -> int:
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGHUP, _leave)
    try:
        return cli.main(sys.argv[1:])
    except say.Problem as problem:
        say.bad(problem.message, problem.remedy)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
