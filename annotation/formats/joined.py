"""A temporary SQLite file that brings what lies in any order to its images, without holding it all."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

Key = int | str


class Spool:
    """Images and annotations of any number of files, as JSON text."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._base = sqlite3.connect(Path(self._folder.name) / "spool.sqlite3", isolation_level=None)
        self._base.executescript(
            """
            pragma journal_mode = off; pragma synchronous = off;
            pragma locking_mode = exclusive; pragma cache_size = -16000;
            create table image (n integer primary key, file integer, id, folded text unique, name text, body text);
            create unique index image_id on image (file, id);
            create table annotation (file integer, image, place integer, body text);
            begin;
            """
        )
        self._waiting: list[tuple[int, Key, int, str]] = []

    def add_image(self, file: int, id: Key, name: str, folded: str, body: str) -> str | None:
        """Keep an image; the name of what is taken already ("id" or "name"), else None."""
        try:
            self._base.execute(
                "insert into image (file, id, folded, name, body) values (?, ?, ?, ?, ?)",
                (file, id, folded, name, body),
            )
        except sqlite3.IntegrityError as error:
            return "name" if "folded" in str(error) else "id"
        return None

    def add_annotation(self, file: int, image: Key, place: int, body: str) -> None:
        self._waiting.append((file, image, place, body))
        if len(self._waiting) >= 10_000:
            self._flush()

    def _flush(self) -> None:
        self._base.executemany("insert into annotation values (?, ?, ?, ?)", self._waiting)
        self._waiting.clear()

    def finish(self) -> None:
        """Call once everything has been added."""
        self._flush()
        self._base.execute("create index annotation_image on annotation (file, image, place)")
        self._base.execute("commit")

    def orphans(self) -> Iterator[tuple[int, Key, int]]:
        """(file, image id, place) of annotations whose image does not exist."""
        yield from self._base.execute(
            "select file, image, place from annotation a where not exists"
            " (select 1 from image i where i.file = a.file and i.id = a.image)"
        )

    def images(self) -> Iterator[tuple[int, Key, str, str, list[tuple[int, str]]]]:
        """(file, id, name, body, [(place, body of annotation)]) of each image in the order of the files."""
        for file, id, name, body in self._base.execute("select file, id, name, body from image order by n"):
            rows = self._base.execute(
                "select place, body from annotation where file = ? and image = ? order by place", (file, id)
            )
            yield file, id, name, body, rows.fetchall()

    def close(self) -> None:
        self._base.close()
        self._folder.cleanup()
