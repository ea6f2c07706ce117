"""Several browsers with stale copies, lost replies and repeats, against a model of what must happen.

The model is a plain dictionary of records with a list of its states. After every step the database holds exactly the
model, and playing back the revisions gives the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.models import User
from annotation.models import Document
from annotation.services.documents import (
    Applied,
    PatchConflict,
    apply_patch,
    changes_since,
    read_records,
    restore,
    state_at,
)
from annotation.services.patches import difference
from projects.models import Task
from tests.annotation.documents.conftest import box
from tests.contents import hold

IDS = [str(UUID(int=index, version=4)) for index in range(1, 5)]
BROWSERS = st.integers(0, 2)
EDITS = st.dictionaries(st.sampled_from(IDS), st.none() | st.integers(0, 3), min_size=1, max_size=3)
"""Where a record is drawn or moved to; None deletes it."""
Records = dict[str, dict[str, Any]]


@dataclass
class Operation:
    op_id: UUID
    base: int
    patch: list[dict[str, Any]]


@dataclass
class Browser:
    """What one browser believes: the server at `revision`, and what the person has drawn since."""

    revision: int = 0
    server: Records = field(default_factory=dict)
    drawn: Records = field(default_factory=dict)
    sent: Operation | None = None


class Merge(RuleBasedStateMachine):
    document: Document
    by: User

    @initialize()
    def begin(self) -> None:
        hold(self.document, [])
        self.document.revisions.all().delete()
        Document.objects.filter(pk=self.document.pk).update(revision=0)
        Task.objects.filter(pk=self.document.task_id).update(object_count=0)
        self.browsers = [Browser() for _ in range(3)]
        self.model: Records = {}
        self.history: list[Records] = [{}]
        self.answered: dict[UUID, int] = {}

    @rule(who=BROWSERS, edits=EDITS)
    def draw(self, who: int, edits: dict[str, int | None]) -> None:
        """Draw, move and delete without sending."""
        drawn = self.browsers[who].drawn
        for uid, x in edits.items():
            drawn.pop(uid, None)
            if x is not None:
                drawn[uid] = box(uid, x=x)

    @rule(who=BROWSERS, edits=EDITS, reply_is_lost=st.booleans())
    def draw_and_save(self, who: int, edits: dict[str, int | None], reply_is_lost: bool) -> None:
        self.draw(who, edits)
        self.save(who, reply_is_lost)

    @rule(who=BROWSERS, reply_is_lost=st.booleans())
    def save(self, who: int, reply_is_lost: bool) -> None:
        browser = self.browsers[who]
        if browser.sent is None:
            patch: Any = difference(browser.server, browser.drawn)
            if not patch:
                return
            browser.sent = Operation(uuid4(), browser.revision, patch)
        self._send(browser, browser.sent, reply_is_lost)

    @rule(who=BROWSERS)
    def catch_up(self, who: int) -> None:
        browser = self.browsers[who]
        if browser.sent is None:
            self._take(browser, changes_since(self._fresh(), browser.revision))

    @rule(who=BROWSERS, back=st.integers(1, 12))
    def reload_or_restore(self, who: int, back: int) -> None:
        """Close a page without an outbox, whose unsent work is gone; or bring back an earlier state."""
        if back > 3:
            self.browsers[who] = Browser(len(self.history) - 1, dict(self.model), dict(self.model))
            return
        revision = max(0, len(self.history) - 1 - back)
        restore(document=self._fresh(), revision=revision, by=self.by)
        self._remember(dict(self.history[revision]))

    def _send(self, browser: Browser, operation: Operation, reply_is_lost: bool) -> None:
        known = self.answered.get(operation.op_id)
        conflicts = {} if known else self._conflicts(operation)
        try:
            applied = apply_patch(
                document=self.document,
                op_id=operation.op_id,
                base_revision=operation.base,
                patch=operation.patch,
                by=self.by,
            )
        except PatchConflict as refused:
            self._give_up(browser, refused, conflicts)
            return
        assert not conflicts
        if known:
            assert applied.revision == known
        else:
            self._apply(operation)
            assert applied.revision == len(self.history) - 1
        if not reply_is_lost:
            self._confirm(browser, operation, applied)

    def _give_up(self, browser: Browser, refused: PatchConflict, conflicts: dict[str, Any]) -> None:
        """The server named exactly the records that somebody else changed; the browser looks at them and goes on."""
        assert {each["id"]: each["record"] for each in refused.extra["conflicts"]} == conflicts
        assert refused.extra["revision"] == len(self.history) - 1
        browser.sent = None
        self._take(browser, changes_since(self._fresh(), browser.revision))

    def _conflicts(self, operation: Operation) -> dict[str, Any]:
        return {
            each["id"]: self.model.get(each["id"])
            for each in operation.patch
            if self.model.get(each["id"]) not in (each["before"], each["after"])
        }

    def _apply(self, operation: Operation) -> None:
        state = dict(self.model)
        for each in operation.patch:
            state.pop(each["id"], None)
            if each["after"]:
                state[each["id"]] = each["after"]
        self._remember(state)
        self.answered[operation.op_id] = len(self.history) - 1

    def _remember(self, state: Records) -> None:
        self.model = state
        self.history.append(dict(state))

    def _confirm(self, browser: Browser, operation: Operation, applied: Applied) -> None:
        """The browser now knows the server as it was at the revision that its operation made."""
        browser.sent = None
        for each in operation.patch:
            browser.server.pop(each["id"], None)
            if each["after"]:
                browser.server[each["id"]] = each["after"]
        self._take(browser, applied)
        assert browser.server == self.history[applied.revision]

    def _take(self, browser: Browser, applied: Applied) -> None:
        """Others' changes come in, except over what the person has drawn and not sent."""
        for each in applied.changes:
            uid, record = each["id"], each["record"]
            untouched = browser.server.get(uid) == browser.drawn.get(uid)
            for copy in (browser.server, browser.drawn) if untouched else (browser.server,):
                copy.pop(uid, None)
                if record:
                    copy[uid] = record
        browser.revision = max(browser.revision, applied.revision)

    def _fresh(self) -> Document:
        self.document.refresh_from_db()
        return self.document

    @invariant()
    def database_holds_the_model(self) -> None:
        if not hasattr(self, "model"):
            return
        records = read_records(self._fresh())
        assert len(records) == len({record["id"] for record in records})
        assert {record["id"]: record for record in records} == self.model
        assert self.document.revision == len(self.history) - 1

    @invariant()
    def revisions_play_back_every_state(self) -> None:
        if not hasattr(self, "model"):
            return
        assert state_at(self._fresh(), self.document.revision) == self.model
        middle = len(self.history) // 2
        assert state_at(self.document, middle) == self.history[middle]

    @invariant()
    def objects_are_counted(self) -> None:
        if hasattr(self, "model"):
            assert Task.objects.get(pk=self.document.task_id).object_count == len(self.model)


@pytest.mark.django_db
def test_many_browsers_never_lose_or_double_anything(document: Document, bob: User) -> None:
    class Here(Merge):
        pass

    Here.document, Here.by = document, bob
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
