"""Patches as values."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from annotation.services.patches import content_hash, difference, fold, parse_patch, replay, same_json
from tests.annotation.documents.conftest import box

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=8,
)
STATES = st.dictionaries(st.sampled_from([str(uuid4()) for _ in range(5)]), st.integers(0, 3), max_size=5)


def records(state: dict[str, int]) -> dict[str, dict[str, Any]]:
    return {uid: box(uid, x=x) for uid, x in state.items()}


@given(JSON)
def test_everything_equals_itself(value: Any) -> None:
    assert same_json(value, value)


def test_booleans_are_no_numbers_but_integers_are() -> None:
    assert same_json({"a": [1]}, {"a": [1.0]})
    assert not same_json({"a": [1]}, {"a": [True]})
    assert not same_json({"a": None}, {})


@given(STATES, STATES)
def test_a_difference_leads_from_one_state_to_the_other(before: dict[str, int], after: dict[str, int]) -> None:
    first = difference({}, records(before))
    second = difference(records(before), records(after))
    assert replay([first, second]) == records(after)
    assert [change.json() for change in parse_patch(second)] == second


def test_folding_keeps_the_last_version_and_remembers_deletions() -> None:
    a, b = str(uuid4()), str(uuid4())
    patches = [difference({}, records({a: 1, b: 1})), difference(records({a: 1, b: 1}), records({a: 2}))]
    assert fold(patches) == {a: box(a, x=2), b: None}


def test_copied_work_has_the_same_hash_whoever_drew_it() -> None:
    mine = [box(uuid4(), x=1), box(uuid4(), x=2)]
    yours = [box(uuid4(), x=2.0, z=4, group="g"), box(uuid4(), x=1, source={"origin": "model"}, score=0.9)]
    assert content_hash(mine) == content_hash(yours)
    assert content_hash(mine) != content_hash([box(uuid4(), x=1)])
