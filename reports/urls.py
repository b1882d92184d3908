from django.urls import path

from reports import report_views, views

app_name = "reports"

urlpatterns = [
    path("o/<slug:organisation>/", views.overview, name="overview"),
    path("o/<slug:organisation>/reports/", report_views.report_list, name="report_list"),
    path(
        "o/<slug:organisation>/p/<slug:program>/report/", report_views.program_report, name="program_report"
    ),
]
