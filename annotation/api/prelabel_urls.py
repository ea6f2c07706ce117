"""Routes of pre-labelling."""

from django.urls import URLPattern, URLResolver, path

from annotation.api import prelabel, prompts

urlpatterns: list[URLPattern | URLResolver] = [
    path("prelabelers", prelabel.Prelabelers.as_view()),
    path("models", prelabel.InstallationModels.as_view()),
    path("models/<uuid:model>", prelabel.OneModel.as_view()),
    path("models/<uuid:model>/train", prelabel.TrainModel.as_view()),
    path("tasks/<uuid:task>/embeddings/<uuid:model>", prompts.Readiness.as_view()),
    path("tasks/<uuid:task>/masks/<uuid:model>", prompts.Masks.as_view()),
    path("tasks/<uuid:task>/fit-clicks/<uuid:model>", prompts.FitClick.as_view()),
    path("projects/<uuid:project>/models", prelabel.ProjectModels.as_view()),
    path("projects/<uuid:project>/prelabel-runs", prelabel.ProjectRuns.as_view()),
    path("projects/<uuid:project>/prelabel-trials", prelabel.Trials.as_view()),
    path("projects/<uuid:project>/prelabel-tasks", prelabel.OpenTasks.as_view()),
    path("projects/<uuid:project>/prelabel-gain", prelabel.Gain.as_view()),
]
