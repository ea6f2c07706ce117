"""Routes of what a project is made of."""

from django.urls import URLPattern, URLResolver, path

from projects.api import assets, guidelines, imports, projects, schemas, uploads

urlpatterns: list[URLPattern | URLResolver] = [
    path("projects", projects.ProjectList.as_view()),
    path("project-templates", projects.ProjectTemplates.as_view()),
    path("project-clients", projects.ProjectClients.as_view()),
    path("projects/<uuid:project>", projects.ProjectDetail.as_view()),
    path("projects/<uuid:project>/archive", projects.ProjectArchive.as_view()),
    path("projects/<uuid:project>/unarchive", projects.ProjectUnarchive.as_view()),
    path("projects/<uuid:project>/overview", projects.ProjectOverview.as_view()),
    path("projects/<uuid:project>/schema", schemas.CurrentSchema.as_view()),
    path("projects/<uuid:project>/schema-versions", schemas.SchemaVersions.as_view()),
    path("projects/<uuid:project>/schema-versions/<int:version>", schemas.SchemaVersion.as_view()),
    path("projects/<uuid:project>/schema-versions/<int:version>/changes", schemas.SchemaComparison.as_view()),
    path("projects/<uuid:project>/guidelines", guidelines.CurrentGuideline.as_view()),
    path("projects/<uuid:project>/guideline-versions", guidelines.GuidelineVersions.as_view()),
    path("projects/<uuid:project>/guideline-versions/<int:version>", guidelines.GuidelineVersion.as_view()),
    path("projects/<uuid:project>/guideline-versions/<int:version>/changes", guidelines.GuidelineComparison.as_view()),
    path("projects/<uuid:project>/guideline-previews", guidelines.GuidelinePreview.as_view()),
    path("projects/<uuid:project>/guideline-pictures", guidelines.GuidelinePictures.as_view()),
    path("projects/<uuid:project>/assets", assets.ProjectAssets.as_view()),
    path("projects/<uuid:project>/assets/facets", assets.AssetFacets.as_view()),
    path("projects/<uuid:project>/assets/delete", assets.DeleteAssets.as_view()),
    path("projects/<uuid:project>/assets/make-tasks", assets.MakeTasks.as_view()),
    path("projects/<uuid:project>/imports", imports.ProjectImports.as_view()),
    path("projects/<uuid:project>/import-places", imports.ImportPlaces.as_view()),
    path("assets/<uuid:asset>", assets.OneAsset.as_view()),
    path("imports/<uuid:imported>", imports.OneImport.as_view()),
    path("imports/<uuid:imported>/items", imports.ImportItems.as_view()),
    path("imports/<uuid:imported>/labels", imports.ImportLabels.as_view()),
    path("imports/<uuid:imported>/report", imports.ImportReport.as_view()),
    path("uploads", uploads.Uploads.as_view()),
    path("uploads/<uuid:upload>", uploads.OneUpload.as_view()),
]
