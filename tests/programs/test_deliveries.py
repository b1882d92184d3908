import pytest

from mail.models import Message
from programs import deliveries
from programs.deliveries import Delivery
from tenancy import clock
from tenancy.scope import scope
from tests import factories, samples

pytestmark = pytest.mark.django_db

STATES = ("waiting", "sent", "expired", "failed")


@pytest.fixture(autouse=True)
def _scope(organisation):
    with scope(organisation):
        yield


@pytest.fixture
def program(lead):
    return factories.program("Lernen", lead=lead)


def mail(kind: str, about: str, state: str = "sent", **fields) -> Message:
    return samples.row(
        Message, **{"kind": kind, "about": about, "state": state, "told": True, "revision": 0} | fields
    )


def invited(program, state: str, name: str = "Jana Vogt", **fields):
    made = factories.participant(
        program, membership=factories.unregistered(name), standing="invited", **fields
    )
    person = made.membership
    about = f"participant:{made.public_id}"
    mail("program.invitation", about, state, recipient=person.email, recipient_norm=person.email_norm)
    return made


def test_invitations_are_counted_by_state(program, lead):
    for state in STATES:
        invited(program, state)
    invited(program, "sent")
    invited(factories.program("Anders", lead=lead), "failed")
    assert deliveries.by_kind(program)["program.invitation"] == Delivery(
        waiting=1, sent=2, expired=1, failed=1
    )


def test_only_what_tells_nothing_is_counted(program):
    assert set(deliveries.by_kind(program)) == {
        "program.invitation",
        "tandem.proposal_mentor",
        "tandem.confirmed",
    }


def test_tests_of_a_mail_are_not_counted(program):
    mail("program.invitation.test", "test:1")
    assert deliveries.by_kind(program)["program.invitation"] == Delivery()


def test_a_no_changes_no_number(program):
    person = invited(program, "sent")
    before = deliveries.by_kind(program), deliveries.unreachable(program)
    person.quiet = True
    person.save()
    assert (deliveries.by_kind(program), deliveries.unreachable(program)) == before


def test_addresses_that_failed_are_named_until_they_are_mended(program):
    person = invited(program, "failed")
    invited(program, "sent", "Tom Nowak")
    assert deliveries.unreachable(program) == [person]
    person.membership.email = person.membership.email_norm = "neu@example.org"
    person.membership.save()
    assert deliveries.unreachable(program) == []


@pytest.mark.parametrize("state", ["sent", "failed"])
def test_an_invitation_that_goes_again_unless_there_was_a_no_is_not_counted(program, state):
    person = invited(program, "sent")
    before = deliveries.by_kind(program), deliveries.unreachable(program)
    mail(
        "program.invitation",
        f"participant:{person.public_id}",
        state,
        told=False,
        revision=1,
        recipient_norm=person.membership.email_norm,
    )
    assert (deliveries.by_kind(program), deliveries.unreachable(program)) == before


def test_messages_are_counted_once_they_have_left(program):
    waiting = factories.own_message(program)
    sent = factories.own_message(program, sent_at=clock.now())
    for state in STATES:
        mail("program.message", f"message:{sent.public_id}", state)
    assert deliveries.of_messages([waiting, sent]) == {sent.public_id: Delivery(1, 1, 1, 1)}


def test_how_many_of_the_invited_want_no_mail_is_not_told(program):
    sent = factories.own_message(program, group="invited", sent_at=clock.now())
    mail("program.message", f"message:{sent.public_id}")
    assert deliveries.of_messages([sent]) == {}
