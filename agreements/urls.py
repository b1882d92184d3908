from django.urls import path

from agreements import views

app_name = "agreements"

AGREEMENT = "o/<slug:organisation>/t/<slug:tandem>/agreement"
VERSION = f"{AGREEMENT}/versions/<int:version>"

urlpatterns = [
    path(f"{AGREEMENT}/", views.agreement_detail, name="agreement_detail"),
    path(f"{AGREEMENT}/<int:step>/", views.agreement_step, name="agreement_step"),
    path(f"{AGREEMENT}/finish/", views.agreement_finish, name="agreement_finish"),
    path(f"{AGREEMENT}/settle/<slug:clause>/", views.agreement_settle, name="agreement_settle"),
    path(f"{AGREEMENT}/settle/<slug:clause>/accept/", views.agreement_accept, name="agreement_accept"),
    path(f"{AGREEMENT}/confirm/", views.agreement_confirm, name="agreement_confirm"),
    path(f"{AGREEMENT}/change/", views.agreement_change, name="agreement_change"),
    path(f"{VERSION}/", views.agreement_version, name="agreement_version"),
    path(f"{VERSION}/agreement.txt", views.agreement_file, name="agreement_file"),
]
