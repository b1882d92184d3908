"""HR's log of mails: only what tells nothing, the newest first. The privacy tests open its page in every story."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mail import categories
from mail.models import Message
from programs import addresses, enrolment, letters, message_log, tandems
from programs.models import Side
from tenancy import clock
from tenancy.scope import scope
from tests import factories, samples

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _scope(organisation):
    with scope(organisation):
        yield


@pytest.fixture
def program(lead):
    return factories.program("Lernen", lead=lead, phase="enrolment")


@pytest.fixture
def at(program):
    where = {"organisation": "weserwerk", "program": program.public_id}
    return reverse("programs:message_log", kwargs=where)


def invited(program, lead, name: str = "Jana Vogt"):
    person = factories.participant(program, membership=factories.unregistered(name), standing="imported")
    enrolment.invite([person], by=lead)
    person.refresh_from_db()
    return person


def proposed(program, lead):
    pair = {side.value: factories.participant(program, side=side) for side in Side}
    return tandems.propose(program, **pair, reasons=[], by=lead)


def shown(program, kind: str = "") -> list[tuple[str, str, str]]:
    rows = message_log.page(program, kind, None).object_list
    return [(str(row.person or row.tandem), str(row.name), str(row.state)) for row in rows]


def test_who_got_what_and_what_became_of_it_stands_in_the_log(program, lead):
    invited(program, lead)
    Message.objects.update(state="sent", sent_at=clock.now(), created_at=clock.now() - timedelta(days=1))
    tandem = proposed(program, lead)
    Message.objects.filter(kind="tandem.proposal_mentor").update(state="failed", bounced_at=clock.now())
    mentor = (str(tandem.mentor), "Vorschlag an die Mentor-Seite", "kam zurück")
    invitation = ("Jana Vogt", "Einladung", "verschickt")
    assert shown(program) == [mentor, invitation]
    assert shown(program, "program.invitation") == [invitation]
    assert set(message_log.last_sent(program)) == {"program.invitation"}
    assert shown(factories.program("Anders", lead=lead)) == []


def test_both_of_a_tandem_stand_in_it_each_by_name(program):
    tandem = factories.tandem(program)
    letters.confirmed(tandem)
    assert {name for name, _mail, _state in shown(program)} == {str(tandem.mentor), str(tandem.mentee)}
    tandem.mentee.membership.email_norm = "neu@example.org"
    tandem.mentee.membership.save()
    assert {name for name, _mail, _state in shown(program)} == {str(tandem.mentor), str(tandem)}


def test_nothing_in_it_can_be_unsubscribed_from():
    assert not [kind for kind in message_log.LOGGED if categories.of(kind)]


def test_mails_that_would_tell_a_no_or_belong_to_two_people_are_not_in_it(program, lead):
    tandem = factories.tandem(program, state="asked_mentee")
    until = clock.now() + timedelta(days=3)
    letters.proposal_to_mentee(tandem, until=until)
    letters.proposal_reminder(tandem, Side.MENTOR, until=until)
    letters.not_formed(tandem)
    letters.ended(tandem)
    letters.nudge(tandem, step=1, since=clock.now())
    samples.row(Message, kind="session.booked", about=f"tandem:{tandem.public_id}", told=False)
    assert Message.objects.count() > 5
    assert shown(program) == []
    assert message_log.last_sent(program) == {}


def test_a_corrected_address_tells_nobodys_no(program, lead):
    silent, declined = invited(program, lead), invited(program, lead, "Tom Nowak")
    enrolment.decline(declined)
    for number, person in enumerate((silent, declined)):
        addresses.correct(person, f"neu-{number}@example.org", by=lead)
    rows = {name: state for name, _mail, state in shown(program)}
    assert len(shown(program)) == 2
    assert rows["Jana Vogt"] == rows["Tom Nowak"]


def test_the_page_filters_by_kind_and_takes_nonsense_for_nothing(program, lead, client_for, at):
    client = client_for(lead)
    assert "Noch nichts verschickt" in client.get(at).text
    invited(program, lead)
    assert "Jana Vogt" in client.get(at, {"kind": "program.invitation"}).text
    assert "Jana Vogt" not in client.get(at, {"kind": "tandem.confirmed"}).text
    assert "Jana Vogt" in client.get(at, {"kind": "tandem.not_formed", "page": "\0"}).text


def test_five_mails_and_fifty_ask_the_database_equally_often(program, lead, django_assert_num_queries):
    for number in (5, 50):
        for _ in range(number):
            factories.tandem(program)
        for tandem in program.tandems.with_people():
            letters.confirmed(tandem)
        with django_assert_num_queries(4):
            assert message_log.page(program, "", None).object_list
