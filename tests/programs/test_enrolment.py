from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from accounts import invitations
from accounts.errors import AccountError
from accounts.models import AuditEvent, Invitation
from mail.models import Message
from programs import enrolment
from programs.errors import ProgramError
from programs.models import Participant
from tenancy import clock
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "ein ganzer Satz als Passwort"


@pytest.fixture(autouse=True)
def _scope(organisation):
    with scope(organisation):
        yield


@pytest.fixture
def program(lead):
    return factories.program(lead=lead, phase="enrolment")


@pytest.fixture
def person(program) -> Participant:
    """On the list, new to the house and not yet invited."""
    new = factories.unregistered("Petra Neu", email="petra@weserwerk.example")
    return factories.participant(
        program, membership=new, side="mentee", standing="imported", joined_at=None, answered_at=None
    )


@pytest.fixture
def later(monkeypatch):
    """Hold the clock, and move it on by some days."""
    start = clock.now()
    monkeypatch.setattr("tenancy.clock.system_now", lambda: start)

    def move_on(days: float) -> None:
        monkeypatch.setattr("tenancy.clock.system_now", lambda: start + timedelta(days=days))

    return move_on


def token_of(kind: str = "program.invitation") -> str:
    return Message.objects.filter(kind=kind).latest("pk").text.split("/i/")[1].split("/")[0]


def kinds() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("kind", flat=True))


def test_invite_mails_a_link_that_knows_person_and_program(person, lead):
    assert enrolment.invite([person], by=lead) == 1
    person.refresh_from_db()
    mail = Message.objects.get()
    assert (person.standing, mail.recipient, mail.sensitive) == ("invited", "petra@weserwerk.example", True)
    assert mail.reply_to == lead.email
    assert enrolment.open(token_of())[1] == person


def test_invite_passes_over_whoever_is_invited_already(person, lead):
    enrolment.invite([person], by=lead)
    assert enrolment.invite([person], by=lead) == 0
    assert kinds() == ["program.invitation"]


@pytest.mark.parametrize("phase", ["draft", "closing", "archived"])
def test_invite_waits_for_an_open_program(phase, program, person, lead):
    program.phase = phase
    program.save()
    with pytest.raises(ProgramError):
        enrolment.invite([person], by=lead)
    person.refresh_from_db()
    assert (person.standing, kinds()) == ("imported", [])


def test_the_audit_trail_knows_how_many_were_invited_and_by_whom(person, lead):
    enrolment.invite([person], by=lead)
    event = AuditEvent.objects.get()
    assert (event.verb, event.by, event.detail) == ("participants.invited", lead, {"number": 1})


def test_remind_waits_three_days_and_comes_once(program, person, lead, later):
    enrolment.invite([person], by=lead)
    later(2.9)
    with pytest.raises(ProgramError, match="drei Tage"):
        enrolment.remind(program, by=lead)
    later(3)
    assert enrolment.may_remind_one(person)
    enrolment.remind(program, by=lead)
    later(60)
    assert not enrolment.may_remind(program)
    with pytest.raises(ProgramError, match="höchstens einmal"):
        enrolment.remind(program, by=lead, only=[person])
    assert kinds() == ["program.invitation", "program.reminder"]


def test_remind_may_be_about_one_person(program, person, lead, later):
    other = factories.participant(program, membership=factories.unregistered(), standing="imported")
    enrolment.invite([person, other], by=lead)
    later(3)
    assert enrolment.remind(program, by=lead, only=[person]) == 1
    assert Message.objects.get(kind="program.reminder").recipient == person.membership.email


def test_the_link_of_the_first_mail_survives_a_reminder(program, person, lead, later):
    enrolment.invite([person], by=lead)
    first = token_of()
    later(3)
    enrolment.remind(program, by=lead)
    assert enrolment.open(first)[1] == enrolment.open(token_of("program.reminder"))[1] == person


def test_nobody_is_reminded_after_a_no_or_a_yes(program, person, lead, later):
    enrolment.invite([person], by=lead)
    enrolment.decline(person)
    factories.participant(program)
    later(3)
    enrolment.remind(program, by=lead)
    assert kinds() == ["program.invitation"]


def test_a_no_leaves_no_trace_but_the_wish_for_quiet(person, lead):
    enrolment.invite([person], by=lead)
    before = Participant.objects.values().get()
    trail = AuditEvent.objects.count()
    enrolment.decline(person)
    assert Participant.objects.values().get() == before | {"quiet": True}
    assert AuditEvent.objects.count() == trail
    assert Invitation.objects.get().used_at is None


