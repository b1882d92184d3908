from django.urls import path

from sessions import views

app_name = "sessions"

ME = "o/<slug:organisation>/me"
TANDEM = "o/<slug:organisation>/t/<slug:tandem>"
SESSION = f"{TANDEM}/sessions/<int:number>"

urlpatterns = [
    path(f"{ME}/tandem/", views.my_tandem, name="my_tandem"),
    path(f"{ME}/sessions/", views.session_list, name="session_list"),
    path(f"{TANDEM}/", views.tandem_detail, name="tandem_detail"),
    path(f"{TANDEM}/book/", views.session_book, name="session_book"),
    path(f"{SESSION}/", views.session_detail, name="session_detail"),
    path(f"{SESSION}/move/", views.session_move, name="session_move"),
    path(f"{SESSION}/place/", views.session_place, name="session_place"),
    path(f"{SESSION}/cancel/", views.session_cancel, name="session_cancel"),
    path(f"{SESSION}/session.ics", views.session_ics, name="session_ics"),
]
