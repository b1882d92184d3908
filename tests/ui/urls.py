"""A small site of its own: sample pages on every layout, and stubs for the addresses the layouts link to."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

from accounts.access import Policy, access
from tests.ui import sample_data
from ui.views import preferences

SAMPLES = Path(__file__).parent / "samples"
NAMES = sorted(file.stem for file in SAMPLES.glob("*.html"))


@access(Policy.PUBLIC)
def sample(request: HttpRequest, name: str) -> HttpResponse:
    template = engines["django"].from_string((SAMPLES / f"{name}.html").read_text())
    return HttpResponse(template.render(sample_data.context(), request))


@access(Policy.PUBLIC)
def stub(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse("stub")


def app(name: str, *urls: str) -> URLResolver:
    """`name` with one stub per "view:address"."""
    views: list[URLPattern] = [
        path(address, stub, name=view) for view, address in (url.split(":") for url in urls)
    ]
    return path(f"{name}/", include((views, name)))


ORGANISATION = "<organisation>/"
PROGRAM = "<organisation>/<program>/"

urlpatterns = [
    path("samples/<name>/", sample, name="sample"),
    path(
        "ui/", include(([path("preferences/", access(Policy.PUBLIC)(preferences), name="preferences")], "ui"))
    ),
    path("", include("accounts.signin_urls")),
    app(
        "website",
        "start:start/",
        "how_it_works:how/",
        "article_list:articles/",
        "security:security/",
        "demo_book:demo/",
        "imprint:imprint/",
        "privacy:privacy/",
        "accessibility:accessibility/",
    ),
    app(
        "reports",
        f"overview:{ORGANISATION}",
        f"report_list:{ORGANISATION}reports/",
        f"program_report:{PROGRAM}report/",
    ),
    app(
        "accounts",
        "after_login:welcome/",
        f"member_list:{ORGANISATION}people/",
        f"settings:{ORGANISATION}settings/",
        f"audit_list:{ORGANISATION}audit/",
    ),
    app(
        "programs",
        f"program_list:{ORGANISATION}",
        f"home:{ORGANISATION}home/",
        f"profile:{ORGANISATION}profile/",
        f"privacy:{ORGANISATION}privacy/",
        f"program_detail:{PROGRAM}",
        f"participant_list:{PROGRAM}people/",
        f"tandem_list:{PROGRAM}tandems/",
        f"message_list:{PROGRAM}messages/",
        f"program_rules:{PROGRAM}rules/",
    ),
    app("matching", f"matching_overview:{PROGRAM}"),
    app("sessions", f"my_tandem:{ORGANISATION}", f"session_list:{ORGANISATION}sessions/"),
]
