"""`manage.py convert SRC DST --from F --to G`: between formats, without a database."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotation.formats import FORMATS
from annotation.formats.base import Format
from annotation.formats.conversion import Conversion, convert, format_called, recognise
from annotation.formats.source import open_source
from core.errors import DomainError
from core.text import Text

SHOWN = 20
"""Problems, and labels, that are printed; the report file holds all problems."""


COUNTED = Text("{files:file|files}, {objects:object|objects}", "{files} 个文件，{objects} 个对象")


class Command(BaseCommand):
    help = (
        "Convert labelled images or transcripts from one format to another. "
        "Reads a folder, zip or file; writes a folder or .zip."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        slugs = sorted(FORMATS.slugs())
        parser.add_argument("source", type=Path, metavar="SRC")
        parser.add_argument("target", type=Path, metavar="DST")
        parser.add_argument("--from", dest="reader", choices=slugs, help="found out when left away")
        parser.add_argument("--to", dest="writer", choices=slugs, required=True)
        parser.add_argument("--report", type=Path, help="write what went wrong or got lost as JSON")
        parser.add_argument("--images", action="store_true", help="copy the images too")
        parser.add_argument("--read", action="append", default=[], type=_option, metavar="KEY=VALUE")
        parser.add_argument("--write", action="append", default=[], type=_option, metavar="KEY=VALUE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._convert(options)
        except DomainError as error:
            raise CommandError(error.message) from error
        except OSError as error:
            raise CommandError(str(error)) from error

    def _convert(self, options: dict[str, Any]) -> None:
        reader = format_called(options["reader"]) if options["reader"] else self._recognise(options["source"])
        writer = format_called(options["writer"])
        if writer.cannot_carry:
            self.stdout.write(f"What {writer.title.en} cannot carry:")
            for text in writer.cannot_carry:
                self.stdout.write(f"  - {text.en}")
        began = time.perf_counter()
        result = convert(
            options["source"],
            options["target"],
            reader=reader,
            writer=writer,
            read_options=dict(options["read"]),
            write_options=dict(options["write"]),
            images=options["images"],
        )
        self._tell(result, time.perf_counter() - began)
        if options["report"]:
            options["report"].write_text(
                json.dumps(result.json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
            )

    def _recognise(self, path: Path) -> type[Format]:
        with open_source(path) as source:
            found = recognise(source)
        if found is None:
            raise CommandError("The format was not recognised: say it with --from.")
        self.stdout.write(f"Reading {found.title.en}.")
        return found

    def _tell(self, result: Conversion, seconds: float) -> None:
        read, written = result.read, result.written
        for label in result.schema.get("labels", [])[:SHOWN]:
            self.stdout.write(f"Label {_described(label)}")
        for problem in [*read.problems, *written.problems][:SHOWN]:
            entry = problem.json()
            where = " ".join(part for part in (problem.file, problem.place) if part)
            self.stdout.write(f"{where}: {entry['message']['en']} {entry['remedy']['en']}")
        hidden = sum(read.counts.values()) + sum(written.counts.values()) - SHOWN
        if hidden > 0:
            self.stdout.write(f"... and {hidden} more; --report names them.")
        for loss in written.json()["losses"]:
            self.stdout.write(f"{loss['count']} times: {loss['message']['en']}")
        done = COUNTED.format(files=written.items, objects=written.records)
        self.stdout.write(f"{done.en} in {seconds:.1f} s.")


def _described(label: dict[str, Any]) -> str:
    """A label with what it is drawn as, its attributes and the points of its skeleton."""
    parts = [", ".join(label["kinds"])]
    if attributes := [attribute["key"] for attribute in label.get("attributes", [])]:
        parts.append(f"attributes {', '.join(attributes)}")
    if points := [point["key"] for point in label.get("skeleton", {}).get("points", [])]:
        parts.append(f"points {', '.join(points)}")
    return f"{label['key']}: {'; '.join(parts)}"


def _option(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is not KEY=VALUE")
    return key, value
