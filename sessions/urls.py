from django.urls import path

from sessions.views import (
    booking,
    changes,
    delegates,
    links,
    notes,
    reminders,
    requests,
    series,
    sessions,
    tandem,
    times,
)

app_name = "sessions"

ME = "o/<slug:organisation>/me"
TIMES = f"{ME}/times"
TANDEM = "o/<slug:organisation>/t/<slug:tandem>"
SESSION = f"{TANDEM}/sessions/<int:number>"
REQUEST = f"{TANDEM}/request/<slug:time_request>"

urlpatterns = [
    path(f"{ME}/tandem/", tandem.my_tandem, name="my_tandem"),
    path(f"{ME}/sessions/", tandem.session_list, name="session_list"),
    path(f"{ME}/notifications/", reminders.reminder_choices, name="reminder_choices"),
    path(f"{TIMES}/absences/add/", times.absence_add, name="absence_add"),
    path(f"{TIMES}/absences/<slug:absence>/remove/", times.absence_remove, name="absence_remove"),
    path(f"{TIMES}/rules/", times.time_rules, name="time_rules"),
    path(f"{TIMES}/calendars/add/", times.feed_add, name="feed_add"),
    path(f"{TIMES}/calendars/<slug:feed>/remove/", times.feed_remove, name="feed_remove"),
    path(f"{TIMES}/calendars/<slug:feed>/read/", times.feed_read, name="feed_read"),
    path(f"{TIMES}/own-calendar/add/", links.link_add, name="link_add"),
    path(f"{TIMES}/own-calendar/renew/", links.link_renew, name="link_renew"),
    path(f"{TIMES}/own-calendar/remove/", links.link_remove, name="link_remove"),
    path("calendar/<str:token>/umento.ics", links.calendar_file, name="calendar_file"),
    path(f"{TIMES}/delegates/add/", delegates.delegate_add, name="delegate_add"),
    path(f"{TIMES}/delegates/<slug:delegate>/remove/", delegates.delegate_remove, name="delegate_remove"),
    path("delegate/<str:token>/", delegates.delegate_sessions, name="delegate_sessions"),
    path("delegate/<str:token>/<slug:session>/", delegates.delegate_move, name="delegate_move"),
    path(f"{TANDEM}/", tandem.tandem_detail, name="tandem_detail"),
    path(f"{TANDEM}/notes/", notes.note_list, name="note_list"),
    path(f"{TANDEM}/notes/edit/", notes.note_edit, name="note_edit"),
    path(f"{TANDEM}/notes/notes.txt", notes.note_file, name="note_file"),
    path(f"{TANDEM}/choice/", changes.postponement_choose, name="postponement_choose"),
    path(f"{TANDEM}/book/", booking.session_book, name="session_book"),
    path(f"{TANDEM}/book/all/", series.series_book, name="series_book"),
    path(f"{SESSION}/ask/", requests.session_ask, name="session_ask"),
    path(f"{REQUEST}/", requests.request_detail, name="request_detail"),
    path(f"{REQUEST}/accept/", requests.request_accept, name="request_accept"),
    path(f"{REQUEST}/decline/", requests.request_decline, name="request_decline"),
    path(f"{REQUEST}/withdraw/", requests.request_withdraw, name="request_withdraw"),
    path(f"{SESSION}/", sessions.session_detail, name="session_detail"),
    path(f"{SESSION}/move/", booking.session_move, name="session_move"),
    path(f"{SESSION}/place/", sessions.session_place, name="session_place"),
    path(f"{SESSION}/note/", notes.session_note, name="session_note"),
    path(f"{SESSION}/cancel/", changes.session_cancel, name="session_cancel"),
    path(f"{SESSION}/session.ics", sessions.session_ics, name="session_ics"),
]
