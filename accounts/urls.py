from django.urls import path

from accounts import member_views, staff_views, views

app_name = "accounts"
urlpatterns = [
    path("welcome/", views.after_login, name="after_login"),
    path("join/<str:token>/", views.join, name="join"),
    path("o/<slug:organisation>/people/", member_views.member_list, name="member_list"),
    path("o/<slug:organisation>/people/invite/", member_views.member_invite, name="member_invite"),
    path("o/<slug:organisation>/people/<str:member>/", member_views.member_detail, name="member_detail"),
    path(
        "o/<slug:organisation>/people/<str:member>/remind/", member_views.member_remind, name="member_remind"
    ),
    path("o/<slug:organisation>/people/<str:member>/end/", member_views.member_end, name="member_end"),
    path("o/<slug:organisation>/settings/", views.settings, name="settings"),
    path("o/<slug:organisation>/settings/audit/", views.audit_list, name="audit_list"),
    path("staff/organisations/", staff_views.staff_organisation_list, name="staff_organisation_list"),
    path("staff/organisations/new/", staff_views.staff_organisation_create, name="staff_organisation_create"),
]
