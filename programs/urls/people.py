"""Participants, invitations and tandems."""

from django.urls import URLPattern, path

from programs.views import (
    answers,
    enrolment,
    helping,
    hr_tandems,
    joining,
    me,
    participants,
    people_list,
    standing,
    tandems,
)

JOINING = "o/<slug:organisation>/p/<slug:program>/joining/"
PEOPLE = "o/<slug:organisation>/p/<slug:program>/people/"
TANDEMS = "o/<slug:organisation>/p/<slug:program>/tandems/"
ME = "o/<slug:organisation>/me/"
TANDEM = "o/<slug:organisation>/t/<slug:tandem>/"

people_urls: list[URLPattern] = [
    path("i/<str:token>/", enrolment.invitation, name="invitation"),
    path("i/<str:token>/accept/", enrolment.invitation_accept, name="invitation_accept"),
    path("i/<str:token>/decline/", enrolment.invitation_decline, name="invitation_decline"),
    path("i/<str:token>/declined/", enrolment.invitation_declined, name="invitation_declined"),
    path("j/<str:token>/", joining.join, name="join"),
    path("j/<str:token>/asked/", joining.join_asked, name="join_asked"),
    path("j/<str:token>/confirm/", joining.join_confirm, name="join_confirm"),
    path(JOINING, joining.joining_ways, name="joining_ways"),
    path(f"{JOINING}link/", joining.joining_link_renew, name="joining_link_renew"),
    path(f"{JOINING}link/revoke/", joining.joining_link_revoke, name="joining_link_revoke"),
    path(PEOPLE, people_list.participant_list, name="participant_list"),
    path(f"{PEOPLE}add/", participants.participant_add, name="participant_add"),
    path(f"{PEOPLE}invite/", participants.participants_invite, name="participants_invite"),
    path(f"{PEOPLE}remind/", participants.participants_remind, name="participants_remind"),
    path(f"{PEOPLE}several/invite/", people_list.several_invite, name="several_invite"),
    path(f"{PEOPLE}several/remind/", people_list.several_remind, name="several_remind"),
    path(f"{PEOPLE}several/pause/", people_list.several_pause, name="several_pause"),
    path(f"{PEOPLE}several/resume/", people_list.several_resume, name="several_resume"),
    path(f"{PEOPLE}several/remove/", people_list.several_remove, name="several_remove"),
    path(f"{PEOPLE}<slug:participant>/", participants.participant_detail, name="participant_detail"),
    path(f"{PEOPLE}<slug:participant>/edit/", participants.participant_edit, name="participant_edit"),
    path(
        f"{PEOPLE}<slug:participant>/capacity/",
        participants.participant_capacity,
        name="participant_capacity",
    ),
    path(f"{PEOPLE}<slug:participant>/remind/", standing.participant_remind, name="participant_remind"),
    path(f"{PEOPLE}<slug:participant>/pause/", standing.participant_pause, name="participant_pause"),
    path(f"{PEOPLE}<slug:participant>/resume/", standing.participant_resume, name="participant_resume"),
    path(f"{PEOPLE}<slug:participant>/remove/", participants.participant_remove, name="participant_remove"),
    path("o/<slug:organisation>/p/<slug:program>/help/", helping.help_list, name="help_list"),
    path(TANDEMS, hr_tandems.tandem_list, name="tandem_list"),
    path(f"{TANDEMS}<slug:tandem>/", hr_tandems.hr_tandem_detail, name="hr_tandem_detail"),
    path(f"{TANDEMS}<slug:tandem>/pause/", hr_tandems.hr_tandem_pause, name="hr_tandem_pause"),
    path(f"{TANDEMS}<slug:tandem>/resume/", hr_tandems.hr_tandem_resume, name="hr_tandem_resume"),
    path(f"{TANDEMS}<slug:tandem>/end/", hr_tandems.hr_tandem_end, name="hr_tandem_end"),
    path(f"{TANDEMS}<slug:tandem>/withdraw/", hr_tandems.hr_tandem_withdraw, name="hr_tandem_withdraw"),
    path(f"{TANDEMS}<slug:tandem>/hand-over/", hr_tandems.hr_tandem_hand_over, name="hr_tandem_hand_over"),
    path(
        f"{TANDEMS}<slug:tandem>/help/<slug:help_request>/answered/",
        helping.help_answered,
        name="help_answered",
    ),
    path(ME, me.home, name="home"),
    path(f"{ME}times/", answers.times, name="times"),
    path(f"{ME}profile/", me.profile, name="profile"),
    path(f"{ME}privacy/", me.privacy, name="privacy"),
    path(f"{ME}privacy/data.json", me.own_data, name="own_data"),
    path(f"{ME}<slug:program>/enter/", joining.program_enter, name="program_enter"),
    path(f"{ME}<slug:program>/nominate/", joining.nominate, name="nominate"),
    path(f"{ME}<slug:program>/resume/", standing.program_resume, name="program_resume"),
    path(f"{ME}<slug:program>/questions/start/", answers.questions_start, name="questions_start"),
    path(f"{ME}<slug:program>/questions/<slug:step>/", answers.questions, name="questions"),
    path(f"{ME}<slug:program>/leave/", me.program_leave, name="program_leave"),
    path(f"{TANDEM}accept/", tandems.tandem_accept, name="tandem_accept"),
    path(f"{TANDEM}decline/", tandems.tandem_decline, name="tandem_decline"),
    path(f"{TANDEM}pause/", tandems.tandem_pause, name="tandem_pause"),
    path(f"{TANDEM}resume/", tandems.tandem_resume, name="tandem_resume"),
    path(f"{TANDEM}help/", helping.tandem_help, name="tandem_help"),
    path(f"{TANDEM}end/", tandems.tandem_end, name="tandem_end"),
]
