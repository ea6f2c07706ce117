"""Routes of delivery."""

from django.urls import URLPattern, URLResolver, path

from delivery.api import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("formats", views.Formats.as_view()),
    path("batches/<uuid:batch>/losses", views.BatchLosses.as_view()),
    path("deliveries", views.Deliveries.as_view()),
    path("projects/<uuid:project>/deliveries", views.ProjectDeliveries.as_view()),
    path("deliveries/<uuid:delivery>", views.DeliveryDetail.as_view()),
    path("deliveries/<uuid:delivery>/send", views.DeliverySend.as_view()),
    path("deliveries/<uuid:delivery>/accept", views.DeliveryAccept.as_view()),
    path("deliveries/<uuid:delivery>/return", views.DeliveryReturn.as_view()),
    path("deliveries/<uuid:delivery>/rework", views.DeliveryRework.as_view()),
    path("deliveries/<uuid:delivery>/report", views.DeliveryReport.as_view()),
    path("deliveries/<uuid:delivery>/diff", views.DeliveryDiff.as_view()),
    path("deliveries/<uuid:delivery>/items", views.DeliveryItems.as_view()),
    path("deliveries/<uuid:delivery>/packages/<uuid:package>/link", views.PackageLink.as_view()),
]
