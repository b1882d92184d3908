from django.urls import path

from website import demo_views, staff_views, views
from website.addresses import page

app_name = "website"
urlpatterns = [
    *page("", "", views.start, "start"),
    *page("so-funktioniert-es/", "how-it-works/", views.how_it_works, "how_it_works"),
    *page("wissen/", "insights/", views.article_list, "article_list"),
    *page("wissen/rss/", "insights/rss/", views.article_feed, "article_feed"),
    *page("wissen/<slug:slug>/", "insights/<slug:slug>/", views.article_detail, "article_detail"),
    *page("sicherheit/", "security/", views.security, "security"),
    *page("impressum/", "imprint/", views.imprint, "imprint"),
    *page("datenschutz/", "privacy/", views.privacy, "privacy"),
    *page("barrierefreiheit/", "accessibility/", views.accessibility, "accessibility"),
    *page("demo/", "demo/", demo_views.demo_book, "demo_book"),
    *page("demo/anfragen/", "demo/ask/", demo_views.demo_ask, "demo_ask"),
    *page("demo/<str:token>/", "demo/<str:token>/", demo_views.demo_detail, "demo_detail"),
    *page("demo/<str:token>/verschieben/", "demo/<str:token>/move/", demo_views.demo_move, "demo_move"),
    *page("demo/<str:token>/absagen/", "demo/<str:token>/cancel/", demo_views.demo_cancel, "demo_cancel"),
    *page("demo/<str:token>/kalender.ics", "demo/<str:token>/calendar.ics", demo_views.demo_ics, "demo_ics"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("staff/demos/", staff_views.staff_demo_list, name="staff_demo_list"),
    path("staff/demos/<str:demo>/cancel/", staff_views.staff_demo_cancel, name="staff_demo_cancel"),
    path("staff/demos/<str:demo>/held/", staff_views.staff_demo_hold, name="staff_demo_hold"),
    path("staff/demos/<str:demo>/missed/", staff_views.staff_demo_miss, name="staff_demo_miss"),
    path("staff/hours/", staff_views.staff_hours, name="staff_hours"),
]
