"""Whoever goes, goes quietly: tandems end, sessions are cancelled, and the other one reads the usual words."""

import pytest

from accounts import memberships
from accounts.errors import AccountError
from mail.models import Message
from programs import enrolment, tandems
from programs.models import Participant, Tandem
from sessions.models import Busy, Session
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def tandem(organisation, lead) -> Tandem:
    with scope(organisation):
        tandem = factories.tandem(factories.program(lead=lead))
        factories.session(tandem)
        return tandem


def go_by_leaving(tandem: Tandem, owner) -> None:
    enrolment.leave(tandem.mentor, by=tandem.mentor.membership)


def go_by_ended_access(tandem: Tandem, owner) -> None:
    memberships.end(tandem.mentor.membership, by=owner)


GOING = pytest.mark.parametrize("go", [go_by_leaving, go_by_ended_access])


@GOING
def test_the_tandem_ends_and_its_sessions_are_cancelled_in_both_calendars(go, organisation, tandem, owner):
    with scope(organisation):
        go(tandem, owner)
        assert Tandem.objects.get().state == "ended"
        assert Session.objects.get().state == "cancelled"
        assert not Busy.objects.exists()
        cancelled = Message.objects.filter(kind="session.cancelled")
        assert {mail.recipient for mail in cancelled} == {person.email for person in tandem.members}
        assert {mail.calendar_method for mail in cancelled} == {"CANCEL"}


@GOING
def test_the_other_one_reads_what_everybody_reads(go, organisation, lead, owner):
    with scope(organisation):
        texts = set()
        for leave in (go, lambda tandem, _owner: tandems.end(tandem, by=tandem.mentor.membership)):
            pair = {
                "mentor": factories.participant(membership=factories.membership("Jana Vogt")),
                "mentee": None,
            }
            program = pair["mentor"].program
            pair["mentee"] = factories.participant(
                program, side="mentee", membership=factories.membership("Heinz Brenner")
            )
            tandem = factories.tandem(program, **pair)
            leave(tandem, owner)
            to_mentee = Message.objects.get(kind="tandem.ended", recipient=tandem.mentee.membership.email)
            texts.add((to_mentee.subject, to_mentee.text))
        assert len(texts) == 1


@GOING
def test_whoever_goes_gets_no_word_of_the_end(go, organisation, tandem, owner):
    with scope(organisation):
        go(tandem, owner)
        told = Message.objects.filter(kind="tandem.ended")
        assert [mail.recipient for mail in told] == [tandem.mentee.membership.email]


@GOING
def test_what_is_asked_looks_asked_until_its_time_is_over(go, organisation, lead, owner):
    with scope(organisation):
        program = factories.program(lead=lead)
        pair = {
            "mentor": factories.participant(program),
            "mentee": factories.participant(program, side="mentee"),
        }
        tandem = tandems.propose(program, **pair, reasons=[], by=lead)
        go(tandem, owner)
        assert Tandem.objects.get().public_state == "asked"
        tandems.close_unanswered(tandem.answer_until)
        assert Tandem.objects.get().state == "not_formed"


def test_ended_access_leaves_every_program_also_for_those_who_never_answered(organisation, owner):
    with scope(organisation):
        person = factories.membership()
        for standing in ("imported", "invited", "joined", "left"):
            factories.participant(factories.program(), membership=person, standing=standing)
        memberships.end(person, by=owner)
        assert set(Participant.objects.values_list("standing", "quiet")) >= {("left", True)}
        assert set(Participant.objects.values_list("standing", flat=True)) == {"left"}


def test_a_refused_end_of_access_leaves_the_tandem_running(organisation, tandem, participant_member):
    with scope(organisation):
        with pytest.raises(AccountError):
            memberships.end(tandem.mentor.membership, by=participant_member)
        assert Tandem.objects.get().state == "active"
        assert Session.objects.get().state == "booked"
        assert not Message.objects.exists()


def test_tandems_of_others_and_of_other_houses_run_on(organisation, other_organisation, tandem, owner):
    with scope(other_organisation):
        elsewhere = factories.tandem()
    with scope(organisation):
        beside = factories.tandem(tandem.program)
        memberships.end(tandem.mentor.membership, by=owner)
        assert Tandem.objects.get(pk=beside.pk).state == "active"
    with scope(other_organisation):
        assert Tandem.objects.get(pk=elsewhere.pk).state == "active"