def test_join_works_after_a_no(person, lead):
    enrolment.invite([person], by=lead)
    enrolment.decline(person)
    enrolment.join(person)
    person.refresh_from_db()
    assert (person.standing, person.quiet) == ("joined", False)


@pytest.mark.parametrize("standing", ["imported", "left", "paused"])
def test_join_needs_an_invitation(standing, person):
    Participant.objects.update(standing=standing)
    with pytest.raises(ProgramError, match="gilt nicht mehr"):
        enrolment.join(person)


def test_a_no_after_joining_changes_nothing(program):
    joined = factories.participant(program)
    enrolment.decline(joined)
    joined.refresh_from_db()
    assert (joined.standing, joined.quiet) == ("joined", False)


def test_accept_brings_a_new_person_in(person, lead):
    enrolment.invite([person], by=lead)
    invitation, _participant = enrolment.open(token_of())
    user = enrolment.accept(invitation, user=AnonymousUser(), password=PASSWORD)
    person.refresh_from_db()
    assert (user.email, person.standing) == ("petra@weserwerk.example", "joined")
    assert person.membership.user == user


def test_a_link_lets_one_join_once(person, lead):
    enrolment.invite([person], by=lead)
    token = token_of()
    enrolment.accept(enrolment.open(token)[0], user=AnonymousUser(), password=PASSWORD)
    with pytest.raises(AccountError, match="schon angenommen"):
        enrolment.open(token)


def test_the_link_stays_good_when_the_program_takes_nobody_any_more(program, person, lead):
    enrolment.invite([person], by=lead)
    invitation, _participant = enrolment.open(token_of())
    program.phase = "closing"
    program.save()
    with pytest.raises(ProgramError, match="niemanden mehr"):
        enrolment.accept(invitation, user=AnonymousUser(), password=PASSWORD)
    invitation.refresh_from_db()
    assert invitation.used_at is None


def test_a_link_ends_after_two_weeks(person, lead, later):
    enrolment.invite([person], by=lead)
    later(14)
    with pytest.raises(AccountError, match="abgelaufen"):
        enrolment.open(token_of())


def test_somebody_can_be_invited_to_a_second_program(program, lead):
    known = factories.participant(program, membership=factories.membership("Jana Vogt"))
    second = factories.program("Zweites", lead=lead)
    again = factories.participant(second, membership=known.membership, side="mentee", standing="imported")
    enrolment.invite([again], by=lead)
    invitation, participant = enrolment.open(token_of())
    enrolment.accept(invitation, user=known.membership.user)
    again.refresh_from_db()
    assert (participant.program, again.standing) == (second, "joined")


def test_an_invitation_to_the_house_is_none_to_a_program(lead):
    with pytest.raises(Http404):
        enrolment.open(invitations.issue(factories.unregistered(), by=lead))


def test_leave_ends_the_tandem_and_asks_for_no_reason(program, lead):
    tandem = factories.tandem(program)
    leaving, staying = tandem.mentor, tandem.mentee
    enrolment.leave(leaving, by=leaving.membership)
    leaving.refresh_from_db()
    tandem.refresh_from_db()
    assert (leaving.standing, leaving.quiet, tandem.state) == ("left", True, "ended")
    assert [mail.recipient for mail in Message.objects.all()] == [staying.membership.email]


def test_leave_is_for_people_who_are_in(person):
    with pytest.raises(ProgramError):
        enrolment.leave(person, by=person.membership)


def test_a_pause_ends_as_the_person_or_hr_likes(program, lead):
    joined = factories.participant(program)
    enrolment.pause(joined, by=lead)
    assert Participant.objects.get(pk=joined.pk).standing == "paused"
    enrolment.resume(joined, by=joined.membership)
    assert Participant.objects.get(pk=joined.pk).standing == "joined"
    assert [event.verb for event in AuditEvent.objects.order_by("pk")] == [
        "participant.paused",
        "participant.resumed",
    ]


@pytest.mark.parametrize("standing", ["imported", "invited", "paused", "left"])
def test_only_who_takes_part_can_pause(standing, program, lead):
    person = factories.participant(program, standing=standing)
    with pytest.raises(ProgramError):
        enrolment.pause(person, by=lead)


def test_resume_needs_a_pause(program, lead):
    with pytest.raises(ProgramError, match="nicht pausiert"):
        enrolment.resume(factories.participant(program), by=lead)
