from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
]
if settings.DEMO:
    urlpatterns += [path("dev/", include("config.dev.urls"))]
