from django.urls import path

from sessions import note_views, time_views, views

app_name = "sessions"

ME = "o/<slug:organisation>/me"
TIMES = f"{ME}/times"
TANDEM = "o/<slug:organisation>/t/<slug:tandem>"
SESSION = f"{TANDEM}/sessions/<int:number>"

urlpatterns = [
    path(f"{ME}/tandem/", views.my_tandem, name="my_tandem"),
    path(f"{ME}/sessions/", views.session_list, name="session_list"),
    path(f"{TIMES}/absences/add/", time_views.absence_add, name="absence_add"),
    path(f"{TIMES}/absences/<slug:absence>/remove/", time_views.absence_remove, name="absence_remove"),
    path(f"{TIMES}/rules/", time_views.time_rules, name="time_rules"),
    path(f"{TIMES}/calendars/add/", time_views.feed_add, name="feed_add"),
    path(f"{TIMES}/calendars/<slug:feed>/remove/", time_views.feed_remove, name="feed_remove"),
    path(f"{TIMES}/calendars/<slug:feed>/read/", time_views.feed_read, name="feed_read"),
    path(f"{TANDEM}/", views.tandem_detail, name="tandem_detail"),
    path(f"{TANDEM}/notes/", note_views.note_list, name="note_list"),
    path(f"{TANDEM}/notes/edit/", note_views.note_edit, name="note_edit"),
    path(f"{TANDEM}/notes/notes.txt", note_views.note_file, name="note_file"),
    path(f"{TANDEM}/book/", views.session_book, name="session_book"),
    path(f"{SESSION}/", views.session_detail, name="session_detail"),
    path(f"{SESSION}/move/", views.session_move, name="session_move"),
    path(f"{SESSION}/place/", views.session_place, name="session_place"),
    path(f"{SESSION}/note/", note_views.session_note, name="session_note"),
    path(f"{SESSION}/cancel/", views.session_cancel, name="session_cancel"),
    path(f"{SESSION}/session.ics", views.session_ics, name="session_ics"),
]
