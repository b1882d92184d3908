"""The organisation chart, and tandems that no longer keep to the rules. Before the people: chart is nobody's key."""

from django.urls import URLPattern, path

from programs.views import guard

PROGRAM = "o/<slug:organisation>/p/<slug:program>/"

guard_urls: list[URLPattern] = [
    path(f"{PROGRAM}people/chart/", guard.people_chart, name="people_chart"),
    path(f"{PROGRAM}tandems/rules/", guard.guard_findings, name="guard_findings"),
    path(f"{PROGRAM}tandems/<slug:tandem>/keep/", guard.hr_tandem_keep, name="hr_tandem_keep"),
]
