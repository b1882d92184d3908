import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from mail.models import Message, State, Suppression
from programs import addresses, enrolment
from programs.errors import ProgramError
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
    return factories.program("Lernen", lead=lead)


def invited(program, name: str = "Jana Vogt", **fields):
    return factories.participant(
        program, membership=factories.unregistered(name), standing="invited", **fields
    )


def dead(person, **fields) -> Suppression:
    return samples.row(Suppression, address_norm=person.membership.email_norm, **fields)


def test_an_address_that_takes_no_mail_is_told_when_hr_knew_of_the_mail(program):
    told, untold, _fine = invited(program), invited(program, "Tom Nowak"), invited(program, "Lea Sommer")
    dead(told, told=True)
    dead(untold)
    assert list(addresses.unreachable(program)) == [told]
    assert addresses.since(told) and not addresses.since(untold)


def test_somebody_in_a_running_tandem_is_told_for_any_mail(program):
    tandem = factories.tandem(program, state="active")
    asked = factories.tandem(program, state="asked_mentee")
    for person in (tandem.mentee, asked.mentee):
        dead(person)
    assert list(addresses.unreachable(program)) == [tandem.mentee]


def test_another_house_knows_nothing_of_it(program, other_organisation):
    person = invited(program)
    with scope(other_organisation):
        dead(person, told=True)
    assert not addresses.unreachable(program)


@pytest.fixture
def lost(program, lead):
    """Somebody whose invitation came back."""
    person = factories.participant(program, membership=factories.unregistered("Jana Vogt"))
    person.standing = "imported"
    person.save()
    enrolment.invite([person], by=lead)
    Message.objects.update(state=State.FAILED, bounced_at=clock.now())
    dead(person, told=True)
    person.refresh_from_db()
    return person


def invitations(address: str):
    return Message.objects.filter(kind="program.invitation", recipient=address)


def test_a_corrected_address_gets_the_invitation_and_old_links_end(lost, lead):
    old = lost.invitations.get().invitation
    addresses.correct(lost, " jana.vogt@example.org ", by=lead)
    lost.membership.refresh_from_db()
    old.refresh_from_db()
    assert lost.membership.email == "jana.vogt@example.org"
    assert invitations("jana.vogt@example.org").get().told
    assert old.expires_at <= clock.now()
    assert addresses.since(lost) is None and not Suppression.objects.exists()
    assert AuditEvent.objects.filter(verb="address.corrected").exists()


def test_after_a_no_a_new_address_gets_nothing_and_hr_reads_the_same(program, lead):
    silent, declined = invited(program), invited(program, "Tom Nowak", quiet=True)
    for number, person in enumerate((silent, declined)):
        addresses.correct(person, f"neu-{number}@example.org", by=lead)
    # Of a mail that only silence brings about HR may learn no fate.
    assert not invitations("neu-0@example.org").get().told
    assert not invitations("neu-1@example.org").exists()


@pytest.mark.parametrize("email", ["kein @", "", "tom@example.org"])
def test_no_address_and_somebody_elses_are_refused(lost, lead, email):
    factories.unregistered("Tom Nowak", email="tom@example.org")
    with pytest.raises(ProgramError):
        addresses.correct(lost, email, by=lead)
    lost.membership.refresh_from_db()
    assert lost.membership.email != email and Suppression.objects.exists()


def test_who_signs_in_keeps_their_address(program, lead):
    person = factories.participant(program)
    with pytest.raises(ProgramError, match="meldet sich mit dieser Adresse an"):
        addresses.correct(person, "neu@example.org", by=lead)


def test_the_same_address_again_sends_no_second_invitation(program, lead):
    person = invited(program)
    with pytest.raises(ProgramError):
        addresses.correct(person, person.membership.email, by=lead)
    assert not Message.objects.exists()


def test_an_address_that_takes_mail_again_gets_what_is_still_news(program, lead):
    tandem = factories.tandem(program, state="active")
    person = tandem.mentee
    dead(person)
    norm = person.membership.email_norm
    kept = samples.row(
        Message, recipient_norm=norm, state=State.BLOCKED, sensitive=False, created_at=clock.now()
    )
    addresses.retry(person, by=lead)
    kept.refresh_from_db()
    assert kept.state == State.WAITING and not Suppression.objects.exists()
    with pytest.raises(ProgramError):
        addresses.retry(person, by=lead)


def test_the_page_keeps_what_was_typed_and_says_what_is_wrong(lost, lead, client_for, organisation):
    client = client_for(lead)
    where = (organisation.slug, lost.program.public_id, lost.public_id)
    person = client.get(reverse("programs:participant_detail", args=where)).content.decode()
    assert "nimmt keine Mails an (seit" in person
    page = reverse("programs:participant_address", args=where)
    answer = client.post(page, {"email": "falsch@"})
    assert answer.status_code == 200 and "falsch@" in answer.content.decode()
    assert client.post(page, {"email": "jana.vogt@example.org"}).status_code == 302
    overview = client.get(reverse("programs:program_detail", args=where[:2])).content.decode()
    assert "nicht erreichbar" not in overview
