from django.urls import path

from reports import report_views, views

app_name = "reports"

REPORT = "o/<slug:organisation>/p/<slug:program>/report/"

urlpatterns = [
    path("o/<slug:organisation>/", views.overview, name="overview"),
    path("o/<slug:organisation>/reports/", report_views.report_list, name="report_list"),
    path(REPORT, report_views.program_report, name="program_report"),
    path(f"{REPORT}print/", report_views.report_print, name="report_print"),
    path(f"{REPORT}headline/", report_views.report_headline, name="report_headline"),
    path(f"{REPORT}table/", report_views.report_export, name="report_export"),
]
