"""`manage.py compare A B [C ...]`: how far apart the answers of several people are, without a database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotation.formats import FORMATS
from annotation.formats.base import Header, Item
from annotation.formats.conversion import format_called, recognise
from annotation.formats.reading import read
from annotation.formats.source import open_source
from core.errors import DomainError
from qa.services.comparison import agreed, distances, ratings

SHOWN = 10
"""Corrections and consensus texts that are printed; the report file holds more."""


class Command(BaseCommand):
    help = (
        "Compare several answers to the same recordings, images or videos: word error rate, boundaries, speakers, "
        "objects and their labels, overlap, outlines and key points, tracks (HOTA, MOTA, IDF1), agreement of ratings, "
        "and of three or more a consensus of the transcripts. The first answer is taken for right."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("sources", type=Path, nargs="+", metavar="SRC")
        parser.add_argument("--from", dest="reader", choices=sorted(FORMATS.slugs()), help="found out when left away")
        parser.add_argument(
            "--each", metavar="KEY=VALUE,VALUE", help="read one source once for each value of an option, as rater=1,2,3"
        )
        parser.add_argument("--report", type=Path, help="write all figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = self._found(options)
        except DomainError as error:
            raise CommandError(error.message) from error
        except OSError as error:
            raise CommandError(str(error)) from error
        self._tell(found)
        if options["report"]:
            options["report"].write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    def _found(self, options: dict[str, Any]) -> dict[str, Any]:
        readings: list[tuple[Path, dict[str, str]]] = [(path, {}) for path in options["sources"]]
        if options["each"]:
            key, _, values = options["each"].partition("=")
            readings = [(path, {key: value}) for path in options["sources"] for value in values.split(",")]
        if len(readings) < 2:
            raise CommandError("There is nothing to compare with: name two sources or more.")
        read_in = [self._answers(path, options["reader"], choice) for path, choice in readings]
        answers, header = [answer for answer, _ in read_in], read_in[0][1]
        return {
            "sources": [" ".join([str(path), *choice.values()]) for path, choice in readings],
            "distances": distances(answers, header),
            "ratings": ratings(answers, header),
            "consensus": agreed(answers, header),
        }

    def _answers(self, path: Path, slug: str | None, choice: dict[str, str]) -> tuple[dict[str, Item], Header]:
        with open_source(path) as source:
            reader = format_called(slug) if slug else recognise(source)
            if reader is None:
                raise CommandError(f"The format of {path} was not recognised: say it with --from.")
            decoded = read(reader, source, choice)
            return {item.name: item for item in decoded.items}, decoded.header

    def _tell_distances(self, figures: dict[str, Any]) -> None:
        for key, value in figures.items():
            if isinstance(value, float):
                self.stdout.write(f"  {key.replace('_', ' ')} {value:.4f}")
        for label, (right, missed, extra, f1) in figures["labels"].items():
            self.stdout.write(f"  {label}: {right} right, {missed} missed, {extra} extra, F1 {_figure(f1)}")
        pairs = [*figures["confusions"], *((*pair, times) for pair, times in figures["corrections"])]
        for old, new, times in sorted(pairs, key=lambda each: -each[2])[:SHOWN]:
            self.stdout.write(f"  {times} times: {old or '-'} > {new or '-'}")

    def _tell(self, found: dict[str, Any]) -> None:
        first, *others = found["sources"]
        for name, figures in zip(others, found["distances"], strict=True):
            self.stdout.write(f"{name} beside {first}, {figures['things']} in both")
            self._tell_distances(figures)
        for key, figures in found["ratings"].items():
            self.stdout.write(
                f"{key}: {figures['things']} rated, {figures['same']:.0%} the same, alpha {_figure(figures['alpha'])}"
            )
            for form, value in figures.get("icc", {}).items():
                self.stdout.write(f"  ICC({form}) {_figure(value)}")
            for rater, bias in figures.get("bias", {}).items():
                self.stdout.write(f"  rater {rater}: {bias:+.2f} beside the others")
        for name, words in list(found["consensus"].items())[:SHOWN]:
            self.stdout.write(
                f"{name}: " + " ".join(word if share == 1 else f"{word}({share:.0%})" for word, share in words)
            )


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
