"""The whole main job in a browser, on the real components, from an empty house to the report."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journey import (
    clock,
    german,
    meeting,
    on_phones,
    pairing,
    prospect,
    setting_up,
    taking_part,
    unscripted,
)
from tests.journey.story import HARBOUR, PATIENCE, ROSTER, Story

pytestmark = pytest.mark.xdist_group("journey")


@pytest.fixture
def story(stack, browser, browser_context_args) -> Iterator[Story]:
    expect.set_options(timeout=PATIENCE)
    story = Story(stack, browser, browser_context_args)
    yield story
    story.close()


def test_a_tandem_lives_on_two_phones(story):
    """Stands first, because the other test moves the clock past the days to answer in. Begins without scripts."""
    phone = story.context_args | on_phones.PHONE
    story.context_args = phone | {"java_script_enabled": False}
    unscripted.the_mentor_accepts_a_proposal(story)
    unscripted.the_mentee_accepts_it_too(story)
    unscripted.they_book_a_session(story)

    story.close()
    story.context_args = phone
    on_phones.they_take_out_their_phones(story)
    on_phones.both_fill_in_the_agreement_in_private(story)
    on_phones.they_settle_the_one_difference_and_confirm(story)
    on_phones.the_mentor_plans_all_that_is_left(story)
    on_phones.the_mentee_cancels_and_takes_a_new_time_in_one_step(story)
    on_phones.the_mentee_asks_for_a_time_outside_the_list(story)
    on_phones.the_mentor_says_yes_to_it(story)
    on_phones.they_write_a_note_that_both_read(story)
    on_phones.after_the_session_one_press_says_that_it_took_place(story)
    on_phones.the_mentee_ends_it_in_two_clicks(story)
    assert story.complaints == []


def test_an_english_house_is_set_up_in_five_minutes_without_a_german_word(story):
    story.house, story.context_args = HARBOUR, story.context_args | {"locale": "en-GB"}
    setting_up.staff_creates_an_organisation_and_invites_its_owner(story)
    setting_up.from_the_mail_to_an_opened_program(story)

    visits = setting_up.what_it_took(story)
    typed = f"{HARBOUR} {ROSTER.read_text()}"
    assert {
        visit.page: found for visit in visits if (found := german.words_in(visit.text, known=typed))
    } == {}
    assert clock.total(visits) < setting_up.FIVE_MINUTES
    assert story.complaints == []


def test_the_main_job_from_an_empty_house_to_the_report(story):
    setting_up.staff_creates_an_organisation_and_invites_its_owner(story)
    setting_up.from_the_mail_to_an_opened_program(story)
    assert clock.total(setting_up.what_it_took(story)) < setting_up.FIVE_MINUTES

    taking_part.hr_invites_everybody(story)
    taking_part.mentors_and_mentees_join_by_their_mails(story)
    taking_part.one_would_rather_not(story)
    taking_part.hr_cannot_tell_a_no_from_silence(story)

    pairing.hr_lets_the_worker_compute_pairs(story)
    pairing.hr_asks_why_and_locks_a_pair(story)
    pairing.hr_excludes_another_and_computes_again(story)
    pairing.hr_publishes_and_only_mentors_hear_of_it(story)
    pairing.first_the_mentor_says_yes_then_the_mentee(story)

    meeting.they_book_a_session_in_three_clicks(story)
    meeting.both_get_a_calendar_file(story)
    meeting.both_want_to_be_reminded_at_any_time(story)
    meeting.a_day_before_both_are_reminded(story)
    meeting.an_hour_before_both_are_reminded_again(story)
    meeting.afterwards_both_are_asked_how_it_was(story)
    meeting.nobody_was_reminded_twice(story)
    meeting.both_answer_without_signing_in(story)
    meeting.hr_reads_a_report_that_hides_small_numbers(story)

    prospect.a_prospect_books_a_demo_in_three_clicks(story)
    prospect.she_gets_a_calendar_file_and_moves_the_demo(story)
    prospect.our_staff_sees_the_new_time(story)
    assert story.complaints == []
