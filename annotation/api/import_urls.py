"""Routes that the import and overview screens need of annotation."""

from django.urls import URLPattern, URLResolver, path

from annotation.api import imports, shapes

urlpatterns: list[URLPattern | URLResolver] = [
    path("label-formats", imports.LabelFormats.as_view()),
    path("projects/<uuid:project>/label-counts", imports.LabelCounts.as_view()),
    path("projects/<uuid:project>/shapes", shapes.ProjectShapes.as_view()),
]
