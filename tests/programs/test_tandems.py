from datetime import datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from accounts.models import AuditEvent, Membership
from mail.models import Message
from programs import tandems
from programs.errors import ProgramError
from programs.models import Tandem, TandemState
from programs.signals import tandem_moved
from tenancy.scope import scope
from tests import factories

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
REASONS = [{"code": "skills_met", "params": {"met": [{"skill": "KI im Alltag"}], "unmet": []}}]


@pytest.fixture
def at(monkeypatch):
    """Set the clock."""

    def move_to(moment: datetime) -> None:
        monkeypatch.setattr("tenancy.clock.system_now", lambda: moment)

    return move_to


@pytest.fixture(autouse=True)
def _scope(organisation):
    with scope(organisation):
        yield


@pytest.fixture
def program(lead):
    return factories.program(lead=lead)


@pytest.fixture
def mentor(program):
    person = factories.membership("Jana Vogt", job_title="Data Analyst")
    return factories.participant(program, side="mentor", membership=person)


@pytest.fixture
def mentee(program):
    person = factories.membership("Dr. Heinz Brenner", job_title="Vorstand Technik")
    return factories.participant(program, side="mentee", membership=person)


@pytest.fixture
def proposed(program, mentor, mentee, lead) -> Tandem:
    return tandems.propose(program, mentor=mentor, mentee=mentee, reasons=REASONS, by=lead)


def mails() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("pk").values_list("kind", "recipient"))


def history(tandem: Tandem) -> list[tuple[str, str, Membership | None]]:
    return [(event.before, event.after, event.by) for event in tandem.events.select_related("by")]


def test_propose_asks_the_mentor_alone(proposed, mentor, lead):
    assert proposed.state == "asked_mentor"
    assert mails() == [("tandem.proposal_mentor", mentor.membership.email)]
    assert Message.objects.get().told
    assert history(proposed) == [("", "asked_mentor", lead)]


def test_the_two_say_yes_one_after_the_other(proposed, mentor, mentee, lead):
    tandems.accept(proposed, by=mentor.membership)
    tandems.accept(proposed, by=mentee.membership)
    proposed.refresh_from_db()
    assert proposed.state == "active"
    assert proposed.mentor_accepted_at <= proposed.mentee_accepted_at == proposed.started_at
    assert mails()[1:] == [
        ("tandem.proposal_mentee", mentee.membership.email),
        ("tandem.confirmed", mentor.membership.email),
        ("tandem.confirmed", mentee.membership.email),
    ]
    assert history(proposed)[1:] == [
        ("asked_mentor", "asked_mentee", mentor.membership),
        ("asked_mentee", "active", mentee.membership),
    ]


def test_every_change_is_announced_inside_its_transaction(proposed, mentor):
    heard = []

    def receiver(sender, tandem, before, after, at, **kwargs):
        heard.append((sender, tandem, before, after, connection.in_atomic_block))

    tandem_moved.connect(receiver)
    try:
        tandems.accept(proposed, by=mentor.membership)
    finally:
        tandem_moved.disconnect(receiver)
    assert heard == [(Tandem, proposed, "asked_mentor", "asked_mentee", True)]


@pytest.mark.parametrize(
    ("verb", "state", "actor"),
    list(
        product(
            ("accept", "decline", "withdraw", "pause", "resume", "end", "hand_over"),
            TandemState,
            ("mentor", "mentee", "lead"),
        )
    ),
)
def test_only_the_moves_of_the_table_happen(verb, state, actor, program, mentor, mentee, lead):
    by = {"mentor": mentor.membership, "mentee": mentee.membership, "lead": lead}[actor]
    tandem = factories.tandem(program, mentor=mentor, mentee=mentee, state=state)
    move = tandems.MOVES.get((verb, state))
    if move and actor in move.actors:
        getattr(tandems, verb)(tandem, by=by)
        assert Tandem.objects.get().state == move.after
        assert history(tandem) == [(state, move.after, by)]
    else:
        with pytest.raises(ProgramError):
            getattr(tandems, verb)(tandem, by=by)
        assert Tandem.objects.get().state == state
        assert (history(tandem), mails()) == ([], [])


def test_the_table_allows_what_it_should_and_nothing_more():
    allowed = {
        (verb, before.value, actor.value)
        for (verb, before), move in tandems.MOVES.items()
        for actor in move.actors
    }
    two, all_three = ("mentor", "mentee"), ("mentor", "mentee", "lead")
    assert allowed == {
        ("accept", "asked_mentor", "mentor"),
        ("accept", "asked_mentee", "mentee"),
        ("decline", "asked_mentor", "mentor"),
        *(("decline", state, actor) for state in ("asked_mentee", "declined") for actor in two),
        *(("close", state, "batch") for state in ("asked_mentor", "asked_mentee", "declined")),
        *(("withdraw", state, "lead") for state in ("asked_mentor", "asked_mentee", "declined")),
        *(("hand_over", state, "lead") for state in ("active", "paused")),
        *(("pause", "active", actor) for actor in all_three),
        *(("resume", "paused", actor) for actor in all_three),
        *(("end", state, actor) for state in ("active", "paused") for actor in all_three),
        *(
            ("drop", state, actor)
            for state in ("asked_mentor", "asked_mentee", "active", "paused")
            for actor in two
        ),
    }


