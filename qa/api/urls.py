"""Routes of quality."""

from django.urls import URLPattern, URLResolver, path

from qa.api import layers, sampling, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("projects/<uuid:project>/findings", views.ProjectFindings.as_view()),
    path("projects/<uuid:project>/issues", views.ProjectIssues.as_view()),
    path("projects/<uuid:project>/checks", views.ProjectChecks.as_view()),
    path("projects/<uuid:project>/checks/<slug:check>", views.ProjectCheck.as_view()),
    path("projects/<uuid:project>/checks/<slug:check>/preview", views.CheckPreview.as_view()),
    path("projects/<uuid:project>/check-runs", views.CheckRuns.as_view()),
    path("projects/<uuid:project>/quality", views.ProjectQuality.as_view()),
    path("projects/<uuid:project>/agreement", views.ProjectAgreement.as_view()),
    path("projects/<uuid:project>/samples", sampling.ProjectSamples.as_view()),
    path("samples/<uuid:sample>/items", sampling.SampleItems.as_view()),
    path("samples/<uuid:sample>/items/<uuid:task>", sampling.SampleInspection.as_view()),
    path("batches/<uuid:batch>/sample", sampling.BatchSample.as_view()),
    path("batches/<uuid:batch>/approve", sampling.BatchApprove.as_view()),
    path("batches/<uuid:batch>/reject", sampling.BatchReject.as_view()),
    path("tasks/<uuid:task>/layers", layers.TaskLayers.as_view()),
    path("tasks/<uuid:task>/comparison", layers.TaskComparison.as_view()),
    path("tasks/<uuid:task>/issues", views.TaskIssues.as_view()),
    path("tasks/<uuid:task>/check", views.TaskCheck.as_view()),
    path("tasks/<uuid:task>/review", views.TaskReview.as_view()),
    path("tasks/<uuid:task>/reviews", views.TaskReviews.as_view()),
    path("issues/<uuid:issue>/comments", views.IssueComments.as_view()),
    path("issues/<uuid:issue>/resolve", views.IssueResolve.as_view()),
    path("issues/<uuid:issue>/verify", views.IssueVerify.as_view()),
    path("issues/<uuid:issue>/reopen", views.IssueReopen.as_view()),
    path("findings/<uuid:finding>/waive", views.FindingWaive.as_view()),
    path("findings/<uuid:finding>/reopen", views.FindingReopen.as_view()),
]
