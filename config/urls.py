from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from accounts.access import Policy, access
from config import health
from ui.views import preferences

# Each app writes its addresses in full, so that an address is found where its page is.
APPS = ["ui", "accounts", "programs", "matching", "sessions", "feedback", "reports", "website"]

# ui knows nothing of visitors.
access(Policy.PUBLIC)(preferences)

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("", include("accounts.signin_urls")),  # without a namespace: allauth looks these names up
    # Temporary: the pages of the first days appear one by one.
    *(path("", include(f"{app}.urls")) for app in APPS if find_spec(f"{app}.urls")),
]
if settings.DEMO:
    urlpatterns += [path("dev/", include("config.dev.urls"))]
