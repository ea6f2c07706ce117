"""Routes of what a project is made of."""

from django.urls import URLPattern, URLResolver, path

from projects.api import projects

urlpatterns: list[URLPattern | URLResolver] = [
    path("projects", projects.ProjectList.as_view()),
    path("project-templates", projects.ProjectTemplates.as_view()),
    path("project-clients", projects.ProjectClients.as_view()),
    path("projects/<uuid:project>", projects.ProjectDetail.as_view()),
    path("projects/<uuid:project>/archive", projects.ProjectArchive.as_view()),
    path("projects/<uuid:project>/unarchive", projects.ProjectUnarchive.as_view()),
    path("projects/<uuid:project>/overview", projects.ProjectOverview.as_view()),
]
