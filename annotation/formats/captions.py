"""What SubRip and WebVTT share: cues of a line with two times and lines of text, ended by an empty line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotation.formats.lined import span_of
from annotation.formats.report import Report

TIME = re.compile(r"(?:(\d+):)?([0-5]?\d):([0-5]?\d)[.,](\d{1,3})")
ARROW = re.compile(r"\s*(\S+)\s*-->\s*(\S+)(?:\s.*)?")


def cues(text: str, file: str, report: Report) -> Iterator[tuple[float, float, list[str]]]:
    """(begin, end, lines) of every cue, in seconds; wrong times go to the report."""
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        match = ARROW.fullmatch(lines[at])
        at += 1
        if match is None:
            continue
        place = f"line {at}"
        said: list[str] = []
        while at < len(lines) and lines[at].strip() and "-->" not in lines[at]:
            said.append(lines[at])
            at += 1
        if at < len(lines) and "-->" in lines[at] and said and said[-1].strip().isdecimal():
            said.pop()  # the number of the next cue, where somebody left out the empty line
        try:
            start, stop = span_of(seconds(match[1]), seconds(match[2]))
        except ValueError as error:
            report.problem(file, place, "bad-line", reason=str(error))
            continue
        yield start, stop, said


def seconds(text: str) -> float:
    match = TIME.fullmatch(text)
    if match is None:
        raise ValueError(f"{text} is no time")
    hours, minutes, whole, part = match.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(whole) + int(part.ljust(3, "0")) / 1000


def written(value: float, point: str) -> str:
    """HH:MM:SS and milliseconds."""
    milliseconds = round(value * 1000)
    whole, part = divmod(milliseconds, 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{point}{part:03d}"


def times(start: float, stop: float, point: str) -> str:
    """The line of times; what rounds to nothing lasts a millisecond."""
    return f"{written(start, point)} --> {written(max(stop, round(start, 3) + 0.001), point)}"


def lines_of(text: str, report: Report) -> list[str]:
    """Lines of a cue: none may be empty."""
    lines = [line.strip() for line in text.replace("\t", " ").splitlines() if line.strip()]
    if "\n".join(lines) != text:
        report.loss("blank-changed")
    return lines
