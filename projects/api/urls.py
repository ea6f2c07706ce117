"""Routes: what a project is made of, and the work in it."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("projects.api.project_urls")),
    path("", include("projects.api.work_urls")),
]
