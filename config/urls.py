"""All routes: each app owns its part of /api/v1; every other address opens the browser application."""

from django.urls import include, path, re_path

urlpatterns = [
    path("api/v1/", include("core.api.urls")),
    path("api/v1/", include("accounts.api.urls")),
    path("api/v1/", include("projects.api.urls")),
    path("api/v1/", include("annotation.api.urls")),
    path("api/v1/", include("qa.api.urls")),
    path("api/v1/", include("delivery.api.urls")),
    path("media/", include("core.api.media_urls")),
    re_path(r"^(?!api/|media/|static/|assets/).*", include("core.api.frontend_urls")),
]
