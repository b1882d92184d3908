from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from config import health
from config.preferences import preferences

# Each app writes its addresses in full, so that an address is found where its page is.
APPS = ["accounts", "programs", "agreements", "matching", "sessions", "feedback", "reports", "website"]

#: What no page caught: 500, or 503 while PostgreSQL or Redis is away.
handler500 = "config.outages.page_of_failure"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("", include("accounts.signin_urls")),  # without a namespace: allauth looks these names up
    path("", include(([path("preferences/", preferences, name="preferences")], "ui"))),
    *(path("", include(f"{app}.urls")) for app in APPS),
]
if settings.DEMO:
    urlpatterns += [path("dev/", include("config.dev.urls"))]
