"""The compiled checker is quicker than `check_record`, and never more lenient."""

from __future__ import annotations

from copy import deepcopy
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.kinds import KINDS, InvalidData
from annotation.kinds.compiled import all_sound
from annotation.kinds.record import RECORD_KEYS, check_record, new_record
from tests.annotation.strategies import data_of

SHAPED = [kind.slug for kind in KINDS if kind.compiled is not None]
ODD: st.SearchStrategy[Any] = st.sampled_from(
    [
        *(None, True, 0, -1, 1.5, 2**53, 2**70, 1e9, float("nan"), float("inf"), "", "x", "a\0", "\ud800", "y" * 200),
        *([], [[]], [1, 2], {}, {"origin": "human", "model": "\0"}, {"origin": "unknown"}, {"a": [1]}, {"a": 2**60}),
    ]
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths of everything inside a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, part in inner for found in ((*path, key), *places(part, (*path, key)))]


def put(value: Any, path: tuple[Any, ...], new: Any) -> None:
    for key in path[:-1]:
        value = value[key]
    value[path[-1]] = new


def without(record: dict[str, Any], key: str) -> Any:
    return {name: value for name, value in record.items() if name != key}


def is_sound(record: Any) -> bool:
    try:
        check_record(record)
    except InvalidData:
        return False
    return True


@pytest.mark.parametrize("slug", SHAPED)
@given(data=st.data())
def test_sound_records_are_let_through(slug: str, data: st.DataObject) -> None:
    record = new_record(id=str(uuid4()), kind=slug, label="car", data=data.draw(data_of(slug)), score=1)
    assert is_sound(record)
    assert all_sound([record])


@pytest.mark.parametrize("slug", SHAPED)
@given(data=st.data())
def test_what_is_let_through_is_sound(slug: str, data: st.DataObject) -> None:
    record: Any = new_record(
        id=str(uuid4()), kind=slug, label="car", attributes={"a": [], "b": 1}, data=data.draw(data_of(slug))
    )
    record = deepcopy(record)
    path = data.draw(st.sampled_from(places(record)))
    put(record, path, data.draw(ODD))
    assert is_sound(record) or not all_sound([record])


@pytest.mark.parametrize("key", RECORD_KEYS)
def test_a_missing_field_and_one_too_many_are_refused(key: str) -> None:
    box = {"x": 1, "y": 2, "width": 3, "height": 4}
    record: dict[str, Any] = {**new_record(id=str(uuid4()), kind="box", label="car", data=box)}
    sound: Any = [record]
    assert all_sound(sound)
    assert not all_sound([without(record, key)])
    more: Any = [{**record, f"{key}s": 1}]
    assert not all_sound(more)


def test_an_id_twice_is_refused_whatever_its_case() -> None:
    uid, box = str(uuid4()), {"x": 1, "y": 2, "width": 3, "height": 4}
    twice: list[Any] = [new_record(id=name, kind="box", label="car", data=box) for name in (uid, uid.upper())]
    assert not all_sound(twice)


def test_other_kinds_are_left_to_python() -> None:
    segment: Any = new_record(id=str(uuid4()), kind="segment", label="speech", data={})
    assert not all_sound([segment])
