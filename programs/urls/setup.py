"""Programs, their set-up and the roster."""

from django.urls import URLPattern, path

from programs.views import forgetting, leads, message_texts, messages, programs, roster, rules, setup, skills

PROGRAMS = "o/<slug:organisation>/p/"
PROGRAM = f"{PROGRAMS}<slug:program>/"
MESSAGES = f"{PROGRAM}messages/"
TEXT = f"{MESSAGES}texts/<str:kind>/<slug:form>/"
IMPORT = f"{PROGRAM}people/import/"
TOPICS = "o/<slug:organisation>/topics/"

setup_urls: list[URLPattern] = [
    path(PROGRAMS, programs.program_list, name="program_list"),
    path(f"{PROGRAMS}new/", setup.program_create, name="program_create"),
    path(PROGRAM, programs.program_detail, name="program_detail"),
    path(f"{PROGRAM}setup/goal/", setup.setup_goal, name="setup_goal"),
    path(f"{PROGRAM}setup/goal/changed/", setup.setup_goal_changed, name="setup_goal_changed"),
    path(f"{PROGRAM}setup/frame/", setup.setup_frame, name="setup_frame"),
    path(f"{PROGRAM}setup/people/", setup.setup_people, name="setup_people"),
    path(f"{PROGRAM}setup/matching/", setup.setup_matching, name="setup_matching"),
    path(f"{PROGRAM}setup/check/", setup.setup_check, name="setup_check"),
    path(f"{PROGRAM}open/", programs.program_open, name="program_open"),
    path(f"{PROGRAM}start-matching/", programs.program_start_matching, name="program_start_matching"),
    path(f"{PROGRAM}close/", programs.program_close, name="program_close"),
    path(f"{PROGRAM}archive/", programs.program_archive, name="program_archive"),
    path(f"{PROGRAM}forget/", forgetting.program_forget, name="program_forget"),
    path(f"{PROGRAM}duplicate/", programs.program_duplicate, name="program_duplicate"),
    path(f"{PROGRAM}leads/", leads.lead_list, name="lead_list"),
    path(f"{PROGRAM}leads/<slug:member>/remove/", leads.lead_remove, name="lead_remove"),
    path(f"{PROGRAM}rules/", rules.program_rules, name="program_rules"),
    path(f"{PROGRAM}rules/goal/", rules.rules_goal, name="rules_goal"),
    path(f"{PROGRAM}rules/frame/", rules.rules_frame, name="rules_frame"),
    path(f"{PROGRAM}rules/matching/", rules.rules_matching, name="rules_matching"),
    path(MESSAGES, messages.message_list, name="message_list"),
    path(f"{MESSAGES}sent/", messages.message_log, name="message_log"),
    path(f"{MESSAGES}new/", messages.message_write, name="message_write"),
    path(f"{MESSAGES}<slug:message>/", messages.message_detail, name="message_detail"),
    path(f"{MESSAGES}<slug:message>/withdraw/", messages.message_withdraw, name="message_withdraw"),
    path(TEXT, message_texts.message_text, name="message_text"),
    path(f"{TEXT}preview/", message_texts.message_text_preview, name="message_text_preview"),
    path(f"{TEXT}test/", message_texts.message_text_test, name="message_text_test"),
    path(f"{TEXT}reset/", message_texts.message_text_reset, name="message_text_reset"),
    path(IMPORT, roster.roster_upload, name="roster_upload"),
    path(f"{IMPORT}template.csv", roster.roster_template, name="roster_template"),
    path(f"{IMPORT}<slug:roster>/columns/", roster.roster_columns, name="roster_columns"),
    path(f"{IMPORT}<slug:roster>/preview/", roster.roster_preview, name="roster_preview"),
    path(f"{IMPORT}<slug:roster>/take/", roster.roster_take, name="roster_take"),
    path(f"{IMPORT}<slug:roster>/rows/<int:row>/", roster.roster_row, name="roster_row"),
    path(f"{IMPORT}<slug:roster>/progress/", roster.roster_progress, name="roster_progress"),
    path(f"{IMPORT}<slug:roster>/take-back/", roster.roster_take_back, name="roster_take_back"),
    path(f"{IMPORT}<slug:roster>/done/", roster.roster_done, name="roster_done"),
    path(f"{IMPORT}<slug:roster>/problems.csv", roster.roster_problems, name="roster_problems"),
    path(TOPICS, skills.skill_list, name="skill_list"),
    path(f"{TOPICS}options/", skills.skill_options, name="skill_options"),
    path(f"{TOPICS}accept/", skills.skills_accept, name="skills_accept"),
    path(f"{TOPICS}merge/", skills.skill_merge, name="skill_merge"),
    path(f"{TOPICS}<int:skill>/", skills.skill_detail, name="skill_detail"),
    path(f"{TOPICS}<int:skill>/words/", skills.synonym_add, name="synonym_add"),
    path(f"{TOPICS}<int:skill>/words/<int:synonym>/remove/", skills.synonym_remove, name="synonym_remove"),
]
