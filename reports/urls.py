from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("o/<slug:organisation>/", views.overview, name="overview"),
    path("o/<slug:organisation>/reports/", views.report_list, name="report_list"),
    path("o/<slug:organisation>/p/<slug:program>/report/", views.program_report, name="program_report"),
]