@pytest.mark.parametrize("verb", ["accept", "decline", "pause", "end"])
def test_a_stranger_of_the_same_house_moves_nothing(verb, proposed, participant_member):
    other_lead = factories.membership(role="lead")
    for by in (participant_member, other_lead):
        with pytest.raises(ProgramError):
            getattr(tandems, verb)(proposed, by=by)


def test_the_mentor_has_half_of_the_time_and_the_mentee_the_rest(program, mentor, mentee, lead, at):
    start = datetime(2027, 1, 4, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    at(start)
    tandem = tandems.propose(program, mentor=mentor, mentee=mentee, reasons=[], by=lead)
    assert tandems.deadline(tandem, "mentor") == datetime(
        2027, 1, 9, 23, 59, tzinfo=ZoneInfo("Europe/Berlin")
    )
    assert tandems.deadline(tandem, "mentee") == datetime(
        2027, 1, 14, 23, 59, tzinfo=ZoneInfo("Europe/Berlin")
    )
    at(start + 6 * DAY)
    with pytest.raises(ProgramError, match="vorbei"):
        tandems.accept(tandem, by=mentor.membership)
    at(start + 5 * DAY)
    tandems.accept(tandem, by=mentor.membership)
    at(start + 11 * DAY)
    with pytest.raises(ProgramError, match="vorbei"):
        tandems.accept(tandem, by=mentee.membership)


def test_a_yes_after_the_other_took_theirs_back_is_answered_neutrally(proposed, mentor, mentee):
    tandems.accept(proposed, by=mentor.membership)
    tandems.decline(proposed, by=mentor.membership)
    with pytest.raises(ProgramError, match="kommt nicht zustande"):
        tandems.accept(proposed, by=mentee.membership)


def test_taking_back_a_yes_feels_the_same_before_and_after_the_mentees_no(proposed, mentor, mentee):
    tandems.accept(proposed, by=mentor.membership)
    tandems.decline(proposed, by=mentee.membership)
    with pytest.raises(ProgramError, match="schon gespeichert"):
        tandems.accept(proposed, by=mentor.membership)
    tandems.decline(proposed, by=mentor.membership)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"standing": "left"}, "nimmt gerade nicht teil"),
        ({"standing": "invited"}, "nimmt gerade nicht teil"),
        ({"side": "mentee"}, "beiden Seiten"),
    ],
)
def test_propose_refuses_who_does_not_take_part(change, message, program, mentor, mentee, lead):
    for name, value in change.items():
        setattr(mentor, name, value)
    mentor.save()
    with pytest.raises(ProgramError, match=message):
        tandems.propose(program, mentor=mentor, mentee=mentee, reasons=[], by=lead)
    assert mails() == []


def test_propose_refuses_people_of_another_program(mentor, mentee, lead):
    with pytest.raises(ProgramError, match="desselben Programms"):
        tandems.propose(factories.program("Anderes"), mentor=mentor, mentee=mentee, reasons=[], by=lead)


def test_propose_respects_the_places_a_mentor_has(program, proposed, mentor, lead):
    more = factories.participant(program, side="mentee")
    with pytest.raises(ProgramError, match="keinen Platz"):
        tandems.propose(program, mentor=mentor, mentee=more, reasons=[], by=lead)
    mentor.capacity = 2
    mentor.save()
    tandems.propose(program, mentor=mentor, mentee=more, reasons=[], by=lead)


def test_the_same_two_are_one_tandem_and_never_proposed_again(program, proposed, mentor, mentee, lead):
    for person in (mentor, mentee):
        person.capacity = 2
        person.save()
    with pytest.raises(ProgramError, match="schon ein Tandem"):
        tandems.propose(program, mentor=mentor, mentee=mentee, reasons=[], by=lead)
    tandems.close_unanswered(proposed.answer_until)
    with pytest.raises(ProgramError, match="schon einmal"):
        tandems.propose(program, mentor=mentor, mentee=mentee, reasons=[], by=lead)


