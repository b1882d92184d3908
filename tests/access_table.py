"""Every address, who may open it, and how it answers those who may. The one list: an address that is not here fails.

``Page(name, policy)`` answers a GET with 200. ``posts`` says that it takes only POST, and how it answers one.
"""

from dataclasses import dataclass, field
from typing import Any

from accounts.access import Policy

PUBLIC, TOKEN, SIGNED_IN = Policy.PUBLIC, Policy.TOKEN, Policy.SIGNED_IN
MEMBER, LEAD, OWNER, STAFF = Policy.MEMBER, Policy.LEAD, Policy.OWNER, Policy.STAFF


@dataclass(frozen=True)
class Page:
    name: str
    policy: Policy
    #: How a GET is answered to those who may. With ``posts``: how a POST is.
    answer: int = 200
    posts: bool = False
    data: dict[str, Any] = field(default_factory=dict)
    #: How people who are signed in are answered, where it is not as ``answer`` says.
    inside: int = 0
    #: How other members than the participant are answered, where it is not as the participant is.
    others: int = 0
    #: Parts of the address that stand under another name in the world, and those that are a fixed word.
    uses: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)


PAGES = [
    Page("healthz", PUBLIC),
    Page("ui:preferences", PUBLIC, posts=True, answer=302, data={"theme": "dark"}),
    # Signing in
    Page("account_login", PUBLIC, inside=302),
    Page("account_request_login_code", PUBLIC, inside=302),
    Page("account_confirm_login_code", PUBLIC, answer=302),
    Page("account_logout", PUBLIC, answer=302, inside=200),
    Page("account_change_password", SIGNED_IN),
    Page("account_set_password", SIGNED_IN, answer=302),
    Page("account_reset_password", PUBLIC),
    Page("account_reset_password_done", PUBLIC),
    Page("account_reset_password_from_key", PUBLIC, answer=410, fixed={"uidb36": "x", "key": "y"}),
    # Organisation
    Page("accounts:after_login", SIGNED_IN, answer=302),
    Page("accounts:join", TOKEN, uses={"token": "join"}),
    Page("accounts:member_list", LEAD),
    Page("accounts:member_invite", OWNER),
    Page("accounts:member_detail", OWNER),
    Page("accounts:member_remind", OWNER, posts=True, answer=302),
    Page("accounts:member_end", OWNER, posts=True, answer=302),
    Page("accounts:settings", OWNER, answer=302),
    Page("accounts:settings_appearance", OWNER),
    Page("accounts:settings_language", OWNER),
    Page("accounts:settings_calendar", OWNER),
    Page("accounts:settings_privacy", OWNER),
    Page("accounts:audit_list", OWNER),
    Page("accounts:audit_export", OWNER, posts=True),
    Page("accounts:logo", MEMBER, uses={"digest": "logo"}),
    Page("accounts:house_style", MEMBER, fixed={"colour": "0a5a61"}),
    Page("accounts:staff_organisation_list", STAFF),
    Page("accounts:staff_organisation_create", STAFF),
    # Setting up programs and their rules
    Page("programs:program_list", LEAD),
    Page("programs:program_create", LEAD),
    Page("programs:program_detail", LEAD),
    Page("programs:setup_goal", LEAD, uses={"program": "draft"}),
    Page("programs:setup_goal_changed", LEAD, uses={"program": "draft"}, answer=302),
    Page("programs:setup_frame", LEAD, uses={"program": "draft"}),
    Page("programs:setup_people", LEAD, uses={"program": "draft"}),
    Page("programs:setup_matching", LEAD, uses={"program": "draft"}),
    Page("programs:setup_check", LEAD, uses={"program": "draft"}),
    Page("programs:program_open", LEAD, uses={"program": "draft"}, posts=True, answer=302),
    Page("programs:program_start_matching", LEAD, posts=True, answer=302),
    Page("programs:program_close", LEAD, posts=True, answer=302),
    Page("programs:program_archive", LEAD, posts=True, answer=302),
    Page("programs:program_duplicate", LEAD, posts=True, answer=302),
    Page("programs:lead_list", LEAD),
    Page("programs:lead_remove", LEAD, uses={"member": "led_by"}, posts=True, answer=302),
    Page("programs:program_rules", LEAD),
    Page("programs:rules_goal", LEAD),
    Page("programs:rules_frame", LEAD),
    Page("programs:rules_matching", LEAD),
    Page("programs:message_list", LEAD),
    Page("programs:roster_upload", LEAD),
    Page("programs:roster_template", LEAD),
    Page("programs:roster_columns", LEAD),
    Page("programs:roster_preview", LEAD),
    Page("programs:roster_take", LEAD, posts=True, answer=302),
    Page("programs:roster_row", LEAD, fixed={"row": "2"}),
    Page("programs:roster_progress", LEAD),
    Page("programs:roster_take_back", LEAD, posts=True, answer=302),
    Page("programs:roster_done", LEAD, answer=302),
    Page("programs:roster_problems", LEAD),
    # People and tandems of a program
    Page("programs:invitation", TOKEN, uses={"token": "invitation"}),
    Page("programs:invitation_accept", TOKEN, uses={"token": "invitation"}, posts=True, inside=410),
    Page("programs:invitation_decline", TOKEN, uses={"token": "invitation"}, posts=True, answer=302),
    Page("programs:invitation_declined", TOKEN, uses={"token": "invitation"}),
    Page("programs:participant_list", LEAD),
    Page("programs:participant_add", LEAD),
    Page("programs:participants_invite", LEAD),
    Page("programs:participants_remind", LEAD, posts=True, answer=302),
    Page("programs:participant_detail", LEAD),
    Page("programs:participant_capacity", LEAD, posts=True, answer=302),
    Page("programs:participant_remove", LEAD, posts=True, answer=302),
    Page("programs:tandem_list", LEAD),
    Page("programs:hr_tandem_detail", LEAD),
    Page("programs:hr_tandem_pause", LEAD, posts=True, answer=302),
    Page("programs:hr_tandem_resume", LEAD, posts=True, answer=302),
    Page("programs:hr_tandem_end", LEAD),
    Page("programs:hr_tandem_withdraw", LEAD, uses={"tandem": "asked"}, posts=True, answer=302),
    Page("programs:hr_tandem_hand_over", LEAD),
    Page("programs:help_answered", LEAD, posts=True, answer=302),
    # The own area of participants
    Page("programs:home", MEMBER),
    Page("programs:times", MEMBER),
    Page("programs:profile", MEMBER),
    Page("programs:privacy", MEMBER),
    Page("programs:own_data", MEMBER),
    Page("programs:questions", MEMBER),
    Page("programs:program_leave", MEMBER),
    Page("programs:tandem_accept", MEMBER, uses={"tandem": "asked"}),
    Page("programs:tandem_decline", MEMBER, uses={"tandem": "asked"}, posts=True, answer=302),
    Page("programs:tandem_pause", MEMBER, posts=True, answer=302),
    Page("programs:tandem_resume", MEMBER, posts=True, answer=302),
    Page("programs:tandem_help", MEMBER),
    Page("programs:tandem_end", MEMBER),
    # Matching
    Page("matching:matching_overview", LEAD),
    Page("matching:how_computed", LEAD),
    Page("matching:run_start", LEAD, posts=True, answer=302),
    Page("matching:run_detail", LEAD),
    Page("matching:run_progress", LEAD),
    Page("matching:run_cancel", LEAD, posts=True, answer=302),
    Page("matching:run_compare", LEAD),
    Page("matching:run_report", LEAD),
    Page("matching:lock_very_good", LEAD, posts=True, answer=302),
    Page("matching:run_publish", LEAD),
    Page("matching:pair_lock", LEAD, posts=True, answer=302),
    Page("matching:pair_exclude", LEAD, posts=True, answer=302),
    Page("matching:pair_release", LEAD, posts=True, answer=302),
    Page("matching:pair_swap", LEAD, fixed={"option": "0"}, answer=302),
    Page("matching:run_undo", LEAD, posts=True, answer=302),
    Page("matching:person_ask", LEAD, posts=True, answer=302),
    # Sessions
    Page("sessions:my_tandem", MEMBER, answer=302, others=200),
    Page("sessions:session_list", MEMBER),
    Page("sessions:reminder_choices", MEMBER),
    Page("sessions:absence_add", MEMBER),
    Page("sessions:absence_remove", MEMBER, posts=True, answer=302, others=404),
    Page("sessions:time_rules", MEMBER),
    Page("sessions:feed_add", MEMBER),
    Page("sessions:feed_remove", MEMBER, posts=True, answer=302, others=404),
    Page("sessions:feed_read", MEMBER, posts=True, answer=302, others=404),
    Page("sessions:link_add", MEMBER, posts=True, answer=302),
    Page("sessions:link_renew", MEMBER, posts=True, answer=302),
    Page("sessions:link_remove", MEMBER, posts=True, answer=302),
    Page("sessions:calendar_file", TOKEN, uses={"token": "calendar"}),
    Page("sessions:delegate_add", MEMBER, others=404),
    Page("sessions:delegate_remove", MEMBER, posts=True, answer=302, others=404),
    Page("sessions:delegate_sessions", TOKEN, uses={"token": "delegate_link"}),
    Page("sessions:delegate_move", TOKEN, uses={"token": "delegate_link"}),
    Page("sessions:tandem_detail", MEMBER),
    # The participant is the mentee, and this is for the mentor alone.
    Page("sessions:postponement_choose", MEMBER, posts=True, answer=404),
    Page("sessions:session_book", MEMBER),
    Page("sessions:series_book", MEMBER),
    Page("sessions:request_detail", MEMBER),
    Page("sessions:request_accept", MEMBER, posts=True, answer=302),
    Page("sessions:request_decline", MEMBER, posts=True, answer=302),
    Page("sessions:request_withdraw", MEMBER, posts=True, answer=302),
    Page("sessions:session_detail", MEMBER),
    Page("sessions:session_ask", MEMBER),
    Page("sessions:session_move", MEMBER),
    Page("sessions:session_place", MEMBER),
    Page("sessions:session_cancel", MEMBER),
    Page("sessions:session_ics", MEMBER),
    Page("sessions:session_note", MEMBER),
    Page("sessions:note_list", MEMBER),
    Page("sessions:note_edit", MEMBER),
    Page("sessions:note_file", MEMBER),
    # The agreement of a tandem
    Page("agreements:agreement_detail", MEMBER),
    Page("agreements:agreement_step", MEMBER, answer=302, fixed={"step": "1"}),
    Page("agreements:agreement_finish", MEMBER, posts=True, answer=302),
    Page("agreements:agreement_settle", MEMBER, answer=302, fixed={"clause": "place"}),
    Page("agreements:agreement_accept", MEMBER, posts=True, answer=302, fixed={"clause": "place"}),
    Page("agreements:agreement_confirm", MEMBER, posts=True, answer=302),
    Page("agreements:agreement_change", MEMBER),
    Page("agreements:agreement_version", MEMBER),
    Page("agreements:agreement_file", MEMBER),
    # Feedback and reports
    Page("feedback:survey", TOKEN, uses={"token": "survey"}),
    Page("feedback:outcome", TOKEN, posts=True, answer=302, uses={"token": "survey"}),
    Page("feedback:done", TOKEN, answer=302, uses={"token": "survey"}),
    Page("reports:overview", LEAD),
    Page("reports:report_list", LEAD),
    Page("reports:program_report", LEAD),
    # Public site and our back office
    Page("website:start", PUBLIC),
    Page("website:how_it_works", PUBLIC),
    Page("website:article_list", PUBLIC),
    Page("website:article_feed", PUBLIC),
    Page("website:article_detail", PUBLIC, fixed={"slug": "was-reverse-mentoring-ist"}),
    Page("website:security", PUBLIC),
    Page("website:imprint", PUBLIC),
    Page("website:privacy", PUBLIC),
    Page("website:accessibility", PUBLIC),
    Page("website:robots", PUBLIC),
    Page("website:sitemap", PUBLIC),
    Page("website:demo_book", PUBLIC),
    Page("website:demo_ask", PUBLIC),
    Page("website:demo_detail", TOKEN, uses={"token": "demo_link"}),
    Page("website:demo_move", TOKEN, uses={"token": "demo_link"}),
    Page("website:demo_cancel", TOKEN, uses={"token": "demo_link"}),
    Page("website:demo_ics", TOKEN, uses={"token": "demo_link"}),
    Page("website:staff_demo_list", STAFF),
    Page("website:staff_demo_cancel", STAFF),
    Page("website:staff_demo_hold", STAFF, posts=True, answer=302),
    Page("website:staff_demo_miss", STAFF, posts=True, answer=302),
    Page("website:staff_hours", STAFF),
]
