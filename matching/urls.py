from django.urls import path

from matching import publish_views, report_views, review_views, views

app_name = "matching"

PROGRAM = "o/<slug:organisation>/p/<slug:program>/matching/"
RUN = f"{PROGRAM}runs/<int:number>/"
PAIR = f"{RUN}pairs/<str:pair>/"

urlpatterns = [
    path(PROGRAM, views.matching_overview, name="matching_overview"),
    path(f"{PROGRAM}how/", views.how_computed, name="how_computed"),
    path(f"{PROGRAM}start/", views.run_start, name="run_start"),
    path(RUN, views.run_detail, name="run_detail"),
    path(f"{RUN}progress/", views.run_progress, name="run_progress"),
    path(f"{RUN}cancel/", views.run_cancel, name="run_cancel"),
    path(f"{RUN}compare/", report_views.run_compare, name="run_compare"),
    path(f"{RUN}report/", report_views.run_report, name="run_report"),
    path(f"{RUN}lock/", review_views.lock_very_good, name="lock_very_good"),
    path(f"{RUN}undo/", review_views.run_undo, name="run_undo"),
    path(f"{RUN}ask/<slug:participant>/", review_views.person_ask, name="person_ask"),
    path(f"{RUN}publish/", publish_views.run_publish, name="run_publish"),
    path(f"{RUN}recall/", publish_views.run_recall, name="run_recall"),
    path(f"{PAIR}lock/", review_views.pair_lock, name="pair_lock"),
    path(f"{PAIR}exclude/", review_views.pair_exclude, name="pair_exclude"),
    path(f"{PAIR}release/", review_views.pair_release, name="pair_release"),
    path(f"{PAIR}swap/<int:option>/", review_views.pair_swap, name="pair_swap"),
]
