from django.urls import path

from sessions import note_views, views

app_name = "sessions"

ME = "o/<slug:organisation>/me"
TANDEM = "o/<slug:organisation>/t/<slug:tandem>"
SESSION = f"{TANDEM}/sessions/<int:number>"

urlpatterns = [
    path(f"{ME}/tandem/", views.my_tandem, name="my_tandem"),
    path(f"{ME}/sessions/", views.session_list, name="session_list"),
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