@pytest.mark.parametrize("answers", [[], ["decline"], ["accept"], ["accept", "decline"]])
def test_both_are_free_for_others_when_it_is_over_and_not_before(
    answers, program, proposed, mentor, mentee, lead
):
    for verb, person in zip(answers, proposed.members, strict=False):
        getattr(tandems, verb)(proposed, by=person)
    other_mentor, other_mentee = factories.participant(program), factories.participant(program, side="mentee")
    for pair in ({"mentor": mentor, "mentee": other_mentee}, {"mentor": other_mentor, "mentee": mentee}):
        with pytest.raises(ProgramError, match="keinen Platz"):
            tandems.propose(program, **pair, reasons=[], by=lead)
    tandems.close_unanswered(proposed.answer_until)
    for pair in ({"mentor": mentor, "mentee": other_mentee}, {"mentor": other_mentor, "mentee": mentee}):
        tandems.propose(program, **pair, reasons=[], by=lead)


def test_somebody_without_access_is_not_proposed(program, mentor, mentee, lead):
    Membership.objects.filter(pk=mentor.membership_id).update(is_active=False)
    with pytest.raises(ProgramError, match="nimmt gerade nicht teil"):
        tandems.propose(program, mentor=mentor, mentee=mentee, reasons=[], by=lead)


@pytest.mark.parametrize("answers", [[], ["decline"], ["accept"], ["accept", "decline"]])
def test_a_withdrawn_proposal_ends_with_the_next_batch_in_the_usual_words(answers, proposed, lead, at):
    for verb, person in zip(answers, proposed.members, strict=False):
        getattr(tandems, verb)(proposed, by=person)
    tandems.withdraw(proposed, by=lead)
    withdrawn = Tandem.objects.get().withdrawn_at
    assert Tandem.objects.get().public_state == "asked"
    assert tandems.close_unanswered(withdrawn - DAY) == 0
    assert not Message.objects.filter(kind="tandem.not_formed").exists()
    assert tandems.close_unanswered(withdrawn + DAY) == 1
    told = set(Message.objects.filter(kind="tandem.not_formed").values_list("recipient", flat=True))
    asked = proposed.members if "accept" in answers else proposed.members[:1]
    assert told == {person.email for person in asked}
    assert list(AuditEvent.objects.values_list("verb", "about")) == [("tandem.withdraw", str(proposed))]


def test_a_withdrawn_proposal_takes_no_yes_and_is_not_withdrawn_twice(proposed, mentor, lead):
    tandems.withdraw(proposed, by=lead)
    with pytest.raises(ProgramError, match="kommt nicht zustande"):
        tandems.accept(proposed, by=mentor.membership)
    with pytest.raises(ProgramError, match="schon zurückgezogen"):
        tandems.withdraw(proposed, by=lead)


def test_hand_over_ends_as_any_end_and_frees_both(program, mentor, mentee, lead):
    tandem = factories.tandem(program, mentor=mentor, mentee=mentee)
    tandems.hand_over(tandem, by=lead)
    assert mails() == [("tandem.ended", person.email) for person in tandem.members]
    assert AuditEvent.objects.get().verb == "tandem.hand_over"
    other_mentor, other_mentee = factories.participant(program), factories.participant(program, side="mentee")
    with pytest.raises(ProgramError, match="schon einmal"):
        tandems.propose(program, mentor=mentor, mentee=mentee, reasons=[], by=lead)
    tandems.propose(program, mentor=mentor, mentee=other_mentee, reasons=[], by=lead)
    tandems.propose(program, mentor=other_mentor, mentee=mentee, reasons=[], by=lead)


def test_end_tells_both_in_the_same_words(program, mentor, mentee):
    tandem = factories.tandem(program, mentor=mentor, mentee=mentee)
    tandems.end(tandem, by=mentor.membership)
    assert mails() == [("tandem.ended", person.email) for person in tandem.members]
    texts = [
        message.text.replace(tandem.partner_of(person).name, "X").replace(person.name, "Y")
        for message, person in zip(Message.objects.order_by("pk"), tandem.members, strict=True)
    ]
    assert texts[0] == texts[1]


def test_only_what_hr_does_is_in_the_audit_trail(program, mentor, mentee, lead):
    tandem = factories.tandem(program, mentor=mentor, mentee=mentee)
    tandems.pause(tandem, by=mentor.membership)
    tandems.resume(tandem, by=lead)
    tandems.end(tandem, by=mentee.membership)
    assert list(AuditEvent.objects.values_list("verb", "by_name")) == [("tandem.resume", lead.name)]


def test_leaving_the_program_ends_what_runs_and_declines_what_is_asked(program, mentor, mentee, lead):
    mentor.capacity = 2
    mentor.save()
    running = factories.tandem(program, mentor=mentor)
    asked = tandems.propose(program, mentor=mentor, mentee=mentee, reasons=[], by=lead)
    tandems.drop_all(mentor, by=mentor.membership)
    running.refresh_from_db()
    asked.refresh_from_db()
    assert (running.state, asked.state) == ("ended", "declined")
