"""Rows by the thousand, or one on every step, past the ORM, whose objects would cost most of the time.

Column names are the caller's own, never a person's. Values are as the database takes them: `column` for UUIDs, JSON as
text, times by `now_column`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils import timezone

ROWS = 50
"""Rows of one statement on SQLite, which takes at least 999 values."""


def column(uids: Iterable[UUID]) -> list[str]:
    """UUIDs as this database takes them in text."""
    if connection.features.has_native_uuid_field:
        return list(map(str, uids))
    return [uid.hex for uid in uids]


def now_column() -> Any:
    """The time now."""
    return connection.ops.adapt_datetimefield_value(timezone.now())


def append(model: type[models.Model], columns: Sequence[str], row: Sequence[Any]) -> None:
    """Insert one row of which nobody needs an object, as those of a log."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_insert_into(model, columns)} VALUES ({', '.join(['%s'] * len(columns))})", row)


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows, many with each statement."""
    head = f"{_insert_into(model, columns)} VALUES"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _values(cursor, f"{head} %s", rows)
            return
        row, every = f"({', '.join(['%s'] * len(columns))})", list(rows)
        whole = len(every) - len(every) % ROWS
        groups = [list(chain.from_iterable(every[at : at + ROWS])) for at in range(0, whole, ROWS)]
        cursor.executemany(f"{head} {', '.join([row] * ROWS)}", groups)
        cursor.executemany(f"{head} {row}", every[whole:])


def insert_from(model: type[models.Model], columns: Sequence[str], query: models.QuerySet[Any, Any]) -> int:
    """Insert the rows of a query as the database finds them, without fetching one; returns how many."""
    sql, params = query.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"{_insert_into(model, columns)} {sql}", params)
        return int(cursor.rowcount)


def update(model: type[models.Model], name: str, values: Mapping[Any, Any]) -> None:
    """Set one column of many rows, by their primary keys."""
    quote = connection.ops.quote_name
    table, key, field = quote(model._meta.db_table), quote(str(model._meta.pk.column)), quote(name)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            kind = model._meta.pk.cast_db_type(connection)
            new = f"(VALUES %s) AS new (pk, value) WHERE {table}.{key} = CAST(new.pk AS {kind})"
            _values(cursor, f"UPDATE {table} SET {field} = new.value FROM {new}", values.items())
        else:
            pairs = [(value, pk) for pk, value in values.items()]
            cursor.executemany(f"UPDATE {table} SET {field} = %s WHERE {key} = %s", pairs)


def _insert_into(model: type[models.Model], columns: Sequence[str]) -> str:
    quote = connection.ops.quote_name
    return f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, columns))})"


def _values(cursor: Any, sql: str, rows: Iterable[Sequence[Any]]) -> None:
    from psycopg2.extras import execute_values  # type: ignore[import-untyped]

    with connection.wrap_database_errors:
        execute_values(cursor.cursor, sql, rows, page_size=500)
