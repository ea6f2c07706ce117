"""Routes of annotation."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("annotation.api.document_urls")),
    path("", include("annotation.api.prelabel_urls")),
    path("", include("annotation.api.import_urls")),
]
