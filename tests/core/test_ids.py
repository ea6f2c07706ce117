from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from core.ids import uuid7


def test_identifiers_follow_one_another_within_a_millisecond() -> None:
    made = [uuid7() for _ in range(20_000)]
    assert made == sorted(set(made))


def test_identifiers_are_of_version_seven_and_tell_the_time() -> None:
    before = int(datetime.now(UTC).timestamp() * 1000)
    made = uuid7()
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert 0 <= (made.int >> 80) - before < 60_000


def test_threads_never_make_the_same_twice() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = [found for part in pool.map(lambda _: [uuid7() for _ in range(2_000)], range(4)) for found in part]
    assert len(set(made)) == 8_000
