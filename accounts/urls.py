from django.urls import path

from accounts import audit_views, member_views, settings_views, staff_views, views

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
    path("o/<slug:organisation>/settings/", settings_views.settings, name="settings"),
    path(
        "o/<slug:organisation>/settings/appearance/",
        settings_views.settings_appearance,
        name="settings_appearance",
    ),
    path(
        "o/<slug:organisation>/settings/language/", settings_views.settings_language, name="settings_language"
    ),
    path(
        "o/<slug:organisation>/settings/calendar/", settings_views.settings_calendar, name="settings_calendar"
    ),
    path("o/<slug:organisation>/settings/privacy/", settings_views.settings_privacy, name="settings_privacy"),
    path("o/<slug:organisation>/settings/audit/", audit_views.audit_list, name="audit_list"),
    path("o/<slug:organisation>/settings/audit/export/", audit_views.audit_export, name="audit_export"),
    path("o/<slug:organisation>/logo-<str:digest>.png", settings_views.logo, name="logo"),
    path("o/<slug:organisation>/look-<str:colour>.css", settings_views.house_style, name="house_style"),
    path("staff/organisations/", staff_views.staff_organisation_list, name="staff_organisation_list"),
    path("staff/organisations/new/", staff_views.staff_organisation_create, name="staff_organisation_create"),
]
