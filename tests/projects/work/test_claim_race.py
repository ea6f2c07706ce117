"""Twenty annotators pull from one queue at the same moment."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections

from accounts.models import User
from projects.models import Asset, Batch, Dataset, Lease, Project, Task, TaskMove
from projects.services.queue import next_task

PEOPLE, TASKS = 20, 50


@pytest.mark.django_db(transaction=True)
def test_twenty_annotators_never_share_one_of_fifty_tasks(project: Project, batch: Batch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has several writers at once")
    dataset = Dataset.objects.create(project=project, name="race")
    for index in range(TASKS):
        asset = Asset.objects.create(
            project=project,
            dataset=dataset,
            name=f"{index}.jpg",
            media_type="image/jpeg",
            sha256="",
            size=1,
            original="x",
        )
        Task.objects.create(project=project, asset=asset, batch=batch, number=index + 1)
    people = [User.objects.create_user(f"a{index}@example.com", None, name=f"A{index}") for index in range(PEOPLE)]
    for user in people:
        project.participants.create(user=user, role="annotator")
    barrier = Barrier(PEOPLE)

    def work(user: User) -> list[UUID]:
        """Pull and hand in until nothing is left."""
        got = []
        barrier.wait()
        try:
            while task := next_task(project=project, by=user, slot="annotator"):
                got.append(task.pk)
                Task.objects.filter(pk=task.pk).update(state="submitted")
            return got
        finally:
            connections.close_all()

    with ThreadPoolExecutor(PEOPLE) as pool:
        taken: list[Any] = [task for got in pool.map(work, people) for task in got]
    assert len(taken) == TASKS
    assert max(Counter(taken).values()) == 1
    assert TaskMove.objects.filter(target="claimed").count() == TASKS
    assert Lease.objects.count() == TASKS
