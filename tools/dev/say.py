"""What `./dev` tells a person, and the one exception that ends it with a remedy instead of a traceback."""

from __future__ import annotations

import sys


class Problem(Exception):
    """Something the person at the keyboard can put right: what is wrong, and what to do about it."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


def _paint(code: str, text: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if sys.stdout.isatty() else text


def line(text: str = "") -> None:
    print(text, flush=True)


def step(text: str) -> None:
    line(_paint("1", f"== {text}"))


def good(text: str) -> None:
    line(f"{_paint('32', '✓')} {text}")


def bad(text: str, remedy: str = "") -> None:
    line(f"{_paint('31', '✗')} {text}")
    if remedy:
        line(f"    → {remedy}")
