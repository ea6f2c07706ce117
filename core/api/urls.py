"""OpenAPI and its browsable page; jobs, the audit trail, health."""

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from core.api import audit, health, jobs

urlpatterns: list[URLPattern | URLResolver] = [
    path("openapi", SpectacularAPIView.as_view(), name="openapi"),
    path("docs", SpectacularSwaggerView.as_view(url_name="openapi"), name="api-docs"),
    path("health", health.Health.as_view(), name="health"),
    path("status", health.Status.as_view(), name="status"),
    path("jobs", jobs.Jobs.as_view(), name="jobs"),
    path("jobs/<uuid:job>", jobs.OneJob.as_view(), name="job"),
    path("jobs/<uuid:job>/cancel", jobs.CancelJob.as_view(), name="job-cancel"),
    path("jobs/<uuid:job>/retry", jobs.RetryJob.as_view(), name="job-retry"),
    path("audit-events", audit.AuditEvents.as_view(), name="audit-events"),
    path("audit-events/verify", audit.VerifyAudit.as_view(), name="audit-verify"),
]
