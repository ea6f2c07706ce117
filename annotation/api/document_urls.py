"""Routes of documents and the workbench."""

from django.urls import URLPattern, URLResolver, path

from annotation.api import blobs, carrying, documents, follow, queue, workbench

urlpatterns: list[URLPattern | URLResolver] = [
    path("projects/<uuid:project>/next-task", queue.NextTask.as_view()),
    path("tasks/<uuid:task>/carry-over", carrying.CarryOver.as_view()),
    path("tasks/<uuid:task>/submit", queue.SubmitTask.as_view()),
    path("tasks/<uuid:task>/workbench", workbench.Workbench.as_view()),
    path("tasks/<uuid:task>/follow", follow.FollowBoxes.as_view()),
    path("documents/<uuid:document>", documents.OneDocument.as_view()),
    path("documents/<uuid:document>/blobs/<str:blob>", blobs.DocumentBlob.as_view()),
    path("documents/<uuid:document>/changes", documents.DocumentChanges.as_view()),
    path("documents/<uuid:document>/revisions", documents.DocumentRevisions.as_view()),
    path("documents/<uuid:document>/revisions/<int:number>", documents.DocumentState.as_view()),
    path("documents/<uuid:document>/restore", documents.RestoreDocument.as_view()),
]
