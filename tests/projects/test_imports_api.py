"""Imports and assets over HTTP: who may, what they see, and that lists stay cheap."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest

from accounts.models import User
from core.models import AuditEvent
from projects.models import Asset, Batch, Import, ImportItem, Project, Task
from tests.annotation.importing.helpers import folder, imported
from tests.annotation.modalities.pictures import jpeg
from tests.conftest import Api

pytestmark = pytest.mark.django_db


def at(project: Project, tail: str) -> str:
    return f"/api/v1/projects/{project.pk}/{tail}"


@pytest.fixture
def done(project: Project, alice: User) -> Import:
    return imported(project, alice, {"cam/1.jpg": jpeg(seed=1), "cam/2.jpg": jpeg(seed=2), "=bad.jpg": b"x"})


def test_alice_follows_an_import(done: Import, project: Project, alice: User) -> None:
    api = Api(alice)
    (row,) = api.get(at(project, "imports")).json()["results"]
    assert (row["id"], row["counts"], row["job"]["state"]) == (str(done.pk), {"imported": 2, "rejected": 1}, "done")
    items = api.get(f"/api/v1/imports/{done.pk}/items?outcome=rejected").json()["results"]
    assert [(item["name"], item["code"]) for item in items] == [("=bad.jpg", "not-a-picture")]
    assert items[0]["message"]["zh"]
    assert len(api.get(f"/api/v1/imports/{done.pk}/items?search=cam").json()["results"]) == 2


def test_the_report_is_a_table_without_formulas(done: Import, alice: User) -> None:
    answer = Api(alice).get(f"/api/v1/imports/{done.pk}/report?language=zh")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(StringIO(text)))
    assert rows[0] == ["name", "outcome", "code", "message"]
    assert [row[0] for row in rows[1:]] == ["'=bad.jpg", "cam/1.jpg", "cam/2.jpg"]
    assert "这是" in rows[1][3]


def test_only_managers_import_and_only_data_people_look(
    done: Import, project: Project, bob: User, dave: User, erin: User, mallory: User
) -> None:
    body = {"source": "folder", "location": "import"}
    assert Api(dave).post(at(project, "imports"), body).json()["params"] == {"reason": "not-manager"}
    assert Api(dave).get(f"/api/v1/imports/{done.pk}").status_code == 200
    for user in (bob, erin):
        assert Api(user).get(at(project, "imports")).status_code == 403
        assert Api(user).get(f"/api/v1/imports/{done.pk}/items").status_code == 403
        assert Api(user).get(at(project, "import-places")).status_code == 403
    for tail in ("", "/items", "/report"):
        assert Api(mallory).get(f"/api/v1/imports/{done.pk}{tail}").status_code == 404


def test_places_to_import_from(project: Project, alice: User, tmp_path: Path) -> None:
    folder(tmp_path / "import", {"day/cam/1.jpg": b"x", ".hidden/x": b"x"})
    api = Api(alice)
    assert api.get(at(project, "import-places")).json()["folders"] == [{"place": "import", "name": "import"}]
    assert api.get(at(project, "import-places?place=import")).json()["folders"] == [
        {"place": "import/day", "name": "day"}
    ]
    assert api.get(at(project, "import-places?place=import/..")).status_code == 400


def test_assets_are_listed_filtered_and_ordered(done: Import, project: Project, alice: User) -> None:
    api = Api(alice)
    rows = api.get(at(project, "assets")).json()["results"]
    assert [row["name"] for row in rows] == ["cam/1.jpg", "cam/2.jpg"]
    assert rows[0]["thumbnail_url"].startswith("/media/")
    assert rows[0]["task"]["state"] == "new"
    Task.objects.filter(asset=rows[0]["id"]).update(state="accepted")
    Task.objects.filter(asset=rows[1]["id"]).delete()

    def names(query: str) -> list[str]:
        return [row["name"] for row in api.get(at(project, f"assets?{query}")).json()["results"]]

    assert names("order=-name") == ["cam/2.jpg", "cam/1.jpg"]
    assert names("state=accepted") == ["cam/1.jpg"]
    assert names("state=none") == ["cam/2.jpg"]
    assert names("state=none&state=accepted") == ["cam/1.jpg", "cam/2.jpg"]
    assert names("search=2") == ["cam/2.jpg"]
    assert names("sequence=other") == []
    assert names("duplicates=true") == []
    assert names("warnings=true") == []
    assert names("label=car") == []
    facets = api.get(at(project, "assets/facets")).json()
    assert (facets["total"], facets["without_task"]) == (2, 1)
    assert facets["sequences"] == [{"id": "cam", "name": "cam", "count": 2}]
    seen = api.get(f"/api/v1/assets/{rows[0]['id']}").json()
    assert b"".join(api.get(seen["url"]).streaming_content)[:3] == b"\xff\xd8\xff"  # type: ignore[attr-defined]


def test_bob_sees_the_pictures_of_his_tasks_only(
    done: Import, project: Project, bob: User, ben: User, erin: User
) -> None:
    first, second = Asset.objects.order_by("name")
    Task.objects.filter(asset=first).update(annotator=bob, state="in_progress")
    Task.objects.filter(asset=second).update(annotator=ben, state="in_progress")
    assert [row["name"] for row in Api(bob).get(at(project, "assets")).json()["results"]] == [first.name]
    assert Api(bob).get(f"/api/v1/assets/{second.pk}").status_code == 404
    assert Api(erin).get(at(project, "assets")).status_code == 403
    assert Api(erin).get(f"/api/v1/assets/{first.pk}").status_code == 404


def test_the_trail_says_who_looked_at_which_files(done: Import, project: Project, bob: User, ben: User) -> None:
    first, second = Asset.objects.order_by("name")
    Task.objects.filter(asset=first).update(annotator=bob, state="in_progress")
    Task.objects.filter(asset=second).update(annotator=ben, state="in_progress")
    Api(bob).get(at(project, "assets"))
    Api(bob).get(f"/api/v1/assets/{first.pk}")
    Api(bob).get(f"/api/v1/assets/{second.pk}")
    seen = AuditEvent.objects.filter(actor=str(bob.pk), verb__in=["asset.view", "assets.view"]).order_by("pk")
    assert [(event.verb, event.subject, event.scope) for event in seen] == [
        ("assets.view", f"project:{project.pk}", str(project.pk)),
        ("asset.view", f"asset:{first.pk}", str(project.pk)),
    ]


def test_the_list_takes_the_same_queries_for_one_and_many(
    project: Project, tasks: list[Task], alice: User, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    api = Api(alice)
    api.get(at(project, "assets"))
    with django_assert_num_queries(8):  # type: ignore[operator]  # one of them writes the trail
        assert len(api.get(at(project, "assets")).json()["results"]) == 3
    run = Import.objects.create(project=project, dataset=tasks[0].asset.dataset, source="folder")
    ImportItem.objects.bulk_create(ImportItem(imported_by=run, name=str(n), outcome="imported") for n in range(20))
    with django_assert_num_queries(6):  # type: ignore[operator]
        assert len(api.get(f"/api/v1/imports/{run.pk}/items").json()["results"]) == 20
    with django_assert_num_queries(6):  # type: ignore[operator]
        assert len(api.get(at(project, "imports")).json()["results"]) == 1


def test_assets_are_deleted_with_their_files_while_nobody_needs_them(
    done: Import, project: Project, alice: User, bob: User, tmp_path: Path,
    django_capture_on_commit_callbacks: pytest.FixtureRequest,
) -> None:  # fmt: skip
    first, second = Asset.objects.order_by("name")
    body = {"assets": [str(first.pk), str(second.pk)]}
    assert Api(bob).post(at(project, "assets/delete"), body).status_code == 403
    Task.objects.filter(asset=first).update(state="in_progress", annotator=bob)
    refused = Api(alice).post(at(project, "assets/delete"), body)
    assert (refused.status_code, refused.json()["code"], refused.json()["params"]) == (
        409,
        "asset-in-work",
        {"count": 1},
    )
    batch = Batch.objects.create(project=project, name="Sent", state="delivered")
    Task.objects.filter(asset=first).update(state="new", batch=batch)
    assert Api(alice).post(at(project, "assets/delete"), body).json()["code"] == "asset-delivered"
    Task.objects.filter(asset=first).update(batch=None)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert Api(alice).post(at(project, "assets/delete"), body).json() == {"count": 2}
    assert not [path for path in (tmp_path / "storage" / "assets").rglob("*") if path.is_file()]


def test_tasks_are_made_of_assets_that_have_none(done: Import, project: Project, alice: User, batch: Batch) -> None:
    first, second = Asset.objects.order_by("name")
    Task.objects.filter(asset=second).delete()
    body = {"assets": [str(first.pk), str(second.pk)], "batch": str(batch.pk)}
    answer = Api(alice).post(at(project, "assets/make-tasks"), body)
    assert (answer.status_code, answer.json()) == (201, {"count": 1})
    assert (second.tasks.get().batch, second.tasks.get().number) == (batch, 2)
    Batch.objects.filter(pk=batch.pk).update(state="approved")
    assert Api(alice).post(at(project, "assets/make-tasks"), body).status_code == 409
